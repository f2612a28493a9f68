"""The exponent of one run: the power law of the construction comes out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.dynamics import OwnExponent, own_exponent
from models.tables import RECORDS

Array = NDArray[np.float64]


def ran(speed_mps: Array, exponent: float = -0.4, **columns: object) -> pl.DataFrame:
    """A run whose contact is 230 ms at 4 m/s and follows the power law, with a sensor's milliseconds."""
    count = len(speed_mps)
    jitter = np.where(np.arange(count) % 2, 0.5, -0.5)
    made = {
        "record_index": np.arange(count),
        "timestamp": [datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=i) for i in range(count)],
        "elapsed_s": np.arange(count, dtype=float),
        "distance_m": np.concatenate([[0.0], np.cumsum(speed_mps)[:-1]]),
        "cadence_spm": np.full(count, 176.0),
        "stance_time_ms": 230 * (speed_mps / 4) ** exponent + jitter,
    }
    return RECORDS.unowned(pl.DataFrame(made | columns))


def changing(*speeds: float, seconds: int = 120) -> Array:
    """Each speed for two minutes."""
    return np.repeat(np.array(speeds), seconds)


def known(found: OwnExponent | None) -> OwnExponent:
    assert found is not None
    return found


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.7, -0.05), st.lists(st.floats(2.5, 5.5), min_size=3, max_size=8))
def test_the_power_law_comes_out_again(exponent: float, speeds: list[float]) -> None:
    found = own_exponent(ran(changing(*speeds, 2.6, 5.0), exponent))
    assert known(found).value == pytest.approx(exponent, abs=0.01)
    assert known(found).error < 0.01


def test_an_even_run_tells_none() -> None:
    assert own_exponent(ran(changing(3.0, 3.1, 3.0, 3.1))) is None


def test_a_short_run_tells_none() -> None:
    assert own_exponent(ran(changing(3.0, 4.0, seconds=90))) is None
    assert own_exponent(ran(changing(3.0, 4.0, seconds=110))) is not None


def test_walking_tells_nothing() -> None:
    cadence = np.repeat([176.0, 176.0, 110.0], 120)
    stance = np.concatenate([230 * (changing(3.0, 4.5) / 4) ** -0.4 + np.tile([0.5, -0.5], 120), np.full(120, 390.0)])
    found = own_exponent(ran(changing(3.0, 4.5, 2.0), cadence_spm=cadence, stance_time_ms=stance))
    assert known(found).value == pytest.approx(-0.4, abs=0.01)


def test_hills_tell_nothing() -> None:
    """A steep part in which contact is long although the speed is high."""
    speed = changing(3.0, 4.5, 3.0, 4.5)
    height = np.cumsum(np.repeat([0.0, 0.0, 0.0, -0.05], 120) * speed)
    stance = 230 * (speed / 4) ** -0.4 + np.where(np.arange(480) >= 360, 40.0, 0.0) + np.tile([0.5, -0.5], 240)
    with_hill, without = ran(speed, stance_time_ms=stance, altitude_m=height), ran(speed, stance_time_ms=stance)
    assert known(own_exponent(with_hill)).value == pytest.approx(-0.4, abs=0.02)
    assert known(own_exponent(without)).value > -0.3


def test_a_few_odd_minutes_hardly_tilt_it() -> None:
    speed = changing(3.0, 3.5, 4.0, 4.5, 5.0)
    odd = np.where((np.arange(600) >= 540) & (np.arange(600) < 570), 80.0, 0.0) + np.tile([0.5, -0.5], 300)
    found = own_exponent(ran(speed, stance_time_ms=230 * (speed / 4) ** -0.4 + odd))
    assert known(found).value == pytest.approx(-0.4, abs=0.05)


def test_a_sensor_that_lags_is_read_where_speed_is_steady() -> None:
    """Contact that follows speed with a time constant of 4 s, over repetitions of 90 s."""
    speed = np.tile(np.repeat([4.6, 2.8], 90), 6)
    late = speed.copy()
    for i in range(1, len(late)):
        late[i] = late[i - 1] + (speed[i] - late[i - 1]) / 4
    found = own_exponent(ran(speed, stance_time_ms=230 * (late / 4) ** -0.4 + np.tile([0.5, -0.5], 540)))
    assert known(found).value == pytest.approx(-0.4, abs=0.02)


@pytest.mark.parametrize("missing", ["distance_m", "stance_time_ms"])
def test_without_distance_or_contact_there_is_none(missing: str) -> None:
    records = ran(changing(3.0, 4.0, 5.0)).with_columns(pl.lit(None, dtype=pl.Float64).alias(missing))
    assert own_exponent(records) is None


def test_no_records_give_none() -> None:
    assert own_exponent(ran(changing(3.0, 4.0)).clear()) is None
    assert own_exponent(ran(changing(3.0, 4.0)).head(1)) is None


def test_a_clock_that_jumps_by_years_costs_nothing() -> None:
    records = ran(changing(3.0, 4.0, 5.0))
    late = pl.when(pl.col("record_index") >= 180).then(1e9).otherwise(0.0)
    found = own_exponent(records.with_columns(pl.col("elapsed_s") + late))
    assert known(found).value == pytest.approx(-0.4, abs=0.02)


ANY = st.none() | st.floats(-1e9, 1e9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6), ANY, ANY, ANY, ANY), max_size=60))
def test_whatever_a_broken_file_says_the_exponent_is_a_number_or_none(
    said: list[tuple[float, float | None, float | None, float | None, float | None]],
) -> None:
    names = ["elapsed_s", "distance_m", "cadence_spm", "stance_time_ms", "altitude_m"]
    table = RECORDS.unowned(pl.DataFrame(said, schema=dict.fromkeys(names, pl.Float64()), orient="row"))
    found = own_exponent(table)
    assert found is None or (np.isfinite(found.value) and np.isfinite(found.error))
