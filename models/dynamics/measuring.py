"""Heart rate, cadence and running dynamics of each interval, without artefacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.dynamics.config import CONFIG, DynamicsConfig
from models.running_dynamics import METRICS, STANCE_TIME, Metric
from models.tables import INTERVALS

Array = NDArray[np.float64]


def measure(records: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG) -> pl.DataFrame:
    """`intervals` with heart rate, cadence and running dynamics from `records`, and why ground contact is null.

    Args:
        records: RECORDS of one activity, all dynamics from one source.
        intervals: INTERVALS of the same, but for the owner.
        config: every threshold.
    """
    samples = _samples(records)
    filled = [row | _measured(samples, row, config) for row in intervals.rows(named=True)]
    return INTERVALS.unowned(INTERVALS.rows(filled))


@dataclass(frozen=True, slots=True)
class _Samples:
    """The records as arrays, NaN where there is nothing."""

    elapsed_s: Array
    hold_s: Array
    """Time to the next record [s]."""
    running: NDArray[np.bool_]
    columns: dict[str, Array]
    smart: bool


def _samples(records: pl.DataFrame, config: DynamicsConfig = CONFIG) -> _Samples:
    names = ["distance_m", "speed_mps", "heart_rate_bpm", "cadence_spm", *(m.column for m in METRICS)]
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
    smart = len(gaps) > 1 and float(np.median(gaps[:-1])) > config.smart_s
    return _Samples(elapsed, np.minimum(gaps, config.longest_hold_s), running, columns, smart)


def _floats(records: pl.DataFrame, name: str) -> Array:
    return records[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _measured(samples: _Samples, interval: dict[str, Any], config: DynamicsConfig) -> dict[str, Any]:
    """What one interval's cells become."""
    start_s, end_s = interval["start_s"], interval["end_s"]
    inside = (samples.elapsed_s >= start_s) & (samples.elapsed_s < end_s)
    window = (samples.elapsed_s >= start_s + config.drop_first_s) & (samples.elapsed_s < end_s - config.drop_last_s)
    lasting = interval["duration_s"] - config.drop_first_s - config.drop_last_s
    cells: dict[str, Any] = {
        "avg_heart_rate_bpm": _of(np.mean, samples.columns["heart_rate_bpm"][inside]),
        "max_heart_rate_bpm": _of(np.max, samples.columns["heart_rate_bpm"][inside]),
        "cadence_spm": _of(np.median, _above(samples.columns["cadence_spm"][inside], 0.0)),
    }
    for metric in METRICS:
        good = _good(samples, metric, window)
        reason = _too_few(samples, metric, good, window, lasting, config)
        cells[metric.column] = None if reason else float(np.median(samples.columns[metric.column][good]))
        if metric is STANCE_TIME:
            cells |= {"dynamics_samples": int(good.sum()), "dynamics_reason": reason}
    return cells


def _good(samples: _Samples, metric: Metric, window: NDArray[np.bool_]) -> NDArray[np.bool_]:
    low, high = metric.plausible
    values = samples.columns[metric.column]
    return np.asarray(window & samples.running & (values >= low) & (values <= high))


def _too_few(
    samples: _Samples,
    metric: Metric,
    good: NDArray[np.bool_],
    window: NDArray[np.bool_],
    lasting: float,
    config: DynamicsConfig,
) -> str | None:
    """Why the good samples do not carry a value; None where they do."""
    fewest = config.fewest_smart if samples.smart else config.fewest
    count = int(good.sum())
    if not np.isfinite(samples.columns[metric.column]).any():
        return "The recording has no ground contact time."
    if lasting <= 0 or int(window.sum()) < fewest:
        return (
            f"Too short: {max(lasting, 0):.0f} s and {int(window.sum())} samples remain without the first "
            f"{config.drop_first_s:.0f} and the last {config.drop_last_s:.0f} s; {fewest} samples are needed."
        )
    if int((window & samples.running).sum()) < fewest:
        return "Walking or standing: ground contact is read while running only."
    covered = float(samples.hold_s[good].sum()) / lasting
    if count < fewest or covered < config.covered:
        low, high = metric.plausible
        return (
            f"Only {count} good samples, which cover {100 * covered:.0f} % of the time: the others are missing, "
            f"not running, or outside {low:g} to {high:g} ms."
        )
    return None


def _above(values: Array, least: float) -> Array:
    return values[values > least]


def _of(reduce: Any, values: Array) -> float | None:  # noqa: ANN401  # any of NumPy's reductions
    known = values[np.isfinite(values)]
    return float(reduce(known)) if len(known) else None
