"""Ground contact of a session: its repetitions, what they did together, and what the weeks tell."""

from __future__ import annotations

from collections.abc import Sequence

from models.rows import Row
from pipelines.report.model import GroundContact
from pipelines.report.rows import ReviewRows

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


def ground_contact(given: ReviewRows, activity: Row, rows: Sequence[Row]) -> GroundContact | None:
    """Of the repetitions `rows`, those of one activity in the view `repetitions`; None where none has it."""
    having = [row for row in rows if row["stance_time_ms"] is not None]
    if not having:
        return None
    first, last = having[0], having[-1]
    told = next(iter(given.contact_sessions.get(activity["activity_id"], ())), {})
    return GroundContact(
        first_ms=first["stance_time_ms"],
        last_ms=last["stance_time_ms"],
        first_at_reference_ms=first["stance_time_at_reference_ms"],
        last_at_reference_ms=last["stance_time_at_reference_ms"],
        reference_speed_mps=first["reference_speed_mps"],
        sensor=activity["dynamics_source"],
        repetitions=len(having),
        **{name: told.get(name) for name in _TOLD},
    )
