"""Files of the week that were not read whole, and recordings that do not count."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.report.frames import WEEK, ReviewFrames
from pipelines.report.model import DataNote

_NOT_WHOLE = ("salvaged", "rejected", "failed")


def data_notes(frames: ReviewFrames, athlete_id: str, week_start: date, as_of: date) -> tuple[DataNote, ...]:
    """What the runner must know about the week's data.

    A file that could not be read has no day of its own: it belongs to the week in which it was handed in, and to
    the week before as long as that is the one under review.
    """
    last = max(week_start + timedelta(days=6), min(as_of, week_start + WEEK + timedelta(days=6)))
    named = frames.athletes.filter(pl.col("athlete_id") == athlete_id)["timezone"]
    zone = ZoneInfo(named[0] if len(named) else "UTC")
    mine = set(frames.activities["file_id"])
    notes = []
    for row in frames.source_files.sort("received_at", "file_id").iter_rows(named=True):
        received = row["received_at"].astimezone(zone).date()
        of_week = row["file_id"] in mine if row["status"] == "salvaged" else week_start <= received <= last
        if row["status"] in _NOT_WHOLE and of_week:
            notes.append(DataNote(name=row["name"], status=row["status"], reason=row["reason"] or "no reason is known"))
    names = dict(frames.source_files.select("file_id", "name").rows())
    for row in frames.activities.sort("start_time").iter_rows(named=True):
        name = names.get(row["file_id"], row["activity_id"])
        if row["ignored"]:
            notes.append(DataNote(name=name, status="ignored", reason="left out, as you said"))
        elif row["same_as"] is not None:
            notes.append(DataNote(name=name, status="duplicate", reason="the same session was recorded more fully"))
    return tuple(notes)
