"""What a workout text asks for, step by step."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings

from models.tables import WORKOUT_STEPS
from models.workout_text import parse, steps
from models.workout_text.tree import Workout
from tests.support.workout_trees import WORKOUTS


def kinds(text: str) -> list[str]:
    return steps(parse(text))["kind"].to_list()


def test_interval_session_in_full() -> None:
    rows = steps(parse("15min easy, 2 x (2 x 200m @ 45s / 200m walk) / 5min, 10min easy"))
    columns = ("kind", "set_index", "repetition_index", "distance_m", "duration_s", "target_low", "target_unit")
    assert rows.select(columns).rows() == [
        ("warmup", None, None, None, 900.0, None, None),
        ("work", 1, 1, 200.0, None, 45.0, "s"),
        ("recovery", 1, None, 200.0, None, None, None),
        ("work", 1, 2, 200.0, None, 45.0, "s"),
        ("recovery", None, None, None, 300.0, None, None),
        ("work", 2, 3, 200.0, None, 45.0, "s"),
        ("recovery", 2, None, 200.0, None, None, None),
        ("work", 2, 4, 200.0, None, 45.0, "s"),
        ("cooldown", None, None, None, 600.0, None, None),
    ]
    assert rows["step_index"].to_list() == list(range(9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40min easy", ["easy"]),
        ("rest", ["rest"]),
        ("3 x 400m / 200m jog", ["work", "recovery", "work", "recovery", "work"]),
        ("400m, 800m / 90s", ["work", "recovery", "work"]),
        ("2 x 400m / 90s, 2 x 200m / 60s", ["work", "recovery"] * 3 + ["work"]),
        ("10min jog, 2 x 400m / 90s, 10min jog", ["warmup", "work", "recovery", "work", "cooldown"]),
        ("2 x 400m / 90s, 5min jog, 400m @ R", ["work", "recovery", "work", "recovery", "work"]),
        ("40min easy, 2 x 20s strides / 40s walk", ["easy", "stride", "recovery", "stride"]),
        ("15min easy, strides 2x20s, 400m @ R", ["warmup", "stride", "recovery", "stride", "recovery", "work"]),
        ("20min easy, 20min tempo @ 4:30/km, 10min easy", ["warmup", "work", "cooldown"]),
        ("2 x 10min easy / 1min walk", ["easy", "easy", "easy"]),
    ],
)
def test_kinds_of_steps(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("2 x 400m @ 95s", 95, 95, "s"),
        ("2 x 400m @ 92-96s", 92, 96, "s"),
        ("2 x 400m @ 3:55/km", 235, 235, "s_per_km"),
        ("2 x 400m @ rpe 7-8", 7, 8, "rpe"),
        ("2 x 400m @ R", 90, 90, "s"),
        ("2 x 3min @ R", 225, 225, "s_per_km"),
        ("2 x 400m @ T", None, None, None),
        ("2 x 400m", None, None, None),
        ("5km easy @ E", 300, 345, "s_per_km"),
    ],
)
def test_targets(text: str, low: float | None, high: float | None, unit: str | None) -> None:
    row = steps(parse(text), {"R": 225.0, "E": 300.0}).row(0, named=True)
    assert (row["target_low"], row["target_high"], row["target_unit"]) == (low, high, unit)


def test_a_letter_without_the_athletes_paces_has_no_number() -> None:
    assert steps(parse("6 x 400m @ R / 200m"))["target_low"].null_count() == 11


def test_each_set_of_an_exercise_is_a_row() -> None:
    rows = steps(parse("squat 2x8 @ 60kg, lunge 1x10/side, squat 1x5 @ 70kg, plank 1x45s"))
    columns = ("kind", "exercise", "set_index", "repetitions", "duration_s", "load_kg", "side")
    assert rows.select(columns).rows() == [
        ("exercise", "squat", 1, 8, None, 60.0, None),
        ("exercise", "squat", 2, 8, None, 60.0, None),
        ("exercise", "lunge", 1, 10, None, None, "each"),
        ("exercise", "squat", 3, 5, None, 70.0, None),
        ("exercise", "plank", 1, None, 45.0, None, None),
    ]


@settings(max_examples=50)
@given(WORKOUTS)
def test_steps_keep_the_contract(workout: Workout) -> None:
    rows = steps(workout).with_columns(pl.lit("w").alias("workout_id"), pl.lit(0).alias("version"))
    WORKOUT_STEPS.check(WORKOUT_STEPS.conform(rows))
    numbers = rows.filter(pl.col("kind") == "work")["repetition_index"].to_list()
    assert numbers == list(range(1, len(numbers) + 1))
    assert rows.filter((pl.col("kind") == "work") != pl.col("repetition_index").is_not_null()).is_empty()
    sets = rows.filter(pl.col("kind") == "work")["set_index"].to_list()
    assert sets == sorted(sets)
