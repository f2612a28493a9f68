"""R10, R11, R14, R15, R16 and R19, just below and just above what triggers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.plan import read_plan, workouts
from models.adjustment import propose
from models.adjustment.calves import calf_raises
from models.adjustment.config import DEFAULT
from models.adjustment.jumps import allowed_contacts, jump_contacts
from models.adjustment.lifts import Lift, PlannedLift
from models.adjustment.loads import less_weight, load_step_kg, more_weight
from models.adjustment.order import legs_fresh
from models.adjustment.planned import Planned
from models.adjustment.sides import weaker_side
from models.adjustment.versions import versions
from models.adjustment.week import Change, Week
from models.athlete import AthleteData
from models.compliance import comply, match
from models.tables import STRENGTH_SETS
from models.workout_text import parse, steps
from models.workout_text.tree import Sets
from tests.models.adjustment.weeks import START, brief, pain, plan, week, weekday
from tests.support.athlete import ME, Athlete, day

THURSDAY = weekday(4)


def gym(text: str, number: int = 4) -> Planned:
    """A strength session or jumps of the coming week."""
    items = [item for item in parse(text).items if isinstance(item, Sets) and item.side is None]
    kind = "plyometrics" if "jump" in text else "strength"
    lifts = tuple(PlannedLift(item, index) for index, item in enumerate(items))
    return plan(kind, number, text=text, lifts=lifts, minutes=None)


def lift(exercise: str, done: tuple[int, ...], on: date = THURSDAY, asked: int = 8, **cells: Any) -> Lift:  # noqa: ANN401  # any field of Lift
    return Lift(exercise, on, asked=(asked,) * 3, done=done, **cells)


def lifted(text: str, *lifts: Lift, **cells: Any) -> Week:  # noqa: ANN401  # any field of Week
    return week(next_week=(gym(text),), lifts=tuple(lifts), **cells)


def twice(exercise: str, first: tuple[int, ...], second: tuple[int, ...], **cells: Any) -> tuple[Lift, Lift]:  # noqa: ANN401  # any field of Lift
    return lift(exercise, first, weekday(7, -1), **cells), lift(exercise, second, **cells)


@pytest.mark.parametrize(("last", "new"), [(10, ["42.5"]), (9, [])])
def test_two_to_spare_in_two_sessions_bring_more_weight(last: int, new: list[str]) -> None:
    reviewed = lifted("squat 3x8 @ 40kg", *twice("squat", (8, 8, 10), (8, 8, last), load_kg=40.0, lifted_kg=40.0))
    assert [change.new_value for change in more_weight(reviewed)] == new


def test_one_session_to_spare_is_not_enough() -> None:
    assert not list(more_weight(lifted("squat 3x8 @ 40kg", lift("squat", (8, 8, 12), load_kg=40.0))))


@pytest.mark.parametrize("kilograms", [39.9, 30.0])
def test_less_than_the_load_asked_does_not_count(kilograms: float) -> None:
    two = twice("squat", (8, 8, 10), (8, 8, 10), load_kg=40.0, lifted_kg=kilograms)
    assert not list(more_weight(lifted("squat 3x8 @ 40kg", *two)))


@given(st.floats(2.0, 300.0).map(lambda load: round(load * 2) / 2))
def test_a_step_of_load_is_never_more_than_ten_percent(load: float) -> None:
    new = load_step_kg(load)
    assert new is None or load < new <= load * 1.10 + 1e-9


@pytest.mark.parametrize(("load", "new"), [(4.5, None), (10.0, 10.5), (24.5, 25.5), (25.0, 27.5), (100.0, 105.0)])
def test_steps_of_load(load: float, new: float | None) -> None:
    assert load_step_kg(load) == new


@pytest.mark.parametrize(
    ("text", "parameter", "new"),
    [
        ("squat 3x8", "sets", "4"),
        ("squat 4x8", "exercise", "split squat 3x8/side"),
        ("glute bridge 4x8", "advice", None),
    ],
)
def test_without_a_load_sets_come_first_then_a_harder_exercise(text: str, parameter: str, new: str | None) -> None:
    name = text.rsplit(" ", 1)[0]
    (change,) = more_weight(lifted(text, *twice(name, (8, 8, 10), (8, 8, 10))))
    assert (change.parameter, change.new_value) == (parameter, new)


def test_after_a_change_two_new_sessions_are_needed() -> None:
    two = twice("squat", (8, 8, 10), (8, 8, 10))
    before = Change("R10", "sets", "strength", START, "squat")
    assert not list(more_weight(lifted("squat 3x8", *two, changes=(before,))))
    assert list(more_weight(lifted("squat 3x8", *two, changes=(replace(before, exercise="lunge"),))))


def test_in_pain_nothing_gets_heavier() -> None:
    two = twice("squat", (8, 8, 10), (8, 8, 10))
    assert not list(more_weight(lifted("squat 3x8", *two, pains=(pain(1),))))


@pytest.mark.parametrize(("done", "new"), [((8, 8, 7), ["36"]), ((8, 8, 8), [])])
def test_two_sessions_that_fell_short_bring_less_weight(done: tuple[int, ...], new: list[str]) -> None:
    two = twice("squat", (8, 7, 8), done, load_kg=40.0)
    assert [change.new_value for change in less_weight(lifted("squat 3x8 @ 40kg", *two))] == new


@pytest.mark.parametrize(("rpe", "fires"), [(9.4, False), (9.5, True)])
def test_all_out_brings_less_weight(rpe: float, fires: bool) -> None:
    assert bool(list(less_weight(lifted("squat 3x8", lift("squat", (8, 8, 8), rpe=rpe))))) is fires


def test_never_fewer_than_two_sets() -> None:
    two = twice("squat", (7, 7, 7), (7, 7, 7))
    assert [c.new_value for c in less_weight(lifted("squat 3x8", *two))] == ["2"]
    assert [c.parameter for c in less_weight(lifted("squat 2x8", *two))] == ["advice"]


@pytest.mark.parametrize(
    ("text", "parameter", "new"),
    [
        ("calf raise 3x15", "set_repetitions", "20"),
        ("calf raise 3x22", "set_repetitions", "25"),
        ("calf raise 3x25", "sets", "4"),
        ("calf raise 4x25", "exercise", "single-leg calf raise 3x12/side"),
    ],
)
def test_calf_raises_go_on_step_by_step(text: str, parameter: str, new: str) -> None:
    (change,) = calf_raises(lifted(text, *twice("calf raise", (15,) * 3, (15,) * 3, asked=15)))
    assert (change.parameter, change.new_value, change.increase) == (parameter, new, True)


def test_on_one_leg_a_load_comes_last() -> None:
    two = twice("single-leg calf raise", (25,) * 3, (25,) * 3, asked=25)
    (change,) = calf_raises(lifted("single-leg calf raise 4x25/side", *two))
    assert (change.parameter, change.old_value, change.new_value) == ("load", "0", "2.5")


@pytest.mark.parametrize(
    ("seconds", "parameter"), [(3.4, "advice"), (3.5, "set_repetitions"), (None, "set_repetitions")]
)
def test_calf_raises_that_were_hurried_do_not_count(seconds: float | None, parameter: str) -> None:
    two = twice("calf raise", (15,) * 3, (15,) * 3, asked=15, seconds_each=seconds)
    assert [change.parameter for change in calf_raises(lifted("calf raise 3x15", *two))] == [parameter]


def test_a_set_that_is_missing_holds_the_calf_raises() -> None:
    assert not list(calf_raises(lifted("calf raise 3x15", *twice("calf raise", (15,) * 3, (15,) * 2, asked=15))))


@pytest.mark.parametrize(("right", "side"), [(27.0, []), (26.9, ["right"])])
def test_the_weaker_side_gets_one_set_more(right: float, side: list[str]) -> None:
    two = twice("lunge", (8,) * 3, (8,) * 3, left=30.0, right=right)
    assert [change.new_value for change in weaker_side(lifted("lunge 3x8/side", *two))] == side
    assert not list(weaker_side(lifted("lunge 3x8/side, lunge 1x8 right", *two)))


def test_sides_that_take_turns_are_no_imbalance() -> None:
    one = lift("lunge", (8,) * 3, weekday(7, -1), left=30.0, right=20.0)
    other = lift("lunge", (8,) * 3, left=20.0, right=30.0)
    assert not list(weaker_side(lifted("lunge 3x8/side", one, other)))


@pytest.mark.parametrize(
    ("most", "level", "allowed"), [(0, "beginner", 60), (60, "beginner", 66), (200, "advanced", 140)]
)
def test_contacts_that_are_allowed(most: int, level: str, allowed: float) -> None:
    assert allowed_contacts(most, level) == pytest.approx(allowed)


@given(st.integers(0, 500), st.sampled_from(("beginner", "intermediate", "advanced")))
def test_contacts_never_pass_the_level(most: int, level: str) -> None:
    most_ever = {"beginner": 100, "intermediate": 120, "advanced": 140}[level]
    assert allowed_contacts(most, level) <= most_ever


def jumped(*contacts: int, complete: bool = True) -> tuple[Lift, ...]:
    done = (6,) * 4 if complete else (6, 6, 6)
    days = (weekday(4), weekday(7))
    return tuple(
        Lift("box jump", on, asked=(6,) * 4, done=done, contacts=count)
        for on, count in zip(days, contacts, strict=False)
    )


def test_too_many_contacts_become_fewer_sets() -> None:
    reviewed = week(next_week=(gym("box jump 8x6, pogo hop 2x10"),), lifts=jumped(44, 44))
    (change,) = jump_contacts(reviewed)
    assert (change.parameter, change.exercise, change.new_value) == ("sets", "box jump", "6")
    assert "68 contacts" in change.said.reason


def test_all_jumps_done_bring_a_tenth_more() -> None:
    reviewed = week(next_week=(gym("box jump 4x6, pogo hop 2x10"),), lifts=jumped(44, 44))
    (change,) = jump_contacts(reviewed)
    assert (change.exercise, change.parameter, change.new_value) == ("pogo hop", "set_repetitions", "12")
    assert "48 contacts instead of 44" in change.said.reason
    assert not list(jump_contacts(replace(reviewed, lifts=jumped(44, 44, complete=False))))
    assert not list(jump_contacts(replace(reviewed, pains=(pain(1),))))


FAST = plan("intervals", 2)


def test_legs_are_fresh_for_repetitions() -> None:
    (change,) = legs_fresh(week(next_week=(gym("squat 3x8", 1), FAST, plan("rest", 5))))
    assert (change.parameter, change.new_value) == ("day", str(weekday(2, 1)))
    assert not list(legs_fresh(week(next_week=(gym("squat 3x8", 2), FAST))))


def test_jumps_are_two_days_apart() -> None:
    (change,) = legs_fresh(week(next_week=(FAST, gym("box jump 4x6", 4), gym("box jump 4x6", 5))))
    assert change.rule == "R19"
    assert abs((date.fromisoformat(str(change.new_value)) - weekday(4, 1)).days) >= 2 or change.new_value is None


def test_where_no_day_is_left_it_is_left_out() -> None:
    rests = [plan("rest", number) for number in (2, 3, 4, 5, 6, 7) if number != 2]
    (advice,) = legs_fresh(week(next_week=(gym("squat 3x8", 1), FAST, gym("squat 3x8", 2), *rests)))
    assert (advice.rule, advice.parameter) == ("R19", "advice")


def rows_done(text: str, on: date) -> list[dict[str, object]]:
    told = steps(parse(text)).iter_rows(named=True)
    return [
        {
            "set_id": f"{on}-{index}",
            "athlete_id": ME,
            "local_date": on,
            "set_index": index,
            "exercise": row["exercise"],
            "repetitions": row["repetitions"],
            "weight_kg": row["load_kg"],
            "side": row["side"],
            "source": "log",
        }
        for index, row in enumerate(told)
    ]


PLAN = """\
name: strength
start: 2026-10-05
weeks: 6
week:
  tuesday: 15min easy, 6 x 400m @ 95s / 200m jog
  thursday: squat 3x8 @ 40kg, lunge 3x10/side, calf raise 3x15
  sunday: squat 3x8 @ 40kg, lunge 3x10/side, calf raise 3x15
"""


def strong(done: str) -> AthleteData:
    """Two weeks in which each session went as `done` says."""
    asked, asked_steps = workouts(read_plan(PLAN), ME, 1)
    athlete = Athlete()
    data = athlete.data(day(3, 1))
    rows = [row for number in (1, 2) for weekday_ in (4, 7) for row in rows_done(done, day(number, weekday_))]
    return replace(data, workouts=asked, workout_steps=asked_steps, strength_sets=STRENGTH_SETS.rows(rows))


def proposed(data: AthleteData) -> pl.DataFrame:
    matches = match(data)
    return propose(data, day(2, 1), matches, *comply(data, matches))


def test_one_lift_goes_up_in_both_sessions_of_the_week_and_counts_as_one() -> None:
    data = strong("squat 3x10 @ 40kg, lunge 3x12/side, calf raise 3x15")
    found = proposed(data).filter(pl.col("parameter") != "advice")
    assert found.select("rule", "exercise", "parameter", "new_value").unique().rows() == [
        ("R10", "squat", "load", "42.5")
    ]
    assert found["adjustment_id"].n_unique() == found.height == 2
    accepted = found.with_columns(
        pl.lit("accepted").alias("status"), pl.lit(datetime(2026, 10, 19, 7, tzinfo=UTC)).alias("decided_at")
    )
    after, _ = versions(data.workouts, data.workout_steps, accepted)
    later = after.filter(pl.col("local_date") >= day(3, 1), pl.col("kind") == "strength", pl.col("version") == 1)
    assert set(later["text"]) == {"squat 3x8 @ 42.5kg, lunge 3x10/side, calf raise 3x15"}
    assert later.height == 8


def test_sides_that_were_told_apart_are_compared() -> None:
    found = proposed(strong("squat 3x8 @ 40kg, lunge 3x10 left, lunge 3x7 right, calf raise 3x10"))
    assert ("R16", "lunge", "extra_set", "right") in found.select("rule", "exercise", "parameter", "new_value").rows()
    assert all(rule == "R16" for rule in found.filter(pl.col("parameter") != "advice")["rule"])


def test_a_session_that_moved_is_looked_for_on_its_new_day() -> None:
    text = PLAN.replace("sunday: squat", "monday: squat")
    asked, asked_steps = workouts(read_plan(text), ME, 1)
    data = replace(Athlete().data(day(2, 1)), workouts=asked, workout_steps=asked_steps)
    matches = match(data)
    found = propose(data, day(1, 1), matches, *comply(data, matches))
    (move,) = found.filter(pl.col("parameter") == "day").iter_rows(named=True)
    assert (move["rule"], move["old_value"], move["new_value"]) == ("R19", str(day(2, 1)), str(day(2, 2)))
    accepted = found.filter(pl.col("parameter") == "day").with_columns(
        pl.lit("accepted").alias("status"), pl.lit(datetime(2026, 10, 11, 7, tzinfo=UTC)).alias("decided_at")
    )
    after, after_steps = versions(asked, asked_steps, accepted)
    rows = STRENGTH_SETS.rows(rows_done("squat 3x8 @ 40kg, lunge 3x10/side, calf raise 3x15", day(2, 2)))
    done = replace(
        data, as_of=day(3, 1), workouts=after, workout_steps=after_steps, accepted=accepted, strength_sets=rows
    )
    (found_match,) = match(done).filter(pl.col("workout_id") == move["workout_id"]).iter_rows(named=True)
    assert (found_match["role"], found_match["days_moved"]) == ("matched", 0)


def test_the_bounds_of_the_config_are_those_that_the_docstrings_name() -> None:
    told = " ".join(str(rule.__doc__) for rule in (more_weight, less_weight, jump_contacts, calf_raises))
    bounds = (f"{DEFAULT.load_most * 100:.0f} %", "60 contacts", "100", "120", "140", "3.5 s", "25", "9.5")
    assert all(bound in told for bound in bounds)
    assert brief([]) == []
