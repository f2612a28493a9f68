"""What the encoder writes is what the reader reads: decode(encode(recording)) gives the recording again."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ingest.fit import read
from ingest.fit.encode import encode
from models.recording import SETS_SCHEMA, Recording
from models.running_dynamics import METRICS
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from models.simulation.weeks import Scenario, simulate_day
from models.tables import DEVICE_STEPS, INTENSITIES, LAPS, PAUSES, RECORD_DYNAMICS, RECORDS, SPLITS
from tests.support.workouts import exercise, repetitions

START = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)


def assert_comes_back(recording: Recording) -> None:
    decoded = read(encode(recording))
    assert (decoded.format, decoded.salvaged, decoded.no_activity) == ("fit", None, None)
    (found,) = decoded.recordings
    assert decoded.records_read == recording.records.height
    for field in fields(recording):
        wanted, got = getattr(recording, field.name), getattr(found, field.name)
        if isinstance(wanted, pl.DataFrame):
            # FIT's whole steps are calculated back into floats: equal but for the last bit.
            assert_frame_equal(got, wanted, check_exact=False, abs_tol=1e-6, rel_tol=1e-12)
        else:
            assert got == wanted, field.name


def whole(steps: int, low: int, high: int) -> st.SearchStrategy[float | None]:
    """Values in whole steps of 1/steps, or none."""
    return st.none() | st.integers(low, high).map(lambda value: value / steps)


RECORD = st.fixed_dictionaries(
    {
        "latitude_deg": st.none() | st.integers(-(2**30), 2**30).map(lambda raw: raw / (2**31 / 180)),
        "longitude_deg": st.none() | st.integers(-(2**31), 2**31 - 2).map(lambda raw: raw / (2**31 / 180)),
        "altitude_m": whole(5, -2000, 20_000),
        "speed_mps": whole(1000, 0, 12_000),
        "heart_rate_bpm": whole(1, 1, 254),
        "cadence_spm": whole(1, 0, 250),
        "power_w": whole(1, 0, 2000),
        "temperature_c": whole(1, -40, 60),
        "stance_time_ms": whole(10, 1, 65_534),
        "stance_time_percent": whole(100, 1, 10_000),
        "stance_time_balance_percent": whole(100, 1, 10_000),
        "vertical_oscillation_mm": whole(10, 1, 65_534),
        "vertical_ratio_percent": whole(100, 1, 65_534),
        "step_length_mm": whole(10, 1, 65_534),
    }
)
LAP = st.fixed_dictionaries(
    {
        "timer_s": whole(1000, 0, 900_000),
        "distance_m": whole(100, 0, 1_000_000),
        "trigger": st.sampled_from([None, "manual", "time", "distance", "session_end"]),
        "intensity": st.sampled_from([None, *INTENSITIES]),
        "workout_step_index": st.none() | st.integers(0, 40),
        "avg_heart_rate_bpm": whole(1, 1, 254),
        "max_heart_rate_bpm": whole(1, 1, 254),
        "avg_cadence_spm": whole(1, 0, 250),
    }
)
STEP = st.one_of(
    st.fixed_dictionaries({"duration_type": st.just("distance"), "distance_m": whole(100, 1, 10**7)}),
    st.fixed_dictionaries({"duration_type": st.just("time"), "duration_s": whole(1000, 1, 10**7)}),
    st.fixed_dictionaries(
        {
            "duration_type": st.just("reps"),
            "repetitions": st.none() | st.integers(1, 50),
            "exercise": st.sampled_from([None, "squat", "calf raise", "box jump", "renegade row"]),
            "weight_kg": whole(100, 1, 30_000),
        }
    ),
    st.fixed_dictionaries({"duration_type": st.just("open"), "notes": st.sampled_from([None, "Walk. Breathe."])}),
    st.fixed_dictionaries(
        {
            "duration_type": st.just("repeat_until_steps_cmplt"),
            "repeat_from_index": st.integers(0, 5),
            "repeat_count": st.integers(2, 30),
        }
    ),
)
TARGET = st.one_of(
    st.just({"target_type": "open"}),
    st.fixed_dictionaries({"target_type": st.just("heart_rate"), "target_zone": st.none() | st.integers(1, 5)}),
    st.fixed_dictionaries(
        {"target_type": st.just("heart_rate"), "target_low": whole(1, 60, 200), "target_high": whole(1, 60, 200)}
    ),
    st.fixed_dictionaries(
        {"target_type": st.just("power"), "target_low_percent": whole(1, 1, 150), "target_high": whole(1, 1, 800)}
    ),
    st.fixed_dictionaries(
        {"target_type": st.just("speed"), "target_low": whole(1000, 1, 9000), "target_high": whole(1000, 1, 9000)}
    ),
)
SPLIT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["rwd_run", "rwd_walk", "interval_active", "25"]),
        "timer_s": whole(1000, 0, 900_000),
        "distance_m": whole(100, 0, 1_000_000),
        "avg_heart_rate_bpm": whole(1, 1, 254),
        "max_heart_rate_bpm": whole(1, 1, 254),
        "avg_cadence_spm": whole(64, 0, 15_000),
        "first_lap_index": st.none() | st.integers(0, 40),
        "lap_count": st.none() | st.integers(0, 40),
    }
)
SET = st.fixed_dictionaries(
    {
        "exercise": st.sampled_from(["squat", "calf raise", "box jump", "barbell bench press", "unknown"]),
        "duration_s": whole(1000, 0, 600_000),
        "repetitions": st.none() | st.integers(1, 60),
        "weight_kg": whole(16, 1, 3000),
    }
)


@st.composite
def recordings(draw: st.DrawFn) -> Recording:
    """Small recordings with anything that FIT can tell, each value there or not."""
    gaps = draw(st.lists(st.integers(1, 90), min_size=1, max_size=6))
    told = draw(st.lists(RECORD, min_size=len(gaps), max_size=len(gaps)))
    elapsed = [float(sum(gaps[: i + 1])) for i in range(len(gaps))]
    records: list[dict[str, object]] = [
        {**row, "record_index": i, "elapsed_s": at, "timestamp": START + timedelta(seconds=at), "distance_m": 3.25 * i}
        for i, (at, row) in enumerate(zip(elapsed, told, strict=True))
    ]
    has_dynamics = any(row[metric.column] is not None for row in told for metric in METRICS)
    laps: list[dict[str, object]] = []
    end = 0.0
    for lap in draw(st.lists(LAP, max_size=4)):
        start, end = end, end + draw(st.integers(1500, 900_000)) / 1000
        laps.append({**lap, "lap_index": len(laps), "start_s": start, "end_s": end})
    steps = [
        {**step, **({} if "repeat_count" in step else draw(TARGET)), "workout_step_index": i}
        for i, step in enumerate(draw(st.lists(STEP, max_size=4)))
    ]
    edges = sorted(draw(st.sets(st.integers(1, int(elapsed[-1])), max_size=4)))
    pauses: list[dict[str, object]] = [
        {"pause_index": i, "start_s": float(a), "end_s": float(b)}
        for i, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=False))
    ]
    sets = [
        {**row, "set_index": i, "start_time": START + timedelta(seconds=30 * i)}
        for i, row in enumerate(draw(st.lists(SET, max_size=3)))
    ]
    splits: list[dict[str, object]] = [
        {**row, "split_index": i, "start_s": float(start), "end_s": start + draw(st.integers(0, 900_000)) / 1000}
        for i, (row, start) in enumerate(draw(st.lists(st.tuples(SPLIT, st.integers(0, 90)), max_size=4)))
    ]
    return Recording(
        session_index=0,
        sport=draw(st.sampled_from(["running", "walking", "cycling", "training"])),
        sub_sport=draw(st.sampled_from([None, "track", "treadmill", "strength_training"])),
        start_time=START,
        utc_offset_s=draw(st.none() | st.integers(-48, 56).map(lambda quarters: quarters * 900)),
        elapsed_s=(int(elapsed[-1]) * 1000 + draw(st.integers(0, 400_000))) / 1000,
        timer_s=draw(st.integers(0, 7_200_000)) / 1000,
        distance_m=draw(st.integers(0, 4_200_000)) / 100,
        device=draw(st.sampled_from(["garmin fr965", "coros pace_2", "garmin 65000", "Somebody's App"])),
        dynamics_source="garmin hrm_pro" if has_dynamics else None,
        records=RECORDS.unowned(RECORDS.rows(records)),
        laps=LAPS.unowned(LAPS.rows(laps)),
        pauses=PAUSES.unowned(PAUSES.rows(pauses)),
        device_steps=DEVICE_STEPS.unowned(DEVICE_STEPS.rows(steps)),
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=pl.DataFrame(sets, schema=SETS_SCHEMA),
        splits=SPLITS.unowned(SPLITS.rows(splits)),
    )


@given(recordings())
# No shrinking: it takes minutes over so wide a choice, and the message names the column.
@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_anything_fit_can_tell_comes_back(recording: Recording) -> None:
    assert_comes_back(recording)


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(pauses=((1, 30.0),)),
        Conditions(laps="manual", smart_recording=True, lane=2, recovery="stand", auto_pause=True),
        Conditions(laps="auto", place="road", dropouts=((620.0, 640.0),)),
        Conditions(laps="none", place="treadmill", dynamics_source=None, device="coros pace_2"),
        Conditions(odometer=False, dynamics_source="garmin fr965"),
    ],
)
def test_simulated_runs_come_back(conditions: Conditions) -> None:
    run = simulate_run(repetitions(3), SimulatedAthlete(), START, 3600, 11, conditions).recording
    assert_comes_back(run)


def test_a_strength_session_comes_back() -> None:
    steps = pl.concat([exercise("squat", 3, 12, 42.5), exercise("box jump", 4, 6)])
    day = date(2026, 3, 2)
    recording = simulate_day(steps, Scenario(monday=day), day)
    assert recording is not None
    assert_comes_back(recording)
