"""What a reading of the stream as a prescribed step list must show; each failing gate is a sentence.

The list says how many, how long and how far apart, so those gates of `gates` that guess at that are not asked.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.gates import by_the_clock, contrast, even_speed, not_the_slope, over_rest, percent, sharp
from models.segmentation.nominal import scatter
from models.segmentation.prescribed import Reading
from models.segmentation.segment import Amount, Expected, Segment
from models.segmentation.signal import Signal


def prescribed_refusals(signal: Signal, reading: Reading, expected: Expected, config: SegmentationConfig) -> list[str]:
    """A sentence for each gate that the reading fails; without an end mark."""
    said = [gate(reading, expected, config) for gate in _OF_THE_LIST]
    said += [gate(signal, reading, expected, config) for gate in (_as_long, _as_far_apart, _no_run_walk)]
    said += [gate(signal, reading.candidate, expected, config) for gate in _OF_ALL]
    return [refusal for refusal in said if refusal]


def _enough(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """More than one, unless one is all; and a part of the list worth its name."""
    n, asked = len(reading.performed), len(expected.work)
    if n >= min(asked, max(2, min(round(config.prescribed_share * asked), config.prescribed_enough))):
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
    added = any(p.step.added for p in reading.performed)  # nobody both adds some and cuts several short
    if cut <= (1 if added else max(1, config.cut_short_share * n)) and cut < n:
        return None
    return f"another session than prescribed: {cut} of {n} fast parts are shorter than its repetitions"


def _evident(reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Speed tells the repetitions from what lies around them."""
    del expected
    each = reading.nats / len(reading.performed)
    if each >= config.evidence_nats:
        return None
    return f"the prescribed repetitions do not stand out: {each:.0f} nats each, {config.evidence_nats:.0f} is the least"


def _as_long(signal: Signal, reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Lengths scatter around what was prescribed no more than receivers make them."""
    del expected
    shares = [p.share for p in reading.performed if not p.cut_short(config)]
    if not shares:
        return None  # said by another gate
    uneven, most = scatter(shares), config.scatter + signal.noise / 2
    low, high = config.scale
    if uneven <= most and low <= 1 / float(np.median(shares)) <= high:
        return None
    return (
        f"the fast parts are not as long as prescribed: {percent(float(np.median(shares)))} of it, and they scatter "
        f"by {percent(uneven)}, {percent(most)} is the most"
    )


def _as_far_apart(signal: Signal, reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Most recoveries are as prescribed, or alike: surges come at any time."""
    del expected
    times = np.array([b.span.start_s - a.span.end_s for a, b in pairwise(reading.performed)])
    if len(times) < config.fewest - 1 or _asked_share(signal, reading, config) >= config.spaced_share:
        return None
    middle = float(np.median(times))
    alike = float((np.abs(np.log(times / middle)) <= np.log(config.spaced_ratio)).mean())
    if alike >= config.spaced_share and middle >= config.spaced_from_s:
        return None
    return f"surges at uneven times: from {times.min():.0f} to {times.max():.0f} s lie between the fast parts"


def _no_run_walk(signal: Signal, reading: Reading, expected: Expected, config: SegmentationConfig) -> str | None:
    """Where nothing slower is run, walking breaks must be those that were prescribed."""
    seen = reading.candidate
    if seen.rest_mps is not None or seen.recovery_mps >= config.running_mps or len(reading.performed) < 2:
        return None
    if len(reading.performed) <= len(expected.work) and _asked_share(signal, reading, config) >= config.spaced_share:
        return None
    shares = [p.share for p in reading.performed if p.step.amount.distance_m]
    tight = len(shares) == len(reading.performed) and float(np.std(shares)) <= config.run_walk_scatter
    if tight and abs(reading.scale - 1) <= config.run_walk_scale and not by_the_clock(signal, seen.repetitions, config):
        return None
    return "running with walking breaks: nothing slower is run with which to compare it"


def _asked_share(signal: Signal, reading: Reading, config: SegmentationConfig) -> float:
    """How many recoveries are about as long as prescribed, as a share."""
    between = [Segment(a.span.end_s, b.span.start_s) for a, b in pairwise(reading.performed)]
    near = [_near_asked(signal, s, a, reading.scale, config) for s, a in zip(between, reading.gaps, strict=True)]
    return float(np.mean(near)) if near else 1.0


def _near_asked(signal: Signal, span: Segment, amount: Amount, scale: float, config: SegmentationConfig) -> bool:
    if amount.distance_m:
        done = scale * signal.distance_of(span) / amount.distance_m
    elif amount.duration_s:
        done = span.duration_s / amount.duration_s
    else:
        return False
    return bool(abs(np.log(max(done, 0.01))) <= np.log(config.spaced_ratio))


_OF_THE_LIST: tuple[Callable[[Reading, Expected, SegmentationConfig], str | None], ...] = (
    _enough,
    _all_of_it,
    _mostly_whole,
    _evident,
)
_OF_ALL = (contrast, over_rest, even_speed, sharp, not_the_slope)
"""The same as without a prescription."""
