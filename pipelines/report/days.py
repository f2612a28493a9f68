"""Day by day: what was planned and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from models.rows import Row
from pipelines.report.model import Day, DoneActivity, PlannedEntry
from pipelines.report.rows import WEEK, ReviewRows, of_version

SECOND_FILE = "a second file"
"""What is named as the device where it is the same, or none is known."""
STRENGTH = ("strength", "plyometrics")
"""Kinds of workout that are made of sets."""


def days(given: ReviewRows, week_start: date, as_of: date) -> tuple[Day, ...]:
    """The seven days of the week.

    A workout that was moved stands on the day for which it was planned; where that is in another week, on the day
    on which it was done.
    """
    dates = [week_start + timedelta(days=i) for i in range(7)]
    planned = [_planned(given, row, as_of) for row in of_week(given, week_start)]
    others = [_planned(given, row, as_of) for row in of_other_weeks(given, week_start)]
    done = [entry for entry in (*planned, *others) if entry.state in ("done", "moved")]
    used = {activity.activity_id for entry in done for activity in entry.done}
    set_days = {done_on(entry) for entry in done if entry.kind in STRENGTH}
    return tuple(
        Day(
            local_date=day,
            planned=tuple(entry for entry in planned if entry.local_date == day),
            of_other_weeks=tuple(entry for entry in others if done_on(entry) == day),
            extra=tuple(done for done in counted(given, day) if done.activity_id not in used),
            extra_sets=0 if day in set_days else len(sets_on(given, day)),
        )
        for day in dates
    )


def of_week(given: ReviewRows, week_start: date) -> list[Row]:
    """The workouts of a week, each in the version that counts, in order."""
    return [row for row in given.workouts if row["week_start"] == week_start]


def of_other_weeks(given: ReviewRows, week_start: date) -> Iterator[Row]:
    """The workouts of other weeks that were done in this one."""
    for row in given.workouts:
        if (
            row["role"] == "moved"
            and row["week_start"] != week_start
            and week_start <= _done_on(row) < week_start + WEEK
        ):
            yield row


def counted(given: ReviewRows, day: date) -> list[DoneActivity]:
    """The activities of a day that count: not ignored, and no second recording of the same."""
    return [
        _activity(given, row)
        for row in given.activities.values()
        if row["local_date"] == day and not row["ignored"] and row["same_as"] is None
    ]


def matched(given: ReviewRows, workout_id: str) -> list[DoneActivity]:
    """The activities that count as a workout."""
    ids = {match["activity_id"] for match in given.activities_of.get(workout_id, ())}
    return [_activity(given, row) for identity, row in given.activities.items() if identity in ids]


def sets_on(given: ReviewRows, day: date) -> Sequence[Row]:
    """The strength sets of a day."""
    return given.sets.get(day, ())


def done_on(entry: PlannedEntry) -> date:
    """The day on which a workout was done."""
    return entry.local_date + timedelta(days=entry.days_moved)


def _done_on(row: Row) -> date:
    return row["local_date"] + timedelta(days=row["days_moved"] or 0)  # type: ignore[no-any-return]  # a row's date


def _planned(given: ReviewRows, row: Row, as_of: date) -> PlannedEntry:
    done = matched(given, row["workout_id"]) if row["kind"] != "rest" else []
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
        sets_done=_sets_done(given, row) if state in ("done", "moved") else 0,
        days_moved=moved,
        score=row["score"],
        colour=row["colour"],
        reason=row["reason"],
        skip_reason=_skip_reason(given, row["local_date"]) if state == "missed" else None,
    )


def _sets_done(given: ReviewRows, row: Row) -> int:
    """Sets of the workout's exercises on the day it was done; all of that day where none of them was."""
    if row["kind"] not in STRENGTH:
        return 0
    asked = {step["exercise"] for step in of_version(given.steps, row)} - {None}
    done = sets_on(given, _done_on(row))
    return sum(one["exercise"] in asked for one in done) or len(done)


def _state(row: Row, as_of: date) -> str:
    if row["kind"] == "rest":
        return {"matched": "kept", "missed": "broken"}.get(row["role"], "ahead")
    if row["role"] in ("matched", "moved"):
        return "moved" if row["days_moved"] else "done"
    return "missed" if row["role"] == "missed" or row["local_date"] < as_of else "ahead"


def _skip_reason(given: ReviewRows, day: date) -> str | None:
    said = [n["text"] for n in given.notes if n["local_date"] == day and n["kind"] == "skip" and n["text"] is not None]
    return said[-1] if said else None


def _activity(given: ReviewRows, row: Row) -> DoneActivity:
    return DoneActivity(
        activity_id=row["activity_id"],
        local_date=row["local_date"],
        sport=row["sport"],
        distance_m=row["distance_m"],
        timer_s=row["timer_s"] if row["timer_s"] is not None else row["elapsed_s"],
        repetitions=len(given.repetitions.get(row["activity_id"], ())),
        told=row["file_id"].startswith("journal:"),
        also_by=_also_by(given, row),
    )


def _also_by(given: ReviewRows, counted: Row) -> tuple[str, ...]:
    """The devices whose recordings of the same workout do not count; a second file of one device says so."""
    names = (double["device"] or SECOND_FILE for double in given.doubles.get(counted["activity_id"], ()))
    return tuple(dict.fromkeys(SECOND_FILE if name == counted["device"] else name for name in names))
