"""The steps of the workout in the watch: durations of all types, targets and zones, strength exercises."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ingest.fit.chain import chain
from ingest.fit.workout_steps import device_steps
from models.tables import DEVICE_STEPS
from tests.support.fit_bytes import WORKOUT_STEP, Field, FitBytes, activity

NONE = 0xFFFFFFFF
FIELDS: list[Field] = [
    (254, "uint16"),
    (1, "enum"),
    (2, "uint32"),
    (3, "enum"),
    (4, "uint32"),
    (5, "uint32"),
    (6, "uint32"),
]
TIME, DISTANCE, HR_BELOW, CALORIES, OPEN = 0, 1, 2, 4, 5
REPEAT, REPEAT_TIME, REPEAT_HR, POWER_ABOVE, REPS = 6, 7, 11, 15, 29
SPEED, HEART_RATE, ANY, CADENCE, POWER, POWER_3S, SWIM_STROKE = 0, 1, 2, 3, 4, 7, 11


def told(out: FitBytes) -> dict[str, object]:
    """What the only step of a file tells, but for its index and types."""
    (row,) = device_steps(next(chain(out.file()))).rows(named=True)
    types = {"workout_step_index", "duration_type", "target_type"}
    return {name: value for name, value in row.items() if value is not None and name not in types}


@pytest.mark.parametrize(
    ("kind", "value", "target_value", "said"),
    [
        (TIME, 90_000, NONE, {"duration_s": 90.0}),
        (DISTANCE, 40_000, NONE, {"distance_m": 400.0}),
        (REPS, 12, NONE, {"repetitions": 12}),
        (CALORIES, 300, NONE, {"until_value": 300.0}),
        (HR_BELOW, 225, NONE, {"until_value": 125.0}),
        (HR_BELOW, 65, NONE, {"until_percent": 65.0}),
        (POWER_ABOVE, 1250, NONE, {"until_value": 250.0}),
        (POWER_ABOVE, 90, NONE, {"until_percent": 90.0}),
        (OPEN, NONE, NONE, {}),
        (REPEAT, 1, 6, {"repeat_from_index": 1, "repeat_count": 6}),
        (REPEAT_TIME, 1, 600_000, {"repeat_from_index": 1, "duration_s": 600.0}),
        (REPEAT_HR, 1, 80, {"repeat_from_index": 1, "until_percent": 80.0}),
        (REPEAT_HR, 1, 260, {"repeat_from_index": 1, "until_value": 160.0}),
    ],
)
def test_durations_of_every_type(kind: int, value: int, target_value: int, said: dict[str, object]) -> None:
    out = activity().define(0, WORKOUT_STEP, FIELDS).add(0, 3, kind, value, ANY, target_value, NONE, NONE)
    assert told(out) == said


@pytest.mark.parametrize(
    ("kind", "zone", "low", "high", "said"),
    [
        (SPEED, 0, 4123, 4250, {"target_low": 4.123, "target_high": 4.25}),
        (SPEED, 0, 0, 4000, {"target_low": 0.0, "target_high": 4.0}),
        (SPEED, 4, 0, 0, {"target_zone": 4}),
        (HEART_RATE, 2, NONE, NONE, {"target_zone": 2}),
        (HEART_RATE, 0, 240, 255, {"target_low": 140.0, "target_high": 155.0}),
        (HEART_RATE, 0, 60, 70, {"target_low_percent": 60.0, "target_high_percent": 70.0}),
        (POWER, 0, 1280, 1310, {"target_low": 280.0, "target_high": 310.0}),
        (POWER, 0, 90, 105, {"target_low_percent": 90.0, "target_high_percent": 105.0}),
        (POWER_3S, 2, 136, 186, {"target_zone": 2, "target_low": 136.0, "target_high": 186.0}),
        (CADENCE, 0, 85, 92, {"target_low": 85.0, "target_high": 92.0}),
        (SWIM_STROKE, 3, NONE, NONE, {}),
        (ANY, 0, 0, 0, {}),
    ],
)
def test_targets_and_zones(kind: int, zone: int, low: int, high: int, said: dict[str, object]) -> None:
    out = activity().define(0, WORKOUT_STEP, FIELDS).add(0, 3, TIME, NONE, kind, zone, low, high)
    assert told(out) == said


def test_a_repeat_has_no_target_where_its_target_s_place_is_taken() -> None:
    out = activity().define(0, WORKOUT_STEP, FIELDS).add(0, 3, REPEAT_HR, 1, HEART_RATE, 80, 240, 250)
    assert told(out) == {"repeat_from_index": 1, "until_percent": 80.0}


def test_strength_steps_say_exercise_and_load() -> None:
    fields: list[Field] = [(254, "uint16"), (1, "enum"), (2, "uint32"), (10, "uint16"), (11, "uint16"), (12, "uint16")]
    out = activity().define(0, WORKOUT_STEP, [*fields, (8, "string20")])
    out.add(0, 0, REPS, 12, 28, 0xFFFF, 4250, b"slowly\0").add(0, 1, OPEN, NONE, 65534, 0xFFFF, 0xFFFF, b"")
    steps = device_steps(next(chain(out.file())))
    assert steps.select("repetitions", "exercise", "weight_kg", "notes").rows() == [
        (12, "squat", 42.5, "slowly"),
        (None, None, None, None),
    ]


@pytest.mark.real
def test_steps_of_all_real_workouts_keep_the_contract(real_data: Path) -> None:
    seen = {"target_low": 0, "target_zone": 0, "repetitions": 0, "notes": 0, "until_value": 0, "repeat_count": 0}
    for path in sorted((real_data / "fit").rglob("*.fit")):
        for file in chain(path.read_bytes()):
            steps = device_steps(file)
            DEVICE_STEPS.check(DEVICE_STEPS.conform(steps.with_columns(pl.lit("a").alias("activity_id"))))
            for column in seen:
                seen[column] += steps[column].count()
    assert min(seen.values()) > 0, seen
    name = "mhballin-liftosaur-garmin-uploader__strength_workout_garmin_reference.fit"
    steps = device_steps(next(chain(next((real_data / "fit").rglob(name)).read_bytes())))
    exercises = steps["exercise"].drop_nulls().to_list()
    assert exercises[:3] == ["renegade row", "ez bar overhead triceps extension", "lat pulldown"]
