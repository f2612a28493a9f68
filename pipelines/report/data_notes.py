"""Files of the week that were not read whole, and recordings that do not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from models.rows import Row
from pipelines.report.model import DataNote
from pipelines.report.rows import WEEK, ReviewRows

_NOT_WHOLE = ("salvaged", "rejected", "failed")


def data_notes(given: ReviewRows, week_start: date, as_of: date) -> tuple[DataNote, ...]:
    """What the runner must know about the week's data.

    A file that could not be read has no day of its own: it belongs to the week in which it was handed in, and to
    the week before as long as that is the one under review.
    """
    last = max(week_start + timedelta(days=6), min(as_of, week_start + WEEK + timedelta(days=6)))
    zone = ZoneInfo(given.athlete.get("timezone", "UTC"))
    mine = {activity["file_id"] for activity in given.activities.values()}
    notes = []
    for row in given.source_files:
        received = row["received_at"].astimezone(zone).date()
        of_week = row["file_id"] in mine if row["status"] == "salvaged" else week_start <= received <= last
        if row["status"] in _NOT_WHOLE and of_week:
            notes.append(DataNote(name=row["name"], status=row["status"], reason=row["reason"] or "no reason is known"))
    names: dict[str, str] = {row["file_id"]: row["name"] for row in given.source_files}
    for row in given.activities.values():
        name = names.get(row["file_id"], str(row["activity_id"]))
        if row["ignored"]:
            notes.append(DataNote(name=name, status="ignored", reason="left out, as you said"))
        elif row["same_as"] is not None:
            notes.append(DataNote(name=name, status="duplicate", reason=_counted_once(row, given.activities, names)))
    return tuple(notes)


def _counted_once(double: Row, by_id: Mapping[str, Row], names: Mapping[str, str]) -> str:
    counts = by_id.get(double["same_as"], {})
    name = names.get(counts.get("file_id", ""))
    device = counts.get("device")
    by = f", by {device}" if device and device != double["device"] else ""
    return f"the same workout is in {name or 'another file'}{by}, which tells more and counts"
