"""The demo's six weeks tell their story, and each knob turns one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from models.calendar import local_date
from models.recording import Recording
from models.simulation.athlete import SimulatedAthlete
from models.simulation.strength import simulate_strength
from models.simulation.weeks import Scenario, extra_run, simulate_day
from models.tables import WORKOUT_STEPS
from tests.support.workouts import exercise, repetitions

MONDAY = date(2026, 9, 28)
TUESDAYS = [MONDAY + timedelta(days=1 + 7 * week) for week in range(6)]
SCENARIO = Scenario(monday=MONDAY)


def run_on(day: date, scenario: Scenario = SCENARIO) -> Recording:
    recording = simulate_day(repetitions(), scenario, day)
    assert recording is not None
    return recording


def lap_times(recording: Recording) -> list[float]:
    work = recording.laps.filter(pl.col("workout_step_index") == 1)
    return (work["end_s"] - work["start_s"]).to_list()


def fade(times: list[float]) -> float:
    return sum(times[-2:]) / sum(times[:2]) - 1


def test_two_good_weeks_at_the_end_and_one_that_fades() -> None:
    times = [lap_times(run_on(day)) for day in TUESDAYS]
    assert [len(week) for week in times] == [6] * 6
    for week in times[4:]:
        assert all(abs(time / 96 - 1) < 0.02 for time in week)
        assert fade(week) < 0.03
    assert 0.03 < fade(times[0]) < 0.055
    assert fade(times[2]) > 0.05


def test_ground_contact_gets_slightly_shorter() -> None:
    medians = []
    for day in (TUESDAYS[0], TUESDAYS[5]):
        recording = run_on(day)
        fast = recording.records.filter(pl.col("speed_mps") > 4.05)
        medians.append(float(np.median(fast["stance_time_ms"].drop_nulls().to_numpy())))
    assert 2 < medians[0] - medians[1] < 9


def test_sessions_lie_on_their_local_day_across_the_change_of_clocks() -> None:
    offsets = []
    for day in TUESDAYS:
        recording = run_on(day)
        assert recording.utc_offset_s is not None
        assert local_date(recording.start_time, recording.utc_offset_s) == day
        offsets.append(recording.utc_offset_s)
    assert offsets == [7200] * 4 + [3600] * 2


def test_a_slower_repetition_changes_that_repetition_only() -> None:
    day = TUESDAYS[5]
    plain = lap_times(run_on(day))
    slower = lap_times(run_on(day, Scenario(monday=MONDAY, slower_by_s={(day, 4): 5.0})))
    changes = [after - before for before, after in zip(plain, slower, strict=True)]
    assert changes[3] == pytest.approx(5.0, abs=0.01)
    assert max(abs(change) for i, change in enumerate(changes) if i != 3) < 0.01
    assert lap_times(run_on(TUESDAYS[4])) == lap_times(
        run_on(TUESDAYS[4], Scenario(monday=MONDAY, slower_by_s={(day, 4): 5.0}))
    )


def test_rest_and_skipped_days_have_no_recording() -> None:
    rest = WORKOUT_STEPS.rows([{"kind": "rest", "step_index": 0}])
    assert simulate_day(rest, SCENARIO, MONDAY) is None
    skipping = Scenario(monday=MONDAY, skipped=frozenset({TUESDAYS[0]}))
    assert simulate_day(repetitions(), skipping, TUESDAYS[0]) is None


def test_an_extra_run_is_as_long_as_told_and_lies_on_its_day() -> None:
    wednesday = MONDAY + timedelta(days=2)
    extra = extra_run(Scenario(monday=MONDAY, extra_runs={wednesday: 1800.0}), wednesday)
    assert extra.elapsed_s == 1800.0
    assert extra.utc_offset_s is not None
    assert local_date(extra.start_time, extra.utc_offset_s) == wednesday


def test_an_easy_run_is_done_as_asked_with_a_lap_each_kilometre() -> None:
    easy = WORKOUT_STEPS.rows([{"kind": "easy", "duration_s": 2400.0, "step_index": 0}])
    recording = simulate_day(easy, SCENARIO, MONDAY + timedelta(days=3))
    assert recording is not None
    assert recording.elapsed_s == 2400.0
    assert recording.laps["distance_m"].to_list()[:-1] == [1000.0] * 6


def test_squats_of_a_day_are_a_strength_session() -> None:
    recording = simulate_day(exercise("squat", 3, 12, 40.0), SCENARIO, MONDAY)
    assert recording is not None
    assert (recording.sport, recording.sub_sport) == ("training", "strength_training")
    assert recording.sets.height == 3
    jumps = simulate_day(exercise("box jump", 4, 6), SCENARIO, MONDAY)
    assert jumps is not None
    assert jumps.elapsed_s is not None
    assert jumps.start_time + timedelta(seconds=jumps.elapsed_s) < recording.start_time


def test_strength_sets_are_done_as_asked() -> None:
    steps = pl.concat([exercise("squat", 3, 12, 40.0), exercise("box jump", 2, 6)])
    start = datetime(2026, 9, 28, 10, tzinfo=UTC)
    done = simulate_strength(steps, SimulatedAthlete(), start, 7200, 1)
    sets = done.sets
    assert sets["exercise"].to_list() == ["squat"] * 3 + ["box jump"] * 2
    assert sets["repetitions"].to_list() == [12, 12, 12, 6, 6]
    assert sets["weight_kg"].to_list() == [40.0, 40.0, 40.0, None, None]
    rested = sets["start_time"].diff().dt.total_seconds().drop_nulls() - sets["duration_s"].head(4)
    assert (rested > 50).all()
    assert done.records["distance_m"].is_null().all()
    more = simulate_strength(steps, SimulatedAthlete(), start, 7200, 1, extra_repetitions=2)
    assert more.sets["repetitions"].to_list() == [12, 12, 14, 6, 8]
