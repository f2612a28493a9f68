"""One interval session in figures: how many repetitions, how near the target, how even, how it faded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import scipy

from models.repetition_metrics import fade_percent, variation_percent

HIT = 0.02
"""A repetition within 2 % of its target is a hit."""
CONFIDENCE = 0.90
"""Of the interval around the slope."""


@dataclass(frozen=True, slots=True)
class SessionMetrics:
    """Figures of the repetitions of one session; None where too few were run, or no target was set."""

    prescribed: int
    done: int
    mean_s: float | None
    """Mean time of a repetition [s]."""
    variation_percent: float | None
    """Coefficient of variation [%]."""
    slow_percent: float | None
    """Mean of achieved over target, minus one [%]: positive is slower."""
    hit_share: float | None
    """Share of the repetitions done within 2 % of their targets."""
    fade_percent: float | None
    """Last third over first third, minus one [%]: positive got slower."""
    slope_percent: float | None
    """Change from one repetition to the next [% of the mean]."""
    slope_low_percent: float | None
    slope_high_percent: float | None
    """Ends of the slope's 90 % interval."""

    @property
    def completion(self) -> float:
        """Share of the prescribed repetitions that was done."""
        return self.done / self.prescribed if self.prescribed else 0.0


def session_metrics(
    times_s: Sequence[float], prescribed: int, targets_s: Sequence[float] | None = None
) -> SessionMetrics:
    """The figures of repetitions run in `times_s` [s], in order, of `prescribed` that were asked.

    With targets, one a repetition done, evenness and fade are those of time over target, so that repetitions of
    several distances can be compared; without, those of the times.
    """
    ratios = [done / asked for done, asked in zip(times_s, targets_s, strict=True)] if targets_s else None
    even = ratios or list(times_s)
    slope, low, high = _slope_percent(even)
    return SessionMetrics(
        prescribed=prescribed,
        done=len(times_s),
        mean_s=fmean(times_s) if times_s else None,
        variation_percent=variation_percent(even),
        slow_percent=(fmean(ratios) - 1) * 100 if ratios else None,
        hit_share=fmean(abs(ratio - 1) <= HIT + 1e-9 for ratio in ratios) if ratios else None,
        fade_percent=fade_percent(even),
        slope_percent=slope,
        slope_low_percent=low,
        slope_high_percent=high,
    )


def _slope_percent(values: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Least squares over the repetition's number, with the 90 % interval of Student's t [% of the mean]."""
    if len(values) < 3:
        return None, None, None
    place = np.arange(len(values)) - (len(values) - 1) / 2
    found = np.asarray(values)
    slope = float(place @ found / (place @ place))
    rest = found - found.mean() - slope * place
    freedom = len(values) - 2
    error = float(np.sqrt(rest @ rest / freedom / (place @ place)))
    # scipy.special has the quantile too, and loads in a fraction of the time of scipy.stats.
    width = float(scipy.special.stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    unit = fmean(values) / 100
    return slope / unit, (slope - width) / unit, (slope + width) / unit
