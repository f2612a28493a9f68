"""What a reading of the stream as a prescribed step list must show; each failing gate is a sentence.

The list says how many, how long and how far apart, so those gates of `gates` that guess at that are not asked.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.gates import contrast, even_speed, no_run_walk, over_rest, percent, sharp
from models.segmentation.nominal import scatter
from models.segmentation.prescribed import Reading
from models.segmentation.segment import Expected
from models.segmentation.signal import Signal


def prescribed_refusals(signal: Signal, reading: Reading, expected: Expected, config: SegmentationConfig) -> list[str]:
    """A sentence for each gate that the reading fails; without an end mark."""
    said = [gate(reading, expected, config) for gate in _OF_THE_LIST]
    said += [gate(signal, reading.candidate, expected, config) for gate in _OF_ALL]
    return [refusal for refusal in said if refusal]


def _enough(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """More than one, unless one is all; and a part of the list worth its name."""
    n, asked = len(reading.performed), len(expected.work)
    if n >= min(asked, max(2, round(config.prescribed_share * asked))):
        return None
    return f"only {n} of {asked} prescribed repetitions fit the recorded speed"


def _all_of_it(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """What is fast are the repetitions, not surges of any length among which some fit."""
    n, others = len(reading.performed), len(reading.candidate.others)
    if n >= config.explained_share * (n + others):
        return None
    return f"another session than prescribed: {n} of {n + others} fast parts fit its {len(expected.work)} repetitions"


def _mostly_whole(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Few repetitions are cut short: who cuts many ran another session."""
    del expected
    n = len(reading.performed)
    cut = sum(p.cut_short(config) for p in reading.performed)
    if cut <= max(1, config.cut_short_share * n) and cut < n:
        return None
    return f"another session than prescribed: {cut} of {n} fast parts are shorter than its repetitions"


def _evident(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Speed tells the repetitions from what lies around them."""
    del expected
    each = reading.nats / len(reading.performed)
    if each >= config.evidence_nats:
        return None
    return f"the prescribed repetitions do not stand out: {each:.0f} nats each, {config.evidence_nats:.0f} is the least"


def _as_long(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Lengths scatter around what was prescribed no more than receivers make them."""
    del expected
    shares = [p.share for p in reading.performed if not p.cut_short(config)]
    if not shares:
        return None  # said by another gate
    uneven = scatter(shares)
    low, high = config.scale
    if uneven <= config.scatter and low <= 1 / float(np.median(shares)) <= high:
        return None
    return (
        f"the fast parts are not as long as prescribed: {percent(float(np.median(shares)))} of it, and they scatter "
        f"by {percent(uneven)}, {percent(config.scatter)} is the most"
    )


_OF_THE_LIST: tuple[Callable[[Reading, Expected, SegmentationConfig], str | None], ...] = (
    _enough,
    _all_of_it,
    _mostly_whole,
    _evident,
    _as_long,
)
_OF_ALL = (contrast, over_rest, even_speed, sharp, no_run_walk)
"""The same as without a prescription."""
