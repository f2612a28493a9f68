"""What a watch writes down: records in its own resolution, and pauses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil, floor

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.simulation.conditions import Conditions
from models.simulation.legs import Leg
from models.simulation.motion import Motion
from models.tables import PAUSES, RECORDS

Array = NDArray[np.float64]

RESOLUTION = {
    "distance_m": 100,
    "speed_mps": 1000,
    "altitude_m": 5,
    "heart_rate_bpm": 1,
    "cadence_spm": 1,
    "temperature_c": 1,
    "stance_time_ms": 1,
    "stance_time_percent": 100,
    "stance_time_balance_percent": 100,
    "vertical_oscillation_mm": 10,
    "vertical_ratio_percent": 100,
    "step_length_mm": 1,
}
"""Steps a unit in which a watch writes: FIT's, and of what ANT+ sends coarser (1 ms, 1 mm) the sensor's."""
_SEMICIRCLE_DEG = 180 / 2**31
_PAUSE_DELAYS_S = (2, 1)
"""A thumb stops the timer so long after standing still, and starts it so long before going on [s]."""
_AUTO_PAUSE_S = (4, 1)
_AUTO_PAUSE_FROM_S = 8.0
"""Shortest standing that auto-pause notices [s]."""
_SMART_GAPS_S = (1, 2, 3, 4, 5, 6, 7)
_SMART_SHARES = (0.17, 0.16, 0.22, 0.18, 0.12, 0.09, 0.06)
"""How often smart recording waits how long; real files have a median of 3 to 4 s."""
_CHANGE_MPS = 0.6
"""Change of the shown speed that smart recording writes down; our choice [m/s]."""


def pauses(legs: Sequence[Leg], motion: Motion, conditions: Conditions) -> pl.DataFrame:
    """Rows of PAUSES (but for the owner): whole seconds in which the timer stood."""
    rows: list[dict[str, object]] = []
    for leg, end in zip(legs, motion.ends_s, strict=True):
        auto = conditions.auto_pause and leg.gait == "stand" and leg.duration_s >= _AUTO_PAUSE_FROM_S
        if leg.paused or auto:
            after, before = _PAUSE_DELAYS_S if leg.paused else _AUTO_PAUSE_S
            span = ceil(end - leg.duration_s + after), floor(end - before)
            if span[0] < span[1]:
                rows.append({"pause_index": len(rows), "start_s": float(span[0]), "end_s": float(span[1])})
    return PAUSES.unowned(PAUSES.rows(rows))


def record_times_s(
    end_s: float,
    stopped: pl.DataFrame,
    conditions: Conditions,
    rng: np.random.Generator,
    shown_mps: Array | None = None,
) -> Array:
    """The whole seconds at which a record is written: none in a pause or a dropout [s]."""
    times = np.arange(floor(end_s) + 1, dtype=np.float64)
    if conditions.smart_recording:
        gaps = rng.choice(_SMART_GAPS_S, size=len(times), p=_SMART_SHARES)
        times = np.concatenate([[0.0], np.cumsum(gaps)])
        times = times[times <= end_s]
        if conditions.smart_on_change and shown_mps is not None:
            times = np.union1d(times, _changes(shown_mps))
    for start, end in [*stopped.select("start_s", "end_s").rows(), *conditions.dropouts]:
        times = times[(times <= start) | (times >= end)]
    return times


def _changes(shown_mps: Array) -> Array:
    """Seconds at which the shown speed has changed by a step since the last such second [s]."""
    last, times = shown_mps[0], list[float]()
    for second, speed in enumerate(shown_mps):
        if abs(speed - last) > _CHANGE_MPS:
            times.append(float(second))
            last = speed
    return np.asarray(times)


def records(start_time: datetime, times: Array, by_second: dict[str, Array]) -> pl.DataFrame:
    """Rows of RECORDS (but for the owner) at `times`, from columns at every whole second."""
    at = times.astype(np.int64)
    columns = {name: _written(name, values[at]) for name, values in by_second.items()}
    frame = pl.DataFrame({"elapsed_s": times, **columns}).with_columns(
        pl.col(*columns).fill_nan(None),
        pl.int_range(pl.len()).alias("record_index"),
        (pl.lit(start_time) + pl.duration(seconds=pl.col("elapsed_s"))).alias("timestamp"),
    )
    return RECORDS.unowned(frame)


def _written(name: str, values: Array) -> Array:
    """Values rounded to what the file keeps, spelled as a reader calculates them from it."""
    if name in {"latitude_deg", "longitude_deg"}:
        return np.rint(values / _SEMICIRCLE_DEG) * _SEMICIRCLE_DEG
    scale = RESOLUTION[name]
    return np.rint(values * scale) / scale
