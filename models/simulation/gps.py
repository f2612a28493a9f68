"""What a receiver makes of the true motion: positions with errors that drift, and an odometer with a scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.simulation.conditions import Conditions
from models.simulation.motion import STEP_S, Motion
from models.simulation.noise import ar1, low_pass
from models.simulation.track import degrees, on_bend, road_metres, track_metres

Array = NDArray[np.float64]

_ODOMETER_TAU_S = 40.0
_STANDING_MPS = 0.3
"""Slower than this the odometer holds [m/s]."""
_JUMP_S = 2.0
"""How long a jump of the receiver takes to be counted; our choice [s]."""
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
    errors = [_wandering(len(time_s), conditions, rng) for _ in range(2)]
    filtered = [low_pass(axis, conditions.odometer_lag_s) for axis in (east, north)]
    return degrees(filtered[0] + errors[0], filtered[1] + errors[1])


def _wandering(count: int, conditions: Conditions, rng: np.random.Generator) -> Array:
    """Error of a position on one axis: a bias that wanders, as smoothly as the receiver filters, and a jitter [m]."""
    bias = low_pass(ar1(count, conditions.gps_error_m, conditions.gps_tau_s, rng), conditions.gps_filter_s)
    return bias + conditions.gps_jitter_m * rng.standard_normal(count)


def odometer_m(motion: Motion, conditions: Conditions, rng: np.random.Generator) -> Array:
    """Distance as the device counts it at each instant of `motion`: a scale that wanders, still while standing [m].

    A receiver counts filtered positions: late, less of a track's bends, and more of all else.
    """
    seconds = np.arange(motion.time_s[-1] + 2)
    wander = ar1(len(seconds), conditions.odometer_noise, _ODOMETER_TAU_S, rng)
    scale = conditions.odometer_scale * (1 + np.interp(motion.time_s, seconds, wander))
    scale = scale + conditions.scale_per_mps * (motion.speed_mps - 3.0)
    if conditions.place == "track":
        scale = scale * (1 - conditions.bend_loss * on_bend(motion.distance_m, conditions.lane))
    steps = np.diff(motion.distance_m) * scale[1:]
    steps[motion.speed_mps[1:] < _STANDING_MPS] = 0.0
    counted = np.concatenate([[0.0], np.cumsum(low_pass(steps, conditions.odometer_lag_s / 2 / STEP_S))])
    for at_s, metres in conditions.jumps_m:
        counted += metres * np.clip((motion.time_s - at_s) / _JUMP_S, 0, 1)
    late = motion.time_s - conditions.odometer_lag_s / 2
    return np.asarray(np.interp(late, motion.time_s, counted))


def device_speed_mps(odometer: Array, motion: Motion, time_s: Array, lag_s: float) -> Array:
    """Speed as the device shows it at each whole second: of its own odometer, smoothed and late [m/s]."""
    counted = np.interp(np.concatenate([[-1.0], time_s]) - _DELAYED_SHARE * lag_s, motion.time_s, odometer)
    return np.maximum(low_pass(np.diff(counted), (1 - _DELAYED_SHARE) * lag_s - 0.5), 0.0)
