from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from models.athlete import AthleteData
from models.compliance import DEFAULT, ComplianceConfig, comply, match
from models.compliance.config import PRESETS
from models.recording import SETS_SCHEMA, Recording
from models.rows import Row
from models.segmentation import segment
from models.tables import (
    COMPLIANCE,
    DEVICE_STEPS,
    LAPS,
    OVERRIDES,
    PAUSES,
    RECORD_DYNAMICS,
    RECORDS,
    WORKOUT_COMPLIANCE,
)
from tests.support.athlete import Athlete, day

TUESDAY = day(1, 2)


def judged(data: AthleteData, config: ComplianceConfig = DEFAULT) -> tuple[pl.DataFrame, Row]:
    """The rows of the steps, and the one row of the only workout."""
    steps, workouts = comply(data, match(data, config), config)
    COMPLIANCE.check(steps)
    WORKOUT_COMPLIANCE.check(workouts)
    assert workouts.height == 1
    return steps, workouts.row(0, named=True)


def session(times: list[float], count: int = 6, **cells: Any) -> tuple[pl.DataFrame, Row]:  # noqa: ANN401  # any column
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, count)
    athlete.ran_intervals(TUESDAY, times, **cells)
    return judged(athlete.data())


def verdicts(steps: pl.DataFrame, metric: str = "duration_s") -> list[str]:
    return steps.filter(pl.col("metric") == metric)["verdict"].to_list()


def test_all_repetitions_in_time() -> None:
    steps, whole = session([95, 94.5, 95, 95.5, 95, 95])
    assert verdicts(steps) == ["met"] * 6
    assert (whole["score"], whole["colour"], whole["preset"]) == (1.0, "green", "trainingpeaks")
    assert whole["reason"] == "6 of 6 repetitions done, all as asked"


@pytest.mark.parametrize(
    ("source", "seconds", "verdict"),
    [
        ("lap", 96.8, "met"),
        ("lap", 97.0, "slow"),
        ("lap", 93.2, "met"),
        ("lap", 93.0, "fast"),
        ("stream", 97.8, "met"),
        ("stream", 97.9, "slow"),
        ("stream", 92.1, "fast"),
    ],
)
def test_tolerance_is_two_percent_by_laps_and_three_by_the_stream(source: str, seconds: float, verdict: str) -> None:
    steps, _ = session([95, seconds, 95], 3, source=source)
    assert verdicts(steps)[1] == verdict


def test_one_slow_repetition_is_half_done() -> None:
    steps, whole = session([95, 95, 95, 100, 95, 95])
    assert verdicts(steps) == ["met", "met", "met", "slow", "met", "met"]
    assert whole["score"] == pytest.approx(5.5 / 6)
    assert whole["reason"] == "6 of 6 repetitions done, 5 as asked, 1 slower than the target"
    row = steps.filter(pl.col("verdict") == "slow").row(0, named=True)
    assert (row["prescribed"], row["achieved"], row["ratio"]) == (95, 100, pytest.approx(100 / 95))


def test_repetitions_that_are_not_there_are_the_last_ones() -> None:
    steps, whole = session([95, 95, 95, 95])
    assert verdicts(steps) == ["met"] * 4 + ["missed"] * 2
    assert (whole["score"], whole["colour"]) == (pytest.approx(4 / 6), "yellow")


def test_a_short_one_in_the_middle_stays_in_its_place() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 4)
    run = athlete.ran_intervals(TUESDAY, [95, 70, 95, 95])
    cut = [row for row in athlete.intervals if row["activity_id"] == run and row["duration_s"] == 70]
    cut[0]["nominal_distance_m"] = 300
    steps, whole = judged(athlete.data())
    assert verdicts(steps) == ["met"] * 3
    assert steps.filter(pl.col("verdict") == "short").select("step_index", "metric", "achieved").rows() == [
        (2, "distance_m", 300.0)
    ]
    assert whole["score"] == pytest.approx(3.75 / 4)


def test_an_added_repetition_leaves_the_others_where_they_are() -> None:
    steps, whole = session([95] * 7)
    assert verdicts(steps) == ["met"] * 6
    assert (whole["score"], whole["colour"]) == (1.0, "green")
    assert whole["reason"].endswith("1 added")
    assert session([95] * 8)[1]["colour"] == "yellow"


def test_a_stride_before_the_first_repetition_is_an_added_one() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 3)
    athlete.ran_intervals(TUESDAY, [20, 95, 95, 95])
    athlete.intervals[0]["nominal_distance_m"] = 100
    steps, _ = judged(athlete.data())
    assert steps.filter(pl.col("metric") == "duration_s")["interval_index"].to_list() == [2, 4, 6]


def test_low_confidence_is_unknown_and_not_scored() -> None:
    steps, whole = session([95, 120, 95], 3, confidence=0.59)
    assert verdicts(steps) == ["unknown"] * 3
    assert (whole["score"], whole["colour"]) == (None, None)
    assert session([95, 95, 95], 3, confidence=0.6)[1]["score"] == 1.0


def test_a_run_without_repetitions_leaves_them_unknown() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY)
    athlete.ran(TUESDAY)
    steps, whole = judged(athlete.data())
    assert verdicts(steps) == ["unknown"] * 6
    assert (whole["score"], whole["colour"]) == (None, None)
    assert "even running" in whole["reason"]


def test_repetitions_are_missed_where_the_user_said_that_there_are_none() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 2)
    athlete.ran(TUESDAY, structure_reason=said_none())
    steps, whole = judged(athlete.data())
    assert verdicts(steps) == ["missed", "missed"]
    assert "you said" in whole["reason"]


def said_none() -> str:
    """What segmentation writes for `fix --no-intervals`."""
    word = {"override_id": "1", "kind": "no_intervals", "activity_id": "a", "athlete_id": "anna"}
    said = OVERRIDES.rows([word | {"recorded_at": datetime(2026, 10, 7, tzinfo=UTC)}])
    frames = {table.name: table.unowned(table.empty()) for table in (RECORDS, LAPS, PAUSES, DEVICE_STEPS)}
    run = Recording(
        session_index=0,
        sport="running",
        sub_sport=None,
        start_time=datetime(2026, 10, 6, tzinfo=UTC),
        utc_offset_s=None,
        elapsed_s=None,
        timer_s=None,
        distance_m=None,
        device=None,
        dynamics_source=None,
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=pl.DataFrame(schema=SETS_SCHEMA),
        **frames,
    )
    return segment(run, None, said).structure_reason


@pytest.mark.parametrize(("metres", "verdict"), [(250, "met"), (251, "long"), (150, "met"), (149, "short")])
def test_recoveries_may_be_a_quarter_longer_or_shorter(metres: float, verdict: str) -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 2)
    athlete.ran_intervals(TUESDAY, [95, 95])
    athlete.intervals[1]["nominal_distance_m"] = metres
    steps, _ = judged(athlete.data())
    assert verdicts(steps, "distance_m") == [verdict]


def test_a_recovery_is_not_judged_where_a_repetition_beside_it_was_missed() -> None:
    steps, _ = session([95, 95], 3)
    assert steps.filter(pl.col("metric") == "distance_m")["step_index"].to_list() == [1]


def test_a_pace_target_is_a_time_over_the_nominal_distance() -> None:
    athlete = Athlete()
    athlete.plan(
        TUESDAY,
        "intervals",
        "2 x 400m @ 3:55/km / 90s",
        [
            {"kind": "work", "distance_m": 400, "target_low": 235, "target_high": 235, "target_unit": "s_per_km"},
            {"kind": "recovery", "duration_s": 90},
            {"kind": "work", "distance_m": 400, "target_low": 235, "target_high": 235, "target_unit": "s_per_km"},
        ],
    )
    athlete.ran_intervals(TUESDAY, [94, 99])
    steps, _ = judged(athlete.data())
    work = steps.filter(pl.col("step_index") != 1)
    assert work.select("prescribed", "verdict").rows() == [(94.0, "met"), (94.0, "slow")]
    assert steps.filter(pl.col("step_index") == 1).select("achieved", "verdict").rows() == [(80.0, "met")]


def test_a_range_is_met_anywhere_in_it() -> None:
    athlete = Athlete()
    step = {"kind": "work", "distance_m": 400, "target_low": 90, "target_high": 96, "target_unit": "s"}
    athlete.plan(TUESDAY, "intervals", "4 x 400m @ 90-96s", [step] * 4)
    athlete.ran_intervals(TUESDAY, [90, 96, 89.9, 96.1])
    steps, _ = judged(athlete.data())
    assert verdicts(steps) == ["met", "met", "fast", "slow"]


@pytest.mark.parametrize(
    ("minutes", "verdict", "colour"),
    [
        (32, "met", "green"),
        (48, "met", "green"),
        (31.7, "short", "yellow"),
        (48.3, "long", "yellow"),
        (20, "short", "yellow"),
        (19.7, "short", "red"),
        (60, "long", "yellow"),
        (60.3, "long", "red"),
    ],
)
def test_an_easy_run_by_the_bands_of_the_preset(minutes: float, verdict: str, colour: str) -> None:
    athlete = Athlete()
    athlete.easy_planned(TUESDAY, 40)
    athlete.ran(TUESDAY, minutes)
    steps, whole = judged(athlete.data())
    assert (steps["verdict"].to_list(), whole["colour"]) == ([verdict], colour)


def test_another_preset_has_other_colours() -> None:
    athlete = Athlete()
    athlete.easy_planned(TUESDAY, 40)
    athlete.ran(TUESDAY, 33)
    whole = judged(athlete.data(), ComplianceConfig(preset="todaysplan"))[1]
    assert (whole["colour"], whole["preset"]) == ("yellow", "todaysplan")
    assert set(PRESETS) == {"trainingpeaks", "todaysplan"}


def test_missed_and_why() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 2)
    steps, whole = judged(athlete.data())
    assert verdicts(steps) == ["missed", "missed"]
    assert (whole["score"], whole["colour"], whole["reason"]) == (0.0, "red", "not done, or not recorded")
    athlete.note(TUESDAY, "skip", text="ill")
    assert judged(athlete.data())[1]["reason"] == "skipped: ill"


def test_rest_kept_and_broken() -> None:
    athlete = Athlete()
    athlete.rest_planned(TUESDAY)
    assert judged(athlete.data())[1]["colour"] == "green"
    athlete.ran(TUESDAY)
    assert judged(athlete.data())[1]["colour"] == "red"


def test_strength_by_sets_and_repetitions() -> None:
    athlete = Athlete()
    athlete.strength_planned(TUESDAY, "squat", sets=3)
    athlete.lifted(TUESDAY, "squat", (8, 6))
    steps, whole = judged(athlete.data())
    assert verdicts(steps, "repetitions") == ["met", "short", "missed"]
    assert whole["score"] == pytest.approx((1 + 0.75) / 3)


def test_load_is_judged_where_it_was_asked() -> None:
    athlete = Athlete()
    step = {"kind": "exercise", "exercise": "squat", "repetitions": 8, "load_kg": 60}
    athlete.plan(TUESDAY, "strength", "squat 3x8 @60kg", [step] * 3)
    athlete.lifted(TUESDAY, "squat", (8, 8, 8))
    for row, load in zip(athlete.strength_sets, (60, 50, None), strict=True):
        row["weight_kg"] = load
    steps, whole = judged(athlete.data())
    assert verdicts(steps, "load_kg") == ["met", "short", "unknown"]
    assert whole["score"] == pytest.approx((1 + 50 / 60 + 1) / 3)


def test_what_was_told_replaces_what_the_watch_guessed() -> None:
    athlete = Athlete()
    athlete.strength_planned(TUESDAY, "squat", sets=2)
    watch = athlete.ran(TUESDAY, sport="training", sub_sport="strength_training")
    athlete.lifted(TUESDAY, "squat", (3, 3))
    for row in athlete.strength_sets:
        row.update(source="fit", activity_id=watch, set_id=f"fit-{row['set_index']}")
    athlete.lifted(TUESDAY, "squat", (8, 8))
    steps, _ = judged(athlete.data())
    assert steps["achieved"].to_list() == [8.0, 8.0]


def test_a_moved_session_says_so() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 3)
    athlete.ran_intervals(day(1, 3), [95] * 3)
    assert judged(athlete.data())[1]["reason"].endswith("; done 1 day later")


def test_repetitions_by_time_are_judged_by_time_and_by_pace() -> None:
    athlete = Athlete()
    step = {"kind": "work", "duration_s": 180, "target_low": 235, "target_high": 235, "target_unit": "s_per_km"}
    athlete.plan(TUESDAY, "intervals", "3 x 3min @ 3:55/km / 2min", [step] * 3)
    athlete.ran_intervals(TUESDAY, [180, 150, 200])
    for row, pace in zip([r for r in athlete.intervals if r["kind"] == "work"], (235, 225, 250), strict=True):
        row.update(nominal_distance_m=None, distance_m=800, pace_s_per_km=pace)
    steps, whole = judged(athlete.data())
    assert verdicts(steps) == ["met", "short", "long"]
    assert verdicts(steps, "pace_s_per_km") == ["met", "fast", "slow"]
    assert whole["score"] == pytest.approx((1 + 0.5 + 0.5) / 3)


def test_repetitions_without_a_target_are_judged_by_distance() -> None:
    athlete = Athlete()
    athlete.plan(TUESDAY, "intervals", "3 x 400m", [{"kind": "work", "distance_m": 400}] * 3)
    athlete.ran_intervals(TUESDAY, [90, 99])
    steps, _ = judged(athlete.data())
    assert verdicts(steps, "distance_m") == ["met", "met", "missed"]


def test_a_repetition_without_a_distance_is_not_judged_by_it() -> None:
    athlete = Athlete()
    athlete.intervals_planned(TUESDAY, 2)
    athlete.ran_intervals(TUESDAY, [95, 95])
    for row in athlete.intervals:
        row.update(nominal_distance_m=None, distance_m=None)
    steps, whole = judged(athlete.data())
    assert set(steps["verdict"]) == {"unknown"}
    assert whole["score"] is None


def test_strength_that_was_recorded_without_sets_is_not_judged() -> None:
    athlete = Athlete()
    athlete.strength_planned(TUESDAY)
    athlete.ran(TUESDAY, sport="training", sub_sport="strength_training")
    steps, whole = judged(athlete.data())
    assert set(steps["verdict"]) == {"unknown"}
    assert "trackwork log strength" in whole["reason"]


def test_other_exercises_than_asked_are_named() -> None:
    athlete = Athlete()
    athlete.strength_planned(TUESDAY, "squat")
    athlete.lifted(TUESDAY, "deadlift")
    steps, whole = judged(athlete.data())
    assert set(steps["verdict"]) == {"missed"}
    assert whole["reason"].endswith("done instead: deadlift")


def test_a_run_of_unknown_size_is_not_scored() -> None:
    athlete = Athlete()
    mixed = [{"kind": "easy", "duration_s": 600}, {"kind": "easy", "distance_m": 5000}]
    athlete.plan(TUESDAY, "easy", "10min easy, 5km easy", mixed)
    athlete.ran(TUESDAY)
    steps, whole = judged(athlete.data())
    assert (steps.height, whole["score"], whole["colour"]) == (0, None, None)
