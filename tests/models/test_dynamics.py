"""Ground contact per interval by the artefact rules, reference speeds, drift: truth by construction."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamics import drift, measure, reference_speeds
from models.tables import ACTIVITIES, INTERVALS, RECORDS, REFERENCE_SPEEDS
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
        "stance_time_ms": np.full(len(time), 220.0),
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
    stance = np.full(90, 220.0)
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
    assert one(records(stance_time_ms=np.full(90, edge)))["stance_time_ms"] == edge


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


def session(
    number: int, speeds: list[float], exponent: float = -0.33, **cells: object
) -> tuple[dict[str, object], ...]:
    """Repetitions of one activity whose ground contact follows the power law exactly, 230 ms at 4 m/s."""
    return tuple(
        interval(
            activity_id=f"run{number}",
            interval_index=i,
            repetition_index=i + 1,
            duration_s=400 / v,
            distance_m=410.0,
            nominal_distance_m=400.0,
            stance_time_ms=230 * (v / 4) ** exponent,
        )
        | cells
        for i, v in enumerate(speeds)
    )


def activities(n: int, **cells: object) -> pl.DataFrame:
    made = [
        {
            "activity_id": f"run{i}",
            "athlete_id": "a",
            "dynamics_source": "hrm_pro",
            "local_date": date(2026, 3, 2) + timedelta(days=i),
            "start_time": START + timedelta(days=i),
        }
        | cells
        for i in range(n)
    ]
    return rows(ACTIVITIES, *made)


def test_reference_speed_is_the_median_of_the_first_three_sessions_and_stays() -> None:
    speeds = ([4.0, 4.0, 4.2], [4.1, 4.1, 4.1], [4.2, 4.2, 4.0], [5.0, 5.0, 5.0])
    every = [row for i, v in enumerate(speeds) for row in session(i, v)]
    result = reference_speeds(activities(4), rows(INTERVALS, *every))
    assert result.height == 1
    assert result["speed_mps"][0] == pytest.approx(4.1)
    assert result["valid_from"][0] == date(2026, 3, 2)
    REFERENCE_SPEEDS.check(result.with_columns(pl.lit(1).cast(pl.Int64).alias("derivation_version")))


def test_the_exponent_is_the_prior_where_speed_hardly_varies() -> None:
    result = reference_speeds(activities(1), rows(INTERVALS, *session(0, [4.0, 4.05, 4.1, 4.0], -0.6)))
    assert result["exponent"][0] == pytest.approx(-0.33)
    assert result["exponent_high"][0] - result["exponent"][0] == pytest.approx(1.645 * 0.08)


def test_the_exponent_goes_most_of_the_way_to_the_athletes_own() -> None:
    spread = [3.0, 3.4, 3.8, 4.2, 4.6, 5.0]
    result = reference_speeds(activities(1), rows(INTERVALS, *session(0, spread, -0.5)))
    assert -0.5 < result["exponent"][0] < -0.48
    assert result["exponent_low"][0] < -0.5 < result["exponent_high"][0]


def test_a_day_of_longer_contacts_does_not_tilt_the_exponent() -> None:
    slow, fast = [3.0, 3.2, 3.4, 3.6], [4.2, 4.4, 4.6, 4.8]
    tired = [row | {"stance_time_ms": float(str(row["stance_time_ms"])) + 12} for row in session(1, fast)]
    result = reference_speeds(activities(2), rows(INTERVALS, *session(0, slow), *tired))
    assert result["exponent"][0] == pytest.approx(-0.33, abs=0.03)


def test_sensors_are_never_mixed() -> None:
    both = activities(2).with_columns(pl.Series("dynamics_source", ["hrm_pro", "stryd"]))
    every = rows(INTERVALS, *session(0, [4.0] * 4), *session(1, [4.5] * 4))
    result = reference_speeds(both, every)
    assert result.select("dynamics_source", "speed_mps").rows() == [
        ("hrm_pro", pytest.approx(4.0)),
        ("stryd", pytest.approx(4.5)),
    ]


def test_a_run_with_two_sensors_is_data_for_both_and_once_for_one_that_two_watches_hear() -> None:
    every = rows(INTERVALS, *session(0, [4.0] * 4), *session(1, [4.5] * 4))

    def speeds(*sources: str) -> list[tuple[str, float]]:
        one_run = activities(2).with_columns(
            pl.Series("dynamics_source", sources), pl.Series("same_as", [None, "run0"]), local_date=date(2026, 3, 2)
        )
        return reference_speeds(one_run, every).select("dynamics_source", "speed_mps").rows()

    assert speeds("hrm_pro", "stryd") == [("hrm_pro", pytest.approx(4.0)), ("stryd", pytest.approx(4.5))]
    assert speeds("hrm_pro", "hrm_pro") == [("hrm_pro", pytest.approx(4.0))]


@pytest.mark.parametrize("cells", [{"ignored": True}, {"dynamics_source": None}])
def test_what_does_not_count_gives_no_reference_speed(cells: dict[str, object]) -> None:
    assert reference_speeds(activities(1, **cells), rows(INTERVALS, *session(0, [4.0] * 4))).is_empty()


def test_no_activity_gives_no_reference_speed() -> None:
    assert reference_speeds(ACTIVITIES.empty(), INTERVALS.empty()).schema == REFERENCE_SPEEDS.schema


def rising(total: float, noise: float = 0.0) -> pl.DataFrame:
    """Six repetitions whose contact grows by `total` at equal speed, while speed itself varies."""
    speeds = [4.0, 4.2, 3.9, 4.1, 4.3, 4.0]
    signs = [1, -1, 1, -1, 1, -1]
    made = session(0, speeds)
    grown = [
        row | {"stance_time_ms": float(str(row["stance_time_ms"])) * float(np.exp(total * i / 5 + noise * signs[i]))}
        for i, row in enumerate(made)
    ]
    return rows(INTERVALS, *grown)


def test_drift_is_measured_at_equal_speed() -> None:
    found = drift(rising(0.05))
    assert found is not None
    assert found.percent == pytest.approx(5.0, abs=0.01)
    assert found.rising


def test_small_or_uncertain_drift_is_not_called_rising() -> None:
    small, noisy = drift(rising(0.02)), drift(rising(0.04, noise=0.05))
    assert small is not None
    assert noisy is not None
    assert not small.rising
    assert not noisy.rising
    assert noisy.low_percent < 0 < noisy.high_percent


def test_two_repetitions_have_no_drift() -> None:
    assert drift(rising(0.05).head(2)) is None
