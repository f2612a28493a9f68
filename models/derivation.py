"""The third stage: all that is calculated over the whole of an athlete, from recordings and words.

The same inputs give the same rows, whatever the order in which files came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

import polars as pl

from models.adjustment import propose
from models.adjustment.versions import versions
from models.athlete import AthleteData
from models.compliance import comply, match
from models.dynamics import contact_changes, contact_sessions, reference_speeds
from models.progress import progress
from models.schema import Table
from models.tables import (
    ADJUSTMENTS,
    COMPLIANCE,
    GROUND_CONTACT_CHANGES,
    GROUND_CONTACT_SESSIONS,
    PROGRESS,
    REFERENCE_SPEEDS,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
    WORKOUT_STEPS,
    WORKOUTS,
)

DERIVATION_VERSION = 6
"""Raised whenever segmentation, dynamics, matching or a rule changes; the nightly flow derives again what is older."""

_WEEK = timedelta(days=7)
_NOTHING: Mapping[date, pl.DataFrame] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Words:
    """What an athlete said that bears on the plan."""

    plan: tuple[pl.DataFrame, pl.DataFrame]
    """Workouts and steps of the plan itself, version 0."""
    decided: pl.DataFrame
    """Adjustments accepted or declined, as they were then."""
    reviewed: Mapping[date, pl.DataFrame]
    """For each reviewed week the adjustments that were shown; superseded where only an earlier review showed them."""


Proposed = Mapping[date, pl.DataFrame]
"""For a reviewed week what `proposals` gave, where it was asked already."""


def derive(athlete: AthleteData, words: Words, proposed: Proposed = _NOTHING) -> dict[Table, pl.DataFrame]:
    """The derived rows of one athlete; `athlete`'s workouts and accepted changes are worked out here."""
    known = _with_plan(athlete, words, before=None)
    due = _due(athlete, known, words, proposed)
    recorded = (athlete.activities, athlete.intervals)
    references = reference_speeds(*recorded)
    derived = due | {
        WORKOUTS: known.workouts,
        WORKOUT_STEPS: known.workout_steps,
        REFERENCE_SPEEDS: references,
        GROUND_CONTACT_SESSIONS: contact_sessions(*recorded, references),
        GROUND_CONTACT_CHANGES: contact_changes(*recorded, references),
        PROGRESS: progress(*recorded, due[COMPLIANCE]),
    }
    return {table: _versioned(table, frame) for table, frame in derived.items()}


def derive_due(athlete: AthleteData, words: Words, proposed: Proposed = _NOTHING) -> dict[Table, pl.DataFrame]:
    """Of the derived rows those that change where a week is reviewed and nothing else: what fell due, and changes."""
    due = _due(athlete, _with_plan(athlete, words, before=None), words, proposed)
    return {table: _versioned(table, frame) for table, frame in due.items()}


def _due(athlete: AthleteData, known: AthleteData, words: Words, proposed: Proposed) -> dict[Table, pl.DataFrame]:
    matches = match(known)
    compliance, workout_compliance = comply(known, matches)
    weeks = [_adjustments(athlete, words, week, proposed) for week in words.reviewed]
    return {
        WORKOUT_MATCHES: matches,
        COMPLIANCE: compliance,
        WORKOUT_COMPLIANCE: workout_compliance,
        ADJUSTMENTS: pl.concat(weeks) if weeks else ADJUSTMENTS.empty(),
    }


def proposals(athlete: AthleteData, words: Words, week: date) -> pl.DataFrame:
    """What a review of the week that begins on `week` proposes for the next one.

    Nothing while the week lasts: what is still ahead of the athlete would read as not done. Changes that were
    accepted for the next week already do not count as made, so that a second review proposes the same as the first.
    """
    if athlete.as_of < week + _WEEK:
        return ADJUSTMENTS.empty()
    known = _with_plan(athlete, words, before=week + _WEEK)
    matches = match(known)
    proposed = propose(known, week, matches, *comply(known, matches))
    return _versioned(ADJUSTMENTS, proposed)


def _with_plan(athlete: AthleteData, words: Words, *, before: date | None) -> AthleteData:
    accepted = words.decided.filter(pl.col("status") == "accepted")
    if before is not None:
        accepted = accepted.filter(pl.col("week_start") < before)
    workouts, steps = versions(*words.plan, accepted)
    return replace(athlete, workouts=workouts, workout_steps=steps, accepted=accepted)


def _adjustments(athlete: AthleteData, words: Words, week: date, proposed: Proposed) -> pl.DataFrame:
    """The adjustments of one reviewed week, each with what became of it."""
    shown = words.reviewed[week]
    decided = words.decided.filter(pl.col("week_start") == week + _WEEK)
    undecided = shown.join(decided, on="adjustment_id", how="anti")
    if athlete.as_of >= week + 2 * _WEEK:
        open_to_the_end = pl.col("status") == "proposed"
        expired = _status(undecided.filter(open_to_the_end), "expired")
        return pl.concat([_versioned(ADJUSTMENTS, decided), expired, undecided.filter(~open_to_the_end)])
    current = proposed[week] if week in proposed else proposals(athlete, words, week)
    return pl.concat(
        [
            _versioned(ADJUSTMENTS, decided),
            current.join(decided, on="adjustment_id", how="anti"),
            _status(undecided.join(current, on="adjustment_id", how="anti"), "superseded"),
        ]
    )


def _status(rows: pl.DataFrame, status: str) -> pl.DataFrame:
    return ADJUSTMENTS.conform(rows.with_columns(pl.lit(status).alias("status")))


def _versioned(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    if "derivation_version" in table.schema:
        frame = frame.with_columns(pl.lit(DERIVATION_VERSION).alias("derivation_version"))
    return table.conform(frame)
