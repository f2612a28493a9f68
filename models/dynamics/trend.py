"""Whether ground contact at the same speed has changed over the weeks, and how sure that is.

A line through one value a session. Below eight sessions least squares, whose scatter leans on what is known of other
runners; from eight on Theil and Sen's median of all slopes, with Sen's interval from ranks (Sen 1968,
doi 10.1080/01621459.1968.10480934), which a few odd sessions do not tilt. What is said follows Hopkins' magnitude-based
decisions: how likely it is that the change is larger than the smallest one that matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import scipy
from numpy.typing import NDArray

from models.dynamics.config import Z90

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrendConfig:
    """How a trend is judged."""

    typical_error_ms: float = 3.0
    """Scatter of a session at reference speed: of one athlete's 56 runs [ms]."""
    prior_sessions: float = 4.0
    """So many sessions that typical error weighs against the athlete's own; our choice."""
    smallest_ms: float = 4.5
    """Smallest change that matters: 0.2 of the 19 to 25 ms between athletes (Hopkins' rule) [ms]."""
    least: int = 3
    """Fewer sessions give no line that could be wrong."""
    fewest: int = 6
    fewest_weeks: float = 4.0
    """With fewer sessions, or over a shorter time, nothing is called likely."""
    robust_from: int = 8
    """Least squares needs fewer sessions for the same sureness below it, Theil and Sen are safer above."""
    likely: float = 0.75
    very_likely: float = 0.90
    confidence: float = 0.90


CONFIG = TrendConfig()


@dataclass(frozen=True, slots=True)
class Trend:
    """The change over the span of the sessions [ms], negative where contact became shorter."""

    change_ms: float
    low_ms: float
    high_ms: float
    """Ends of its 90 % interval."""
    typical_error_ms: float
    """Scatter of one session around the line, the prior in it."""
    shorter: float
    longer: float
    """Probabilities that it changed by more than the smallest change that matters."""
    verdict: str
    """One of `models.tables.columns.CHANGE_VERDICTS`."""
    missing: int
    """About so many sessions more make it clear; 0 where it is, or where more would not help."""


def trend(weeks: Array, values_ms: Array, config: TrendConfig = CONFIG) -> Trend | None:
    """The trend of one value a session [ms] over the time of each [weeks]; None below three sessions or one day."""
    count, span = len(weeks), float(np.ptp(weeks)) if len(weeks) else 0.0
    if count < config.least or not span > 0:
        return None
    if count < config.robust_from:
        slope, error, width, freedom = _least_squares(weeks, values_ms, config)
        low, high = slope - width, slope + width
    else:
        slope, low, high = theil_sen(weeks, values_ms)
        error, freedom = max((high - low) / (2 * Z90), 1e-9), np.inf
    scatter = _typical_error_ms(weeks, values_ms, slope, config)
    shorter, longer = (
        float(scipy.special.stdtr(freedom, (sign * slope * span - config.smallest_ms) / (error * span)))
        for sign in (-1, 1)
    )
    enough = count >= config.fewest and span >= config.fewest_weeks
    verdict = _verdict(shorter, longer, config) if enough else "unclear"
    return Trend(
        change_ms=slope * span,
        low_ms=low * span,
        high_ms=high * span,
        typical_error_ms=scatter,
        shorter=shorter,
        longer=longer,
        verdict=verdict,
        missing=max(_needed(scatter, config) - count, 0) if verdict == "unclear" else 0,
    )


def theil_sen(x: Array, y: Array) -> tuple[float, float, float]:
    """Median of the slopes between all pairs, and its 90 % interval by ranks."""
    first, second = np.triu_indices(len(x), 1)
    apart = x[second] != x[first]
    slopes = np.sort((y[second] - y[first])[apart] / (x[second] - x[first])[apart])
    count = len(x)
    reach = Z90 * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = max(int(np.round((len(slopes) - reach) / 2)) - 1, 0)
    high = min(int(np.round((len(slopes) + reach) / 2)), len(slopes) - 1)
    return float(np.median(slopes)), float(slopes[low]), float(slopes[high])


def _least_squares(x: Array, y: Array, config: TrendConfig) -> tuple[float, float, float, float]:
    """Slope, its error, half width of its interval, and the degrees of freedom behind them."""
    centred = x - x.mean()
    slope = float(centred @ y / (centred @ centred))
    error = _typical_error_ms(x, y, slope, config) / float(np.sqrt(centred @ centred))
    freedom = config.prior_sessions + len(x) - 2
    return slope, error, float(scipy.special.stdtrit(freedom, (1 + config.confidence) / 2)) * error, freedom


def _typical_error_ms(x: Array, y: Array, slope: float, config: TrendConfig) -> float:
    """Scatter around the line through the middle of the values; the prior counts as some sessions more."""
    rest = y - slope * x
    own = float(((rest - rest.mean()) ** 2).sum())
    prior = config.prior_sessions * config.typical_error_ms**2
    return float(np.sqrt((prior + own) / (config.prior_sessions + len(x) - 2)))


def _needed(typical_error_ms: float, config: TrendConfig) -> int:
    """Sessions, evenly spread, with which a change of the smallest size that matters stands out at 90 %.

    The error of a change over the whole span is typical error x sqrt(12 / sessions); it must be the smallest change
    over 1.28.
    """
    return max(config.fewest, ceil(12 * (1.28 * typical_error_ms / config.smallest_ms) ** 2))


def _verdict(shorter: float, longer: float, config: TrendConfig) -> str:
    direction, sure = ("shorter", shorter) if shorter >= longer else ("longer", longer)
    if sure >= config.very_likely:
        return f"very likely {direction}"
    return f"likely {direction}" if sure >= config.likely else "unclear"
