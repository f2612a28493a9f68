"""Where the runner is: round a 400 m track, or along a road that winds."""

from __future__ import annotations

from math import cos, pi, radians

import numpy as np
from numpy.typing import NDArray

from models.simulation.noise import ar1

Array = NDArray[np.float64]

STADIUM_DEG = (52.5147, 13.2395)
"""Olympiastadion Berlin: latitude, longitude [deg]."""
STADIUM_ALTITUDE_M = 44.0
STRAIGHT_M = 84.39
"""Straight of a standard track (World Athletics, Track and Field Facilities Manual) [m]."""
KERB_RADIUS_M = 36.50
LANE_WIDTH_M = 1.22
_METRES_PER_DEGREE = 111_195.0
"""Length of a degree of latitude on a sphere of radius 6371 km [m]."""


def line_radius_m(lane: int) -> float:
    """Radius of the line along which a lane is measured: 0.30 m from the kerb, 0.20 m from the line of others [m]."""
    return KERB_RADIUS_M + (0.30 if lane == 1 else (lane - 1) * LANE_WIDTH_M + 0.20)


def lap_length_m(lane: int) -> float:
    """Length of a lap: 400.00 in lane 1, 407.04 in lane 2, 7.67 more in each further lane [m]."""
    return 2 * STRAIGHT_M + 2 * pi * line_radius_m(lane)


def on_bend(distance_m: Array, lane: int) -> NDArray[np.bool_]:
    """Whether the runner is on a bend; a lap begins where the home straight ends, as a 400 m does."""
    bend = pi * line_radius_m(lane)
    return distance_m % (bend + STRAIGHT_M) < bend


def track_metres(distance_m: Array, lane: int) -> tuple[Array, Array]:
    """Metres east and north of the track's middle after running `distance_m` anticlockwise."""
    radius = line_radius_m(lane)
    bend, half = pi * radius, STRAIGHT_M / 2
    along = distance_m % (2 * (bend + STRAIGHT_M))
    second = along >= bend + STRAIGHT_M
    part = np.where(second, along - bend - STRAIGHT_M, along)
    angle = np.minimum(part, bend) / radius
    straight = np.maximum(part - bend, 0)
    # First half: from the east end of the south straight round the east bend, then west along the north straight.
    east, north = half + radius * np.sin(angle) - straight, -radius * np.cos(angle)
    sign = np.where(second, -1.0, 1.0)
    return sign * east, sign * north


def road_metres(distance_m: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Metres east and north of the start along a road that changes its direction over some 100 m."""
    grid = np.arange(0.0, distance_m[-1] + 2.0)
    heading = np.cumsum(ar1(len(grid), 0.012, 60, rng)) + rng.uniform(0, 2 * pi)
    east = np.concatenate([[0.0], np.cumsum(np.cos(heading[:-1]))])
    north = np.concatenate([[0.0], np.cumsum(np.sin(heading[:-1]))])
    return np.interp(distance_m, grid, east), np.interp(distance_m, grid, north)


def degrees(east_m: Array, north_m: Array) -> tuple[Array, Array]:
    """Latitude and longitude of a place that lies so far from the stadium's middle [deg]."""
    latitude, longitude = STADIUM_DEG
    return (
        latitude + north_m / _METRES_PER_DEGREE,
        longitude + east_m / (_METRES_PER_DEGREE * cos(radians(latitude))),
    )
