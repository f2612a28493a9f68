"""What a file tells, before it is known whose it is: the first stage's result, the second stage's input."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import polars as pl

from models.tables import SPLITS


@dataclass(frozen=True, slots=True)
class Recording:
    """One activity as its file tells it.

    The frames have the columns of the tables of the same name in `models.tables`, but for `activity_id`
    (`Table.unowned`); all times in them count from `start_time`.
    """

    session_index: int
    sport: str
    sub_sport: str | None
    start_time: datetime
    """UTC."""
    utc_offset_s: int | None
    """Local time minus UTC [s]; None where the file does not tell."""
    elapsed_s: float | None
    timer_s: float | None
    distance_m: float | None
    device: str | None
    dynamics_source: str | None
    records: pl.DataFrame
    laps: pl.DataFrame
    pauses: pl.DataFrame
    device_steps: pl.DataFrame
    record_dynamics: pl.DataFrame
    sets: pl.DataFrame
    """Grain: one strength set. Columns set_index, exercise, start_time, duration_s, repetitions, weight_kg."""
    splits: pl.DataFrame = field(default_factory=lambda: SPLITS.unowned(SPLITS.empty()))


SETS_SCHEMA = pl.Schema(
    {
        "set_index": pl.Int64(),
        "exercise": pl.String(),
        "start_time": pl.Datetime("us", "UTC"),
        "duration_s": pl.Float64(),
        "repetitions": pl.Int64(),
        "weight_kg": pl.Float64(),
    }
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """One file's content: its activities in order, and what the user must know about the reading."""

    format: Literal["fit", "gpx", "tcx"]
    recordings: tuple[Recording, ...]
    records_read: int
    salvaged: str | None = None
    """Why only a part could be read, with the offset and the number of records kept: a sentence."""
    no_activity: str | None = None
    """What the file holds instead of an activity: a sentence; None where there are recordings."""
