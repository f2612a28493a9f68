"""Heart rate, cadence and running dynamics of each interval, without artefacts."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.grade import grade_percent
from models.dynamics.samples import Array, Flags, Samples, samples
from models.running_dynamics import METRICS, STANCE_TIME, Metric
from models.tables import INTERVALS


def measure(records: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG) -> pl.DataFrame:
    """`intervals` with heart rate, cadence and running dynamics from `records`, and why ground contact is null.

    Args:
        records: RECORDS of one activity, all dynamics from one source.
        intervals: INTERVALS of the same, but for the owner.
        config: every threshold.
    """
    found = samples(records, config)
    filled = [row | _measured(found, row, config) for row in intervals.rows(named=True)]
    return INTERVALS.unowned(INTERVALS.rows(filled))


def _measured(given: Samples, interval: dict[str, Any], config: DynamicsConfig) -> dict[str, Any]:
    """What one interval's cells become."""
    start_s, end_s = interval["start_s"], interval["end_s"]
    inside = (given.elapsed_s >= start_s) & (given.elapsed_s < end_s)
    window = (given.elapsed_s >= start_s + config.drop_first_s) & (given.elapsed_s < end_s - config.drop_last_s)
    lasting = interval["duration_s"] - config.drop_first_s - config.drop_last_s
    cells: dict[str, Any] = {
        "avg_heart_rate_bpm": _of(np.mean, given.columns["heart_rate_bpm"][inside]),
        "max_heart_rate_bpm": _of(np.max, given.columns["heart_rate_bpm"][inside]),
        "cadence_spm": _of(np.median, _above(given.columns["cadence_spm"][inside], 0.0)),
        "grade_percent": grade_percent(given.columns["distance_m"][inside], given.columns["altitude_m"][inside]),
    }
    for metric in METRICS:
        good = window & given.good(metric)
        reason = _too_few(given, metric, good, window, lasting, config)
        cells[metric.column] = None if reason else float(np.median(given.columns[metric.column][good]))
        if metric is STANCE_TIME:
            cells |= {"dynamics_samples": int(good.sum()), "dynamics_reason": reason}
    return cells


def _too_few(
    given: Samples,
    metric: Metric,
    good: Flags,
    window: Flags,
    lasting: float,
    config: DynamicsConfig,
) -> str | None:
    """Why the good samples do not carry a value; None where they do."""
    fewest = config.fewest_smart if given.smart else config.fewest
    count = int(good.sum())
    if not np.isfinite(given.columns[metric.column]).any():
        return "The recording has no ground contact time."
    if lasting <= 0 or int(window.sum()) < fewest:
        return (
            f"Too short: {max(lasting, 0):.0f} s and {int(window.sum())} samples remain without the first "
            f"{config.drop_first_s:.0f} and the last {config.drop_last_s:.0f} s; {fewest} samples are needed."
        )
    if int((window & given.running).sum()) < fewest:
        return "Walking or standing: ground contact is read while running only."
    covered = float(given.hold_s[good].sum()) / lasting
    if count < fewest or covered < config.covered:
        low, high = metric.plausible
        held = f", or one value for {config.frozen_s:.0f} s and longer" if given.frozen[window].any() else ""
        return (
            f"Only {count} good samples, which cover {100 * covered:.0f} % of the time: the others are missing, "
            f"not running, or outside {low:g} to {high:g} ms{held}."
        )
    return None


def _above(values: Array, least: float) -> Array:
    return values[values > least]


def _of(reduce: Any, values: Array) -> float | None:  # noqa: ANN401  # any of NumPy's reductions
    known = values[np.isfinite(values)]
    return float(reduce(known)) if len(known) else None
