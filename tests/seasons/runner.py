"""A simulated athlete: what he can do, what training makes of it, what happens to him. No rule is asked here.

Fitness and fatigue follow the impulse-response model (Banister 1975) with its usual time constants of 42 and 7 days:
each week's minutes of running add to both, and what can be run is the start's, more by fitness, less by fatigue. What
a session of repetitions costs is our own choice, stated at `interval_session`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp

import numpy as np

from ingest.plan_default import start_target_s

_KEPT_FITNESS, _KEPT_FATIGUE = exp(-7 / 42), exp(-7 / 7)
_GAIN, _COST = 0.06, 0.012
"""Share of VDOT that doubling the long or the short load brings and takes; gives 1 to 3 units in a season."""


@dataclass
class Runner:
    """State of one athlete, week by week."""

    rng: np.random.Generator
    vdot: float
    """At the start [ml/kg/min]."""
    bias: float
    """Repetition time against that of the tables for the same VDOT, as a share: tables fit nobody exactly."""
    habit_min: float
    """Minutes of running a week before the season."""
    strength_kg: float
    weak_side: str | None
    fitness: float = field(init=False)
    fatigue: float = field(init=False)
    fitness_then: float = field(init=False)
    fatigue_then: float = field(init=False)

    def __post_init__(self) -> None:
        self.fitness_then = self.fitness = self.habit_min / (1 - _KEPT_FITNESS)
        self.fatigue_then = self.fatigue = self.habit_min / (1 - _KEPT_FATIGUE)

    @property
    def vdot_now(self) -> float:
        """What the athlete is worth today."""
        gained = _GAIN * (self.fitness / self.fitness_then - 1) - _COST * (self.fatigue / self.fatigue_then - 1)
        return self.vdot * (1 + gained)

    def can_s(self, repetitions: int = 6) -> float:
        """Time for each of so many 400s with 200 m of jogging at an effort of 8 [s]."""
        return start_target_s(self.vdot_now) * (1 + self.bias) * (1 + 0.004 * (repetitions - 6))

    def trained(self, minutes: float) -> None:
        """A week of so many minutes of running is over."""
        self.fitness = self.fitness * _KEPT_FITNESS + minutes
        self.fatigue = self.fatigue * _KEPT_FATIGUE + minutes
        self.strength_kg *= 1.008 if minutes else 0.99

    def interval_session(self, target_s: float, repetitions: int, slowed: float = 0.0) -> tuple[list[float], float]:
        """Times of the repetitions done [s], and the effort told.

        Asked for 1 % more than he can, he begins on the target and ends 2 % above it, at an effort of 8.75 instead of
        8; from 4 % on he leaves the last ones out. Each repetition varies by 0.7 %. One session in twelve begins 4 %
        too fast and ends as much too slow. `slowed` is heat or wind.
        """
        short = max(0.0, 1 - target_s / self.can_s(repetitions))
        done = repetitions - int(self.rng.random() < 0.7) * (1 + repetitions // 4) if short > 0.04 else repetitions
        place = np.linspace(0, 1, max(done, 1))
        hasty = 0.04 * (2 * place - 1) if self.rng.random() < 1 / 12 else 0.0
        times = target_s * (1 + hasty + slowed + 2 * short * place + 0.007 * self.rng.standard_normal(max(done, 1)))
        effort = 8 + 75 * (1 - target_s / self.can_s(repetitions)) + 0.4 * self.rng.standard_normal()
        return [round(float(time), 1) for time in times], round(float(np.clip(effort, 3, 10)), 1)

    def set_of(self, asked: int, load_kg: float | None) -> int:
        """Repetitions of a last set: more where there is something left, fewer where it is too heavy."""
        possible = asked + round((self.strength_kg / (load_kg or 0.8 * self.strength_kg) - 1) * 20)
        wanted = asked + int(self.rng.choice([0, 2, 3], p=[0.5, 0.3, 0.2]))
        return max(1, min(wanted, possible))


def new_runner(seed: int) -> Runner:
    """An athlete of chance; the same seed, the same athlete."""
    rng = np.random.default_rng([seed, 5])
    return Runner(
        rng=rng,
        vdot=float(rng.uniform(32, 56)),
        bias=float(rng.normal(0, 0.01)),
        habit_min=float(rng.uniform(90, 150)),
        strength_kg=float(rng.uniform(45, 75)),
        weak_side=str(rng.choice(["left", "right"])) if rng.random() < 0.2 else None,
    )
