"""What changes next week and why, and what next week then looks like."""

from __future__ import annotations

from datetime import date

from models.rows import Row
from pipelines.report.days import of_week
from pipelines.report.model import Change, NextSession
from pipelines.report.rows import WEEK, ReviewRows

_NO_CHANGE = ("ask", "advice")
"""Parameters of adjustments that say something and change nothing."""
_ORDER = ("proposed", "accepted", "declined", "superseded", "expired")


def changes(given: ReviewRows) -> tuple[Change, ...]:
    """All adjustments of the coming week: open ones first, then by day and rule."""
    workouts = {row["workout_id"]: row for row in given.workouts}
    found = [_change(row, workouts.get(row["workout_id"])) for row in given.adjustments]
    return tuple(
        sorted(found, key=lambda c: (_ORDER.index(c.status), c.local_date or date.max, c.rule, c.adjustment_id))
    )


def next_week(given: ReviewRows, week_start: date) -> tuple[NextSession, ...]:
    """The workouts of the week after the one that begins on `week_start`."""
    proposed: dict[str, list[str]] = {}
    for row in given.adjustments:
        if row["status"] == "proposed" and row["parameter"] not in _NO_CHANGE:
            proposed.setdefault(row["workout_id"], []).append(row["adjustment_id"])
    return tuple(
        NextSession(
            local_date=row["local_date"],
            title=row["title"],
            text=row["text"],
            changed=row["version"] > 0,
            proposals=tuple(sorted(proposed.get(row["workout_id"], ()))),
        )
        for row in of_week(given, week_start + WEEK)
    )


def split(found: tuple[Change, ...]) -> tuple[tuple[Change, ...], tuple[Change, ...], tuple[Change, ...]]:
    """Changes, questions and advice apart; what later data took back is neither asked nor advised any more."""
    changing = tuple(change for change in found if change.parameter not in _NO_CHANGE)
    said = [change for change in found if change.status != "superseded"]
    questions = tuple(change for change in said if change.parameter == "ask")
    return changing, questions, tuple(change for change in said if change.parameter == "advice")


def _change(row: Row, workout: Row | None) -> Change:
    return Change(
        adjustment_id=row["adjustment_id"],
        rule=row["rule"],
        rule_version=row["rule_version"],
        grade=row["grade"],
        parameter=row["parameter"],
        exercise=row["exercise"],
        scope=row["scope"],
        local_date=workout["local_date"] if workout else None,
        title=workout["title"] if workout else None,
        old_value=row["old_value"],
        new_value=row["new_value"],
        unit=row["unit"],
        reason=row["reason"],
        status=row["status"],
        decided_by=row["decided_by"],
    )
