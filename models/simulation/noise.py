"""Random numbers of a session: one independent stream an idea, and errors that remember their past."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import scipy
from numpy.typing import NDArray

Array = NDArray[np.float64]


def stream(seed: int, idea: str) -> np.random.Generator:
    """Random numbers for one idea of one session: what one idea draws never shifts another's numbers."""
    return np.random.default_rng([seed, crc32(idea.encode())])


def ar1(count: int, deviation: float, correlation: float, rng: np.random.Generator) -> Array:
    """Stationary first-order autoregressive noise of that standard deviation; correlation length in samples."""
    keep = np.exp(-1 / correlation)
    shocks = rng.standard_normal(count)
    shocks[1:] *= np.sqrt(1 - keep**2)
    noise: Array = scipy.signal.lfilter([deviation], [1.0, -keep], shocks)
    return noise


def low_pass(values: Array, tau: float) -> Array:
    """First-order lag of `tau` samples: what a sensor shows of a quantity that changes."""
    if tau <= 0 or len(values) == 0:
        return values
    keep = np.exp(-1 / tau)
    shown: Array = scipy.signal.lfilter([1 - keep], [1.0, -keep], values, zi=[keep * values[0]])[0]
    return shown
