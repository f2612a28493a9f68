"""How columns are declared, the columns that many tables share, and the vocabularies."""

from __future__ import annotations

import polars as pl

from models.running_dynamics import METRICS
from models.schema import INSTANT, Column


def text(name: str, meaning: str, *, required: bool = False, one_of: tuple[str, ...] = ()) -> Column:
    """A column of text."""
    return Column(name, pl.String(), meaning, required, one_of=one_of)


def real(
    name: str, meaning: str, at_least: float | None = None, at_most: float | None = None, *, required: bool = False
) -> Column:
    """A column of real numbers."""
    return Column(name, pl.Float64(), meaning, required, at_least, at_most)


def whole(name: str, meaning: str, at_least: float | None = 0, *, required: bool = False) -> Column:
    """A column of whole numbers, 0 or more unless said."""
    return Column(name, pl.Int64(), meaning, required, at_least)


def flag(name: str, meaning: str) -> Column:
    """A column of true or false, never null."""
    return Column(name, pl.Boolean(), meaning, required=True)


def day(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of calendar days."""
    return Column(name, pl.Date(), meaning, required)


def instant(name: str, meaning: str, *, required: bool = False) -> Column:
    """A column of instants in UTC."""
    return Column(name, INSTANT, meaning, required)


ATHLETE_ID = text("athlete_id", "whose it is", required=True)
ACTIVITY_ID = text("activity_id", "the activity, stable for the same bytes and athlete", required=True)
DERIVATION = whole("derivation_version", "version of the calculation that made this row", required=True)
LOCAL_DATE = day("local_date", "the athlete's local calendar day", required=True)
WEEK_START = day("week_start", "first day of the athlete's local week", required=True)
DYNAMICS = tuple(real(m.column, m.meaning, *m.storable) for m in METRICS)

FORMATS = ("fit", "gpx", "tcx")
FILE_STATUS = ("imported", "salvaged", "rejected", "no_activity", "failed")
RECEIPT_OUTCOMES = ("imported", "duplicate", "salvaged", "rejected", "no_activity", "failed")
STRUCTURES = ("workout_step", "lap", "stream", "user", "none")
INTERVAL_KINDS = ("warmup", "work", "recovery", "cooldown", "stride", "other")
INTERVAL_SOURCES = ("workout_step", "lap", "stream", "lap+stream", "user")
INTENSITIES = ("active", "rest", "warmup", "cooldown", "recovery", "interval", "other")
WORKOUT_KINDS = ("intervals", "easy", "long", "tempo", "strength", "plyometrics", "rest", "other")
STEP_KINDS = ("warmup", "work", "recovery", "stride", "cooldown", "easy", "exercise", "rest")
NOTE_KINDS = ("pain", "rpe", "rest", "skip", "heat", "wind", "sleep")
OVERRIDE_KINDS = ("confirm", "no_intervals", "reps", "ignore", "athlete")
MATCH_ROLES = ("matched", "moved", "extra", "missed")
VERDICTS = ("met", "fast", "slow", "short", "long", "missed", "unknown")
SURFACES = ("track", "treadmill", "other")
BALANCE_BANDS = ("usual", "note", "check")
CHANGE_VERDICTS = ("very likely shorter", "likely shorter", "unclear", "likely longer", "very likely longer")
PROGRESS_METRICS = ("repetition_time", "fade")
PROGRESS_VERDICTS = ("very likely better", "likely better", "unclear", "likely worse", "very likely worse")
ADJUSTMENT_STATUS = ("proposed", "accepted", "declined", "superseded", "expired")
SIDES = ("left", "right", "each")
GRADES = ("A", "B", "C", "D")
