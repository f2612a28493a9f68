"""Whether one value a session has changed over the weeks, how sure that is, and how to say so.

A line through one value a session. Below eight sessions least squares, whose scatter leans on what is known of other
runners; from eight on Theil and Sen's median of all slopes, with Sen's interval from ranks (Sen 1968,
doi 10.1080/01621459.1968.10480934), which a few odd sessions do not tilt. What is said follows Hopkins' magnitude-based
decisions: how likely it is that the change is larger than the smallest one that matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Array = NDArray[np.float64]

Z90 = 1.6449
"""Half width of a normal distribution's 90 % interval, in standard deviations."""
OVER = timedelta(weeks=12)
"""The trend is that of so long: over years shoes, body and place change too; our choice."""


@dataclass(frozen=True, slots=True)
class TrendConfig:
    """How a trend is judged, and in which words; values in `unit`."""

    typical_error: float
    """Scatter of one session around the athlete's own line, as other runners have it."""
    smallest: float
    """Smallest change that matters."""
    unit: str
    lower: str
    higher: str
    """What a change down, or up, is called."""
    prior_sessions: float = 4.0
    """So many sessions that typical error weighs against the athlete's own; our choice."""
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


@dataclass(frozen=True, slots=True)
class Trend:
    """The change over the span of the sessions, in the unit of the values."""

    change: float
    low: float
    high: float
    """Ends of its 90 % interval."""
    typical_error: float
    """Scatter of one session around the line, the prior in it."""
    lower: float
    higher: float
    """Probabilities that it went down, or up, by more than the smallest change that matters."""
    verdict: str
    """`unclear`, or `likely` or `very likely` with the config's word."""
    missing: int
    """About so many sessions more make it clear; 0 where it is, or where more would not help."""


def trend(weeks: Array, values: Array, config: TrendConfig) -> Trend | None:
    """The trend of one value a session over the time of each [weeks]; None below three sessions or one day."""
    count, span = len(weeks), float(np.ptp(weeks)) if len(weeks) else 0.0
    if count < config.least or not span > 0:
        return None
    if count < config.robust_from:
        slope, error, width, freedom = _least_squares(weeks, values, config)
        low, high = slope - width, slope + width
    else:
        slope, low, high = theil_sen(weeks, values)
        error, freedom = max((high - low) / (2 * Z90), 1e-9), np.inf
    scatter = _typical_error(weeks, values, slope, config)
    lower, higher = (
        float(scipy.special.stdtr(freedom, (sign * slope * span - config.smallest) / (error * span)))
        for sign in (-1, 1)
    )
    enough = count >= config.fewest and span >= config.fewest_weeks
    verdict = _verdict(lower, higher, config) if enough else "unclear"
    return Trend(
        change=slope * span,
        low=low * span,
        high=high * span,
        typical_error=scatter,
        lower=lower,
        higher=higher,
        verdict=verdict,
        missing=max(_needed(scatter, config) - count, 0) if verdict == "unclear" else 0,
    )


def up_to_each_week(sessions: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """For each week with sessions: those of the twelve weeks up to its last one.

    Args:
        sessions: in order of time, with `week_start` and `local_date`.
    """
    for place, last in enumerate(sessions):
        if place + 1 < len(sessions) and sessions[place + 1]["week_start"] == last["week_start"]:
            continue
        yield [each for each in sessions[: place + 1] if each["local_date"] > last["local_date"] - OVER]


def trend_since(days: Sequence[date], values: Sequence[float], config: TrendConfig) -> Trend | None:
    """As `trend`, of sessions on these days."""
    weeks = [(day - days[0]).days / 7 for day in days]
    return trend(np.array(weeks, np.float64), np.array(values, np.float64), config)


def in_words(found: Trend | None, days: Sequence[date], config: TrendConfig, beside: str = "") -> str:
    """The trend as a sentence with its numbers; no cause is ever named.

    Args:
        found: the trend of the sessions on these days.
        days: days of the sessions, in order.
        config: that of the trend.
        beside: the change in another unit.
    """
    enough = f"{config.fewest} sessions over {config.fewest_weeks:g} weeks are needed"
    if found is None:
        return f"Unclear: {_counted(len(days), 'session')} to compare in twelve weeks; {enough}."
    weeks, head = (days[-1] - days[0]).days / 7, in_numbers(found, days, config, beside)
    matters = f"{config.smallest:g} {config.unit}"
    if found.verdict != "unclear":
        return f"{head}; {matters} would matter."
    if len(days) < config.fewest or weeks < config.fewest_weeks:
        return f"{head}; {enough} to tell."
    if found.missing:
        return f"{head}; about {_counted(found.missing, 'session')} more may tell."
    if 1 - found.lower - found.higher >= config.likely:
        return f"{head}; a change of the {matters} that would matter is unlikely."
    return f"{head}; it may or may not reach the {matters} that would matter."


def in_numbers(found: Trend, days: Sequence[date], config: TrendConfig, beside: str = "") -> str:
    """The first half of that sentence: verdict, change, span and interval."""
    # round() keeps the sign of -0.04; adding 0.0 takes it away.
    change, low, high = (f"{round(value, 1) + 0.0:+.1f}" for value in (found.change, found.low, found.high))
    return (
        f"{found.verdict.capitalize()}: {change} {config.unit}{beside} over "
        f"{_counted(round((days[-1] - days[0]).days / 7), 'week')}, {_counted(len(days), 'session')} "
        f"(90 % interval {low} to {high})"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


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
    error = _typical_error(x, y, slope, config) / float(np.sqrt(centred @ centred))
    freedom = config.prior_sessions + len(x) - 2
    return slope, error, float(scipy.special.stdtrit(freedom, (1 + config.confidence) / 2)) * error, freedom


def _typical_error(x: Array, y: Array, slope: float, config: TrendConfig) -> float:
    """Scatter around the line through the middle of the values; the prior counts as some sessions more."""
    rest = y - slope * x
    own = float(((rest - rest.mean()) ** 2).sum())
    prior = config.prior_sessions * config.typical_error**2
    return float(np.sqrt((prior + own) / (config.prior_sessions + len(x) - 2)))


def _needed(typical_error: float, config: TrendConfig) -> int:
    """Sessions, evenly spread, with which a change of the smallest size that matters stands out at 90 %.

    The error of a change over the whole span is typical error x sqrt(12 / sessions); it must be the smallest change
    over 1.28.
    """
    return max(config.fewest, ceil(12 * (1.28 * typical_error / config.smallest) ** 2))


def _verdict(lower: float, higher: float, config: TrendConfig) -> str:
    direction, sure = (config.lower, lower) if lower >= higher else (config.higher, higher)
    if sure >= config.very_likely:
        return f"very likely {direction}"
    return f"likely {direction}" if sure >= config.likely else "unclear"
