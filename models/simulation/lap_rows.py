"""Laps as the watch writes them, counted by its own odometer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.simulation.lap_presses import LapEnd
from models.simulation.motion import Motion
from models.tables import LAPS

Array = NDArray[np.float64]


def anchored(odometer: Array, motion: Motion, ends: Sequence[LapEnd]) -> Array:
    """The odometer such that each lap that a distance ended is exactly that long: the watch ended it there [m]."""
    starts = [0.0, *(lap.end_s for lap in ends[:-1])]
    at = np.asarray([0.0, *(lap.end_s for lap in ends)])
    counted = np.interp(at, motion.time_s, odometer)
    lengths = np.diff(counted)
    scale = [lap.distance_m / length if lap.distance_m else 1.0 for lap, length in zip(ends, lengths, strict=True)]
    shifted = np.concatenate([[0.0], np.cumsum(lengths * scale)])
    lap_of = np.clip(np.searchsorted(np.asarray(starts), motion.time_s, side="right") - 1, 0, len(ends) - 1)
    return np.asarray(shifted[lap_of] + (odometer - counted[lap_of]) * np.asarray(scale)[lap_of])


def by_distance(odometer: Array, motion: Motion, every_m: float) -> tuple[LapEnd, ...]:
    """Auto-laps: one each time the odometer has counted so far, and the rest of the session."""
    marks = np.arange(every_m, odometer[-1], every_m)
    moving = np.concatenate([[True], np.diff(odometer) > 0])
    times = np.interp(marks, odometer[moving], motion.time_s[moving])
    laps = [LapEnd(float(time), "distance", None, every_m) for time in times]
    return (*laps, LapEnd(float(motion.ends_s[-1]), "session_end"))


def with_auto_laps(ends: Sequence[LapEnd], odometer: Array, motion: Motion, every_m: float) -> tuple[LapEnd, ...]:
    """The laps with one more each time the odometer has counted so far since the last."""
    counted = np.interp([0.0, *(lap.end_s for lap in ends)], motion.time_s, odometer)
    moving = np.concatenate([[True], np.diff(odometer) > 0])
    result: list[LapEnd] = []
    for lap, before, after in zip(ends, counted[:-1], counted[1:], strict=True):
        marks = np.arange(before + every_m, after - 1.0, every_m)
        times = np.interp(marks, odometer[moving], motion.time_s[moving])
        result += [LapEnd(float(time), "distance", None, every_m) for time in times]
        result.append(lap)
    return tuple(result)


def laps(
    ends: Sequence[LapEnd],
    counted_m: Sequence[float],
    written: pl.DataFrame,
    stopped: pl.DataFrame,
    carried: Sequence[dict[str, object]],
) -> pl.DataFrame:
    """Rows of LAPS (but for the owner).

    `counted_m` is the odometer at each end, `carried` what a lap of each ask tells: step index and intensity.
    """
    rows: list[dict[str, object]] = []
    start, before = 0.0, 0.0
    for index, (lap, counted) in enumerate(zip(ends, counted_m, strict=True)):
        end = round(lap.end_s, 3)
        row = {
            "lap_index": index,
            "start_s": start,
            "end_s": end,
            "timer_s": round(end - start - _stopped_s(stopped, start, end), 3),
            "distance_m": round(counted - before, 2),
            "trigger": lap.trigger,
        }
        during = written.filter(pl.col("elapsed_s").is_between(start, end, closed="left"))
        rows.append(row | (carried[lap.ask] if lap.ask is not None else {}) | _means(during))
        start, before = end, counted
    return LAPS.unowned(LAPS.rows(rows))


def _stopped_s(stopped: pl.DataFrame, start: float, end: float) -> float:
    overlap = pl.min_horizontal(pl.lit(end), "end_s") - pl.max_horizontal(pl.lit(start), "start_s")
    return float(stopped.select(overlap.clip(lower_bound=0).sum()).item())


def _means(during: pl.DataFrame) -> dict[str, object]:
    """Heart rate and cadence of a lap in whole beats and steps, as a watch writes them."""
    wanted = (
        ("avg_heart_rate_bpm", pl.col("heart_rate_bpm").mean()),
        ("max_heart_rate_bpm", pl.col("heart_rate_bpm").max()),
        ("avg_cadence_spm", pl.col("cadence_spm").filter(pl.col("cadence_spm") > 0).mean()),
    )
    return during.select(value.round(0).alias(name) for name, value in wanted).row(0, named=True)
