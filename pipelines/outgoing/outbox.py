"""Writes the coming sessions: into the outbox after each review, or wherever the user wants them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from models.errors import HomeError, UsageError
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.outgoing.calendar import calendar
from pipelines.outgoing.page import page
from pipelines.outgoing.planned import PlannedWorkout, planned_workouts
from pipelines.outgoing.watch import watch_files
from pipelines.report.units import Units
from warehouse.store import Store

Format = Literal["fit", "ics", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)
_WRITTEN = ".written.json"
"""Names of the files that trackwork has put into a folder of the outbox: it removes those, and no others."""
_DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written."""

    folder: Path
    files: tuple[str, ...]


def fill_outbox(home: Home, store: Store, athlete_id: str, today: date, units: Units) -> Sent:
    """Bring outbox/<athlete>/ up to date: two weeks from `today` for watch and eye, the whole plan for the calendar.

    Files of days that are over, or that the plan no longer asks for, are removed, if trackwork put them there.

    Raises:
        HomeError: the folder cannot be written.
    """
    workouts = planned_workouts(store, athlete_id)
    coming = [one for one in workouts if today <= one.local_date < today + timedelta(days=_DAYS_AHEAD)]
    files: dict[str, bytes] = {}
    if coming:
        for one in FORMATS:
            files |= _made(one, workouts, coming, units)
    folder = home.outbox / athlete_id
    before = _written(folder)
    if not files and not before:
        return Sent(folder, ())
    _write(folder, files)
    for name in sorted(set(before) - set(files)):
        (folder / name).unlink(missing_ok=True)
    if sorted(files) != sorted(before):
        write_durably(folder / _WRITTEN, json.dumps(sorted(files)).encode())
    return Sent(folder, tuple(sorted(files)))


def export_plan(store: Store, athlete_id: str, to: Format, days: tuple[date, date], place: Path, units: Units) -> Sent:
    """Write the sessions of the days [first, end) in one format into `place`: FIT a folder, the others a file.

    Raises:
        UsageError: there is no session on those days, or `place` cannot be written.
    """
    workouts = planned_workouts(store, athlete_id)
    coming = [one for one in workouts if days[0] <= one.local_date < days[1]]
    if not coming:
        last = max((one.local_date for one in workouts), default=None)
        until = f"; the plan ends on {last}" if last else "; there is no plan yet: edit plan.yaml in the home folder"
        raise UsageError(f"nothing is planned from {days[0]} to {days[1] - timedelta(days=1)}{until}")
    files = _made(to, coming, coming, units)
    if to != "fit":
        (content,) = files.values()
        folder, files = place.parent, {place.name: content}
    else:
        folder = place
    try:
        _write(folder, files)
    except HomeError as error:
        raise UsageError(str(error)) from error
    return Sent(folder, tuple(sorted(files)))


def _made(to: Format, workouts: list[PlannedWorkout], coming: list[PlannedWorkout], units: Units) -> dict[str, bytes]:
    match to:
        case "fit":
            return watch_files(coming)
        case "ics":
            return {"plan.ics": calendar("trackwork", workouts)}
        case "markdown":
            return {"sessions.md": page("Coming sessions", coming, units).encode()}


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write what is new or differs: what a watch or calendar looks at is touched only where something changed."""
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            write_durably(path, content)


def _written(folder: Path) -> list[str]:
    try:
        names = json.loads((folder / _WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in names if isinstance(name, str) and Path(name).name == name]
