"""What a session's repetitions say together: mean, evenness, fade."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, stdev


def variation_percent(values: Sequence[float]) -> float | None:
    """Coefficient of variation: sample standard deviation over mean [%]; None below two values."""
    return stdev(values) / fmean(values) * 100 if len(values) > 1 and fmean(values) else None


def fade_percent(values: Sequence[float]) -> float | None:
    """Mean of the last third over mean of the first third, minus one [%]; of times: positive got slower.

    Thirds, because the last repetition against the first alone is mostly noise: with a scatter of 1.5 % between
    repetitions its standard error is 2.1 %. None below three values.
    """
    if len(values) < 3:
        return None
    third = len(values) // 3
    first = fmean(values[:third])
    return (fmean(values[-third:]) / first - 1) * 100 if first else None
