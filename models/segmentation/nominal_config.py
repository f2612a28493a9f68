"""Numbers by which nominal distances and durations are told, each an opinion with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NominalConfig:
    """Thresholds of `nominal`, and the errors and habits by which `meant` weighs the readings of a session."""

    tight: float = 0.025
    """Scatter of durations up to this can be one plain duration; our choice."""
    measured_alike: float = 0.005
    measured_near: float = 0.015
    """Distances that scatter so little, so near a nominal one, were meant; our choice."""
    plain_error_s: float = 1.5
    """A plain duration is met but for this; our choice [s]."""
    clock_from_s: float = 150.0
    clock_error_s: float = 1.0
    """Of this length on, nobody runs a distance in a plain duration so evenly; our choice [s]."""
    asked_clock: float = 0.04
    """A duration that was asked for is met but for this share; our choice."""
    reading_shares: tuple[float, float, float, float] = (0.62, 0.30, 0.03, 0.05)
    """Sessions by distance, by the clock, by both, and by neither: our estimate."""
    edge_spread_s: float = 0.22
    odometer_spread: float = 0.004
    metres_spread_m: float = 1.0
    clock_spread: float = 0.001
    """Usual errors within a session: of a repetition's time, of its distance as a share and in metres, of a clock that
    is looked at, as a share; of simulated sessions."""
    odd_share: float = 0.03
    """So often repetitions, at most one in four, are unlike the others in kind: our choice."""
    named_near: float = 0.05
    """A distance this far from its scaled nominal one has no name; our choice."""
    timed_alike: float = 0.04
    timed_near: float = 0.16
    """Who runs as long as the others within the first share ran what they ran, if their distance is within the second:
    receivers lose metres, not seconds; our choice."""
    rest_by_distance: tuple[float, float, float] = (0.55, 0.35, 0.10)
    rest_by_clock: tuple[float, float, float] = (0.02, 0.88, 0.10)
    """Recoveries by distance, by the clock, by neither, of sessions by distance and by the clock: our estimate."""
    no_habit: float = 0.3
    """Evidence of recoveries where repetitions are neither; our choice."""
