"""Distance from positions: ways of known length."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from models.odometer import CONFIG, Array, _filtered, from_positions, haversine

_DEG_PER_M = 1 / 111_195.0  # a degree of a great circle on the sphere of the mean radius


def _place(east_m: Array, north_m: Array, latitude: float = 48.0, longitude: float = 11.0) -> tuple[Array, Array]:
    return latitude + north_m * _DEG_PER_M, longitude + east_m * _DEG_PER_M / math.cos(math.radians(latitude))


def test_a_degree_of_latitude_is_111_km() -> None:
    assert haversine(np.array([0.0, 1.0]), np.array([5.0, 5.0]))[0] == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize("every_s", [1, 3, 15], ids=["every second", "smart recording", "sparse"])
def test_a_straight_kilometre(every_s: int) -> None:
    time = np.arange(0.0, 301.0, every_s)
    distance, speed = from_positions(time, *_place(time * 4.0, time * 0.0))
    assert distance[-1] == pytest.approx(1200, rel=0.001)
    assert speed == pytest.approx(np.full(len(time), 4.0), rel=0.01)


def test_a_lap_of_the_track_with_noise_is_400_m_within_two_percent() -> None:
    time = np.arange(0.0, 381.0)
    angle = time * 4.2 / (400 / (2 * math.pi))
    noise = np.random.default_rng(7).normal(0, 0.5, (2, len(time)))
    radius = 400 / (2 * math.pi)
    raw = haversine(*_place(radius * np.cos(angle) + noise[0], radius * np.sin(angle) + noise[1])).sum()
    distance, _ = from_positions(time, *_place(radius * np.cos(angle) + noise[0], radius * np.sin(angle) + noise[1]))
    assert distance[-1] == pytest.approx(380 * 4.2, rel=0.02)
    assert raw > distance[-1] * 1.01, "the noise would count without smoothing"


def test_drift_while_standing_counts_nothing() -> None:
    time = np.arange(0.0, 600.0)
    drift = np.cumsum(np.random.default_rng(3).normal(0, 0.1, (2, len(time))), axis=1)
    distance, speed = from_positions(time, *_place(drift[0], drift[1]))
    assert distance[-1] < 5
    assert np.median(speed) == 0


def test_a_gap_is_crossed_in_a_straight_line_if_at_all() -> None:
    time = np.array([0.0, 1.0, 2.0, 102.0, 103.0])
    moving, _ = from_positions(time, *_place(np.array([0, 4.0, 8.0, 408.0, 412.0]), time * 0))
    standing, _ = from_positions(time, *_place(np.array([0, 4.0, 8.0, 38.0, 42.0]), time * 0))
    assert moving[-1] == pytest.approx(412, rel=0.001)
    assert standing[-1] == pytest.approx(12, rel=0.001), "30 m in 100 s is no running"


def test_a_clock_that_jumps_a_century_does_no_harm() -> None:
    distance, _ = from_positions(np.array([0.0, 1.0, 3.4e9]), *_place(np.array([0.0, 4.0, 8.0]), np.zeros(3)))
    assert distance == pytest.approx([0, 4, 4], rel=0.001)


def test_no_position_no_distance() -> None:
    nothing = np.full(3, np.nan)
    distance, speed = from_positions(np.arange(3.0), nothing, nothing)
    assert np.isnan(distance).all()
    assert np.isnan(speed).all()
    latitude, longitude = _place(np.arange(30.0) * 4, np.zeros(30))
    latitude[10] = np.nan
    distance, _ = from_positions(np.arange(30.0), latitude, longitude)
    assert np.isnan(distance[10])
    assert distance[-1] == pytest.approx(116, rel=0.001)


def test_across_the_date_line() -> None:
    time = np.arange(0.0, 60.0)
    latitude, longitude = _place(time * 4.0, time * 0, latitude=-17.0, longitude=179.999)
    distance, _ = from_positions(time, latitude, (longitude + 180) % 360 - 180)
    assert distance[-1] == pytest.approx(59 * 4, rel=0.001)


@given(
    st.lists(st.tuples(st.floats(0, 30), st.floats(-1e-3, 1e-3), st.floats(-1e-3, 1e-3)), min_size=1, max_size=60),
    st.floats(-1e6, 1e6),
)
def test_distance_never_falls_and_does_not_ask_when(steps: list[tuple[float, float, float]], shift: float) -> None:
    time, north, east = (np.round(np.cumsum(column), 3) for column in zip(*steps, strict=True))
    distance, speed = from_positions(time, 50 + north, 8 + east)
    assert (np.diff(distance) >= 0).all()
    assert (speed >= 0).all()
    later, _ = from_positions(time + round(shift), 50 + north, 8 + east)
    assert later == pytest.approx(distance, rel=1e-6, abs=1e-3)


def test_the_filter_is_that_of_savitzky_and_golay() -> None:
    values = np.cumsum(np.random.default_rng(5).normal(0, 1, 60)) + 48
    assert _filtered(values, CONFIG) == pytest.approx(scipy.signal.savgol_filter(values, 9, 2), abs=1e-10)
    assert _filtered(values[:9], CONFIG) == pytest.approx(scipy.signal.savgol_filter(values[:9], 9, 2), abs=1e-10)
