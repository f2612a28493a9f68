"""The true motion keeps what the legs promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.simulation.legs import Leg
from models.simulation.motion import move
from models.simulation.noise import ar1, low_pass, stream


@given(
    st.lists(st.tuples(st.floats(20, 300), st.floats(1.2, 6.0)), min_size=1, max_size=6),
    st.integers(0, 10_000),
)
@settings(max_examples=50)
def test_each_leg_takes_its_time_over_its_distance(legs: list[tuple[float, float]], seed: int) -> None:
    run = [Leg("work", time, time * speed) for time, speed in legs]
    motion = move(run, np.random.default_rng(seed))
    ends = np.concatenate([[0.0], motion.ends_s])
    np.testing.assert_allclose(np.diff(ends), [time for time, _ in legs])
    np.testing.assert_allclose(np.diff(motion.distance_at(ends)), [time * speed for time, speed in legs], rtol=1e-9)


def test_distance_is_the_integral_of_speed() -> None:
    motion = move([Leg("warmup", 200, 500), Leg("work", 90, 400), Leg("recovery", 60)], np.random.default_rng(3))
    steps = (motion.speed_mps[1:] + motion.speed_mps[:-1]) / 2 * np.diff(motion.time_s)
    np.testing.assert_allclose(motion.distance_m[1:], np.cumsum(steps))
    assert np.all(np.diff(motion.time_s) > 0)
    assert np.all(motion.speed_mps >= 0)


def test_speed_does_not_jump_between_legs() -> None:
    motion = move([Leg("recovery", 90, 200), Leg("work", 90, 450), Leg("recovery", 90, 200)], np.random.default_rng(5))
    assert np.abs(np.diff(motion.speed_mps)).max() < 0.5
    before, after = motion.speed_at(np.asarray([90.0, 97.0]))
    assert after > 1.5 * before


def test_standing_comes_to_rest() -> None:
    motion = move([Leg("work", 60, 300), Leg("recovery", 60, None, gait="stand")], np.random.default_rng(1))
    assert motion.speed_mps[-1] < 0.01
    rolled = motion.distance_m[-1] - motion.distance_at(60.0)
    assert 3 < rolled < 15


def test_uphill_climbs() -> None:
    motion = move([Leg("work", 100, 300, grade_percent=5.0)], np.random.default_rng(1))
    assert motion.altitude_m[-1] == pytest.approx(15.0)


def test_noise_has_its_deviation_and_memory() -> None:
    noise = ar1(200_000, 2.0, 10, np.random.default_rng(0))
    assert noise.std() == pytest.approx(2.0, rel=0.05)
    assert np.corrcoef(noise[10:], noise[:-10])[0, 1] == pytest.approx(np.exp(-1), abs=0.03)


def test_a_lag_ends_at_the_value() -> None:
    shown = low_pass(np.concatenate([np.zeros(5), np.ones(40)]), 3.0)
    assert shown[4] == 0
    assert shown[8] == pytest.approx(1 - np.exp(-4 / 3))
    assert shown[-1] == pytest.approx(1, abs=1e-5)


def test_streams_of_ideas_are_independent() -> None:
    assert stream(1, "gps").random() == stream(1, "gps").random()
    assert stream(1, "gps").random() != stream(1, "laps").random()
    assert stream(1, "gps").random() != stream(2, "gps").random()
