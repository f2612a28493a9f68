"""Drift within a session: measured at equal speed, called rising by the rule alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.dynamics import drift

Array = NDArray[np.float64]


def grown(
    total: float, noise: float = 0.0, speeds: tuple[float, ...] = (4.0, 4.2, 3.9, 4.1, 4.3, 4.0)
) -> tuple[Array, Array, Array]:
    """Number, speed and contact of repetitions whose contact grows by `total` at equal speed, while speed varies."""
    number, speed = np.arange(1.0, len(speeds) + 1), np.array(speeds)
    signs = np.where(np.arange(len(speeds)) % 2, -1, 1)
    level = total * (number - 1) / (len(speeds) - 1) + noise * signs
    return number, speed, 230 * (speed / 4) ** -0.33 * np.exp(level)


def test_drift_is_measured_at_equal_speed() -> None:
    found = drift(*grown(0.05))
    assert found is not None
    assert found.percent == pytest.approx(5.0, abs=0.01)
    assert found.rising


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.2, 0.2), st.lists(st.floats(3.0, 5.5), min_size=3, max_size=12))
def test_the_drift_of_the_construction_comes_out_again(total: float, speeds: list[float]) -> None:
    found = drift(*grown(total, speeds=tuple(speeds)))
    assert found is not None
    assert found.percent == pytest.approx(100 * total, abs=1e-6)
    assert found.low_percent <= found.percent + 1e-9
    assert found.high_percent >= found.percent - 1e-9


@settings(max_examples=30, deadline=None)
@given(st.floats(-0.2, 0.2), st.floats(0, 0.1))
def test_rising_is_said_by_the_rule_alone(total: float, noise: float) -> None:
    found = drift(*grown(total, noise))
    assert found is not None
    assert found.rising == (found.low_percent > 0 and found.percent >= 3.0)


def test_small_or_uncertain_drift_is_not_called_rising() -> None:
    small, noisy = drift(*grown(0.02)), drift(*grown(0.04, noise=0.05))
    assert small is not None
    assert noisy is not None
    assert not small.rising
    assert not noisy.rising
    assert noisy.low_percent < 0 < noisy.high_percent


def test_where_speed_fades_an_exponent_that_is_not_known_well_widens_the_interval() -> None:
    fading = grown(0.0, speeds=(4.4, 4.3, 4.2, 4.1, 4.0, 3.9))
    sure, unsure = drift(*fading), drift(*fading, exponent_error=0.08)
    assert sure is not None
    assert unsure is not None
    assert unsure.percent == pytest.approx(sure.percent)
    # Speed falls by ln(4.4 / 3.9) = 12 %: 1.645 x 0.08 x 12 % = 1.6 %
    assert unsure.high_percent - unsure.percent == pytest.approx(1.6, abs=0.1)
    assert sure.high_percent - sure.percent < 0.01


def test_two_repetitions_have_no_drift() -> None:
    number, speed, stance = grown(0.05)
    assert drift(number[:2], speed[:2], stance[:2]) is None


def test_a_repetition_that_is_missing_leaves_its_gap() -> None:
    number, speed, stance = grown(0.05)
    kept = np.array([True, True, False, True, True, False])
    found = drift(number[kept], speed[kept], stance[kept])
    assert found is not None
    assert found.percent == pytest.approx(4.0, abs=0.01)  # from the first to the fifth


def test_the_interval_holds_the_truth_in_nine_of_ten_sessions() -> None:
    rng = np.random.default_rng(4)
    number, speed, stance = grown(0.0)
    found = [drift(number, speed, stance * np.exp(rng.normal(0, 0.015, 6))) for _ in range(400)]
    inside = sum(each is not None and each.low_percent <= 0 <= each.high_percent for each in found)
    assert 0.86 <= inside / 400 <= 0.94
