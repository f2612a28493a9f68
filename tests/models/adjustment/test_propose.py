"""From the athlete's frames to the rows of the table: what the weekly review shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl

from models.adjustment import propose
from models.adjustment.versions import versions
from models.athlete import AthleteData
from models.compliance import comply, match
from models.tables import ADJUSTMENTS
from tests.support.athlete import Athlete, day

REVIEWED = 2
EVEN = [95.0, 94.0, 95.5, 95.0, 94.5, 95.0]


def season(reviewed_times: list[float] | None = None) -> Athlete:
    """Four planned weeks, two of them run: intervals on Tuesday, easy on Wednesday and Saturday, two days off."""
    athlete = Athlete()
    for week in range(1, 5):
        athlete.rest_planned(day(week, 1))
        athlete.intervals_planned(day(week, 2))
        athlete.easy_planned(day(week, 3), 35)
        athlete.strength_planned(day(week, 4), "box jump", kind="plyometrics")
        athlete.strength_planned(day(week, 4))
        athlete.rest_planned(day(week, 5))
        athlete.easy_planned(day(week, 6), 50)
        athlete.strength_planned(day(week, 7))
        if week <= REVIEWED:
            times = reviewed_times if week == REVIEWED and reviewed_times else EVEN
            athlete.ran_intervals(day(week, 2), times)
            athlete.ran(day(week, 3), 35)
            athlete.lifted(day(week, 4), "box jump", (8, 8, 7))
            athlete.lifted(day(week, 4))
            athlete.ran(day(week, 6), 50)
            athlete.lifted(day(week, 7))
    return athlete


def proposed(data: AthleteData, week: int = REVIEWED) -> pl.DataFrame:
    matches = match(data)
    return ADJUSTMENTS.check(propose(data, day(week, 1), matches, *comply(data, matches)))


def short(found: pl.DataFrame) -> list[tuple[str, str, str | None]]:
    return found.select("rule", "parameter", "new_value").rows()


def test_good_weeks_bring_a_faster_target_next_tuesday() -> None:
    found = proposed(season().data())
    assert short(found) == [("R6", "target", "94")]
    row = found.row(0, named=True)
    assert row["workout_id"] == f"w-{day(REVIEWED + 1, 2):%y%m%d}-0"
    assert (row["week_start"], row["workout_version"], row["scope"]) == (day(REVIEWED + 1, 1), 0, "onward")
    assert (row["status"], row["grade"], len(row["adjustment_id"])) == ("proposed", "C", 10)
    assert json.loads(row["evidence"])["mean"] == 94.8


def test_one_repetition_five_seconds_slower_and_the_target_stays() -> None:
    found = proposed(season([*EVEN[:3], 100.0, *EVEN[4:]]).data())
    assert short(found) == [("R7", "advice", None)]
    assert "repetition 4 took 100 s for 95 s" in found["reason"][0]
    assert found["workout_id"].to_list() == [None]


def test_last_repetitions_much_slower_and_the_target_goes_up() -> None:
    assert short(proposed(season([95, 95, 95, 97, 101, 102]).data())) == [("R8", "target", "97")]


def test_pain_of_five_stops_running_and_jumping() -> None:
    athlete = season()
    athlete.note(day(REVIEWED, 6), "pain", 5, body_part="shin")
    found = proposed(athlete.data())
    assert set(found["rule"]) == {"R12"}
    assert short(found)[1:] == [("R12", "session", "rest")] * 4
    assert "Shin pain 5 of 10" in found["reason"][0]


def test_a_run_on_the_rest_day_is_told_and_without_any_day_off_a_run_becomes_rest() -> None:
    athlete = season()
    athlete.ran(day(REVIEWED, 5))
    assert ("R5", "advice", None) in short(proposed(athlete.data()))
    athlete.ran(day(REVIEWED, 1))
    assert ("R5", "session", "rest") in short(proposed(athlete.data()))


def test_unsure_repetitions_are_asked_about() -> None:
    athlete = season()
    last = athlete.activities[-3]["activity_id"]
    for row in athlete.intervals:
        if row["activity_id"] == last:
            row["confidence"] = 0.4
    found = proposed(athlete.data())
    assert short(found) == [("R20", "ask", None)]
    assert f"`trackwork fix {last} --confirm`" in found["reason"][0]


def test_a_run_without_repetitions_is_asked_about() -> None:
    athlete = season()
    last = athlete.activities[-3]["activity_id"]
    athlete.intervals = [row for row in athlete.intervals if row["activity_id"] != last]
    found = proposed(athlete.data())
    assert short(found) == [("R20", "ask", None)]
    assert f'`trackwork fix {last} --reps "6x400m"`' in found["reason"][0]


def test_the_order_of_rows_does_not_matter() -> None:
    athlete = season([95, 95, 95, 97, 101, 102])
    athlete.note(day(REVIEWED, 6), "pain", 2)
    athlete.note(day(REVIEWED, 2), "rpe", 9)
    data = athlete.data()
    frames = {name: frame for name, frame in vars(data).items() if isinstance(frame, pl.DataFrame)}
    mix: list[Callable[[pl.DataFrame], pl.DataFrame]] = [
        lambda frame: frame.reverse(),
        lambda frame: frame.sample(fraction=1.0, shuffle=True, seed=7),
    ]
    for turn in mix:
        mixed: dict[str, Any] = {name: turn(frame) for name, frame in frames.items()}
        turned = replace(data, **mixed)
        assert proposed(turned).equals(proposed(data))


def test_what_was_accepted_is_in_the_next_week_and_must_be_confirmed_anew() -> None:
    athlete = season()
    data = athlete.data()
    accepted = proposed(data).with_columns(
        pl.lit("accepted").alias("status"),
        pl.lit(datetime(2026, 10, 19, 7, tzinfo=UTC)).dt.cast_time_unit("us").alias("decided_at"),
    )
    workouts, steps = versions(data.workouts, data.workout_steps, accepted)
    athlete.ran_intervals(day(REVIEWED + 1, 2), [94.0] * 6)
    after = replace(athlete.data(), workouts=workouts, workout_steps=steps, accepted=accepted)
    matches = match(after)
    compliance, _ = comply(after, matches)
    last = compliance.filter(
        pl.col("workout_id") == f"w-{day(REVIEWED + 1, 2):%y%m%d}-0", pl.col("metric") == "duration_s"
    )
    assert set(last["version"]) == {1}
    assert set(last["prescribed"]) == {94.0}


def test_a_first_session_by_feel_gives_a_target_to_write_down() -> None:
    athlete = season([99.0, 96.0, 95.0, 97.0, 96.2, 93.0])
    for step in athlete.steps:
        if step["kind"] == "work":
            step.update(target_low=8, target_high=8, target_unit="rpe")
    found = proposed(athlete.data())
    assert short(found) == [("R7", "advice", None)]
    assert found["reason"][0] == (
        "Repetitions 2 to 5 on Tue 13 Oct took 96.1 s in the middle, and there is no target yet: "
        "`@ 96.1s` in plan.yaml makes it one."
    )


def test_nobody_has_done_or_planned_anything() -> None:
    assert proposed(Athlete().data()).height == 0


def test_a_week_with_a_plan_and_no_run_says_nothing_about_pace() -> None:
    athlete = season()
    athlete.activities = [row for row in athlete.activities if row["local_date"] < day(REVIEWED, 1)]
    athlete.intervals = [
        row for row in athlete.intervals if row["activity_id"] in {a["activity_id"] for a in athlete.activities}
    ]
    assert set(proposed(athlete.data())["rule"]) == {"R18"}
