"""Scores of many cases as the cells of a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from statistics import mean

import numpy as np

from tests.accuracy.running import Result

COLUMNS = (
    "n",
    "exact",
    "count",
    "recall",
    "precision",
    "ends 3 s",
    "error s",
    "P95 s",
    "nominal",
    "recoveries",
    "contact ms",
)
CONFIDENCE_BINS = (0.0, 0.5, 0.65, 0.75, 0.85, 0.925, 1.01)


def cells(results: Sequence[Result]) -> list[str]:
    """One row of COLUMNS over sessions of one detector."""
    scores = [r.score for r in results]
    true, found, matched = (sum(getattr(s, name) for s in scores) for name in ("true", "found", "matched"))
    errors = [e for s in scores for e in s.duration_errors_s]
    contact = [e for s in scores for e in s.stance_errors_ms]
    return [
        str(len(scores)),
        share(sum(s.exact for s in scores), len(scores)),
        share(sum(s.true == s.found == s.matched for s in scores), len(scores)),
        share(matched, true),
        share(matched, found),
        share(sum(s.near for s in scores), matched),
        _number(errors, 50, 2),
        _number(errors, 95, 1),
        share(sum(s.nominal_right for s in scores), sum(s.nominal_asked for s in scores)),
        share(sum(s.recoveries_matched for s in scores), sum(s.recoveries_true for s in scores)),
        _number(contact, 50, 1),
    ]


def false_sessions(results: Sequence[Result]) -> str:
    """Share of runs without repetitions in which some were found, and their number."""
    called = sum(r.score.found > 0 for r in results)
    return f"{called} of {len(results)} ({100 * called / max(len(results), 1):.1f} %)"


def calibration(results: Iterable[Result]) -> list[list[str]]:
    """Rows: said, mean of what was said, share right, number."""
    sure = [pair for r in results for pair in r.score.sure]
    rows = []
    for low, high in itertools.pairwise(CONFIDENCE_BINS):
        inside = [(said, right) for said, right in sure if low <= said < high]
        if inside:
            said = mean(said for said, _ in inside)
            rows.append(
                [
                    f"{low:.2f} to {min(high, 1.0):.2f}",
                    f"{said:.2f}",
                    share(sum(r for _, r in inside), len(inside)),
                    str(len(inside)),
                ]
            )
    return rows


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as a README and a terminal can both show it."""
    widths = [max(len(str(row[i])) for row in (head, *rows)) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).ljust(w) for cell, w in zip(line, widths, strict=True)) + " |" for line in lines
    )


def share(part: int, whole: int) -> str:
    """A share with three digits, `1` only where nothing is missing."""
    if not whole:
        return "-"
    return f"{part / whole:.3f}".removeprefix("0") if part < whole else "1"


def _number(values: Sequence[float], percentile: float, digits: int) -> str:
    return f"{np.percentile(values, percentile):.{digits}f}" if values else "-"
