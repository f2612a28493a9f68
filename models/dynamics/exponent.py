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
    placed = np.isfinite(along)
    if placed.sum() < 2:
        return np.empty(0), np.empty(0)
    edges = np.arange(time[placed][0], time[placed][-1], config.block_s / 2)
    at = np.interp(edges, time[placed], along[placed])
    halves = np.diff(at)[: (len(edges) - 1) // 2 * 2].reshape(-1, 2)
    speed = halves.sum(axis=1) / config.block_s
    good = given.good(STANCE_TIME)
    block = ((time - edges[0]) // config.block_s).astype(np.int64) if len(edges) else np.zeros(0, np.int64)
    good &= (block >= 0) & (block < len(speed))
    weight = np.bincount(block[good], given.hold_s[good], len(speed))
    total = np.bincount(block[good], given.hold_s[good] * given.columns[STANCE_TIME.column][good], len(speed))
    with np.errstate(divide="ignore", invalid="ignore"):
        steady = np.abs(halves[:, 1] / halves[:, 0] - 1) <= config.steady_share
        level = np.abs(_grades(edges[::2], at[::2], given, config)[: len(speed)]) <= config.hill_percent / 100
        stance = total / weight
    keep = steady & level & (weight >= config.covered * config.block_s) & (speed >= config.slowest_mps)
    return speed[keep], stance[keep]


def _grades(edges: Array, along: Array, given: Samples, config: DynamicsConfig) -> Array:
    """Slope around the middle of each block, over a stretch of some blocks; 0 where no altitude is known."""
    altitude, time = given.columns["altitude_m"], given.elapsed_s
    known = np.isfinite(altitude)
    if known.sum() < 2:
        return np.zeros(len(edges))
    height = np.interp(edges, time[known], altitude[known])
    first = np.maximum(np.arange(len(edges)) - config.grade_blocks, 0)
    last = np.minimum(np.arange(len(edges)) + 1 + config.grade_blocks, len(edges) - 1)
    return np.asarray((height[last] - height[first]) / np.maximum(along[last] - along[first], 1.0))


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
