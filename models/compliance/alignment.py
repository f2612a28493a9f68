"""Prescribed repetitions against those that were run, in order, where one was left out or added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

LEFT_OUT = 0.35
"""Cost of leaving one out or adding one. A repetition cut to 300 of 400 m (0.29) stays paired; 200 for 400 (0.69)
just so, as two gaps would cost 0.70."""
UNLIKE = 0.30
"""Cost of a pair that cannot be compared: one by time, the other by distance."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a repetition is: its distance [m] and time [s], whichever are known."""

    distance_m: float | None
    duration_s: float | None


def align(prescribed: Sequence[Size], achieved: Sequence[Size]) -> list[int | None]:
    """For each prescribed repetition the place of the achieved one that is it, or None where it was left out.

    The least costly alignment that keeps the order; of equal ones that which leaves out the last.
    """
    costs = _table(prescribed, achieved)
    pairs: list[int | None] = [None] * len(prescribed)
    i, j = len(prescribed), len(achieved)
    while i and j:
        if costs[i][j] >= costs[i - 1][j] + LEFT_OUT - 1e-9:
            i -= 1
        elif costs[i][j] >= costs[i][j - 1] + LEFT_OUT - 1e-9:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs[i] = j
    return pairs


def likeness(prescribed: Sequence[Size], achieved: Sequence[Size]) -> float:
    """How well the sizes of two sessions agree, 0..1: 1 for the same repetitions, none left out or added."""
    if not prescribed or not achieved:
        return 0.0
    pairs = zip(prescribed, align(prescribed, achieved), strict=True)
    alike = sum(exp(-difference(asked, achieved[j])) for asked, j in pairs if j is not None)
    return alike / max(len(prescribed), len(achieved))


def difference(asked: Size, done: Size) -> float:
    """Absolute log ratio of the distances, or of the times where no distance was asked."""
    for wanted, found in ((asked.distance_m, done.distance_m), (asked.duration_s, done.duration_s)):
        if wanted and found:
            return abs(log(found / wanted))
    return UNLIKE


def _table(prescribed: Sequence[Size], achieved: Sequence[Size]) -> list[list[float]]:
    """Least cost of aligning the first i prescribed with the first j achieved."""
    costs = [[(i + j) * LEFT_OUT for j in range(len(achieved) + 1)] for i in range(len(prescribed) + 1)]
    for i, asked in enumerate(prescribed, 1):
        for j, done in enumerate(achieved, 1):
            costs[i][j] = min(
                costs[i - 1][j - 1] + difference(asked, done),
                costs[i - 1][j] + LEFT_OUT,
                costs[i][j - 1] + LEFT_OUT,
            )
    return costs
