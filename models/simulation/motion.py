"""The runner's true motion: legs become speed and distance, with inertia and the unevenness of a human.

Speed follows what the runner wants as a first-order system, v' = (wanted - v) / tau. Within a leg it is
v(t) = v0 e^(-t/tau) + V (1 - e^(-t/tau)) n(t), with n(t) correlated noise and fade. That is linear in V, so V is
solved such that the leg takes exactly its duration over exactly its distance: truth needs no measuring afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.simulation.legs import Leg
from models.simulation.noise import ar1

Array = NDArray[np.float64]

STEP_S = 0.1
"""Resolution of the true motion [s]."""


@dataclass(frozen=True, slots=True)
class MotionConfig:
    """How a human changes and keeps speed."""

    accelerate_tau_s: float = 1.5
    """Time constant of speeding up: the exponential of Furusawa, Hill and Parkinson (1927), which found about 1 s
    for sprinters; runners at a steady start take longer, our choice [s]."""
    brake_tau_s: float = 1.8
    """Time constant of slowing down from a repetition; our choice [s]."""
    unevenness: float = 0.018
    """Standard deviation of speed within a leg, as a share; our choice."""
    unevenness_tau_s: float = 9.0
    """How long such a deviation lasts; our choice [s]."""


@dataclass(frozen=True, slots=True)
class Motion:
    """True motion, one row an instant (about 0.1 s apart), times in seconds from the start."""

    time_s: Array
    speed_mps: Array
    distance_m: Array
    altitude_m: Array
    leg: NDArray[np.int64]
    """Which leg the instant belongs to."""
    ends_s: Array
    """End of each leg [s]."""

    def distance_at(self, time_s: Array | float) -> Array:
        """True distance at any time [m]."""
        return np.asarray(np.interp(time_s, self.time_s, self.distance_m))

    def speed_at(self, time_s: Array) -> Array:
        """True speed at any time [m/s]."""
        return np.asarray(np.interp(time_s, self.time_s, self.speed_mps))


CONFIG = MotionConfig()


def move(legs: Sequence[Leg], rng: np.random.Generator, config: MotionConfig = CONFIG) -> Motion:
    """The motion of running `legs` one after the other, from standing."""
    times, speeds, distances, owners = [np.zeros(1)], [np.zeros(1)], [np.zeros(1)], [np.zeros(1, np.int64)]
    start, travelled, speed = 0.0, 0.0, 0.0
    for index, leg in enumerate(legs):
        time = np.linspace(0, leg.duration_s, max(2, round(leg.duration_s / STEP_S) + 1))
        wanted = _speed(leg, time, speed, rng, config)
        covered = np.concatenate([[0.0], np.cumsum((wanted[1:] + wanted[:-1]) / 2 * np.diff(time))])
        times.append(start + time[1:])
        speeds.append(wanted[1:])
        distances.append(travelled + covered[1:])
        owners.append(np.full(len(time) - 1, index))
        start, travelled, speed = start + leg.duration_s, travelled + covered[-1], float(wanted[-1])
    time, distance = np.concatenate(times), np.concatenate(distances)
    leg_of = np.concatenate(owners)
    grade = np.asarray([leg.grade_percent for leg in legs])[leg_of] / 100
    altitude = np.concatenate([[0.0], np.cumsum(np.diff(distance) * grade[1:])])
    ends = np.cumsum([leg.duration_s for leg in legs])
    return Motion(time, np.concatenate(speeds), distance, altitude, leg_of, ends)


def _speed(leg: Leg, time: Array, before: float, rng: np.random.Generator, config: MotionConfig) -> Array:
    """Speed over one leg that covers its distance in its duration."""
    mean = 0.0 if leg.distance_m is None else leg.distance_m / leg.duration_s
    tau = config.accelerate_tau_s if mean > before else config.brake_tau_s
    decay = np.exp(-time / tau)
    share = time / leg.duration_s
    noise = ar1(len(time), config.unevenness, config.unevenness_tau_s / STEP_S, rng)
    shape = (1 - decay) * np.maximum(1 + leg.fade * (0.5 - share) + noise, 0.1)
    if leg.distance_m is None:
        return before * decay
    plateau = (leg.distance_m - before * np.trapezoid(decay, time)) / np.trapezoid(shape, time)
    # A leg so short that rolling out of the one before covers it all is not slowed below standing.
    speed: Array = np.maximum(before * decay + plateau * shape, 0.0)
    return speed
