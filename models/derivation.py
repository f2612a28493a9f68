"""The third stage: all that is calculated over the whole of an athlete, from recordings and words.

The same inputs give the same rows, whatever the order in which files came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

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

DERIVATION_VERSION = 7
"""Raised whenever segmentation, dynamics, matching or a rule changes; the nightly flow derives again what is older."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Words:
    """What an athlete said that bears on the plan."""

    plan: tuple[pl.DataFrame, pl.DataFrame]
    """Workouts and steps of the plan itself, version 0."""
    decided: pl.DataFrame
    """Adjustments accepted or declined, as they were then."""
    reviewed: Mapping[date, pl.DataFrame]
    """For each reviewed week the adjustments that were shown; superseded where only an earlier review showed them."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """An athlete with the plan as it stood, and what was done of it."""

    athlete: AthleteData
    matches: pl.DataFrame
    compliance: pl.DataFrame
    workout_compliance: pl.DataFrame

    @classmethod
    def of(cls, athlete: AthleteData) -> Judged:
        """`athlete` has its workouts and accepted changes."""
        matches = match(athlete)
        return cls(athlete, matches, *comply(athlete, matches))


@dataclass(frozen=True, slots=True, eq=False)
class Proposals:
    """What the review of a week proposes."""

    week: date
    rows: pl.DataFrame
    """Of `adjustments`, for the week after it."""
    judged: Judged | None
    """What they are based on; None while the week lasts."""


def derive(athlete: AthleteData, words: Words) -> dict[Table, pl.DataFrame]:
    """The derived rows of one athlete; `athlete`'s workouts and accepted changes are worked out here."""
    judged = Judged.of(_with_plan(athlete, words, before=None))
    recorded = (athlete.activities, athlete.intervals)
    references = reference_speeds(*recorded)
    derived = _due(athlete, words, judged, None) | {
        WORKOUTS: judged.athlete.workouts,
        WORKOUT_STEPS: judged.athlete.workout_steps,
        REFERENCE_SPEEDS: references,
        GROUND_CONTACT_SESSIONS: contact_sessions(*recorded, references),
        GROUND_CONTACT_CHANGES: contact_changes(*recorded, references),
        PROGRESS: progress(*recorded, judged.compliance),
    }
    return {table: _versioned(table, frame) for table, frame in derived.items()}


def derive_due(athlete: AthleteData, words: Words, proposed: Proposals | None) -> dict[Table, pl.DataFrame]:
    """Of the derived rows those that change where a week is reviewed and nothing else: what fell due, and changes."""
    judged = proposed.judged if proposed else None
    accepted = words.decided.filter(pl.col("status") == "accepted")
    if judged is None or judged.athlete.as_of != athlete.as_of or not judged.athlete.accepted.equals(accepted):
        judged = Judged.of(_with_plan(athlete, words, before=None))
    due = _due(athlete, words, judged, proposed)
    return {table: _versioned(table, frame) for table, frame in due.items()}


def _due(athlete: AthleteData, words: Words, judged: Judged, proposed: Proposals | None) -> dict[Table, pl.DataFrame]:
    weeks = [_adjustments(athlete, words, week, proposed) for week in words.reviewed]
    return {
        WORKOUT_MATCHES: judged.matches,
        COMPLIANCE: judged.compliance,
        WORKOUT_COMPLIANCE: judged.workout_compliance,
        ADJUSTMENTS: pl.concat(weeks) if weeks else ADJUSTMENTS.empty(),
    }


def proposals(athlete: AthleteData, words: Words, week: date) -> Proposals:
    """What a review of the week that begins on `week` proposes for the next one.

    Nothing while the week lasts: what is still ahead of the athlete would read as not done. Changes that were
    accepted for the next week already do not count as made, so that a second review proposes the same as the first.
    """
    if athlete.as_of < week + _WEEK:
        return Proposals(week, ADJUSTMENTS.empty(), None)
    judged = Judged.of(_with_plan(athlete, words, before=week + _WEEK))
    rows = propose(judged.athlete, week, judged.matches, judged.compliance, judged.workout_compliance)
    return Proposals(week, _versioned(ADJUSTMENTS, rows), judged)


def _with_plan(athlete: AthleteData, words: Words, *, before: date | None) -> AthleteData:
    accepted = words.decided.filter(pl.col("status") == "accepted")
    if before is not None:
        accepted = accepted.filter(pl.col("week_start") < before)
    workouts, steps = versions(*words.plan, accepted)
    return replace(athlete, workouts=workouts, workout_steps=steps, accepted=accepted)


def _adjustments(athlete: AthleteData, words: Words, week: date, proposed: Proposals | None) -> pl.DataFrame:
    """The adjustments of one reviewed week, each with what became of it."""
    shown = words.reviewed[week]
    decided = words.decided.filter(pl.col("week_start") == week + _WEEK)
    undecided = shown.join(decided, on="adjustment_id", how="anti")
    if athlete.as_of >= week + 2 * _WEEK:
        open_to_the_end = pl.col("status") == "proposed"
        expired = _status(undecided.filter(open_to_the_end), "expired")
        return pl.concat([_versioned(ADJUSTMENTS, decided), expired, undecided.filter(~open_to_the_end)])
    known = proposed if proposed and proposed.week == week else proposals(athlete, words, week)
    current = known.rows
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
