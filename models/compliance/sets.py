"""Strength sets and jumps against the steps that asked for them: sets, repetitions, load."""

from __future__ import annotations

from collections.abc import Sequence

from models.compliance.config import ComplianceConfig
from models.compliance.verdicts import amount, row
from models.prescription import Prescription
from models.rows import Row

Cells = dict[str, object]


def sets_done(asked: Prescription, done: Sequence[Row], config: ComplianceConfig) -> list[Cells]:
    """The n-th set of an exercise that was done against the n-th that was asked."""
    left: dict[str, list[Row]] = {}
    for one in sides_paired(done):
        left.setdefault(one["exercise"], []).append(one)
    found: list[Cells] = []
    for step in asked.sets:
        mine = left.get(step["exercise"], [])
        found += _set(step, mine.pop(0), config) if mine else sets_left_out([step], "missed")
    return found


def sides_paired(done: Sequence[Row]) -> list[Row]:
    """The sets with the n-th of the left and the n-th of the right side as one, which has done what the poorer did.

    Sets that were told for one side alone come last; those of no side, or of each, are as they are.
    """
    left, right = ([row for row in done if row["side"] == side] for side in ("left", "right"))
    both = [
        {
            **one,
            "side": "each",
            "repetitions": _less(one, two, "repetitions"),
            "weight_kg": _less(one, two, "weight_kg"),
        }
        for one, two in zip(left, right, strict=False)
    ]
    whole = [row for row in done if row["side"] not in ("left", "right")]
    return [*whole, *both, *left[len(both) :], *right[len(both) :]]


def _less(one: Row, two: Row, name: str) -> float | None:
    known = [value for value in (one[name], two[name]) if value is not None]
    return min(known, default=None)


def sets_left_out(steps: Sequence[Row], verdict: str) -> list[Cells]:
    """Rows for sets of which nothing is known: `missed` or `unknown`."""
    return [row(step, *_asked(step), verdict) for step in steps]


def _asked(step: Row) -> tuple[str, float | None]:
    if step["repetitions"] is None and step["duration_s"]:
        return "duration_s", step["duration_s"]
    return "repetitions", step["repetitions"]


def _set(step: Row, done: Row, config: ComplianceConfig) -> list[Cells]:
    metric, asked = _asked(step)
    achieved = done[metric]
    known = achieved is not None and bool(asked)
    verdict = amount(achieved / asked, 1.0, config.repetitions_long) if known and asked else "unknown"
    cells = row(step, metric, asked, verdict, achieved) | {"activity_id": done["activity_id"]}
    if not step["load_kg"]:
        return [cells]
    return [cells, _load(step, done, config)]


def _load(step: Row, done: Row, config: ComplianceConfig) -> Cells:
    asked, achieved = step["load_kg"], done["weight_kg"]
    limits = (1 - config.load_tolerance, 1 + config.load_tolerance)
    verdict = "unknown" if achieved is None else amount(achieved / asked, *limits)
    return row(step, "load_kg", asked, verdict, achieved) | {"activity_id": done["activity_id"]}
