"""The signal with its speed within seconds from the runner's steps, where positions lose it.

Receivers cut the bends of a track, and lag behind as a repetition begins: for 20 s and more speed stands still, and
on the straight what was lost is won back. Steps are counted by an accelerometer, which knows nothing of that: over half
a lap the odometer is right, within it the cadence tells how speed changes. In a session speed goes with a power of
cadence, and that power is the runner's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Array
from models.segmentation.signal import Signal, with_speed


@dataclass(frozen=True, slots=True)
class CadenceConfig:
    """When steps can be trusted to tell speed."""

    known: float = 0.8
    """Least share of records with cadence; our choice."""
    widths_s: tuple[float, ...] = (40.0, 90.0)
    """What is lost in a bend is won back by the end of the next straight, or of the lap: 200 and 400 m at 4.5 to
    5 m/s [s]."""
    fewest_spm: float = 140.0
    """Fewer steps a minute are walking."""
    likeness: float = 0.6
    """Least correlation of log speed and log cadence; 0.83 and 0.86 in a real track session; our choice."""
    noise_s: int = 9
    """Shorter changes of cadence are slips of the sensor; our choice [s]."""


CADENCE = CadenceConfig()


def paced(
    records: pl.DataFrame, signal: Signal, config: SegmentationConfig, cadence_config: CadenceConfig = CADENCE
) -> Iterator[Signal]:
    """The signal with the speed of the steps, at each width; none where cadence is missing, or goes not with speed.

    Args:
        records: rows of `records` with `elapsed_s` and `cadence_spm`.
        signal: that of the same recording.
        config: thresholds of the signal.
        cadence_config: thresholds of the cadence.
    """
    cadence = _cadence(records, signal.time_s, cadence_config)
    if cadence is None:
        return
    for width_s in cadence_config.widths_s:
        wide = round(width_s)
        slow, slow_cadence = _mean(signal.speed_mps, wide), _mean(np.log(cadence), wide)
        running = (slow > config.running_mps) & (cadence > cadence_config.fewest_spm)
        if running.sum() < config.shortest_run_s:
            continue
        power, likeness = _power(slow_cadence[running], np.log(slow[running]))
        if likeness >= cadence_config.likeness:
            speed = np.exp(np.log(np.maximum(slow, 0.1)) + power * (np.log(cadence) - slow_cadence))
            yield with_speed(signal, speed, config)


def _cadence(records: pl.DataFrame, time_s: Array, config: CadenceConfig) -> Array | None:
    """Steps a minute at each second, what lasts for some seconds only left out; None where too much is missing."""
    told = records.select("elapsed_s", "cadence_spm").drop_nulls().cast(pl.Float64).sort("elapsed_s")
    if told.height < config.known * records.height or told.height < 2:
        return None
    at, spm = told.to_numpy().T
    steady = scipy.ndimage.median_filter(np.interp(time_s, at, spm), config.noise_s, mode="nearest")
    return np.asarray(np.maximum(steady, 60.0))


def _mean(values: Array, wide: int) -> Array:
    """Mean over so many seconds around each; before the first the runner stood, as at it."""
    return np.asarray(scipy.ndimage.uniform_filter1d(values, wide, mode="nearest"))


def _power(log_cadence: Array, log_speed: Array) -> tuple[float, float]:
    """How speed goes with cadence, and how well that holds: slope and correlation."""
    centred = log_cadence - log_cadence.mean()
    spread = float(centred @ centred)
    if spread <= 0 or not np.ptp(log_speed):
        return 0.0, 0.0
    return float(centred @ log_speed) / spread, float(np.corrcoef(log_cadence, log_speed)[0, 1])
