"""How an athlete's ground contact goes with speed, from one run: the slope of both logarithms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.samples import Array, Samples, samples
from models.running_dynamics import STANCE_TIME


@dataclass(frozen=True, slots=True)
class OwnExponent:
    """d ln(stance time) / d ln(speed) within one run."""

    value: float
    error: float
    """Its standard error."""


def own_exponent(records: pl.DataFrame, config: DynamicsConfig = CONFIG) -> OwnExponent | None:
    """The exponent of one activity, from means over 10 s of steady running on the level.

    Within one run alone, so that a day on which all contacts are longer does not tilt it. Huber's regression: single
    blocks that are off pull no harder than those at 1.345 deviations (Huber 1964, doi 10.1214/aoms/1177703732).
    None where speed hardly varies, or too few blocks remain.
    """
    speed, stance = _blocks(samples(records, config), config)
    if len(speed) < config.fewest_blocks or float(speed.std()) < config.speed_spread_mps:
        return None
    return _huber(np.log(speed), np.log(stance), config)


def _blocks(given: Samples, config: DynamicsConfig) -> tuple[Array, Array]:
    """Speed [m/s] and stance time [ms] of each block that counts."""
    time, along = given.elapsed_s, given.columns["distance_m"]
    good, placed = given.good(STANCE_TIME), np.isfinite(along)
    if placed.sum() < 2 or not good.any():
        return np.empty(0), np.empty(0)
    # Only blocks in which there is a sample: a broken clock may put years between two.
    number, block = np.unique(time[good] // config.block_s, return_inverse=True)
    start = number * config.block_s
    weight = np.bincount(block, given.hold_s[good])
    stance = np.bincount(block, given.hold_s[good] * given.columns[STANCE_TIME.column][good]) / weight
    ends = [np.interp(start + share * config.block_s, time[placed], along[placed]) for share in (0.0, 0.5, 1.0)]
    first, second = ends[1] - ends[0], ends[2] - ends[1]
    speed = (first + second) / config.block_s
    steady = np.abs(second - first) <= config.steady_share * first
    level = np.abs(_grades(start, given, config)) <= config.hill_percent / 100
    keep = steady & level & (weight >= config.covered * config.block_s) & (speed >= config.slowest_mps)
    return speed[keep], stance[keep]


def _grades(start_s: Array, given: Samples, config: DynamicsConfig) -> Array:
    """Slope around each block, over a stretch of some blocks; 0 where no altitude is known."""
    time, along, altitude = given.elapsed_s, given.columns["distance_m"], given.columns["altitude_m"]
    known = np.isfinite(altitude) & np.isfinite(along)
    if known.sum() < 2:
        return np.zeros(len(start_s))
    before, after = -config.grade_blocks * config.block_s, (1 + config.grade_blocks) * config.block_s
    climbed, ran = (
        np.interp(start_s + after, time[known], values[known]) - np.interp(start_s + before, time[known], values[known])
        for values in (altitude, along)
    )
    return np.asarray(climbed / np.maximum(ran, 1.0))


def _huber(x: Array, y: Array, config: DynamicsConfig) -> OwnExponent | None:
    """Huber's line by weighted least squares, again and again; its error from the weighted residuals."""
    weights = np.ones(len(x))
    for _ in range(config.huber_rounds):
        centre = float(weights @ x / weights.sum())
        spread = float(weights @ (x - centre) ** 2)
        if not spread > 0:
            return None
        slope = float(weights @ ((x - centre) * y)) / spread
        rest = y - float(weights @ y / weights.sum()) - slope * (x - centre)
        # The median of absolute residuals is 0.6745 of a normal distribution's deviation.
        scale = max(float(np.median(np.abs(rest))) / 0.6745, 1e-9)
        weights = np.minimum(1.0, config.huber_width / np.maximum(np.abs(rest) / scale, 1e-9))
    error = float(np.sqrt(weights @ rest**2 / (len(x) - 2) / spread))
    return OwnExponent(slope, error)
