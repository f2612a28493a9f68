"""Numbers as runners read them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.report.units import clock, difference, distance, pace, signed, track_distance, whole


@pytest.mark.parametrize(
    ("seconds", "tenths", "shown"),
    [
        (94.2, True, "1:34.2"),
        (38.44, True, "0:38.4"),
        (59.96, True, "1:00.0"),
        (59.96, False, "1:00"),
        (2712, False, "45:12"),
        (3725.4, False, "1:02:05"),
        (None, True, "-"),
    ],
)
def test_clock(seconds: float | None, tenths: bool, shown: str) -> None:
    assert clock(seconds, tenths=tenths) == shown


@given(st.floats(0, 1e5))
def test_clock_reads_back(seconds: float) -> None:
    *hours, minutes, rest = (float(part) for part in clock(seconds).split(":"))
    assert rest < 60
    assert minutes < 60 or not hours
    assert sum(hours) * 3600 + minutes * 60 + rest == pytest.approx(seconds, abs=0.051)


def test_pace_and_distance_in_both_units() -> None:
    assert (pace(235, "metric"), pace(235, "miles")) == ("3:55/km", "6:18/mi")
    assert (distance(8200, "metric"), distance(8200, "miles")) == ("8.2 km", "5.1 mi")
    assert track_distance(400.0) == "400 m"
    assert (pace(None, "metric"), distance(None, "metric"), track_distance(None), whole(None)) == ("-",) * 4


@given(st.floats(-100, 100))
def test_a_difference_has_its_sign_unless_it_shows_as_nothing(value: float) -> None:
    shown = difference(value)
    assert re.fullmatch(r"[+-]\d+\.\d s|0\.0 s", shown)
    assert float(shown.removesuffix(" s")) == pytest.approx(value, abs=0.051)
    assert signed(-0.04, 1) == "0.0"
