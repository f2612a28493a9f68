"""Who runs: the traits of a simulated athlete that physics needs, and the laws that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RUNNING_FROM_MPS = 1.95
"""Slower than this people walk: most adults change gait near 2 m/s [m/s]."""


@dataclass(frozen=True, slots=True)
class SimulatedAthlete:
    """A runner's abilities and form; defaults are a recreational runner of 21 min over 5 km."""

    threshold_mps: float = 3.95
    """Critical speed: the fastest speed without using up the reserve [m/s]."""
    best_400m_s: float = 78.0
    """Best time over 400 m, which together with the threshold gives the reserve [s]."""
    easy_mps: float = 2.85
    """Speed of easy runs [m/s]."""
    mass_kg: float = 70.0
    rest_heart_rate_bpm: float = 54.0
    max_heart_rate_bpm: float = 190.0
    stance_time_at_3_mps_ms: float = 250.0
    """Ground contact at 3 m/s, fresh [ms]."""
    stance_exponent: float = -0.33
    """d ln(stance time) / d ln(speed); median of 87 real runs -0.32, P10 -0.44, P90 -0.22."""
    stance_drift: float = 0.015
    """Growth of ground contact at equal speed from the first to the last minute of hard work, as a share."""
    left_share_percent: float = 50.3
    """Left foot's share of ground contact on the straight [%]."""
    cadence_at_3_mps_spm: float = 166.0
    cadence_slope: float = 10.0
    """More steps a minute for each m/s; 164 at 2.8 and 182 at 4.5 m/s [spm per m/s]."""
    oscillation_mm: float = 84.0
    """Vertical oscillation at 3 m/s [mm]."""

    @property
    def reserve_m(self) -> float:
        """D': metres that can be run above threshold before it is used up; 400 m = D' + threshold * best time."""
        return 400 - self.threshold_mps * self.best_400m_s

    def cadence_spm(self, speed_mps: Array) -> Array:
        """Steps a minute at each speed: running, walking (110 at 1.4 m/s) or standing [spm]."""
        running = self.cadence_at_3_mps_spm + self.cadence_slope * (speed_mps - 3)
        walking = 65 + 32 * speed_mps
        return np.where(speed_mps >= RUNNING_FROM_MPS, running, np.where(speed_mps > 0.3, walking, 0.0))

    def stance_time_ms(self, speed_mps: Array, tiredness: Array) -> Array:
        """Ground contact of a step by the athlete's own log-log law; tiredness 0 is fresh, 1 the session's end [ms]."""
        fresh = self.stance_time_at_3_mps_ms * (np.maximum(speed_mps, 0.5) / 3) ** self.stance_exponent
        return fresh * (1 + self.stance_drift * tiredness)

    def steady_heart_rate_bpm(self, speed_mps: Array) -> Array:
        """Heart rate that a speed asks for in the end: 88 % of the heart rate reserve at threshold [bpm]."""
        span = self.max_heart_rate_bpm - self.rest_heart_rate_bpm
        effort = 0.18 + 0.70 * speed_mps / self.threshold_mps
        return self.rest_heart_rate_bpm + span * np.minimum(effort, 1.0)
