"""The plan with the changes that were accepted: version 0 is never rewritten, each change writes the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import polars as pl

from models.adjustment.adjustment import value_text
from models.adjustment.config import DEFAULT
from models.adjustment.exercise_changes import exercise_value, with_exercise_value
from models.adjustment.planned import Planned, planned
from models.prescription import Prescription
from models.rows import Row, grouped
from models.tables import WORKOUT_STEPS, WORKOUTS
from models.workout_text import (
    Workout,
    kind_of,
    parse,
    steps,
    text_of,
    title_of,
    with_recovery,
    with_repetitions,
    with_target,
)
from models.workout_text.tree import LetterTarget, Piece
from models.workout_text.unroll import unroll


def versions(
    workouts: pl.DataFrame, workout_steps: pl.DataFrame, accepted: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All versions of all workouts, and their steps.

    Args:
        workouts: rows of the plan, version 0.
        workout_steps: their steps.
        accepted: rows of `adjustments`; those that were accepted count, in the order of their decision. A change
            whose old value is not what the workout asks any more (another plan came between) is passed over.

    Returns:
        Rows of `workouts` and of `workout_steps`.
    """
    rows = grouped(workout_steps, "workout_id", "step_index")
    newest = {
        row["workout_id"]: Prescription(row, tuple(rows.get(row["workout_id"], ())))
        for row in workouts.iter_rows(named=True)
    }
    written: list[Prescription] = []
    decided = accepted.filter(pl.col("status") == "accepted").sort("decided_at", "week_start", "adjustment_id")
    for change in decided.iter_rows(named=True):
        for asked in list(_concerned(change, newest)):
            changed = _changed(asked, change)
            if changed is not None:
                newest[asked.workout_id] = changed
                written.append(changed)
    new_workouts = WORKOUTS.rows([dict(one.workout) for one in written])
    new_steps = WORKOUT_STEPS.rows([dict(step) for one in written for step in one.steps])
    return (
        pl.concat([WORKOUTS.conform(workouts), new_workouts]).sort("workout_id", "version"),
        pl.concat([WORKOUT_STEPS.conform(workout_steps), new_steps]).sort("workout_id", "version", "step_index"),
    )


def in_force(workouts: pl.DataFrame, start_time: datetime) -> pl.DataFrame:
    """Of each workout the version that counts for a session that starts at `start_time`: the newest valid then."""
    valid = workouts.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= start_time))
    return valid.sort("workout_id", "version").unique("workout_id", keep="last", maintain_order=True)


def _concerned(change: Row, newest: Mapping[str, Prescription]) -> Iterable[Prescription]:
    """The workout that the change names and, where it holds onward, the later ones of the same weekly session."""
    named = newest.get(change["workout_id"] or "")
    if named is None or _value(named, change) != change["old_value"]:
        return
    yield named
    if change["scope"] == "onward":
        key, day = named.workout["session_key"], named.local_date
        later = [p for p in newest.values() if p.workout["session_key"] == key and p.local_date > day]
        yield from sorted(later, key=lambda p: (p.local_date, p.workout_id))


def _value(asked: Prescription, change: Row) -> str | None:
    """What the workout asks now, as the change names it."""
    parameter: str = change["parameter"]
    if parameter == "session":
        return str(asked.workout["text"])
    if parameter == "day":
        return str(asked.local_date)
    if change["exercise"] is not None:
        return exercise_value(parse(asked.workout["text"]), change["exercise"], parameter)
    now = planned(asked)
    number = {
        "target": now.target,
        "repetitions": float(now.repetitions),
        "recovery": now.recovery_s or now.recovery_m,
    }.get(parameter)
    return None if number is None else value_text(number)


def _changed(asked: Prescription, change: Row) -> Prescription | None:
    """The next version; None where the change leaves it as it is."""
    if change["parameter"] == "day":
        return _on_day(asked, change)
    tree = parse(asked.workout["text"])
    new: Workout | None
    if change["parameter"] == "session":
        new = parse(change["new_value"]) if asked.workout_id == change["workout_id"] else None
    elif change["exercise"] is not None:
        # A later session that the plan itself makes harder or easier keeps its own sets.
        new = with_exercise_value(tree, change) if _value(asked, change) == change["old_value"] else None
    else:
        new = _with_number(tree, planned(asked), _Step.of(change, named=asked.workout_id == change["workout_id"]))
    return _next(asked, new, change) if new is not None and text_of(new) != text_of(tree) else None


@dataclass(frozen=True, slots=True)
class _Step:
    """A change of a number."""

    parameter: str
    old: float
    new: float
    unit: str
    named: bool
    """Whether it is for the very workout that the change names, not for a later one."""

    @classmethod
    def of(cls, change: Row, *, named: bool) -> _Step:
        return cls(change["parameter"], float(change["old_value"]), float(change["new_value"]), change["unit"], named)


_UNITS = {"s/km": "s_per_km"}


def _with_number(tree: Workout, now: Planned, step: _Step) -> Workout | None:
    """Later workouts that the plan itself makes harder or easier keep that difference; lighter ones are not cut."""
    if step.parameter == "target" and now.target is not None and now.unit == step.unit:
        target = step.new if step.named else now.target * step.new / step.old
        return with_target(tree, round(target, 1), _UNITS.get(step.unit, step.unit))
    if step.parameter == "repetitions" and now.one_block and now.repetitions >= step.old:
        count = int(now.repetitions + step.new - step.old)
        return with_repetitions(tree, min(count, max(DEFAULT.most_repetitions, now.repetitions)))
    if step.parameter == "recovery" and (now.recovery_s or now.recovery_m) == step.old:
        return with_recovery(tree, step.new, step.unit)
    return None


def _next(asked: Prescription, tree: Workout, change: Row) -> Prescription:
    version = asked.workout["version"] + 1
    workout: dict[str, Any] = {
        **asked.workout,
        "version": version,
        "kind": kind_of(tree),
        "title": title_of(tree),
        "text": text_of(tree),
        "adjustment_id": change["adjustment_id"],
        "valid_from": change["decided_at"],
    }
    own = {"workout_id": asked.workout_id, "version": version}
    expanded = _steps_of(workout["text"], tuple(sorted(paces_told(asked).items())))
    return Prescription(workout, tuple({**own, **step} for step in expanded))


@lru_cache(maxsize=4096)
def _steps_of(text: str, paces: tuple[tuple[str, float], ...]) -> tuple[Row, ...]:
    """The steps of a text; the same one stands in every week of a plan."""
    return tuple(steps(parse(text), dict(paces)).iter_rows(named=True))


def _on_day(asked: Prescription, change: Row) -> Prescription:
    """The same workout on another day of its week."""
    version = asked.workout["version"] + 1
    moved = {
        "version": version,
        "local_date": date.fromisoformat(change["new_value"]),
        "adjustment_id": change["adjustment_id"],
        "valid_from": change["decided_at"],
    }
    return Prescription({**asked.workout, **moved}, tuple({**step, "version": version} for step in asked.steps))


def paces_told(asked: Prescription) -> dict[str, float]:
    """The athlete's paces for the letters in the text [s/km], from the steps that were made with them."""
    if asked.sets or asked.kind == "rest":
        return {}
    paces: dict[str, float] = {}
    for stretch, step in zip(unroll(parse(asked.workout["text"]).items), asked.steps, strict=False):
        aim = stretch.what.target if isinstance(stretch.what, Piece) else None
        if isinstance(aim, LetterTarget) and step["target_low"] is not None:
            per_km = 1000 / step["distance_m"] if step["target_unit"] == "s" else 1.0
            paces[aim.letter] = step["target_low"] * per_km
    return paces
