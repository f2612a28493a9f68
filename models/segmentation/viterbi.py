"""The most likely course between work and recovery, for many speed thresholds at once.

Two states, equal cost c for each change. With x = evidence for work minus evidence for recovery in a second, the
lead of work over recovery follows lead[t] = clip(lead[t-1], -c, c) + x[t] (Viterbi 1967, doi 10.1109/TIT.1967.1054010,
written for the difference of both scores). Where the lead leaves [-c, c] the state is certain whatever follows; in
between it is that of the next certain second.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Array

_BLOCK_S = 64
"""Seconds of which all blocks are gone through side by side; any number gives the same result [s]."""


def fast_seconds(speeds_mps: Sequence[Array], thresholds_mps: Array, config: SegmentationConfig) -> NDArray[np.bool_]:
    """For each speed, and for each threshold in turn (rows), whether each second (columns) is work."""
    evidence = np.concatenate([_evidence(speed, thresholds_mps, config) for speed in speeds_mps], axis=1)
    leads = _leads(evidence, config.switch_nats)
    certain = np.abs(leads) > config.switch_nats
    certain[-1] = True
    seconds = np.arange(len(leads))[:, None]
    # For each second the next one at which the state is certain.
    following = np.minimum.accumulate(np.where(certain, seconds, len(leads) - 1)[::-1])[::-1]
    return np.asarray(np.take_along_axis(leads, following, axis=0) > 0).T


def _leads(evidence: Array, cost: float) -> Array:
    """The lead at each second (rows), for each threshold (columns).

    From the start of a block to any second in it the lead goes through clip(lead + a, low, high), for one step does
    and two such in a row do; so all blocks are done at once, then the lead at the start of each, one after the other.
    """
    n, k = evidence.shape
    blocks = -(-n // _BLOCK_S)
    x = np.zeros((blocks * _BLOCK_S, k))
    x[:n] = evidence
    x = x.reshape(blocks, _BLOCK_S, k)
    added, low, high = np.zeros((3, *x.shape))
    a, lo, hi = np.zeros((blocks, k)), np.full((blocks, k), -np.inf), np.full((blocks, k), np.inf)
    for second in range(_BLOCK_S):
        step = x[:, second]
        a, lo, hi = a + step, np.clip(lo, -cost, cost) + step, np.clip(hi, -cost, cost) + step
        added[:, second], low[:, second], high[:, second] = a, lo, hi
    before, lead = np.zeros((blocks, 1, k)), np.zeros(k)
    for block in range(blocks):
        before[block, 0] = lead
        lead = np.clip(lead + added[block, -1], low[block, -1], high[block, -1])
    return np.asarray(np.clip(before + added, low, high)).reshape(-1, k)[:n]


def _evidence(speed: Array, thresholds: Array, config: SegmentationConfig) -> Array:
    """Work minus recovery, each clip(ln 2 + ln sigmoid(+-z), floor, ln 2) [nats]; seconds are rows."""
    z = (speed[:, None] - thresholds) / (config.softness * thresholds)
    floor, ceiling = config.evidence_floor_nats, np.log(2)
    work = np.clip(ceiling - np.logaddexp(0, -z), floor, ceiling)
    recovery = np.clip(ceiling - np.logaddexp(0, z), floor, ceiling)
    return np.asarray(work - recovery)
