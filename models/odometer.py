"""Distance and speed from positions alone, for recordings whose file tells neither."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid, (2a + b) / 3 [m]."""


@dataclass(frozen=True, slots=True)
class OdometerConfig:
    """How positions become distance."""

    window_s: int = 9
    """Length of the smoothing filter [s]: 9 points at 1 Hz (Savitzky and Golay 1964, doi 10.1021/ac60214a047)."""
    order: int = 2
    """Its polynomial: a parabola follows what a runner does of a track's bend in 9 s."""
    standing_mps: float = 0.45
    """Slower than this on average, a runner stands and the receiver drifts [m/s]; our choice."""
    standing_window_s: int = 5
    """Span of that average [s]; our choice."""
    longest_step_s: float = 10.0
    """Positions further apart in time are joined by a straight line, not smoothed [s]; our choice."""


CONFIG = OdometerConfig()


def from_positions(
    time_s: Array, latitude_deg: Array, longitude_deg: Array, config: OdometerConfig = CONFIG
) -> tuple[Array, Array]:
    """Distance since the first position [m] and speed [m/s] at each time [s], which must not decrease.

    Positions are put on a 1 Hz grid, smoothed and joined by great circles; drift while standing counts nothing.
    Where a position is NaN, so are distance and speed. Of several positions at one time the first counts.
    """
    distance, speed = np.full(len(time_s), np.nan), np.full(len(time_s), np.nan)
    placed = np.isfinite(latitude_deg) & np.isfinite(longitude_deg)
    if not placed.any():
        return distance, speed
    time, first = np.unique(time_s[placed], return_index=True)
    latitude = latitude_deg[placed][first]
    longitude = np.unwrap(longitude_deg[placed][first], period=360)
    steps, pace = _straight(time, latitude, longitude, config)
    breaks = np.flatnonzero(np.diff(time) > config.longest_step_s) + 1
    for start, stop in zip([0, *breaks], [*breaks, len(time)], strict=True):
        if time[stop - 1] - time[start] >= config.window_s:
            piece = slice(start, stop)
            along, pace[piece] = _smoothed(time[piece], latitude[piece], longitude[piece], config)
            steps[start : stop - 1] = np.diff(along)
    travelled = np.concatenate([[0.0], np.cumsum(steps)])
    distance[placed] = np.interp(time_s[placed], time, travelled)
    speed[placed] = np.interp(time_s[placed], time, pace)
    return distance, speed


def haversine(latitude_deg: Array, longitude_deg: Array) -> Array:
    """Great-circle distance from each position to the next [m]; one shorter than its arguments."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    across = np.sin(np.diff(longitude) / 2) ** 2 * np.cos(latitude[:-1]) * np.cos(latitude[1:])
    half = np.sin(np.diff(latitude) / 2) ** 2 + across
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))), dtype=np.float64)


def _straight(time: Array, latitude: Array, longitude: Array, config: OdometerConfig) -> tuple[Array, Array]:
    """Steps between neighbours, none where slower than walking; at each position the speed of the step to it."""
    steps = haversine(latitude, longitude)
    steps[steps < config.standing_mps * np.diff(time)] = 0.0
    pace = steps / np.diff(time)
    return steps, np.concatenate([pace[:1], pace]) if len(pace) else np.zeros(1)


def _smoothed(time: Array, latitude: Array, longitude: Array, config: OdometerConfig) -> tuple[Array, Array]:
    """Distance along a piece without gaps, and speed, at each of its positions."""
    grid = time[0] + np.arange(np.ceil(time[-1] - time[0]) + 1)
    filtered = (_filtered(np.interp(grid, time, degrees), config) for degrees in (latitude, longitude))
    each_second = haversine(*filtered)
    around = np.pad(each_second, config.standing_window_s // 2, mode="edge")
    mean = np.convolve(around, np.full(config.standing_window_s, 1 / config.standing_window_s), mode="valid")
    moving = mean >= config.standing_mps
    along = np.concatenate([[0.0], np.cumsum(np.where(moving, each_second, 0.0))])
    return np.interp(time, grid, along), np.interp(time, grid[:-1] + 0.5, np.where(moving, mean, 0.0))


def _filtered(values: Array, config: OdometerConfig) -> Array:
    """Each value as the polynomial through its window has it; at both ends, as the outermost window has it."""
    fit = _projection(config.window_s, config.order)
    half = config.window_s // 2
    inner = np.convolve(values, fit[half][::-1], mode="valid")
    return np.concatenate([fit[:half] @ values[: config.window_s], inner, fit[half + 1 :] @ values[-config.window_s :]])


@cache
def _projection(window: int, order: int) -> Array:
    """What takes the values of a window to those of the polynomial that fits them best."""
    powers = np.vander(np.arange(window) - window // 2, order + 1).astype(np.float64)
    return np.asarray(powers @ np.linalg.pinv(powers))
