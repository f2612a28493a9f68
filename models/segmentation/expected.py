"""What a prescription, or the user's word, lets the segmentation expect."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import polars as pl

from models.segmentation.segment import Amount, Expected
from models.workout_text import parse, steps

_Row = dict[str, Any]


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
        tuple(_target_mps(rows[index]) for index in work),
        tuple(_together(rows[a + 1 : b]) for a, b in itertools.pairwise(work)),
    )


def said(value: str | None) -> Expected:
    """What the user says was run, in workout text such as `6x400`.

    Raises:
        TextError: it cannot be read.
    """
    return expected(steps(parse(value or "")))


def _amounts(rows: Sequence[_Row], kind: str) -> tuple[Amount, ...]:
    return tuple(Amount(row["distance_m"], row["duration_s"]) for row in rows if row["kind"] == kind)


def _together(rows: Sequence[_Row]) -> Amount:
    """Several steps as one: a distance or a duration if all of them ask for that, else open."""
    metres = [row["distance_m"] for row in rows if row["distance_m"]]
    seconds = [row["duration_s"] for row in rows if row["duration_s"] and not row["distance_m"]]
    if not rows or len(metres) + len(seconds) < len(rows) or (metres and seconds):
        return Amount()
    return Amount(sum(metres) if metres else None, sum(seconds) if seconds else None)


def _target_mps(row: _Row) -> float | None:
    """Speed in the middle of a step's target; None where it has none in time or pace [m/s]."""
    ends = [end for end in (row["target_low"], row["target_high"]) if end]
    unit = {"s": row["distance_m"], "s_per_km": 1000.0}.get(row["target_unit"] or "")
    return float(unit * len(ends) / sum(ends)) if ends and unit else None
