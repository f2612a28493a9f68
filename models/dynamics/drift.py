"""How ground contact changes within a session, at equal speed: an index of fatigue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy

from models.dynamics.config import CONFIG, Z90, DynamicsConfig
from models.dynamics.level import level_work
from models.running_dynamics import STANCE_TIME


@dataclass(frozen=True, slots=True)
class Drift:
    """How ground contact at equal speed changed from the first to the last repetition [%], with its 90 % interval."""

    percent: float
    low_percent: float
    high_percent: float
    rising: bool
    """Whether it surely grew, and by enough to matter: to be shown, not diagnosed."""


def drift(
    intervals: pl.DataFrame,
    exponent: float = CONFIG.exponent,
    exponent_error: float = 0.0,
    config: DynamicsConfig = CONFIG,
) -> Drift | None:
    """The drift over the level repetitions of one session; None below three with ground contact.

    The slope of ln(stance time at equal speed) over the repetition's number, times the numbers from first to last.
    Where speed itself fades, what is not known of `exponent` (its standard error) widens the interval.
    """
    work = level_work(intervals, config).sort("repetition_index")
    if work.height < config.fewest_repetitions:
        return None
    number = work["repetition_index"].to_numpy().astype(np.float64)
    place, span = number - number.mean(), 100 * float(number[-1] - number[0])
    speed = np.log(work["speed_mps"].to_numpy())
    level = np.log(work[STANCE_TIME.column].to_numpy()) - exponent * speed
    found = float(place @ level / (place @ place))
    rest = level - level.mean() - found * place
    freedom = work.height - 2
    error = float(np.sqrt(rest @ rest / freedom / (place @ place)))
    faded = float(place @ speed / (place @ place))
    by_scatter = float(scipy.special.stdtrit(freedom, (1 + config.confidence) / 2)) * error
    width = span * float(np.hypot(by_scatter, Z90 * exponent_error * faded))
    percent = found * span
    return Drift(percent, percent - width, percent + width, percent - width > 0 and percent >= config.rising_percent)
