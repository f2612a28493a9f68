"""What changes next week and why, and what next week then looks like."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.report.days import Row, of_week
from pipelines.report.frames import WEEK, ReviewFrames
from pipelines.report.model import Change, NextSession

_NO_CHANGE = ("ask", "advice")
"""Parameters of adjustments that say something and change nothing."""
_ORDER = ("proposed", "accepted", "declined", "superseded", "expired")


def changes(frames: ReviewFrames) -> tuple[Change, ...]:
    """All adjustments of the coming week: open ones first, then by day and rule."""
    workouts = {row["workout_id"]: row for row in frames.plan_vs_actual.iter_rows(named=True)}
    found = [_change(row, workouts.get(row["workout_id"])) for row in frames.adjustments.iter_rows(named=True)]
    return tuple(
        sorted(found, key=lambda c: (_ORDER.index(c.status), c.local_date or date.max, c.rule, c.adjustment_id))
    )


def next_week(frames: ReviewFrames, week_start: date) -> tuple[NextSession, ...]:
    """The workouts of the week after the one that begins on `week_start`."""
    rows = frames.adjustments.filter(pl.col("status") == "proposed", ~pl.col("parameter").is_in(_NO_CHANGE))
    return tuple(
        NextSession(
            local_date=row["local_date"],
            title=row["title"],
            text=row["text"],
            changed=row["version"] > 0,
            proposals=tuple(rows.filter(pl.col("workout_id") == row["workout_id"])["adjustment_id"].sort()),
        )
        for row in of_week(frames, week_start + WEEK)
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
