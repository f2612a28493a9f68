"""How ground contact changes within a session, at equal speed: an index of fatigue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from models.dynamics.config import CONFIG, DynamicsConfig
from models.trend import Z90

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drift:
    """How ground contact at equal speed changed from the first to the last repetition [%], with its 90 % interval."""

    percent: float
    low_percent: float
    high_percent: float
    rising: bool
    """Whether it surely grew, and by enough to matter: to be shown, not diagnosed."""


def drift(
    number: Array,
    speed_mps: Array,
    stance_time_ms: Array,
    exponent: float = CONFIG.exponent,
    exponent_error: float = 0.0,
    config: DynamicsConfig = CONFIG,
) -> Drift | None:
    """The drift over the level repetitions of one session, each with its number; None below three.

    The slope of ln(stance time at equal speed) over the repetition's number, times the numbers from first to last.
    Where speed itself fades, what is not known of `exponent` (its standard error) widens the interval.
    """
    if len(number) < config.fewest_repetitions or not np.ptp(number) > 0:
        return None
    place, span = number - number.mean(), 100 * float(np.ptp(number))
    speed = np.log(speed_mps)
    level = np.log(stance_time_ms) - exponent * speed
    found = float(place @ level / (place @ place))
    rest = level - level.mean() - found * place
    freedom = len(number) - 2
    error = float(np.sqrt(rest @ rest / freedom / (place @ place)))
    faded = float(place @ speed / (place @ place))
    by_scatter = float(scipy.special.stdtrit(freedom, (1 + config.confidence) / 2)) * error
    width = span * float(np.hypot(by_scatter, Z90 * exponent_error * faded))
    percent = found * span
    return Drift(percent, percent - width, percent + width, percent - width > 0 and percent >= config.rising_percent)
