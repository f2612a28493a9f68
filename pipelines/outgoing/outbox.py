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
from warehouse.together import Reads

Format = Literal["fit", "ics", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)
_WRITTEN = ".written.json"
"""Names of the files that trackwork has put into a folder of the outbox: it removes those, and no others."""
_DAYS_AHEAD = 14
NAMES = {"ics": "plan.ics", "markdown": "sessions.md"}
"""Names of the formats that are one file."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was written."""

    folder: Path
    files: tuple[str, ...]


def fill_outbox(home: Home, rows: Reads, athlete_id: str, today: date, units: Units) -> Sent:
    """Bring outbox/<athlete>/ up to date: two weeks from `today` for watch and eye, the whole plan for the calendar.

    Files of days that are over, or that the plan no longer asks for, are removed, if trackwork put them there.

    Raises:
        HomeError: the folder cannot be written.
    """
    workouts = planned_workouts(rows, athlete_id)
    coming = [one for one in workouts if today <= one.local_date < today + timedelta(days=_DAYS_AHEAD)]
    files: dict[str, bytes] = {}
    if coming:
        for one in FORMATS:
            files |= _made(one, workouts[0].local_date, workouts if one == "ics" else coming, units)
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


def remember(sent: Sent) -> None:
    """Let what was put into the outbox for once go when the outbox is brought up to date."""
    before = set(_written(sent.folder))
    if not before >= set(sent.files):
        write_durably(sent.folder / _WRITTEN, json.dumps(sorted(before | set(sent.files))).encode())


def export_plan(
    rows: Reads, athlete_id: str, to: Format, days: tuple[date, date] | None, place: Path, units: Units
) -> Sent:
    """Write the sessions of the days [first, end) in one format into `place`: FIT a folder, the others a file.

    Without days it is the whole plan.

    Raises:
        UsageError: there is no session on those days, or `place` cannot be written.
    """
    workouts = planned_workouts(rows, athlete_id)
    coming = [one for one in workouts if days is None or days[0] <= one.local_date < days[1]]
    place = place / NAMES[to] if to != "fit" and place.is_dir() else place
    if to == "fit" and place.is_file():
        raise UsageError(f"{place} is a file; FIT workouts are one file a session: name a folder")
    if not coming:
        raise UsageError(_nothing(workouts, days))
    files = _made(to, workouts[0].local_date, coming, units)
    if to == "fit" and not files:
        raise UsageError("there are only rest days: nothing for a watch")
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


def _nothing(workouts: list[PlannedWorkout], days: tuple[date, date] | None) -> str:
    if not workouts or days is None:
        return "there is no plan yet: edit plan.yaml in the home folder"
    first, last = workouts[0].local_date, workouts[-1].local_date
    return f"nothing is planned from {days[0]} to {days[1] - timedelta(days=1)}; the plan goes from {first} to {last}"


def _made(to: Format, planned_on: date, workouts: list[PlannedWorkout], units: Units) -> dict[str, bytes]:
    match to:
        case "fit":
            return watch_files(workouts)
        case "ics":
            return {NAMES[to]: calendar("trackwork", workouts, planned_on)}
        case "markdown":
            return {NAMES[to]: page("Coming sessions", workouts, units).encode()}


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
