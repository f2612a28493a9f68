"""Workout steps as rows of the table `device_steps`: what the watch asked for, not what was run."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.storable import series
from models.tables import DEVICE_STEPS, INTENSITIES

_TARGETS = ("speed", "heart_rate", "cadence", "power")
"""Targets that the profile gives a unit of their own."""


def device_steps(file: FitFile) -> pl.DataFrame:
    """Rows of `device_steps` (but for the owner); of an index that is told twice, the last one."""
    messages = file.messages("workout_step")
    numbers = {
        "workout_step_index": messages.numbers("message_index"),
        "duration_s": messages.numbers("duration_time"),
        "distance_m": messages.numbers("duration_distance"),
        "repeat_from_index": messages.numbers("duration_step"),
        "repeat_count": messages.numbers("repeat_steps"),
        "target_low": _target(messages, "low"),
        "target_high": _target(messages, "high"),
    }
    texts = {
        "name": messages.texts("wkt_step_name"),
        "intensity": [word if word in INTENSITIES else None for word in messages.words("intensity")],
        "duration_type": messages.words("duration_type"),
        "target_type": messages.words("target_type"),
    }
    frame = pl.DataFrame(
        series(DEVICE_STEPS, numbers) | {name: pl.Series(values, dtype=pl.String) for name, values in texts.items()}
    )
    frame = frame.filter(pl.col("workout_step_index").is_not_null())
    return DEVICE_STEPS.unowned(frame.unique("workout_step_index", keep="last", maintain_order=True))


def _target(messages: Messages, end: str) -> Numbers:
    """The custom target in its own unit; 0 at both ends is what is written for none."""
    out = np.full(len(messages), np.nan)
    for kind in _TARGETS:
        values = messages.numbers(f"custom_target_{kind}_{end}")
        out = np.where(np.isnan(out), values, out)
    return np.where(out == 0, np.nan, out)
