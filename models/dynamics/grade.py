"""How steep a stretch was."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.dynamics.config import CONFIG, DynamicsConfig

Array = NDArray[np.float64]


def grade_percent(distance_m: Array, altitude_m: Array, config: DynamicsConfig = CONFIG) -> float | None:
    """Mean slope of a stretch [%], climbing positive: least squares of altitude over distance.

    None where it is too short for the altitude's own scatter, or either is unknown.
    """
    known = np.isfinite(distance_m) & np.isfinite(altitude_m)
    if known.sum() < 3 or np.ptp(distance_m[known]) < config.grade_over_m:
        return None
    along = distance_m[known] - distance_m[known].mean()
    return float(100 * (along @ altitude_m[known]) / (along @ along))
