"""A workout as a watch has it, rows of `device_steps`, to a `Workout` of ours: `device_workout` the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import polars as pl

from models.device_workout import REPEAT
from models.errors import UsageError
from models.exercises import find_exercise
from models.workout_text.from_steps import Block, Foreign, Part, Step, workout_of_parts
from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    HardManner,
    Move,
    PaceTarget,
    Sets,
    SoftManner,
    Target,
    Workout,
)

_Row = dict[str, Any]
_SOFT = ("warmup", "cooldown", "recovery", "rest")
_MANNERS: dict[str, SoftManner] = {"warmup": "warmup", "cooldown": "cooldown"}
_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
_MOVES: dict[str, Move] = {"jog": "jog", "walk": "walk", "stand": "stand"}
_KEPT_TARGETS = (None, "open", "speed")


@dataclass
class _Reading:
    """Steps so far, by their index, and what had no word of ours."""

    left_out: list[str] = field(default_factory=list)
    parts: list[tuple[int, Part | Sets]] = field(default_factory=list)
    """With the index of its first step."""


def workout_of_device(steps: pl.DataFrame, name: str | None = None) -> Foreign:
    """The session that a watch would run.

    Args:
        steps: rows of `device_steps` of one workout, in any order.
        name: what it is called.

    Raises:
        UsageError: no step, or a step or repeat that our plans have no word for; with its number.
    """
    reading = _Reading()
    rows = steps.sort("workout_step_index").rows(named=True)
    strength = any(row["exercise"] or row["repetitions"] for row in rows)
    for row in rows:
        if row["duration_type"] == REPEAT:
            _repeat(reading, row)
        elif strength:
            _exercise(reading, row)
        else:
            reading.parts.append((row["workout_step_index"], _step(reading, row)))
    parts = [part for _, part in reading.parts]
    if not parts:
        raise UsageError("there is no step of a run or an exercise in the workout")
    return Foreign(_workout(parts), name, tuple(reading.left_out))


def _workout(parts: Sequence[Part | Sets]) -> Workout:
    match parts:
        case [Step(soft=False, manner=None, target=None) as only]:
            return workout_of_parts([replace(only, soft=True)])  # one stretch of which nothing is asked: an easy run
    sets = [part for part in parts if isinstance(part, Sets)]
    return Workout(tuple(sets)) if sets else workout_of_parts([part for part in parts if not isinstance(part, Sets)])


def _repeat(reading: _Reading, row: _Row) -> None:
    """The steps from an earlier one on are run so often."""
    first, times = row["repeat_from_index"], row["repeat_count"]
    inside = [part for index, part in reading.parts if first is not None and index >= first]
    if not inside or not times:
        raise UsageError(f"step {row['workout_step_index'] + 1} repeats nothing that is there")
    reading.parts = [(index, part) for index, part in reading.parts if index < first]
    runs = [part for part in inside if not isinstance(part, Sets)]
    if runs:
        reading.parts.append((first, Block(int(times), tuple(runs))))
        return
    sets = [part for part in inside if isinstance(part, Sets)]
    reading.parts += [(first, replace(each, sets=int(times))) for each in sets]


def _step(reading: _Reading, row: _Row) -> Step:
    intensity, named = row["intensity"] or "active", (row["name"] or "").lower()
    soft = intensity in _SOFT
    if row["target_type"] not in _KEPT_TARGETS:
        told = row["target_type"].replace("_", " ")
        reading.left_out.append(f"step {row['workout_step_index'] + 1}: its target by {told} is left out")
    stride: HardManner | None = "strides" if named.startswith("stride") and not soft else None
    move = _MOVES.get(named.split(" ")[0]) if soft else None
    return Step(_amount(row), soft, _MANNERS.get(intensity) or stride, move, _target(row))


def _amount(row: _Row) -> Amount:
    if row["duration_type"] == "distance" and row["distance_m"]:
        return Distance(round(row["distance_m"], 1))
    if row["duration_type"] == "time" and row["duration_s"]:
        return Duration(round(row["duration_s"], 1))
    lasts = (row["duration_type"] or "open").replace("_", " ")
    wanted = "a plan asks for a time or a distance; give the step one"
    raise UsageError(f"step {row['workout_step_index'] + 1} ({row['name'] or 'no name'}) lasts by {lasts}: {wanted}")


def _target(row: _Row) -> Target | None:
    """Speeds as pace [s/km], fast end first; a zone of the watch is its own secret."""
    low, high = row["target_low"], row["target_high"]
    if row["target_type"] != "speed" or not low or not high:
        return None
    return PaceTarget(*(round(1000 / speed, 1) for speed in (high, low)))


def _exercise(reading: _Reading, row: _Row) -> None:
    """One set of an exercise; rests between sets are the athlete's own."""
    if row["exercise"] is None and not row["repetitions"]:
        return
    known = find_exercise(row["exercise"] or row["name"] or "")
    if known is None:
        named = row["exercise"] or row["name"] or "an exercise without a name"
        raise UsageError(f"step {row['workout_step_index'] + 1}: {named} is not in the catalogue of exercises")
    side = next((side for side in _SIDES if (row["name"] or "").lower().endswith(side)), None)
    held = row["duration_s"] if row["duration_type"] == "time" else None
    count = int(row["repetitions"]) if row["repetitions"] and held is None else None
    if count is None and held is None:
        raise UsageError(f"step {row['workout_step_index'] + 1}: {known.name} has no number of repetitions")
    load = round(row["weight_kg"], 1) if row["weight_kg"] else None
    sets = Sets(known.name, 1, count, held, load, per_side=known.per_side and side is None, side=side)
    index = row["workout_step_index"]
    if side == "right" and reading.parts[-1:] == [(index - 1, replace(sets, side="left"))]:
        reading.parts[-1] = (index - 1, replace(sets, side=None, per_side=True))  # left, and right without a rest
    else:
        reading.parts.append((index, sets))
