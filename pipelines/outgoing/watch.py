"""The coming sessions as FIT workout files, one a session."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from ingest.fit.encode_workout import encode_workout
from models.device_workout import device_steps_of
from pipelines.outgoing.planned import PlannedWorkout

_GYM = ("training", "strength_training")
_SPORTS = {"strength": _GYM, "plyometrics": _GYM}
_RUN = ("running", None)


def watch_files(workouts: Sequence[PlannedWorkout]) -> dict[str, bytes]:
    """File name -> FIT workout file, of all workouts but rest days."""
    files: dict[str, bytes] = {}
    of_day: Counter[date] = Counter()
    for one in workouts:
        steps = device_steps_of(one.tree, one.paces)
        if steps.is_empty():
            continue
        sport, sub_sport = _SPORTS.get(one.kind, _RUN)
        # Watches tell workouts apart by the time of creation: a minute a session of the day, a second a version.
        number, of_day[one.local_date] = of_day[one.local_date], of_day[one.local_date] + 1
        later = timedelta(minutes=number, seconds=one.version % 60)
        created = datetime.combine(one.local_date, time(), UTC) + later
        name = f"{one.local_date:%a} {one.title}"
        file = f"{one.local_date}-{_plain(one.title)}"
        if f"{file}.fit" in files:
            file = f"{file}-{number + 1}"
        files[f"{file}.fit"] = encode_workout(name, sport, sub_sport, steps, created)
    return files


def _plain(title: str) -> str:
    """A title as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "session"
