"""What happens in a season: illness, pain, heat, bad nights, sessions missed, days of rest that are none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Fate:
    """By number of the week, from 1."""

    ill: frozenset[int]
    """Weeks without any training."""
    pain: dict[int, float]
    """Pain of 0 to 10 on Wednesday; after one of 4 and more it is gone a week later, and said to be."""
    hot: frozenset[int]
    """Weeks in which the repetitions fall on a hot day."""
    sleepless: frozenset[int]
    restless: frozenset[int]
    """Weeks in which he runs on every rest day."""
    doubtful: frozenset[int]
    """Weeks in which the repetitions are found with a confidence of 0.5."""
    missed: frozenset[tuple[int, int]]
    """Week and number of a session that falls out."""


def new_fate(seed: int) -> Fate:
    """The fate of an athlete; the same seed, the same fate."""
    rng = np.random.default_rng([seed, 7])

    def weeks(chance: float) -> frozenset[int]:
        return frozenset(int(week) for week in np.flatnonzero(rng.random(WEEKS) < chance) + 1)

    first = int(rng.integers(4, WEEKS - 2))
    ill = frozenset(range(first, first + int(rng.integers(1, 3)))) if rng.random() < 0.3 else frozenset()
    hurts = int(rng.integers(3, WEEKS - 2))
    pain = {hurts: float(rng.choice([2.0, 3.0, 5.0]))} if rng.random() < 0.3 else {}
    missed = frozenset((week, number) for week in range(1, WEEKS + 1) for number in range(8) if rng.random() < 0.04)
    return Fate(ill, pain, weeks(0.08), weeks(0.06), weeks(0.05), weeks(0.05), missed)
