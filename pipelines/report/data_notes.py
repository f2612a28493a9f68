"""Files of the week that were not read whole, and recordings that do not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.report.days import Row
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
    by_id = {row["activity_id"]: row for row in frames.activities.iter_rows(named=True)}
    for row in frames.activities.sort("start_time").iter_rows(named=True):
        name = names.get(row["file_id"], row["activity_id"])
        if row["ignored"]:
            notes.append(DataNote(name=name, status="ignored", reason="left out, as you said"))
        elif row["same_as"] is not None:
            notes.append(DataNote(name=name, status="duplicate", reason=_counted_once(row, by_id, names)))
    return tuple(notes)


def _counted_once(double: Row, by_id: Mapping[str, Row], names: Mapping[str, str]) -> str:
    counts = by_id.get(double["same_as"], {})
    name = names.get(counts.get("file_id", ""))
    device = counts.get("device")
    by = f", by {device}" if device and device != double["device"] else ""
    return f"the same workout is in {name or 'another file'}{by}, which tells more and counts"
