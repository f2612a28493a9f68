"""A workout file, as watches take them: its name and its steps."""

from __future__ import annotations

import polars as pl

from ingest.fit.chain import chain
from ingest.fit.workout_steps import device_steps
from models.errors import ReadError


def read_workout(data: bytes) -> tuple[str | None, pl.DataFrame]:
    """The workout's name, and its steps as rows of `device_steps` (but for the owner).

    Raises:
        ReadError: it is no FIT file, or holds no workout.
    """
    for file in chain(data):
        steps = device_steps(file)
        if steps.height:
            names = file.messages("workout").texts("wkt_name")
            return (names[0] if names else None), steps
    raise ReadError("it is no FIT file with a workout: export one from the watch's app, or name a text")
