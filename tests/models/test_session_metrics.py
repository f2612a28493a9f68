from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress, t

from models.session_metrics import session_metrics


def test_an_even_session_on_target() -> None:
    found = session_metrics([95.0] * 6, 6, [95.0] * 6)
    assert (found.completion, found.mean_s, found.hit_share) == (1, 95, 1)
    assert (found.slow_percent, found.fade_percent, found.slope_percent) == (0, 0, 0)


def test_fade_is_the_last_third_over_the_first() -> None:
    assert session_metrics([90, 90, 93, 93, 99, 99], 6).fade_percent == pytest.approx(10)


def test_a_steady_loss_is_its_slope_and_the_interval_holds_it() -> None:
    found = session_metrics([98.0, 99.1, 99.9, 101.1, 101.9], 5)
    assert found.slope_percent == pytest.approx(0.98, abs=0.01)
    assert found.slope_low_percent is not None
    assert found.slope_high_percent is not None
    assert found.slope_low_percent < 0.98 < found.slope_high_percent
    assert found.slope_low_percent > 0


def test_repetitions_of_several_distances_are_compared_by_their_targets() -> None:
    found = session_metrics([96, 200, 96], 3, [96, 200, 96])
    assert (found.fade_percent, found.variation_percent) == (0, 0)


def test_hits_lie_within_two_percent() -> None:
    assert session_metrics([98, 102, 97.9, 102.1], 4, [100] * 4).hit_share == 0.5


def test_too_few_repetitions_have_no_fade_and_nothing_has_no_mean() -> None:
    two, none = session_metrics([95, 96], 6), session_metrics([], 6)
    assert (two.fade_percent, two.slope_percent) == (None, None)
    assert two.completion == pytest.approx(1 / 3)
    assert (none.mean_s, none.slow_percent, none.completion) == (None, None, 0)


@given(st.lists(st.floats(30, 400), min_size=3, max_size=12), st.floats(0.5, 2))
def test_shares_do_not_depend_on_the_unit_of_time(times: list[float], unit: float) -> None:
    one, other = session_metrics(times, 12), session_metrics([time * unit for time in times], 12)
    assert other.fade_percent == pytest.approx(one.fade_percent, abs=1e-6)
    assert other.slope_percent == pytest.approx(one.slope_percent, abs=1e-6)


@given(st.lists(st.integers(60, 120), min_size=3, max_size=9, unique=True))
def test_slope_and_interval_are_those_of_scipy(times: list[int]) -> None:
    found = session_metrics(times, 9)
    fit = linregress(range(len(times)), times)
    width = t.ppf(0.95, len(times) - 2) * fit.stderr
    unit = 100 / fmean(times)
    assert found.slope_percent == pytest.approx(fit.slope * unit, abs=1e-9)
    assert found.slope_high_percent == pytest.approx((fit.slope + width) * unit, abs=1e-6)
