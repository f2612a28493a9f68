"""Balance: bands as the manuals have them, a change only against the athlete's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dynamics.balance import band, changed, usual


@pytest.mark.parametrize(
    ("balance", "named"),
    [
        (50.0, "usual"),
        (50.7, "usual"),
        (49.3, "usual"),
        (50.8, "note"),
        (47.8, "note"),
        (52.2, "note"),
        (52.3, "check"),
    ],
)
def test_bands(balance: float, named: str) -> None:
    assert band(balance) == named


@given(st.floats(40, 60))
def test_left_and_right_are_judged_alike(balance: float) -> None:
    assert band(balance) == band(100 - balance) or abs(round(balance * 10) - balance * 10) > 0.49


def test_the_usual_is_the_median_of_all_but_the_last_two() -> None:
    assert usual([50.0, 50.2, 50.4, 50.2, 50.1, 53.0, 53.0]) == 50.2
    assert usual([50.0, 50.2, 50.4, 50.2, 53.0, 53.0]) is None


@pytest.mark.parametrize(
    ("last", "said"),
    [((51.5, 51.5), True), ((48.5, 48.0), True), ((50.0, 52.0), False), ((52.0, 50.0), False), ((48.0, 52.0), False)],
)
def test_a_change_is_one_that_stays(last: tuple[float, float], said: bool) -> None:
    assert changed([50.0] * 5 + list(last)) is said
    assert changed([50.0] * 4 + list(last)) is None
