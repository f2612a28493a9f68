"""What a receiver makes of the true motion: positions with errors that drift, and an odometer with a scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.simulation.conditions import Conditions
from models.simulation.motion import Motion
from models.simulation.noise import ar1, low_pass
from models.simulation.track import degrees, road_metres, track_metres

Array = NDArray[np.float64]

_ERROR_TAU_S = 25.0
"""How long a position error lasts: neighbouring fixes err alike; our choice [s]."""
_JITTER_M = 0.25
"""Standard deviation of what is left independent from fix to fix; our choice [m]."""
_ODOMETER_TAU_S = 40.0
_STANDING_MPS = 0.3
"""Slower than this the odometer holds [m/s]."""
_DELAYED_SHARE = 0.45
"""Share of the device speed's lag that is pure delay, the rest smoothing; our choice."""


def positions_deg(
    motion: Motion, time_s: Array, conditions: Conditions, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Latitude and longitude as the receiver gives them at each whole second [deg]; NaN indoors."""
    if conditions.place == "treadmill":
        return np.full(len(time_s), np.nan), np.full(len(time_s), np.nan)
    distance = motion.distance_at(time_s)
    on_track = conditions.place == "track"
    east, north = track_metres(distance, conditions.lane) if on_track else road_metres(distance, rng)
    errors = [
        ar1(len(time_s), conditions.gps_error_m, _ERROR_TAU_S, rng) + _JITTER_M * rng.standard_normal(len(time_s))
        for _ in range(2)
    ]
    return degrees(east + errors[0], north + errors[1])


def odometer_m(motion: Motion, conditions: Conditions, rng: np.random.Generator) -> Array:
    """Distance as the device counts it at each instant of `motion`: a scale that wanders, still while standing [m]."""
    seconds = np.arange(motion.time_s[-1] + 2)
    wander = ar1(len(seconds), conditions.odometer_noise, _ODOMETER_TAU_S, rng)
    scale = conditions.odometer_scale * (1 + np.interp(motion.time_s, seconds, wander))
    steps = np.diff(motion.distance_m) * scale[1:]
    steps[motion.speed_mps[1:] < _STANDING_MPS] = 0.0
    return np.concatenate([[0.0], np.cumsum(steps)])


def device_speed_mps(odometer: Array, motion: Motion, time_s: Array, lag_s: float) -> Array:
    """Speed as the device shows it at each whole second: of its own odometer, smoothed and late [m/s]."""
    counted = np.interp(np.concatenate([[-1.0], time_s]) - _DELAYED_SHARE * lag_s, motion.time_s, odometer)
    return np.maximum(low_pass(np.diff(counted), (1 - _DELAYED_SHARE) * lag_s - 0.5), 0.0)
