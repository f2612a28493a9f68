"""Day by day: what was planned and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from pipelines.report.frames import WEEK, ReviewFrames
from pipelines.report.model import Day, DoneActivity, PlannedEntry

Row = dict[str, Any]

SECOND_FILE = "a second file"
"""What is named as the device where it is the same, or none is known."""
STRENGTH = ("strength", "plyometrics")
"""Kinds of workout that are made of sets."""


def days(frames: ReviewFrames, week_start: date, as_of: date) -> tuple[Day, ...]:
    """The seven days of the week.

    A workout that was moved stands on the day for which it was planned; where that is in another week, on the day
    on which it was done.
    """
    dates = [week_start + timedelta(days=i) for i in range(7)]
    planned = [_planned(frames, row, as_of) for row in of_week(frames, week_start)]
    others = [_planned(frames, row, as_of) for row in of_other_weeks(frames, week_start)]
    done = [entry for entry in (*planned, *others) if entry.state in ("done", "moved")]
    used = {activity.activity_id for entry in done for activity in entry.done}
    set_days = {done_on(entry) for entry in done if entry.kind in STRENGTH}
    return tuple(
        Day(
            local_date=day,
            planned=tuple(entry for entry in planned if entry.local_date == day),
            of_other_weeks=tuple(entry for entry in others if done_on(entry) == day),
            extra=tuple(done for done in counted(frames, day) if done.activity_id not in used),
            extra_sets=0 if day in set_days else sets_on(frames, day).height,
        )
        for day in dates
    )


def of_week(frames: ReviewFrames, week_start: date) -> Iterable[Row]:
    """The workouts of a week, each in the version that counts, in order."""
    mine = frames.plan_vs_actual.filter(pl.col("week_start") == week_start)
    return mine.sort("local_date", "day_index").iter_rows(named=True)


def of_other_weeks(frames: ReviewFrames, week_start: date) -> Iterable[Row]:
    """The workouts of other weeks that were done in this one."""
    moved = frames.plan_vs_actual.filter(pl.col("role") == "moved", pl.col("week_start") != week_start)
    for row in moved.sort("local_date", "day_index").iter_rows(named=True):
        if week_start <= row["local_date"] + timedelta(days=row["days_moved"]) < week_start + WEEK:
            yield row


def counted(frames: ReviewFrames, day: date) -> list[DoneActivity]:
    """The activities of a day that count: not ignored, and no second recording of the same."""
    mine = _counting(frames.activities).filter(pl.col("local_date") == day).sort("start_time")
    return [_activity(frames, row) for row in mine.iter_rows(named=True)]


def matched(frames: ReviewFrames, workout_id: str) -> list[DoneActivity]:
    """The activities that count as a workout."""
    ids = frames.workout_matches.filter(pl.col("workout_id") == workout_id)["activity_id"].drop_nulls()
    mine = frames.activities.filter(pl.col("activity_id").is_in(ids.to_list())).sort("start_time")
    return [_activity(frames, row) for row in mine.iter_rows(named=True)]


def sets_on(frames: ReviewFrames, day: date) -> pl.DataFrame:
    """The strength sets of a day."""
    return frames.strength_sets.filter(pl.col("local_date") == day).sort("set_id", "set_index")


def done_on(entry: PlannedEntry) -> date:
    """The day on which a workout was done."""
    return entry.local_date + timedelta(days=entry.days_moved)


def _planned(frames: ReviewFrames, row: Row, as_of: date) -> PlannedEntry:
    done = matched(frames, row["workout_id"]) if row["kind"] != "rest" else []
    moved = row["days_moved"] or 0
    state = _state(row, as_of)
    return PlannedEntry(
        workout_id=row["workout_id"],
        local_date=row["local_date"],
        kind=row["kind"],
        title=row["title"],
        text=row["text"],
        state=state,
        done=tuple(done) if state in ("done", "moved") else (),
        sets_done=_sets_done(frames, row) if state in ("done", "moved") else 0,
        days_moved=moved,
        score=row["score"],
        colour=row["colour"],
        reason=row["reason"],
        skip_reason=_skip_reason(frames, row["local_date"]) if state == "missed" else None,
    )


def _sets_done(frames: ReviewFrames, row: Row) -> int:
    """Sets of the workout's exercises on the day it was done; all of that day where none of them was."""
    if row["kind"] not in STRENGTH:
        return 0
    same = (pl.col("workout_id") == row["workout_id"]) & (pl.col("version") == row["version"])
    asked = frames.workout_steps.filter(same)["exercise"].drop_nulls()
    done = sets_on(frames, row["local_date"] + timedelta(days=row["days_moved"] or 0))
    return done.filter(pl.col("exercise").is_in(asked.to_list())).height or done.height


def _state(row: Row, as_of: date) -> str:
    if row["kind"] == "rest":
        return {"matched": "kept", "missed": "broken"}.get(row["role"], "ahead")
    if row["role"] in ("matched", "moved"):
        return "moved" if row["days_moved"] else "done"
    return "missed" if row["role"] == "missed" or row["local_date"] < as_of else "ahead"


def _skip_reason(frames: ReviewFrames, day: date) -> str | None:
    said = frames.notes.filter(pl.col("local_date") == day, pl.col("kind") == "skip", pl.col("retracted_at").is_null())[
        "text"
    ].drop_nulls()
    return str(said[-1]) if len(said) else None


def _counting(activities: pl.DataFrame) -> pl.DataFrame:
    return activities.filter(~pl.col("ignored"), pl.col("same_as").is_null())


def _activity(frames: ReviewFrames, row: Row) -> DoneActivity:
    return DoneActivity(
        activity_id=row["activity_id"],
        local_date=row["local_date"],
        sport=row["sport"],
        distance_m=row["distance_m"],
        timer_s=row["timer_s"] if row["timer_s"] is not None else row["elapsed_s"],
        repetitions=frames.repetitions.filter(pl.col("activity_id") == row["activity_id"]).height,
        told=row["file_id"].startswith("journal:"),
        also_by=_also_by(frames, row),
    )


def _also_by(frames: ReviewFrames, counted: Row) -> tuple[str, ...]:
    """The devices whose recordings of the same workout do not count; a second file of one device says so."""
    doubles = frames.doubles.filter(pl.col("same_as") == counted["activity_id"]).sort("start_time", "activity_id")
    names = (device or SECOND_FILE for device in doubles["device"])
    return tuple(dict.fromkeys(SECOND_FILE if name == counted["device"] else name for name in names))
