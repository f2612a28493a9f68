"""Training paces from a race result, by the formulas of Daniels and Gilbert ("Oxygen Power", 1979)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt

from models.errors import UsageError

_COST_CONSTANT, _COST_LINEAR, _COST_SQUARE = -4.60, 0.182258, 0.000104
"""Oxygen cost of running [ml/kg/min] at v [m/min]: constant + linear v + square v²."""

EASY_RANGE = 1.15
"""Slow over fast end of easy running: 62 % against 74 % of VDOT."""


@dataclass(frozen=True, slots=True)
class PaceConfig:
    """What each letter means. I and R as in Daniels' tables; E, M, T by their definitions in words."""

    easy_share: float = 0.74
    """Upper end of easy running, share of VDOT (Daniels, Running Formula: 59 to 74 %)."""
    threshold_min: float = 60
    """Threshold pace can be raced for about this long [min]."""
    interval_share: float = 0.975
    """Share of VDOT."""
    marathon_m: float = 42_195
    repetition_m: float = 1_609.344
    """Repetition pace is the pace of a race over one mile."""
    vdot: tuple[float, float] = (12, 90)
    """Beyond are no results of running humans; the world records lie near 85."""


def vo2(speed_m_per_min: float) -> float:
    """Oxygen cost of running at a speed [ml/kg/min]."""
    return _COST_CONSTANT + _COST_LINEAR * speed_m_per_min + _COST_SQUARE * speed_m_per_min**2


def speed_at(cost: float) -> float:
    """Speed that has this oxygen cost [m/min]."""
    root = sqrt(_COST_LINEAR**2 + 4 * _COST_SQUARE * (cost - _COST_CONSTANT))
    return (root - _COST_LINEAR) / (2 * _COST_SQUARE)


def sustained_share(duration_min: float) -> float:
    """Share of VDOT that can be held for so long."""
    return 0.8 + 0.1894393 * exp(-0.012778 * duration_min) + 0.2989558 * exp(-0.1932605 * duration_min)


def vdot(distance_m: float, time_s: float) -> float:
    """VDOT of a race result [ml/kg/min]."""
    return vo2(distance_m / time_s * 60) / sustained_share(time_s / 60)


def race_time_s(vdot_value: float, distance_m: float) -> float:
    """Time that a runner of that VDOT can race over the distance [s]."""
    fast, slow = distance_m / 12.0, distance_m / 0.5
    for _ in range(60):  # halving; VDOT falls with time, and 60 halvings end far below a millisecond
        middle = (fast + slow) / 2
        fast, slow = (middle, slow) if vdot(distance_m, middle) > vdot_value else (fast, middle)
    return (fast + slow) / 2


def paces_of_vdot(value: float, config: PaceConfig = PaceConfig()) -> dict[str, float]:
    """Paces for E (its fast end), M, T, I and R [s/km], rounded to 0.1."""
    minutes_per_m = {
        "E": 1 / speed_at(config.easy_share * value),
        "M": race_time_s(value, config.marathon_m) / 60 / config.marathon_m,
        "T": 1 / speed_at(sustained_share(config.threshold_min) * value),
        "I": 1 / speed_at(config.interval_share * value),
        "R": race_time_s(value, config.repetition_m) / 60 / config.repetition_m,
    }
    return {letter: round(per_m * 60_000, 1) for letter, per_m in minutes_per_m.items()}


def paces_from_race(distance_m: float, time_s: float, config: PaceConfig = PaceConfig()) -> dict[str, float]:
    """Paces for E, M, T, I and R [s/km] from one race result.

    Raises:
        UsageError: nobody runs so fast, or it is no race.
    """
    value = vdot(distance_m, time_s) if time_s > 0 else 0.0
    low, high = config.vdot
    if not low <= value <= high:
        speed = "faster than any runner" if value > high else "slower than a walk"
        raise UsageError(f"{distance_m:g} m in {time_s:g} s is {speed}; check distance and time")
    return paces_of_vdot(value, config)
