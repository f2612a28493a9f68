"""The records of a recording as arrays, and which of them show running."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.dynamics.config import CONFIG, DynamicsConfig
from models.running_dynamics import METRICS, STANCE_TIME, Metric

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Samples:
    """The records in order of time, NaN where there is nothing."""

    elapsed_s: Array
    hold_s: Array
    """Time to the next record [s]."""
    running: Flags
    """Neither walking nor standing, by cadence and odometer."""
    frozen: Flags
    """Whether ground contact is a value at which the sensor has stopped."""
    columns: dict[str, Array]
    smart: bool

    def good(self, metric: Metric) -> Flags:
        """Which samples of the metric count: running, plausible, and of a sensor that is awake."""
        low, high = metric.plausible
        values = self.columns[metric.column]
        counts = self.running & (values >= low) & (values <= high)
        return np.asarray(counts & ~self.frozen if metric is STANCE_TIME else counts)


def samples(records: pl.DataFrame, config: DynamicsConfig = CONFIG) -> Samples:
    """The samples of one activity's RECORDS, all dynamics from one source."""
    names = ["distance_m", "speed_mps", "altitude_m", "heart_rate_bpm", "cadence_spm", *(m.column for m in METRICS)]
    ordered = records.sort("elapsed_s", maintain_order=True)
    columns = {name: _floats(ordered, name) for name in names}
    elapsed = _floats(ordered, "elapsed_s")
    gaps = np.diff(elapsed, append=elapsed[-1:] + 1.0)
    speed = columns["speed_mps"]
    if np.isfinite(columns["distance_m"]).any() and len(elapsed) > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            speed = np.diff(columns["distance_m"], prepend=columns["distance_m"][:1]) / np.diff(elapsed, prepend=np.nan)
    # What is not known does not speak against running.
    running = ~(columns["cadence_spm"] < config.slowest_spm) & ~(speed < config.slowest_mps)
    return Samples(
        elapsed_s=elapsed,
        hold_s=np.minimum(gaps, config.longest_hold_s),
        running=running,
        frozen=_frozen(elapsed, columns[STANCE_TIME.column], config),
        columns=columns,
        smart=len(gaps) > 1 and float(np.median(gaps[:-1])) > config.smart_s,
    )


def _frozen(elapsed_s: Array, values: Array, config: DynamicsConfig) -> Flags:
    """Samples in a row of equal values that lasts too long for a sensor that measures."""
    starts = np.flatnonzero(np.diff(values, prepend=np.nan) != 0)  # NaN differs from everything, itself too
    if not len(starts):
        return np.zeros(len(values), dtype=np.bool_)
    ends = np.append(starts[1:], len(values))
    lasting = elapsed_s[ends - 1] - elapsed_s[starts]
    return np.repeat(lasting >= config.frozen_s, ends - starts)


def _floats(records: pl.DataFrame, name: str) -> Array:
    return records[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
