"""The rows that a weekly review stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from models.tables import (
    ACTIVITIES,
    ADJUSTMENTS,
    ATHLETES,
    COMPLIANCE,
    GROUND_CONTACT_CHANGES,
    GROUND_CONTACT_SESSIONS,
    INTERVALS,
    NOTES,
    PROGRESS,
    SOURCE_FILES,
    STRENGTH_SETS,
    WORKOUT_MATCHES,
    WORKOUT_STEPS,
)
from warehouse.together import Reads

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReviewFrames:
    """Rows of one athlete, each frame with the columns of the table or view of its name."""

    athletes: pl.DataFrame
    """All of them: whether a command must name one."""
    weeks: frozenset[date]
    """First days of the weeks that have a plan or a recording."""
    plan_vs_actual: pl.DataFrame
    """Of the reviewed week and the next, and of other weeks where it was done in the reviewed one."""
    workout_matches: pl.DataFrame
    workout_steps: pl.DataFrame
    """Of the workouts that were planned for the reviewed week or done in it, all versions."""
    compliance: pl.DataFrame
    activities: pl.DataFrame
    doubles: pl.DataFrame
    """Activities of all time that do not count, since another one of the same workout does."""
    repetitions: pl.DataFrame
    intervals: pl.DataFrame
    """Of the activities that the week is about."""
    contact_sessions: pl.DataFrame
    """GROUND_CONTACT_SESSIONS of the same."""
    contact_changes: pl.DataFrame
    """GROUND_CONTACT_CHANGES of the athlete, of all weeks."""
    progress: pl.DataFrame
    """PROGRESS of the athlete, up to the reviewed week."""
    lifted: pl.DataFrame
    """The view strength_progress of the athlete, up to the reviewed week."""
    kept: pl.DataFrame
    """For each workout up to the reviewed week its week, kind and role."""
    strength_sets: pl.DataFrame
    """Those that count: of no ignored recording, of no second one of the same workout."""
    notes: pl.DataFrame
    adjustments: pl.DataFrame
    """Changes to the next week."""
    source_files: pl.DataFrame


def gather(rows: Reads, athlete_id: str, week_start: date) -> ReviewFrames:
    """The rows for the review of the week that begins on `week_start`."""
    plan = rows.view("plan_vs_actual", athlete_id=athlete_id).sort("local_date", "day_index")
    recorded = rows.read(ACTIVITIES, athlete_id=athlete_id)
    weeks = frozenset((*plan["week_start"], *recorded["week_start"]))
    done_in_week = _done_in(week_start)
    kept = plan.filter(pl.col("week_start") <= week_start).select("week_start", "kind", "role")
    plan = plan.filter(pl.col("week_start").is_in([week_start, week_start + WEEK]) | done_in_week)
    of_week = plan.filter((pl.col("week_start") == week_start) | done_in_week)["workout_id"].to_list()
    matches = rows.read(WORKOUT_MATCHES, athlete_id=athlete_id)
    meant = matches.filter(pl.col("workout_id").is_in(of_week))["activity_id"].drop_nulls().to_list()
    activities = recorded.filter((pl.col("week_start") == week_start) | pl.col("activity_id").is_in(meant))
    ids = activities["activity_id"].to_list()
    repetitions = rows.view("repetitions", athlete_id=athlete_id).sort("start_time")
    passed_over = recorded.filter(pl.col("ignored") | pl.col("same_as").is_not_null())["activity_id"].implode()
    sets = rows.read(STRENGTH_SETS, athlete_id=athlete_id)
    return ReviewFrames(
        athletes=rows.read(ATHLETES),
        weeks=weeks,
        plan_vs_actual=plan,
        workout_matches=matches.filter(pl.col("workout_id").is_in(of_week) | pl.col("activity_id").is_in(ids)),
        workout_steps=rows.read(WORKOUT_STEPS, workout_id=of_week),
        compliance=rows.read(COMPLIANCE, workout_id=of_week),
        activities=activities,
        doubles=recorded.filter(pl.col("same_as").is_not_null()),
        repetitions=repetitions.filter(pl.col("activity_id").is_in(ids)),
        intervals=rows.read(INTERVALS, activity_id=ids),
        contact_sessions=rows.read(GROUND_CONTACT_SESSIONS, activity_id=ids),
        contact_changes=rows.read(GROUND_CONTACT_CHANGES, athlete_id=athlete_id),
        progress=rows.read(PROGRESS, athlete_id=athlete_id).filter(pl.col("week_start") <= week_start),
        lifted=rows.view("strength_progress", athlete_id=athlete_id).filter(pl.col("week_start") <= week_start),
        kept=kept,
        strength_sets=sets.filter(pl.col("activity_id").is_in(passed_over).not_().fill_null(value=True)),
        notes=rows.read(NOTES, athlete_id=athlete_id),
        adjustments=rows.read(ADJUSTMENTS, athlete_id=athlete_id, week_start=week_start + WEEK),
        source_files=rows.read(SOURCE_FILES, athlete_id=athlete_id),
    )


def _done_in(week_start: date) -> pl.Expr:
    """Whether a workout that was done on another day than planned was done in the week."""
    done_on = pl.col("local_date") + pl.duration(days=pl.col("days_moved"))
    in_week = done_on.is_between(week_start, week_start + timedelta(days=6))
    return ((pl.col("role") == "moved") & in_week).fill_null(value=False)
