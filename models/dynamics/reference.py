"""The speed at which an athlete's ground contact is compared, and how contact goes with speed."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.level import level_work
from models.same_workout import once_a_sensor
from models.tables import REFERENCE_SPEEDS
from models.trend import Z90


def reference_speeds(
    activities: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of REFERENCE_SPEEDS: for each athlete and sensor the speed at which ground contact is compared.

    The speed is the median over the level repetitions of the first three interval sessions with that sensor and then
    stays; the exponent is the athlete's own, shrunk to the prior: it is what two dates are compared with alike. A
    workout that was recorded by two sensors is data for both, so that neither's reference hangs on what the other
    recorded.
    """
    heard = once_a_sensor(activities)
    work = level_work(intervals, config).join(heard, on="activity_id").sort("start_time", "interval_index")
    rows = [
        _reference(mine, heard.filter(pl.col("athlete_id") == athlete_id, pl.col("dynamics_source") == source), config)
        for (athlete_id, source), mine in work.partition_by(
            "athlete_id", "dynamics_source", as_dict=True, maintain_order=True
        ).items()
    ]
    return REFERENCE_SPEEDS.rows(rows).sort("athlete_id", "dynamics_source")


def _reference(work: pl.DataFrame, runs: pl.DataFrame, config: DynamicsConfig) -> dict[str, object]:
    """One sensor of one athlete: its repetitions, and all runs with it."""
    first = work["activity_id"].unique(maintain_order=True).to_list()[: config.sessions]
    speeds = work.filter(pl.col("activity_id").is_in(first))["speed_mps"].to_numpy()
    latest = runs["local_date"].max()
    exponent, deviation = _exponent(runs.filter(pl.col("local_date") > pl.lit(latest) - config.window), config)
    return {
        "athlete_id": work["athlete_id"][0],
        "dynamics_source": work["dynamics_source"][0],
        "valid_from": work["local_date"].min(),
        "speed_mps": float(np.median(speeds)),
        "exponent": float(np.clip(exponent, *config.exponent_range)),
        "exponent_low": exponent - Z90 * deviation,
        "exponent_high": exponent + Z90 * deviation,
    }


def _exponent(recent: pl.DataFrame, config: DynamicsConfig) -> tuple[float, float]:
    """The athlete's exponent and its standard deviation: the runs' own and the prior, weighted by their precision.

    Where the runs differ by more than each one's error tells, the error of their mean is that of their scatter
    (Birge 1932, doi 10.1103/PhysRev.40.207).
    """
    prior, wide = config.exponent, config.exponent_deviation
    runs = recent.select("stance_time_exponent", "stance_time_exponent_error").drop_nulls()
    if runs.is_empty():
        return prior, wide
    found, errors = runs.to_numpy().T
    weights = 1 / np.maximum(errors, config.least_error) ** 2
    own = float(weights @ found / weights.sum())
    scatter = float(weights @ (found - own) ** 2) / (len(found) - 1) if len(found) > 1 else 1.0
    error = max(float(np.sqrt(max(scatter, 1.0) / weights.sum())), config.least_error)
    weight, known = 1 / error**2, 1 / wide**2
    return (own * weight + prior * known) / (weight + known), float(np.sqrt(1 / (weight + known)))
