"""The trend over the weeks: its numbers against SciPy's, its words by the rule."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamics.contact_changes import TREND as CONFIG
from models.trend import Trend, theil_sen, trend

VALUES = st.lists(st.floats(180, 280), min_size=4, max_size=25)


def of(values: list[float], weeks: float) -> Trend:
    """The trend of sessions that are evenly spread over so many weeks."""
    found = trend(np.linspace(0, weeks, len(values)), np.array(values), CONFIG)
    assert found is not None
    return found


def line(count: int, change_ms: float, noise_ms: float = 1.0) -> list[float]:
    """Values on a line, with an error that goes up and down."""
    signs = np.where(np.arange(count) % 2, noise_ms, -noise_ms)
    return list(220 + np.linspace(0, change_ms, count) + signs)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_theil_sen_is_that_of_scipy(values: list[float]) -> None:
    x, y = np.arange(len(values), dtype=float), np.array(values)
    slope, low, high = theil_sen(x, y)
    theirs = scipy.stats.theilslopes(y, x, alpha=0.9)
    assert slope == pytest.approx(theirs.slope, abs=1e-9)
    if len(set(values)) == len(values):  # with ties theirs narrows the interval, ours stays on the wide side
        assert low == pytest.approx(theirs.low_slope, abs=1e-9)
        assert high == pytest.approx(theirs.high_slope, abs=1e-9)


@pytest.mark.parametrize("count", [6, 7, 8, 15])
def test_a_line_comes_out_again(count: int) -> None:
    found = of(line(count, -12.0, noise_ms=0.3), 8)
    assert found.change == pytest.approx(-12.0, abs=0.7)
    assert found.low < -12.0 + 0.7
    assert found.high > -12.0 - 0.7
    assert found.verdict == "very likely shorter"


def test_the_same_change_the_other_way_is_longer() -> None:
    down, up = of(line(10, -9.0), 8), of(line(10, 9.0), 8)
    assert (down.verdict, up.verdict) == ("very likely shorter", "very likely longer")
    assert up.higher == pytest.approx(down.lower, abs=0.05)


def test_a_small_change_is_unclear_and_says_how_many_sessions_may_tell() -> None:
    found = of(line(6, -3.0, noise_ms=3.0), 6)
    assert found.verdict == "unclear"
    # 12 x (1.28 x 3 / 4.5)^2 = 8.7 at the typical error of 3 ms; a little more at this scatter
    assert found.missing == pytest.approx(9 - 6, abs=2)


@pytest.mark.parametrize(("count", "weeks"), [(5, 8.0), (12, 3.9)])
def test_too_few_sessions_or_weeks_are_unclear_whatever_they_show(count: int, weeks: float) -> None:
    found = of(line(count, -30.0), weeks)
    assert found.change == pytest.approx(-30, abs=3)
    assert found.verdict == "unclear"


def test_two_sessions_and_one_day_have_no_trend() -> None:
    assert trend(np.array([0.0, 6.0]), np.array([220.0, 210.0]), CONFIG) is None
    assert trend(np.zeros(6), np.array(line(6, 0.0)), CONFIG) is None


def test_one_odd_session_does_not_tilt_the_trend_of_many() -> None:
    odd = line(12, 0.0)
    odd[-1] += 40
    assert abs(of(odd, 8).change) < 3


@settings(max_examples=60, deadline=None)
@given(VALUES, st.floats(0.5, 12))
def test_what_is_said_hangs_together(values: list[float], weeks: float) -> None:
    found = of(values, weeks)
    assert found.low - 1e-9 <= found.change <= found.high + 1e-9
    assert 0 <= found.lower <= 1
    assert 0 <= found.higher <= 1
    assert found.lower + found.higher <= 1 + 1e-9
    if "very likely" in found.verdict:
        assert max(found.lower, found.higher) >= CONFIG.very_likely
    if found.verdict != "unclear":
        assert found.missing == 0
        assert len(values) >= CONFIG.fewest


def test_the_sessions_typical_error_leans_on_what_is_known_of_others() -> None:
    assert of(line(6, 0.0, noise_ms=0.0), 6).typical_error == pytest.approx((4 * 9 / 8) ** 0.5)
    assert of(line(6, 0.0, noise_ms=9.0), 6).typical_error > 6


@pytest.mark.parametrize(("count", "most"), [(6, 0.14), (12, 0.14)])
def test_no_change_is_seldom_called_one(count: int, most: float) -> None:
    """With scatter alone the interval leaves out 0 in about one of ten cases, and likely is said more seldom."""
    rng = np.random.default_rng(7)
    found = [of(list(220 + rng.normal(0, 3.0, count)), 8) for _ in range(400)]
    assert sum(each.low > 0 or each.high < 0 for each in found) / 400 <= most
    assert sum("very likely" in each.verdict for each in found) / 400 <= 0.03
