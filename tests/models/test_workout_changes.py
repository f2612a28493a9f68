"""Changes to a workout: what changes, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.workout_text import (
    parse,
    recovery_of,
    repetitions_of,
    scaled,
    target_of,
    text_of,
    with_recovery,
    with_repetitions,
    with_target,
)
from models.workout_text.quantities import LIMITS
from models.workout_text.tree import Workout
from models.workout_text.unroll import size
from tests.support.workout_trees import INTERVALS, RUNS

SESSION = "15min easy, 6 x 400m @ 96s / 200m jog, 10min easy"


def test_what_a_session_asks_for() -> None:
    workout = parse(SESSION)
    assert target_of(workout) == (96.0, "s")
    assert repetitions_of(workout) == 6
    assert recovery_of(workout) == (200.0, "m")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 x 400m @ 92-96s / 200m", (94.0, "s")),
        ("5 x 3min @ 4:10/km / 2min", (250.0, "s_per_km")),
        ("6 x 400m @ rpe 8 / 200m", (8.0, "rpe")),
        ("6 x 400m @ R / 200m", None),
        ("40min easy", None),
        ("squat 3x8", None),
        ("rest", None),
    ],
)
def test_target_of(text: str, expected: tuple[float, str] | None) -> None:
    assert target_of(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "expected"),
    [
        (SESSION, 95, None, "15min easy, 6 x 400m @ 95s / 200m jog, 10min easy"),
        ("6 x 400m @ 90-100s / 200m", 85.5, None, "6 x 400m @ 81-90s / 200m"),
        (
            "3 x (400m @ 96s + 200m jog + 200m @ 48s) / 3min",
            92,
            None,
            "3 x (400m @ 92s + 200m jog + 200m @ 46s) / 3min",
        ),
        ("400m, 800m, 400m / 90s", 90, None, "400m @ 90s, 800m @ 180s, 400m @ 90s / 90s"),
        ("6 x 400m @ R / 200m", 92, None, "6 x 400m @ 92s / 200m"),
        ("6 x 400m @ rpe 8 / 200m", 94, "s", "6 x 400m @ 94s / 200m"),
        ("6 x 400m @ rpe 8 / 200m", 7, None, "6 x 400m @ rpe 7 / 200m"),
        ("5 x 3min / 2min", 250, None, "5 x 3min @ 4:10/km / 2min"),
        ("2 x (4 x 200m @ 45s / 200m walk) / 5min", 44, None, "2 x (4 x 200m @ 44s / 200m walk) / 5min"),
        ("4 x 200m @ 40s / 200m, 6 x 400m @ 96s / 200m", 95, None, "4 x 200m @ 40s / 200m, 6 x 400m @ 95s / 200m"),
        ("40min easy", 95, None, "40min easy"),
    ],
)
def test_with_target(text: str, value: float, unit: str | None, expected: str) -> None:
    assert text_of(with_target(parse(text), value, unit)) == expected


def test_seconds_are_no_target_for_a_time() -> None:
    with pytest.raises(ValueError, match="target for a distance"):
        with_target(parse("5 x 3min / 2min"), 95, "s")


@pytest.mark.parametrize(
    ("text", "n", "expected"),
    [
        (SESSION, 5, "15min easy, 5 x 400m @ 96s / 200m jog, 10min easy"),
        ("2 x (4 x 200m / 200m walk) / 5min", 6, "2 x (3 x 200m / 200m walk) / 5min"),
        ("2 x (4 x 200m / 200m walk) / 5min", 7, "2 x (3 x 200m / 200m walk) / 5min"),
        ("400m, 800m, 400m / 90s", 2, "400m, 800m / 90s"),
        ("400m, 800m, 400m / 90s", 5, "400m, 800m, 400m, 400m, 400m / 90s"),
        ("400m, 800m, 400m", 1, "1 x 400m"),
        ("40min easy", 3, "40min easy"),
    ],
)
def test_with_repetitions(text: str, n: int, expected: str) -> None:
    assert text_of(with_repetitions(parse(text), n)) == expected


@pytest.mark.parametrize(
    ("text", "value", "unit", "expected"),
    [
        ("6 x 400m / 200m jog", 300, None, "6 x 400m / 300m jog"),
        ("6 x 400m / 200m jog", 120, "s", "6 x 400m / 2min jog"),
        ("6 x 400m / 90s", 120, None, "6 x 400m / 2min"),
        ("6 x 400m", 90, None, "6 x 400m / 90s"),
        ("2 x (4 x 200m / 200m walk) / 5min", 90, "s", "2 x (4 x 200m / 90s walk) / 5min"),
    ],
)
def test_with_recovery(text: str, value: float, unit: str | None, expected: str) -> None:
    assert text_of(with_recovery(parse(text), value, unit)) == expected


@pytest.mark.parametrize(
    ("text", "factor", "expected"),
    [
        ("40min easy", 0.7, "28min easy"),
        ("10km long", 1.1, "11km long"),
        ("10km easy @ 55:00", 0.8, "8km easy @ 44:00"),
        ("8min easy", 0.7, "5min30s easy"),
        ("6 x 400m @ 96s / 200m jog", 0.7, "6 x 400m @ 96s / 200m jog"),
        ("squat 3x8", 0.7, "squat 3x8"),
        ("40min easy", 0.001, "1min easy"),
    ],
)
def test_scaled(text: str, factor: float, expected: str) -> None:
    assert text_of(scaled(parse(text), factor)) == expected


@settings(max_examples=50)
@given(RUNS, st.integers(1, 12))
def test_never_more_repetitions_than_asked_but_for_one_a_set(workout: Workout, n: int) -> None:
    changed = with_repetitions(workout, n)
    if repetitions_of(workout) is None:
        assert changed == workout
    else:
        after = repetitions_of(changed)
        assert after is not None
        assert after <= n or after == repetitions_of(with_repetitions(workout, 1))


@settings(max_examples=50)
@given(RUNS, st.integers(1, 12), st.floats(0.5, 1.5))
def test_what_was_changed_reads_back(workout: Workout, n: int, factor: float) -> None:
    for changed in (with_repetitions(workout, n), with_recovery(workout, 90, "s"), scaled(workout, factor)):
        text = text_of(changed)
        if len(text) <= LIMITS.characters and size(changed.items) <= LIMITS.steps:
            assert parse(text) == changed


@given(INTERVALS)
def test_the_same_target_changes_nothing(workout: Workout) -> None:
    old = target_of(workout)
    assert old is not None
    again = target_of(with_target(workout, *old))
    assert again is not None
    assert again[1] == old[1]
    assert again[0] == pytest.approx(old[0], abs=0.11)
