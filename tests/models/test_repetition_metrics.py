"""Mean, evenness and fade of repetitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.repetition_metrics import fade_percent, variation_percent

TIMES = st.lists(st.floats(20, 400), min_size=3, max_size=20)


def test_fade_compares_thirds() -> None:
    assert fade_percent([90, 90, 100, 100, 99, 99]) == pytest.approx(10)
    assert fade_percent([100, 5, 98]) == pytest.approx(-2)
    assert fade_percent([100, 110]) is None


def test_variation_is_the_sample_deviation_over_the_mean() -> None:
    assert variation_percent([94, 96]) == pytest.approx(2**0.5 / 95 * 100)
    assert variation_percent([95]) is None


@given(TIMES, st.floats(0.1, 10))
def test_neither_asks_for_the_unit(times: list[float], factor: float) -> None:
    scaled = [time * factor for time in times]
    assert fade_percent(scaled) == pytest.approx(fade_percent(times), abs=1e-6)
    assert variation_percent(scaled) == pytest.approx(variation_percent(times), abs=1e-6)


@given(TIMES)
def test_sorted_times_never_get_faster(times: list[float]) -> None:
    fade = fade_percent(sorted(times))
    assert fade is not None
    assert fade >= -1e-9
