from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from models.athlete import AthleteData
from models.compliance import comply, match
from models.tables import COMPLIANCE, WORKOUT_COMPLIANCE, WORKOUT_MATCHES
from tests.support.athlete import Athlete, day


def pairs(data: AthleteData) -> set[tuple[str | None, str | None, str, int | None]]:
    found = WORKOUT_MATCHES.check(match(data))
    return set(found.select("workout_id", "activity_id", "role", "days_moved").iter_rows())


def test_a_run_on_its_day_is_matched() -> None:
    athlete = Athlete()
    workout, run = athlete.intervals_planned(day(1, 2)), athlete.ran_intervals(day(1, 2), [95] * 6)
    assert pairs(athlete.data()) == {(workout, run, "matched", 0)}


def test_of_two_runs_on_a_day_the_one_with_the_repetitions_is_the_interval_session() -> None:
    athlete = Athlete()
    intervals, easy = athlete.intervals_planned(day(1, 2)), athlete.easy_planned(day(1, 2))
    jog, reps = athlete.ran(day(1, 2), hour=7), athlete.ran_intervals(day(1, 2), [95] * 6, hour=18)
    assert pairs(athlete.data()) == {(intervals, reps, "matched", 0), (easy, jog, "matched", 0)}


def test_a_run_two_days_late_is_moved_and_three_days_late_is_not() -> None:
    late, too_late = Athlete(), Athlete()
    for athlete, weekday in ((late, 4), (too_late, 5)):
        athlete.intervals_planned(day(1, 2))
        athlete.ran_intervals(day(1, weekday), [95] * 6)
    assert {(role, moved) for _, _, role, moved in pairs(late.data())} == {("moved", 2)}
    assert {(role, moved) for _, _, role, moved in pairs(too_late.data())} == {("missed", None), ("extra", None)}


def test_two_sessions_that_were_swapped_are_found_by_content() -> None:
    athlete = Athlete()
    intervals, easy = athlete.intervals_planned(day(1, 2)), athlete.easy_planned(day(1, 3))
    jog, reps = athlete.ran(day(1, 2)), athlete.ran_intervals(day(1, 3), [95] * 6)
    assert pairs(athlete.data()) == {(intervals, reps, "moved", 1), (easy, jog, "moved", -1)}


def test_a_workout_of_today_is_not_missed_yet() -> None:
    athlete = Athlete()
    workout = athlete.easy_planned(day(1, 3))
    assert pairs(athlete.data(as_of=day(1, 3))) == set()
    assert pairs(athlete.data(as_of=day(1, 4))) == {(workout, None, "missed", None)}


def test_ignored_runs_and_second_recordings_do_not_count() -> None:
    athlete = Athlete()
    workout = athlete.easy_planned(day(1, 3))
    athlete.ran(day(1, 3), ignored=True)
    athlete.ran(day(1, 3), hour=18, same_as="a-other")
    assert pairs(athlete.data()) == {(workout, None, "missed", None)}


def test_rest_is_kept_without_training_and_broken_by_a_run_or_by_strength() -> None:
    kept, ran, lifted = Athlete(), Athlete(), Athlete()
    workouts = [athlete.rest_planned(day(1, 5)) for athlete in (kept, ran, lifted)]
    run = ran.ran(day(1, 5))
    lifted.lifted(day(1, 5))
    assert pairs(kept.data()) == {(workouts[0], None, "matched", 0)}
    assert pairs(ran.data()) == {(workouts[1], None, "missed", None), (None, run, "extra", None)}
    assert pairs(lifted.data()) == {(workouts[2], None, "missed", None)}


def test_a_ride_does_not_break_a_rest_day() -> None:
    athlete = Athlete()
    workout = athlete.rest_planned(day(1, 5))
    ride = athlete.ran(day(1, 5), sport="cycling")
    assert pairs(athlete.data()) == {(workout, None, "matched", 0), (None, ride, "extra", None)}


def test_told_sets_are_matched_without_an_activity_each_to_the_workout_of_its_exercise() -> None:
    athlete = Athlete()
    squats = athlete.strength_planned(day(1, 1), "squat")
    jumps = athlete.strength_planned(day(1, 1), "box jump", kind="plyometrics")
    athlete.lifted(day(1, 1), "box jump")
    assert pairs(athlete.data()) == {(jumps, None, "matched", 0), (squats, None, "missed", None)}


def test_strength_done_a_day_later_is_moved() -> None:
    athlete = Athlete()
    workout = athlete.strength_planned(day(1, 1))
    athlete.lifted(day(1, 2))
    assert pairs(athlete.data()) == {(workout, None, "moved", 1)}


def test_a_strength_recording_without_sets_is_matched() -> None:
    athlete = Athlete()
    workout = athlete.strength_planned(day(1, 1))
    recorded = athlete.ran(day(1, 1), sport="training", sub_sport="strength_training")
    assert pairs(athlete.data()) == {(workout, recorded, "matched", 0)}


def test_the_version_in_force_when_the_session_began_decides() -> None:
    athlete = Athlete()
    workout, run = athlete.easy_planned(day(1, 3)), athlete.ran(day(1, 3), hour=17)
    plain = athlete.data()
    newer = plain.workouts.with_columns(
        pl.lit(1, pl.Int64).alias("version"), pl.lit("rest").alias("kind"), pl.lit("rest").alias("text")
    )
    for hour, expected in (
        (18, {(workout, run, "matched", 0)}),
        (16, {(workout, None, "missed", None), (None, run, "extra", None)}),
    ):
        began = plain.activities["start_time"].dt.replace(hour=hour)
        versions = pl.concat([plain.workouts, newer.with_columns(began.alias("valid_from"))])
        assert pairs(replace(plain, workouts=versions)) == expected


def test_the_order_of_rows_does_not_matter() -> None:
    athlete = Athlete()
    for week in (1, 2):
        athlete.intervals_planned(day(week, 2))
        athlete.easy_planned(day(week, 4))
        athlete.rest_planned(day(week, 5))
        athlete.ran_intervals(day(week, 2), [95] * 6)
        athlete.ran(day(week, 5))
    data = athlete.data()
    turned = replace(data, activities=data.activities.reverse(), workouts=data.workouts.reverse())
    assert match(data).equals(match(turned))


KINDS = st.sampled_from(["intervals", "easy", "rest", "strength", "nothing"])
DONE = st.sampled_from(["intervals", "easy", "strength", "ride", "nothing"])
DAYS = st.lists(st.tuples(KINDS, KINDS, DONE, DONE), min_size=1, max_size=10)


@settings(max_examples=60)
@given(DAYS)
def test_every_due_workout_and_every_activity_once(days: list[tuple[str, str, str, str]]) -> None:
    athlete = Athlete()
    for number, (*asked, first, second) in enumerate(days):
        on = day(1, 1) + timedelta(days=number)
        for kind in asked:
            _PLANNED[kind](athlete, on)
        for hour, kind in ((7, first), (17, second)):
            _DONE[kind](athlete, on, hour)
    data = athlete.data()
    matches = match(data)
    with_workout = matches.drop_nulls("workout_id")
    assert sorted(with_workout["workout_id"]) == sorted(data.workouts["workout_id"])
    assert sorted(matches["activity_id"].drop_nulls()) == sorted(data.activities["activity_id"])
    assert matches.filter(pl.col("days_moved").abs() > 2).is_empty()
    assert set(matches.filter(pl.col("role") == "moved")["days_moved"]) <= {-2, -1, 1, 2}
    steps, workouts = comply(data, matches)
    COMPLIANCE.check(steps)
    assert sorted(WORKOUT_COMPLIANCE.check(workouts)["workout_id"]) == sorted(data.workouts["workout_id"])


_PLANNED: dict[str, Callable[[Athlete, date], object]] = {
    "intervals": lambda athlete, on: athlete.intervals_planned(on),
    "easy": lambda athlete, on: athlete.easy_planned(on),
    "rest": lambda athlete, on: athlete.rest_planned(on),
    "strength": lambda athlete, on: athlete.strength_planned(on),
    "nothing": lambda _, __: None,
}
_DONE: dict[str, Callable[[Athlete, date, int], object]] = {
    "intervals": lambda athlete, on, hour: athlete.ran_intervals(on, [95] * 5, hour=hour),
    "easy": lambda athlete, on, hour: athlete.ran(on, hour=hour),
    "strength": lambda athlete, on, _: athlete.lifted(on),
    "ride": lambda athlete, on, hour: athlete.ran(on, hour=hour, sport="cycling"),
    "nothing": lambda _, __, ___: None,
}
