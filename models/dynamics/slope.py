"""How ground contact goes with speed or number: a straight line, and how sure it is."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Array = NDArray[np.float64]


def speed_mps() -> pl.Expr:
    """Speed of an interval by its nominal distance where there is one [m/s]."""
    return pl.coalesce("nominal_distance_m", "distance_m") / pl.col("duration_s")


def slope(x: Array, y: Array, freedom: int) -> tuple[float, float]:
    """Least squares through the origin of centred values: slope and its standard error."""
    slope = float(x @ y / (x @ x))
    rest = y - slope * x
    return slope, float(np.sqrt(rest @ rest / freedom / (x @ x)))
