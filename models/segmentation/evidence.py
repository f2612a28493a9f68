"""What measured lengths say for a nominal one: densities that are summed over all that nobody knows.

Lengths are natural logarithms, so that a scale is a shift. Errors have Student's t of four degrees of freedom: single
bad edges are no proof. Their size is unknown within factors, as is the sensor's scale and the bias of the edges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def bell(x: Array, spread: float | Array) -> Array:
    """Logarithm of the normal density."""
    return np.asarray(-0.5 * (x / spread) ** 2 - np.log(spread * np.sqrt(2 * np.pi)))


def total(nats: Array) -> float:
    """Logarithm of a sum of densities that are given as logarithms."""
    return float(np.logaddexp.reduce(nats, axis=None))


def normed(nats: Array) -> Array:
    """The same, of sum one."""
    return nats - total(nats)


def either(*weighed: tuple[float, Array | float]) -> Array:
    """Logarithm of the weighed sum of densities: (weight, logarithm of the density)."""
    nats = np.broadcast_arrays(*(np.log(weight) + np.asarray(nats) for weight, nats in weighed))
    return np.asarray(np.logaddexp.reduce(nats, axis=0))


@dataclass(frozen=True, slots=True)
class Names:
    """What is run: logarithms of lengths, and of how often each is run."""

    at: Array
    nats: Array

    @classmethod
    def of(cls, often: Mapping[int, float]) -> Names:
        """From how often each length is run."""
        return cls(np.log(np.array(list(often), dtype=float)), normed(np.log(np.array(list(often.values())))))

    def near(self, length: float) -> Names:
        """Those that a sensor could take for this length."""
        close = np.abs(self.at - length) < _FURTHEST
        return Names(self.at[close], self.nats[close])


_FURTHEST = 0.2
SCALES = np.log(np.arange(0.89, 1.15, 0.0025))
"""Measured over nominal distance, as logarithms."""
SCALE_NATS = normed(either((0.85, bell(np.exp(SCALES) - 1.015, 0.025)), (0.15, bell(np.exp(SCALES) - 1.02, 0.055))))
"""How often each is met: receivers measure tracks 1 to 2 % long (science.md 1.2), some far more; footpods vary."""
BIASES_S = np.arange(-1.6, 1.65, 0.1)
BIAS_NATS = normed(bell(BIASES_S - 0.05, 0.45))
"""By how much all repetitions of a session are found too long [s], and how often: of simulated sessions."""
SIZES = np.array([0.5, 1.0, 2.0, 4.0])
SIZE_NATS = np.log([0.25, 0.4, 0.25, 0.1])
"""The day's errors are so many times the usual ones, and how often."""


def fits(lengths: Array, spread: Array, names: Names, shift: Array) -> Array:
    """How well lengths alike fit each name, nats of shape (names, shifts, sizes of error)."""
    off = lengths[:, None, None] - names.at[None, :, None] - shift
    return np.asarray(_density(off[..., None], spread[:, None, None, None]).sum(0) + names.nats[:, None, None])


def alike(lengths: Array, spread: Array) -> Array:
    """How well lengths fit one another, whatever they are, nats by size of error; any length of five nats' range."""
    around = _density((lengths - np.median(lengths))[:, None], spread[:, None]).sum(0)
    return np.asarray(around + np.log(SIZES * spread.mean() * 1.2 * np.sqrt(2 * np.pi / len(lengths)) / 5.0))


def _density(off: Array, spread: Array) -> Array:
    """Logarithm of Student's density of four degrees of freedom, for all sizes of error along the last axis."""
    scale = SIZES * spread
    return np.asarray(np.log(0.375) - 2.5 * np.log1p((off / scale) ** 2 / 4) - np.log(scale))
