"""The oval is a standard track."""

from __future__ import annotations

import numpy as np
import pytest

from models.simulation.track import STADIUM_DEG, degrees, lap_length_m, on_bend, road_metres, track_metres


@pytest.mark.parametrize(("lane", "metres"), [(1, 400.0), (2, 407.04), (3, 414.7), (4, 422.4)])
def test_lap_lengths_are_those_of_a_standard_track(lane: int, metres: float) -> None:
    assert lap_length_m(lane) == pytest.approx(metres, abs=0.05)


@pytest.mark.parametrize("lane", [1, 2, 8])
def test_running_along_the_line_moves_as_far_as_was_run(lane: int) -> None:
    distance = np.arange(0, 3 * lap_length_m(lane), 0.25)
    east, north = track_metres(distance, lane)
    np.testing.assert_allclose(np.hypot(np.diff(east), np.diff(north)), 0.25, atol=1e-3)


def test_a_lap_ends_where_it_began_and_goes_anticlockwise() -> None:
    east, north = track_metres(np.asarray([0.0, lap_length_m(1), 100.0]), 1)
    assert (east[0], north[0]) == pytest.approx((east[1], north[1]), abs=1e-6)
    around, _ = track_metres(np.arange(0, 400, 1.0), 1)
    x, y = track_metres(np.arange(0, 400, 1.0), 1)
    area = np.sum(x[:-1] * np.diff(y) - y[:-1] * np.diff(x)) / 2
    assert area > 0
    assert around.max() == pytest.approx(84.39 / 2 + 36.80, abs=0.05)


def test_a_lap_has_two_bends() -> None:
    bend = on_bend(np.arange(0.0, 400.0, 0.5), 1)
    assert bend.mean() == pytest.approx(1 - 2 * 84.39 / 400, abs=0.01)
    assert np.abs(np.diff(bend.astype(int))).sum() == 3


def test_a_road_is_as_long_as_it_is() -> None:
    distance = np.arange(0, 5000, 1.0)
    east, north = road_metres(distance, np.random.default_rng(2))
    np.testing.assert_allclose(np.hypot(np.diff(east), np.diff(north)), 1.0, atol=0.01)
    assert np.hypot(east[-1], north[-1]) < 4999


def test_degrees_are_near_the_stadium() -> None:
    latitude, longitude = degrees(np.asarray([0.0, 1000.0]), np.asarray([0.0, 1000.0]))
    assert (latitude[0], longitude[0]) == STADIUM_DEG
    assert latitude[1] - latitude[0] == pytest.approx(1 / 111.195, rel=1e-3)
    assert longitude[1] - longitude[0] == pytest.approx(1 / 111.195 / np.cos(np.radians(52.5147)), rel=1e-3)
