"""The most likely course between work and recovery, for many speed thresholds at once.

Two states, equal cost c for each change. With x = evidence for work minus evidence for recovery in a second, the
lead of work over recovery follows lead[t] = clip(lead[t-1], -c, c) + x[t] (Viterbi 1967, doi 10.1109/TIT.1967.1054010,
written for the difference of both scores). Where the lead leaves [-c, c] the state is certain whatever follows; in
between it is that of the next certain second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Array


def fast_seconds(speed_mps: Array, thresholds_mps: Array, config: SegmentationConfig) -> NDArray[np.bool_]:
    """For each threshold (rows) whether each second (columns) is work."""
    evidence = _evidence(speed_mps, thresholds_mps, config)
    cost = config.switch_nats
    leads = np.empty_like(evidence)
    lead = np.zeros(len(thresholds_mps))
    for second, x in enumerate(evidence):
        lead = np.minimum(np.maximum(lead, -cost), cost) + x
        leads[second] = lead
    certain = np.abs(leads) > cost
    certain[-1] = True
    seconds = np.arange(len(leads))[:, None]
    # For each second the next one at which the state is certain.
    following = np.minimum.accumulate(np.where(certain, seconds, len(leads) - 1)[::-1])[::-1]
    return np.asarray(np.take_along_axis(leads, following, axis=0) > 0).T


def _evidence(speed: Array, thresholds: Array, config: SegmentationConfig) -> Array:
    """Work minus recovery, each clip(ln 2 + ln sigmoid(+-z), floor, ln 2) [nats]; seconds are rows."""
    z = (speed[:, None] - thresholds) / (config.softness * thresholds)
    floor, ceiling = config.evidence_floor_nats, np.log(2)
    work = np.clip(ceiling - np.logaddexp(0, -z), floor, ceiling)
    recovery = np.clip(ceiling - np.logaddexp(0, z), floor, ceiling)
    return np.asarray(work - recovery)
