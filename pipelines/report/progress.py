"""What the weeks so far tell: times, fading, ground contact, loads, and how much of the plan was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from pipelines.report.calendar_words import counted
from pipelines.report.frames import WEEK, ReviewFrames
from pipelines.report.model import Progress

_FROM_WEEKS = 4
"""Before the fourth week there is nothing to be seen (improvement takes four to six and more)."""
_SPAN = timedelta(weeks=12)
_DONE = ("matched", "moved")


def progress(frames: ReviewFrames, week_start: date) -> tuple[Progress, ...]:
    """The lines of the block, in order; none before the fourth week."""
    first = min((week for week in frames.weeks if week <= week_start), default=week_start)
    if (week_start - first) < (_FROM_WEEKS - 1) * WEEK:
        return ()
    since = max(first, week_start - _SPAN + WEEK)
    return (
        *_repetitions(frames, week_start),
        *_contact(frames, week_start),
        *_loads(frames, since),
        *_kept(frames, since),
    )


_METRICS = {"repetition_time": "Time of", "fade": "Fade over"}


def _repetitions(frames: ReviewFrames, week_start: date) -> Iterator[Progress]:
    mine = frames.progress.filter(pl.col("week_start") == week_start).sort(
        "subject", "metric", descending=[False, True]
    )
    for row in mine.iter_rows(named=True):
        subject = f"{_METRICS[row['metric']]} {row['subject'].replace(', other', '')}"
        yield Progress(subject=subject, verdict=row["verdict"], reason=row["reason"])


def _contact(frames: ReviewFrames, week_start: date) -> Iterator[Progress]:
    for row in frames.contact_changes.filter(pl.col("week_start") == week_start).iter_rows(named=True):
        subject = f"Ground contact at the same speed, {row['dynamics_source']}"
        yield Progress(subject=subject, verdict=row["verdict"], reason=row["reason"])


def _loads(frames: ReviewFrames, since: date) -> Iterator[Progress]:
    """Loads need no statistics: what was lifted was lifted."""
    loaded = frames.lifted.filter(pl.col("top_weight_kg").is_not_null(), pl.col("week_start") >= since)
    said = []
    for (exercise,), rows in loaded.sort("local_date").group_by("exercise", maintain_order=True):
        first, last = rows["top_weight_kg"][0], rows["top_weight_kg"][-1]
        if rows.height > 1 and first != last:
            said.append(f"{exercise} {first:g} -> {last:g} kg")
    if said:
        yield Progress(subject="Loads", verdict="changed", reason=f"{', '.join(said)}.")


def _kept(frames: ReviewFrames, since: date) -> Iterator[Progress]:
    asked = frames.kept.filter(pl.col("kind") != "rest", pl.col("week_start") >= since, pl.col("role").is_not_null())
    if asked.is_empty():
        return
    done = asked.filter(pl.col("role").is_in(_DONE)).height
    weeks = asked["week_start"].n_unique()
    reason = (
        f"{done} of {counted(asked.height, 'session')} in {counted(weeks, 'week')} ({100 * done / asked.height:.0f} %)."
    )
    yield Progress(subject="Of the plan done", verdict="counted", reason=reason)
