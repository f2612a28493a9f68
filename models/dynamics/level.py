"""The repetitions whose ground contact can be compared: run on the level, at a known speed."""

from __future__ import annotations

import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.running_dynamics import STANCE_TIME


def level_work(intervals: pl.DataFrame, config: DynamicsConfig = CONFIG) -> pl.DataFrame:
    """Repetitions with ground contact and `speed_mps`, by nominal distance where there is one; hills left out.

    Where no slope is known the ground is taken to be level.
    """
    speed = pl.coalesce("nominal_distance_m", "distance_m") / pl.col("duration_s")
    return (
        intervals.filter(
            pl.col("kind") == "work",
            pl.col(STANCE_TIME.column).is_not_null(),
            pl.col("duration_s") > 0,
            pl.col("grade_percent").abs().fill_null(0.0) <= config.hill_percent,
        )
        .with_columns(speed.alias("speed_mps"))
        .filter(pl.col("speed_mps") > 0)
    )
