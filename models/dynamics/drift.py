"""How ground contact changes within a session, at equal speed: an index of fatigue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.slope import slope, speed_mps
from models.running_dynamics import STANCE_TIME


@dataclass(frozen=True, slots=True)
class Drift:
    """How ground contact at equal speed changed from the first to the last repetition [%], with its 90 % interval."""

    percent: float
    low_percent: float
    high_percent: float
    rising: bool
    """Whether it surely grew, and by enough to matter: to be shown, not diagnosed."""


def drift(intervals: pl.DataFrame, exponent: float = CONFIG.exponent, config: DynamicsConfig = CONFIG) -> Drift | None:
    """The drift over the repetitions of one session; None below three with ground contact.

    The slope of ln(stance time at equal speed) over the repetition's number, times their number minus one.
    """
    work = intervals.filter(
        pl.col("kind") == "work", pl.col(STANCE_TIME.column).is_not_null(), pl.col("duration_s") > 0
    )
    work = work.with_columns(speed_mps().alias("speed_mps")).filter(pl.col("speed_mps") > 0)
    if work.height < 3:
        return None
    number = work["repetition_index"].to_numpy().astype(np.float64)
    level = np.log(work[STANCE_TIME.column].to_numpy()) - exponent * np.log(work["speed_mps"].to_numpy())
    span = 100 * float(number[-1] - number[0])
    found, error = slope(number - number.mean(), level - level.mean(), work.height - 2)
    width = float(scipy.special.stdtrit(work.height - 2, (1 + config.confidence) / 2)) * error * span
    percent = found * span
    rising = percent - width > 0 and percent >= config.rising_percent
    return Drift(percent, percent - width, percent + width, rising)
