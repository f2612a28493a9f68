"""Ground contact of a session: its repetitions, what they did together, and what the weeks tell."""

from __future__ import annotations

import polars as pl

from pipelines.report.days import Row
from pipelines.report.frames import ReviewFrames
from pipelines.report.model import GroundContact

_TOLD = (
    "drift_percent",
    "drift_low_percent",
    "drift_high_percent",
    "rising",
    "drift_reason",
    "surface",
    "balance_percent",
    "balance_band",
    "balance_usual_percent",
    "balance_changed",
)
"""Columns that go into the review as they stand in the table."""


def ground_contact(frames: ReviewFrames, activity: Row, rows: pl.DataFrame) -> GroundContact | None:
    """Of the repetitions `rows`, those of one activity in the view `repetitions`; None where none has it."""
    having = rows.filter(pl.col("stance_time_ms").is_not_null()).sort("interval_index")
    if having.is_empty():
        return None
    first, last = having.row(0, named=True), having.row(-1, named=True)
    mine = frames.contact_sessions.filter(pl.col("activity_id") == activity["activity_id"])
    told = mine.row(0, named=True) if mine.height else {}
    return GroundContact(
        first_ms=first["stance_time_ms"],
        last_ms=last["stance_time_ms"],
        first_at_reference_ms=first["stance_time_at_reference_ms"],
        last_at_reference_ms=last["stance_time_at_reference_ms"],
        reference_speed_mps=first["reference_speed_mps"],
        sensor=activity["dynamics_source"],
        repetitions=having.height,
        **{name: told.get(name) for name in _TOLD},
    )
