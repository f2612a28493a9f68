"""The rows that a weekly review is made of: read as frames, told apart once, then looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from models.rows import Row, grouped
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

ById = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class ReviewRows:
    """Rows of one athlete, each with the columns of the table or view that is named."""

    athlete: Row
    """Of ATHLETES; empty where it is not there."""
    one_of_several: bool
    """Whether a command must name the athlete."""
    weeks: frozenset[date]
    """First days of the weeks that have a plan or a recording."""
    workouts: Sequence[Row]
    """The view plan_vs_actual of the reviewed week and the next, and of other weeks where it was done in the reviewed
    one; in order of days."""
    kept: Sequence[Row]
    """Week, kind and role of each workout up to the reviewed week."""
    activities_of: ById
    """WORKOUT_MATCHES by workout."""
    steps: ById
    """WORKOUT_STEPS by workout, all versions, of those that were planned for the reviewed week or done in it."""
    compliance: ById
    """COMPLIANCE of the same."""
    activities: Mapping[str, Row]
    """ACTIVITIES that the week is about by id, in order of time."""
    doubles: ById
    """ACTIVITIES of all time that do not count, by the one that does, in order of time."""
    repetitions: ById
    """The view repetitions by activity, in order."""
    intervals: ById
    """INTERVALS by activity, in order."""
    contact_sessions: ById
    """GROUND_CONTACT_SESSIONS by activity."""
    contact_changes: Sequence[Row]
    """GROUND_CONTACT_CHANGES of the reviewed week."""
    progress: Sequence[Row]
    """PROGRESS of the reviewed week."""
    lifted: Sequence[Row]
    """The view strength_progress up to the reviewed week, in order of days."""
    sets: Mapping[date, Sequence[Row]]
    """STRENGTH_SETS by day, in order: of no ignored recording, of no second one of the same workout."""
    notes: Sequence[Row]
    """NOTES that stand, in order of days."""
    adjustments: Sequence[Row]
    """ADJUSTMENTS of the next week."""
    source_files: Sequence[Row]
    """SOURCE_FILES in the order in which they came."""


def gather(rows: Reads, athlete_id: str, week_start: date) -> ReviewRows:
    """The rows for the review of the week that begins on `week_start`."""
    mine = {"athlete_id": athlete_id}
    athletes = rows.read(ATHLETES)
    plan = rows.view("plan_vs_actual", **mine).sort("local_date", "day_index")
    recorded = rows.read(ACTIVITIES, **mine).sort("start_time", "activity_id")
    reviewed = (pl.col("week_start") == week_start) | _done_in(week_start)
    of_week = plan.filter(reviewed)["workout_id"].to_list()
    matches = grouped(rows.read(WORKOUT_MATCHES, **mine), "workout_id", "activity_id")
    meant = [match["activity_id"] for workout_id in of_week for match in matches.get(workout_id, ())]
    activities = recorded.filter((pl.col("week_start") == week_start) | pl.col("activity_id").is_in(meant))
    ids = activities["activity_id"].to_list()
    repetitions = rows.view("repetitions", **mine)
    notes = rows.read(NOTES, **mine).filter(pl.col("retracted_at").is_null())
    passed_over = set(recorded.filter(pl.col("ignored") | pl.col("same_as").is_not_null())["activity_id"])
    sets = grouped(rows.read(STRENGTH_SETS, **mine), "local_date", "set_id", "set_index")
    return ReviewRows(
        athlete=next(athletes.filter(athlete_id=athlete_id).iter_rows(named=True), {}),
        one_of_several=athletes.height > 1,
        weeks=frozenset((*plan["week_start"], *recorded["week_start"])),
        workouts=plan.filter(reviewed | (pl.col("week_start") == week_start + WEEK)).rows(named=True),
        kept=_until(plan, week_start).select("week_start", "kind", "role").rows(named=True),
        activities_of=matches,
        steps=grouped(rows.read(WORKOUT_STEPS, workout_id=of_week), "workout_id", "step_index"),
        compliance=grouped(rows.read(COMPLIANCE, workout_id=of_week), "workout_id", "step_index", "metric"),
        activities={row["activity_id"]: row for row in activities.iter_rows(named=True)},
        doubles=grouped(recorded, "same_as", "start_time", "activity_id"),
        repetitions=grouped(repetitions.filter(pl.col("activity_id").is_in(ids)), "activity_id", "interval_index"),
        intervals=grouped(rows.read(INTERVALS, activity_id=ids), "activity_id", "interval_index"),
        contact_sessions=grouped(rows.read(GROUND_CONTACT_SESSIONS, **mine, activity_id=ids), "activity_id"),
        contact_changes=rows.read(GROUND_CONTACT_CHANGES, **mine).filter(week_start=week_start).rows(named=True),
        progress=rows.read(PROGRESS, **mine).filter(week_start=week_start).rows(named=True),
        lifted=_until(rows.view("strength_progress", **mine), week_start).sort("local_date").rows(named=True),
        sets={day: [one for one in of_day if one["activity_id"] not in passed_over] for day, of_day in sets.items()},
        notes=notes.sort("local_date", "recorded_at").rows(named=True),
        adjustments=rows.read(ADJUSTMENTS, **mine, week_start=week_start + WEEK).rows(named=True),
        source_files=rows.read(SOURCE_FILES, **mine).sort("received_at", "file_id").rows(named=True),
    )


def of_version(rows: ById, workout: Row) -> list[Row]:
    """Those of a workout's rows that belong to the version that counts."""
    return [row for row in rows.get(workout["workout_id"], ()) if row["version"] == workout["version"]]


def _until(frame: pl.DataFrame, week_start: date) -> pl.DataFrame:
    return frame.filter(pl.col("week_start") <= week_start)


def _done_in(week_start: date) -> pl.Expr:
    """Whether a workout that was done on another day than planned was done in the week."""
    done_on = pl.col("local_date") + pl.duration(days=pl.col("days_moved"))
    in_week = done_on.is_between(week_start, week_start + timedelta(days=6))
    return ((pl.col("role") == "moved") & in_week).fill_null(value=False)
