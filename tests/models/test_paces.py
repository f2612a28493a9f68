"""Paces from a race, against the published check values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UsageError
from models.paces import paces_from_race, paces_of_vdot, race_time_s, vdot


@pytest.mark.parametrize(("time_s", "expected"), [(1500, 38.31), (1200, 49.81)])
def test_vdot_of_five_kilometres(time_s: float, expected: float) -> None:
    assert vdot(5000, time_s) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("value", "five_km_s", "interval_400_s", "repetition_400_s"),
    [
        (30, 1841, 141.7, 136.8),
        (35, 1619, 125.3, 119.5),
        (40, 1446, 112.5, 106.1),
        (45, 1309, 102.3, 95.5),
        (50, 1196, 93.9, 86.9),
        (55, 1102, 87.0, 79.9),
        (60, 1023, 81.0, 73.9),
    ],
)
def test_table_of_targets(value: float, five_km_s: float, interval_400_s: float, repetition_400_s: float) -> None:
    paces = paces_of_vdot(value)
    assert race_time_s(value, 5000) == pytest.approx(five_km_s, abs=1)
    assert paces["I"] * 0.4 == pytest.approx(interval_400_s, abs=0.1)
    assert paces["R"] * 0.4 == pytest.approx(repetition_400_s, abs=0.1)


@given(st.floats(800, 42_195), st.floats(20, 80))
def test_race_time_is_the_inverse_of_vdot(distance_m: float, value: float) -> None:
    assert vdot(distance_m, race_time_s(value, distance_m)) == pytest.approx(value, abs=1e-6)


@given(st.floats(20, 80))
def test_letters_run_from_slow_to_fast(value: float) -> None:
    paces = paces_of_vdot(value)
    ordered = [paces[letter] for letter in "EMTIR"]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize(
    ("distance_m", "time_s", "said"), [(5000, 90, "faster"), (5000, 9000, "slower"), (5000, 0, "slower")]
)
def test_what_is_no_race(distance_m: float, time_s: float, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        paces_from_race(distance_m, time_s)
