"""Writes a workout out step by step, as the table `workout_steps` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from models.paces import EASY_RANGE
from models.tables import WORKOUT_STEPS
from models.workout_text.tree import (
    Distance,
    Duration,
    EffortTarget,
    LetterTarget,
    PaceTarget,
    Piece,
    Sets,
    Target,
    TimeTarget,
    Workout,
)
from models.workout_text.unroll import Stretch, unroll

_Row = dict[str, Any]


def steps(workout: Workout, paces: Mapping[str, float] | None = None) -> pl.DataFrame:
    """The steps of a workout.

    Args:
        workout: the session.
        paces: the athlete's own pace for Daniels' letters [s/km]; a letter without one gives no target.

    Returns:
        Grain: one repetition, recovery, other stretch of running, or set of an exercise; a rest day is one row.
        Columns of `workout_steps` but for workout_id and version; step_index from 0. Targets: `s` is the time
        for the distance [s], `s_per_km` pace [s/km], `rpe` effort 0..10. Repetitions of a one-sided exercise
        are those of each side.
    """
    sets = [item for item in workout.items if isinstance(item, Sets)]
    if sets:
        rows = _exercise_rows(sets)
    elif workout.items:
        rows = _run_rows(unroll(workout.items), paces or {})
    else:
        rows = [{"kind": "rest"}]
    numbered = [{**row, "step_index": index} for index, row in enumerate(rows)]
    return WORKOUT_STEPS.rows(numbered).drop("workout_id", "version")


def _exercise_rows(items: list[Sets]) -> list[_Row]:
    done: dict[str, int] = {}
    rows: list[_Row] = []
    for item in items:
        first = done.get(item.exercise, 0) + 1
        rows += [
            {
                "kind": "exercise",
                "set_index": first + index,
                "exercise": item.exercise,
                "repetitions": item.repetitions,
                "duration_s": item.hold_s,
                "load_kg": item.load_kg,
                "side": "each" if item.per_side else item.side,
            }
            for index in range(item.sets)
        ]
        done[item.exercise] = first + item.sets - 1
    return rows


def _run_rows(stretches: list[Stretch], paces: Mapping[str, float]) -> list[_Row]:
    hard = [index for index, stretch in enumerate(stretches) if _kind_alone(stretch) in ("work", "stride")]
    work = [index for index in hard if _kind_alone(stretches[index]) == "work"]
    first, last = (work[0], work[-1]) if work else (len(stretches), len(stretches))
    rows: list[_Row] = []
    for index, stretch in enumerate(stretches):
        between_hard = bool(hard) and hard[0] < index < hard[-1]
        kind = _kind_in_place(stretch, before=index < first and bool(work), after=index > last, between=between_hard)
        of, aim = stretch.what.amount, stretch.what.target if isinstance(stretch.what, Piece) else None
        low, high, unit = _numbers(aim, stretch, paces)
        rows.append(
            {
                "set_index": stretch.rep_set,
                "repetition_index": work.index(index) + 1 if kind == "work" else None,
                "kind": kind,
                "distance_m": of.m if isinstance(of, Distance) else None,
                "duration_s": of.s if isinstance(of, Duration) else None,
                "target_low": low,
                "target_high": high,
                "target_unit": unit,
            }
        )
    return rows


def _kind_alone(stretch: Stretch) -> str:
    """What the stretch is by its own words; `soft` where that depends on its place."""
    if not isinstance(stretch.what, Piece):
        return "recovery"
    if stretch.what.is_work:
        return "work"
    named = {"strides": "stride", "warmup": "warmup", "cooldown": "cooldown"}
    return named.get(stretch.what.manner or "", "soft")


def _kind_in_place(stretch: Stretch, *, before: bool, after: bool, between: bool) -> str:
    """Easy running before the first repetition is warm-up, after the last one cool-down."""
    kind = _kind_alone(stretch)
    if kind not in ("soft", "recovery") or (kind == "recovery" and between):
        return kind
    if before:
        return "warmup"
    return "cooldown" if after else "easy"


def _numbers(
    aim: Target | None, stretch: Stretch, paces: Mapping[str, float]
) -> tuple[float | None, float | None, str | None]:
    match aim:
        case TimeTarget(low, high):
            return low, high, "s"
        case PaceTarget(low, high):
            return low, high, "s_per_km"
        case EffortTarget(low, high):
            return low, high, "rpe"
        case LetterTarget(letter) if letter in paces:
            return _of_letter(letter, stretch, paces[letter])
    return None, None, None


def _of_letter(letter: str, stretch: Stretch, pace_s_per_km: float) -> tuple[float, float, str]:
    """A repetition over a distance is timed, as on a track; easy running has a range."""
    if letter == "E":
        return pace_s_per_km, round(pace_s_per_km * EASY_RANGE, 1), "s_per_km"
    of = stretch.what.amount
    if isinstance(of, Distance) and stretch.rep_set is not None:
        seconds = round(pace_s_per_km * of.m / 1000, 1)
        return seconds, seconds, "s"
    return pace_s_per_km, pace_s_per_km, "s_per_km"
