"""Every table of the warehouse, declared once: DDL, comments, checks and the data dictionary come from here.

Grain first. Units are in the column's name; null is never 0; instants are UTC; `local_date` is the athlete's
calendar day; spans are half-open `[start, end)` in seconds from the activity's start.
"""

from __future__ import annotations

from models.schema import Table
from models.tables.columns import (
    ADJUSTMENT_STATUS,
    FILE_STATUS,
    FORMATS,
    GRADES,
    INTENSITIES,
    INTERVAL_KINDS,
    INTERVAL_SOURCES,
    MATCH_ROLES,
    NOTE_KINDS,
    OVERRIDE_KINDS,
    RECEIPT_OUTCOMES,
    SIDES,
    STEP_KINDS,
    STRUCTURES,
    VERDICTS,
    WORKOUT_KINDS,
)
from models.tables.derived import (
    ADJUSTMENTS,
    COMPLIANCE,
    INTERVALS,
    REFERENCE_SPEEDS,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
)
from models.tables.recorded import (
    ACTIVITIES,
    DEVICE_STEPS,
    LAPS,
    PAUSES,
    RECEIPTS,
    RECORD_DYNAMICS,
    RECORDS,
    SOURCE_FILES,
    SPLITS,
)
from models.tables.said import ATHLETES, JOURNAL, NOTES, OVERRIDES, STRENGTH_SETS, WORKOUT_STEPS, WORKOUTS

TABLES: tuple[Table, ...] = (
    JOURNAL,
    ATHLETES,
    SOURCE_FILES,
    RECEIPTS,
    ACTIVITIES,
    LAPS,
    SPLITS,
    RECORDS,
    RECORD_DYNAMICS,
    PAUSES,
    DEVICE_STEPS,
    STRENGTH_SETS,
    OVERRIDES,
    NOTES,
    WORKOUTS,
    WORKOUT_STEPS,
    INTERVALS,
    REFERENCE_SPEEDS,
    WORKOUT_MATCHES,
    COMPLIANCE,
    WORKOUT_COMPLIANCE,
    ADJUSTMENTS,
)

__all__ = [
    "ACTIVITIES",
    "ADJUSTMENTS",
    "ADJUSTMENT_STATUS",
    "ATHLETES",
    "COMPLIANCE",
    "DEVICE_STEPS",
    "FILE_STATUS",
    "FORMATS",
    "GRADES",
    "INTENSITIES",
    "INTERVALS",
    "INTERVAL_KINDS",
    "INTERVAL_SOURCES",
    "JOURNAL",
    "LAPS",
    "MATCH_ROLES",
    "NOTES",
    "NOTE_KINDS",
    "OVERRIDES",
    "OVERRIDE_KINDS",
    "PAUSES",
    "RECEIPTS",
    "RECEIPT_OUTCOMES",
    "RECORDS",
    "RECORD_DYNAMICS",
    "REFERENCE_SPEEDS",
    "SIDES",
    "SOURCE_FILES",
    "SPLITS",
    "STEP_KINDS",
    "STRENGTH_SETS",
    "STRUCTURES",
    "TABLES",
    "VERDICTS",
    "WORKOUTS",
    "WORKOUT_COMPLIANCE",
    "WORKOUT_KINDS",
    "WORKOUT_MATCHES",
    "WORKOUT_STEPS",
]
