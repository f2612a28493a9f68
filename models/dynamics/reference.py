"""The speed at which an athlete's ground contact is compared, and how contact goes with speed."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.slope import slope, speed_mps
from models.running_dynamics import STANCE_TIME
from models.same_workout import once_a_sensor
from models.tables import REFERENCE_SPEEDS


def reference_speeds(
    activities: pl.DataFrame, intervals: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of REFERENCE_SPEEDS: for each athlete and sensor the speed at which ground contact is compared.

    The speed is the median over the repetitions of the first three interval sessions with that sensor and then stays;
    the exponent is the athlete's own, shrunk to the prior: it is what two dates are compared with alike. A workout
    that was recorded by two sensors is data for both, so that neither's reference hangs on what the other recorded.
    """
    owner = once_a_sensor(activities).select("activity_id", "athlete_id", "dynamics_source", "local_date", "start_time")
    usable = (
        intervals.filter(pl.col(STANCE_TIME.column).is_not_null(), pl.col("duration_s") > 0)
        .with_columns(speed_mps().alias("speed_mps"))
        .filter(pl.col("speed_mps") > 0)
        .join(owner, on="activity_id")
        .sort("start_time", "activity_id", "interval_index")
    )
    groups = usable.partition_by("athlete_id", "dynamics_source", maintain_order=True)
    rows = [row for group in groups if (row := _reference(group, config)) is not None]
    return REFERENCE_SPEEDS.rows(rows).sort("athlete_id", "dynamics_source")


def _reference(group: pl.DataFrame, config: DynamicsConfig) -> dict[str, object] | None:
    """One sensor of one athlete; None where no repetition has ground contact."""
    work = group.filter(pl.col("kind") == "work")
    first = work["activity_id"].unique(maintain_order=True).to_list()[: config.sessions]
    if not first:
        return None
    speeds = work.filter(pl.col("activity_id").is_in(first))["speed_mps"].to_numpy()
    latest = group["local_date"].max()
    recent = group.filter(pl.col("local_date") > pl.lit(latest) - config.window)
    exponent, deviation = _exponent(recent, config)
    return {
        "athlete_id": group["athlete_id"][0],
        "dynamics_source": group["dynamics_source"][0],
        "valid_from": work["local_date"].min(),
        "speed_mps": float(np.median(speeds)),
        "exponent": float(np.clip(exponent, *config.exponent_range)),
        "exponent_low": exponent - _Z90 * deviation,
        "exponent_high": exponent + _Z90 * deviation,
    }


_Z90 = 1.645
"""Half width of a normal distribution's 90 % interval, in standard deviations."""


def _exponent(recent: pl.DataFrame, config: DynamicsConfig) -> tuple[float, float]:
    """The athlete's exponent and its standard deviation: own slope and prior, weighted by their precision.

    The slope is that within sessions, so that a day on which all contacts are longer does not tilt it.
    """
    prior, wide = config.exponent, config.exponent_deviation
    logs = recent.select(
        "activity_id", pl.col("speed_mps").log().alias("x"), pl.col(STANCE_TIME.column).log().alias("y")
    )
    centred = logs.select(pl.col("x", "y") - pl.col("x", "y").mean().over("activity_id"))
    x, y = centred["x"].to_numpy(), centred["y"].to_numpy()
    spread = float(recent["speed_mps"].to_numpy().std())
    free = recent.height - recent["activity_id"].n_unique() - 1
    if free < 2 or spread < config.speed_spread_mps or not (x**2).sum() > 0:
        return prior, wide
    own, error = slope(x, y, free)
    weight, known = 1 / max(error, config.least_error) ** 2, 1 / wide**2
    return (own * weight + prior * known) / (weight + known), float(np.sqrt(1 / (weight + known)))
