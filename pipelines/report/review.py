"""The weekly review, from rows: a pure function of them, and their reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import fmean

from models.calendar import week_name
from models.tables import NOTE_KINDS
from pipelines.report.changes import changes, next_week, split
from pipelines.report.data_notes import data_notes
from pipelines.report.days import STRENGTH, days
from pipelines.report.headline import Week, asked, headline, unchanged
from pipelines.report.model import CommandLine, Day, Note, PlannedEntry, WeeklyReview
from pipelines.report.progress import progress
from pipelines.report.rows import WEEK, ReviewRows, gather
from pipelines.report.sessions import sessions
from pipelines.report.strength import exercises
from warehouse.together import Reads

__all__ = ["WeeklyReview", "review_of", "weekly_review"]

_SHOWN_NOTES = NOTE_KINDS


_HERE = CommandLine()
_SCORES = {"missed": 0.0, "broken": 0.0, "kept": 1.0}


def weekly_review(
    rows: Reads, athlete_id: str, week_start: date, as_of: date, command: CommandLine = _HERE
) -> WeeklyReview:
    """The review of the week that begins on `week_start`; workouts from `as_of` on are still ahead.

    `command` says how the commands on its page begin and end.
    """
    return review_of(gather(rows, athlete_id, week_start), athlete_id, week_start, as_of, command)


def review_of(
    given: ReviewRows, athlete_id: str, week_start: date, as_of: date, command: CommandLine = _HERE
) -> WeeklyReview:
    """The review as a pure function of the rows."""
    last_day = week_start + timedelta(days=6)
    every_day = days(given, week_start, as_of)
    with_repetitions = sessions(given, week_start)
    notes = _notes(given, week_start)
    changing, questions, advice = split(changes(given))
    coming = next_week(given, week_start)
    planned = asked(every_day)
    week = Week(
        name=week_name(week_start),
        first=week_start,
        last=last_day,
        over=as_of > last_day,
        newest=week_start == max((first for first in given.weeks if first + WEEK <= as_of), default=None),
        long_ago=as_of > last_day + WEEK,
        empty=_empty(every_day, notes),
    )
    return WeeklyReview(
        athlete_id=athlete_id,
        name=given.athlete.get("name", athlete_id),
        one_of_several=given.one_of_several,
        command=command,
        week=week.name,
        week_start=week_start,
        last_day=last_day,
        as_of=as_of,
        over=week.over,
        empty=week.empty,
        headline=headline(week, every_day, with_repetitions, notes),
        sessions_planned=len(planned),
        sessions_done=sum(entry.state in ("done", "moved") for entry in planned),
        runs_percent=_as_asked(entry for entry in planned if entry.kind not in STRENGTH),
        strength_percent=_as_asked(entry for entry in planned if entry.kind in STRENGTH),
        rest_percent=_as_asked(entry for day in every_day for entry in day.planned if entry.kind == "rest"),
        days=every_day,
        sessions=with_repetitions,
        strength=exercises(given, week_start, as_of),
        notes=notes,
        progress=progress(given, week_start),
        changes=changing,
        questions=questions,
        advice=advice,
        unchanged_reason=None if changing else unchanged(week, every_day, with_repetitions, coming, notes),
        next_week=coming,
        data_notes=data_notes(given, week_start, as_of),
    )


def _empty(every_day: tuple[Day, ...], notes: tuple[Note, ...]) -> bool:
    return not notes and not any(day.planned or day.of_other_weeks or day.extra or day.extra_sets for day in every_day)


def _as_asked(entries: Iterable[PlannedEntry]) -> float | None:
    """Mean score of the sessions that were due [%]: missed ones and broken rest days are 0, kept ones are whole."""
    scores = [_SCORES.get(entry.state, entry.score) for entry in entries if entry.state != "ahead"]
    known = [score for score in scores if score is not None]
    return 100 * fmean(known) if known else None


def _notes(given: ReviewRows, week_start: date) -> tuple[Note, ...]:
    return tuple(
        Note(local_date=n["local_date"], kind=n["kind"], value=n["value"], body_part=n["body_part"], text=n["text"])
        for n in given.notes
        if week_start <= n["local_date"] < week_start + WEEK and n["kind"] in _SHOWN_NOTES
    )
