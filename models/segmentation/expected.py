"""What a prescription, or the user's word, lets the segmentation expect."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.segmentation.segment import Amount, Expected
from models.workout_text import parse, steps


def expected(prescription: pl.DataFrame | None) -> Expected:
    """The repetitions and recoveries among rows of WORKOUT_STEPS, in order."""
    if prescription is None or prescription.is_empty():
        return Expected()
    rows = prescription.sort("step_index").rows(named=True)
    work = [index for index, row in enumerate(rows) if row["kind"] == "work"]
    if not work:
        return Expected(strides=_amounts(rows, "stride"))
    inner = rows[work[0] : work[-1]]
    return Expected(
        _amounts(rows, "work"),
        _amounts(inner, "recovery"),
        tuple(rows[index]["set_index"] for index in work),
        _amounts(rows, "stride"),
    )


def said(value: str | None) -> Expected:
    """What the user says was run, in workout text such as `6x400`.

    Raises:
        TextError: it cannot be read.
    """
    return expected(steps(parse(value or "")))


def _amounts(rows: list[dict[str, Any]], kind: str) -> tuple[Amount, ...]:
    return tuple(Amount(row["distance_m"], row["duration_s"]) for row in rows if row["kind"] == kind)
