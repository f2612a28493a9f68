"""The coming sessions as FIT workout files, one a session."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from ingest.fit.encode_workout import encode_workout
from models.device_workout import device_steps_of
from pipelines.outgoing.planned import PlannedWorkout

_GYM = ("training", "strength_training")
_SPORTS = {"strength": _GYM, "plyometrics": _GYM}
_RUN = ("running", None)


def watch_files(workouts: Sequence[PlannedWorkout]) -> dict[str, bytes]:
    """File name -> FIT workout file, of all workouts but rest days."""
    files: dict[str, bytes] = {}
    for number, one in enumerate(workouts):
        steps = device_steps_of(one.tree, one.paces)
        if steps.is_empty():
            continue
        sport, sub_sport = _SPORTS.get(one.kind, _RUN)
        # Watches tell workouts apart by the time of creation: a minute a session, a second a version.
        created = datetime.combine(one.local_date, time(), UTC) + timedelta(
            minutes=number % 60, seconds=one.version % 60
        )
        name = f"{one.local_date:%a} {one.title}"
        files[f"{one.local_date}-{_plain(one.title)}.fit"] = encode_workout(name, sport, sub_sport, steps, created)
    return files


def _plain(title: str) -> str:
    """A title as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "session"
