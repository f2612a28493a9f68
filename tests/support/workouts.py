"""Workout steps for tests, without the text parser."""

from __future__ import annotations

import polars as pl

from models.tables import WORKOUT_STEPS


def repetitions(
    count: int = 6,
    metres: float = 400.0,
    target_s: float | None = 96.0,
    jog_m: float | None = 200.0,
    rest_s: float | None = None,
) -> pl.DataFrame:
    """Steps of `count` repetitions with a recovery between them, as rows of WORKOUT_STEPS."""
    rows: list[dict[str, object]] = []
    for number in range(1, count + 1):
        target = {"target_low": target_s, "target_high": target_s, "target_unit": "s" if target_s else None}
        rows.append({"kind": "work", "distance_m": metres, "set_index": 1, "repetition_index": number, **target})
        if number < count:
            rows.append({"kind": "recovery", "distance_m": jog_m, "duration_s": rest_s})
    return WORKOUT_STEPS.rows([row | {"step_index": index} for index, row in enumerate(rows)])


def exercise(name: str, sets: int, repetitions: int, load_kg: float | None = None) -> pl.DataFrame:
    """Steps of one exercise, a set a row, as rows of WORKOUT_STEPS."""
    row = {"kind": "exercise", "exercise": name, "repetitions": repetitions, "load_kg": load_kg}
    return WORKOUT_STEPS.rows([row | {"step_index": i, "set_index": i + 1} for i in range(sets)])
