"""Found intervals against the true ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

EXACT_S = 5.0
"""A session is exact if every true repetition is found, none too much, and each end lies so near the true one [s]."""
NEAR_S = 3.0
MATCH = 0.5
"""A found interval is a true one if they share so much of the time that both cover."""
MILE_M = 1609.344

Span = dict[str, Any]
"""start_s, end_s, duration_s; nominal_distance_m, stance_time_ms and confidence where known."""


@dataclass(frozen=True, slots=True)
class Score:
    """One detector on one case."""

    true: int
    found: int
    matched: int
    exact: bool
    right: int
    """Matched repetitions with both ends within EXACT_S."""
    near: int
    """Matched repetitions with both ends within NEAR_S."""
    duration_errors_s: list[float]
    nominal_right: int
    nominal_asked: int
    recoveries_true: int
    recoveries_matched: int
    stance_errors_ms: list[float]
    sure: list[tuple[float, bool]] = field(default_factory=list)
    """Stated confidence of each found repetition, and whether it is right: a true one, both ends within EXACT_S."""
    reason: str = ""
    ms: float = 0.0


def score(
    truth: pl.DataFrame,
    found: Sequence[Span],
    recoveries: Sequence[Span] | None,
    cut: frozenset[int],
    reason: str = "",
    ms: float = 0.0,
) -> Score:
    """Found repetitions and recoveries against `truth` (TRUTH_SCHEMA)."""
    work = truth.filter(pl.col("kind") == "work").rows(named=True)
    rests = [] if recoveries is None else _recoveries(truth)
    pairs = matched(work, found)
    errors = [(abs(f["start_s"] - t["start_s"]), abs(f["end_s"] - t["end_s"])) for t, f in pairs]
    right = {id(f) for (_, f), ends in zip(pairs, errors, strict=True) if max(ends) <= EXACT_S}
    named = [(t, f) for t, f in pairs if t["repetition_index"] not in cut]
    contact = [(t["stance_time_ms"], f.get("stance_time_ms")) for t, f in pairs]
    return Score(
        len(work),
        len(found),
        len(pairs),
        len(right) == len(work) == len(found),
        len(right),
        sum(max(ends) <= NEAR_S for ends in errors),
        [abs(f["duration_s"] - t.get("duration_s", t["end_s"] - t["start_s"])) for t, f in pairs],
        sum(_same(t["nominal_distance_m"], f.get("nominal_distance_m")) for t, f in named),
        len(named),
        len(rests),
        len(matched(rests, recoveries or [])),
        [abs(a - b) for a, b in contact if a is not None and b is not None],
        [(f["confidence"], id(f) in right) for f in found if f.get("confidence") is not None],
        reason,
        ms,
    )


def matched(true: Sequence[Span], found: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Pairs of true and found that cover each other by half at least; that is one to one."""
    return [(t, f) for t in true for f in found if _shared(t, f) > MATCH]


def _shared(one: Span, other: Span) -> float:
    both = min(one["end_s"], other["end_s"]) - max(one["start_s"], other["start_s"])
    whole = max(one["end_s"], other["end_s"]) - min(one["start_s"], other["start_s"])
    return float(both / whole) if whole > 0 else 0.0


def _same(true: float | None, found: float | None) -> bool:
    if true is None or found is None:
        return true is found
    return abs(true - found) < 1 or {round(true), round(found)} <= {1600, round(MILE_M)}


def _recoveries(truth: pl.DataFrame) -> list[Span]:
    """True recoveries between repetitions; the one after the last belongs to what follows."""
    rows = truth.rows(named=True)
    work = [i for i, row in enumerate(rows) if row["kind"] == "work"]
    return [row for row in rows[work[0] : work[-1]] if row["kind"] == "recovery"] if work else []
