"""What the weeks so far tell: times, fading, ground contact, loads, and how much of the plan was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.report.calendar_words import counted
from pipelines.report.model import Progress
from pipelines.report.rows import WEEK, ReviewRows

_FROM_WEEKS = 4
"""Before the fourth week there is nothing to be seen (improvement takes four to six and more)."""
_SPAN = timedelta(weeks=12)
_DONE = ("matched", "moved")


def progress(given: ReviewRows, week_start: date) -> tuple[Progress, ...]:
    """The lines of the block, in order; none before the fourth week."""
    first = min((week for week in given.weeks if week <= week_start), default=week_start)
    if (week_start - first) < (_FROM_WEEKS - 1) * WEEK:
        return ()
    since = max(first, week_start - _SPAN + WEEK)
    return (
        *_repetitions(given),
        *_contact(given),
        *_loads(given, since),
        *_kept(given, since),
    )


_METRICS = {"repetition_time": "Time of", "fade": "Fade over"}


def _repetitions(given: ReviewRows) -> Iterator[Progress]:
    for row in sorted(given.progress, key=lambda row: (row["subject"], [*_METRICS].index(row["metric"]))):
        subject = f"{_METRICS[row['metric']]} {row['subject'].replace(', other', '')}"
        yield Progress(subject=subject, verdict=row["verdict"], reason=row["reason"])


def _contact(given: ReviewRows) -> Iterator[Progress]:
    for row in given.contact_changes:
        subject = f"Ground contact at the same speed, {row['dynamics_source']}"
        yield Progress(subject=subject, verdict=row["verdict"], reason=row["reason"])


def _loads(given: ReviewRows, since: date) -> Iterator[Progress]:
    """Loads need no statistics: what was lifted was lifted."""
    loads: dict[str, list[float]] = {}
    for row in given.lifted:
        if row["top_weight_kg"] is not None and row["week_start"] >= since:
            loads.setdefault(row["exercise"], []).append(row["top_weight_kg"])
    said = [f"{exercise} {kg[0]:g} -> {kg[-1]:g} kg" for exercise, kg in loads.items() if kg[0] != kg[-1]]
    if said:
        yield Progress(subject="Loads", verdict="changed", reason=f"{', '.join(said)}.")


def _kept(given: ReviewRows, since: date) -> Iterator[Progress]:
    asked = [row for row in given.kept if row["kind"] != "rest" and row["week_start"] >= since and row["role"]]
    if not asked:
        return
    done = sum(row["role"] in _DONE for row in asked)
    weeks = len({row["week_start"] for row in asked})
    reason = (
        f"{done} of {counted(len(asked), 'session')} in {counted(weeks, 'week')} ({100 * done / len(asked):.0f} %)."
    )
    yield Progress(subject="Of the plan done", verdict="counted", reason=reason)
