"""Ground contact per interval by the artefact rules: truth by construction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamics import measure
from models.tables import INTERVALS, RECORDS
from tests.support.rows import rows

START = datetime(2026, 3, 2, tzinfo=UTC)


def records(seconds: int = 90, *, every: int = 1, **columns: object) -> pl.DataFrame:
    """Running at 4 m/s with ground contact 220 ms, but for what `columns` say."""
    time = np.arange(0, seconds, every)
    steady = {
        "record_index": time,
        "timestamp": [START + timedelta(seconds=int(t)) for t in time],
        "elapsed_s": time.astype(float),
        "distance_m": 4.0 * time,
        "cadence_spm": np.full(len(time), 176.0),
        "heart_rate_bpm": np.full(len(time), 170.0),
        "stance_time_ms": np.where(time // every % 4 == 0, 220.5, 220.0),
        "stance_time_balance_percent": np.full(len(time), 50.5),
    }
    frame = pl.DataFrame(steady | columns)
    return RECORDS.unowned(frame)


def interval(start: float = 0, end: float = 90, **cells: object) -> dict[str, object]:
    return {"start_s": float(start), "end_s": float(end), "duration_s": float(end - start), "kind": "work"} | cells


def one(samples: pl.DataFrame, **cells: object) -> dict[str, object]:
    intervals = INTERVALS.unowned(rows(INTERVALS, interval(**cells)))  # type: ignore[arg-type]  # cells are numbers
    return measure(samples, intervals).row(0, named=True)


def test_all_columns_of_a_clean_repetition() -> None:
    row = one(records())
    assert row["stance_time_ms"] == 220
    assert row["stance_time_balance_percent"] == 50.5
    assert row["cadence_spm"] == 176
    assert (row["avg_heart_rate_bpm"], row["max_heart_rate_bpm"]) == (170, 170)
    assert row["dynamics_samples"] == 83  # 90 without the first 5 and the last 2 seconds
    assert row["dynamics_reason"] is None
    assert row["vertical_ratio_percent"] is None


def test_the_first_five_and_the_last_two_seconds_are_left_out() -> None:
    stance = np.where(np.arange(90) % 4 == 0, 220.5, 220.0)
    stance[:5], stance[88:] = 300, 300
    mixed = one(records(stance_time_ms=stance))
    assert mixed["stance_time_ms"] == 220
    assert mixed["dynamics_samples"] == 83


@pytest.mark.parametrize("bad", [0.0, 139.9, 400.1, 650.0, None])
def test_impossible_values_are_left_out_of_the_median(bad: float | None) -> None:
    stance = [bad if second % 4 == 0 else 220.0 for second in range(90)]
    row = one(records(stance_time_ms=pl.Series(stance, dtype=pl.Float64)))
    assert row["stance_time_ms"] == 220
    assert row["dynamics_samples"] == 63


@pytest.mark.parametrize("edge", [140.0, 400.0])
def test_the_ends_of_the_plausible_range_count(edge: float) -> None:
    stance = np.where(np.arange(90) % 4 == 0, 200.0, edge)
    row = one(records(stance_time_ms=stance))
    assert (row["stance_time_ms"], row["dynamics_samples"]) == (edge, 83)


def test_a_sensor_that_has_stopped_does_not_count() -> None:
    stance = np.where(np.arange(90) % 4 == 0, 220.5, 220.0)
    stance[10:40] = 250.0
    assert one(records(stance_time_ms=stance))["dynamics_samples"] == 83  # 30 samples last 29 s
    stance[40] = 250.0
    assert one(records(stance_time_ms=stance))["dynamics_samples"] == 83 - 31
    stance[40:60] = 250.0
    row = one(records(stance_time_ms=stance))
    assert row["stance_time_ms"] is None
    assert str(row["dynamics_reason"]).endswith("outside 140 to 400 ms, or one value for 30 s and longer.")


def test_the_slope_of_an_interval() -> None:
    climbing = records(altitude_m=100 + 0.035 * 4.0 * np.arange(90))
    assert one(climbing)["grade_percent"] == pytest.approx(3.5)
    assert one(climbing, end=30)["grade_percent"] is None  # 116 m tell no slope
    assert one(records())["grade_percent"] is None
    assert one(records(altitude_m=np.where(np.arange(90) % 2, 101.0, 100.0)))["grade_percent"] == pytest.approx(
        0, abs=0.05
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"stance_time_ms": pl.Series([None] * 90, dtype=pl.Float64)}, "The recording has no ground contact time."),
        ({"cadence_spm": np.full(90, 110.0)}, "Walking or standing"),
        ({"distance_m": 1.5 * np.arange(90)}, "Walking or standing"),
        ({"stance_time_ms": np.where(np.arange(90) % 2, 220.0, 500.0)}, "Only 42 good samples"),
    ],
)
def test_null_with_a_reason(columns: dict[str, object], words: str) -> None:
    row = one(records(90, **columns))  # type: ignore[arg-type]  # columns hold no `every`
    assert row["stance_time_ms"] is None
    assert str(row["dynamics_reason"]).startswith(words)


def test_too_short_is_null_with_the_numbers() -> None:
    row = one(records(), end=26)
    assert row["stance_time_ms"] is None
    assert row["dynamics_reason"] == (
        "Too short: 19 s and 19 samples remain without the first 5 and the last 2 s; 20 samples are needed."
    )
    assert one(records(), end=27)["stance_time_ms"] == 220


def test_smart_recording_needs_five_samples() -> None:
    assert one(records(every=6))["stance_time_ms"] == 220
    assert one(records(every=6), end=30)["stance_time_ms"] is None


def test_a_dropout_over_half_the_repetition_is_null() -> None:
    samples = records().filter(~pl.col("elapsed_s").is_between(20, 70))
    row = one(samples)
    assert row["stance_time_ms"] is None
    assert "cover" in str(row["dynamics_reason"])


def test_no_records_give_no_values() -> None:
    row = one(records().clear())
    for name in ("stance_time_ms", "avg_heart_rate_bpm", "cadence_spm"):
        assert row[name] is None
    assert row["dynamics_samples"] == 0


def test_the_other_columns_stay_as_they_are() -> None:
    before = INTERVALS.unowned(rows(INTERVALS, interval(flags=["merged"], nominal_distance_m=400.0)))
    after = measure(records(), before)
    kept = ["kind", "start_s", "end_s", "nominal_distance_m", "flags", "source", "confidence"]
    assert after.select(kept).equals(before.select(kept))
    assert after.schema == before.schema


@settings(max_examples=30)
@given(st.lists(st.none() | st.floats(0, 700), min_size=90, max_size=90))
def test_ground_contact_is_null_or_plausible(stance: list[float | None]) -> None:
    row = one(records(stance_time_ms=pl.Series(stance, dtype=pl.Float64)))
    value = row["stance_time_ms"]
    assert value is None or 140 <= float(str(value)) <= 400
    assert (value is None) == (row["dynamics_reason"] is not None)
