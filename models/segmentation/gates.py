"""What a reading of the stream must show before it is called interval training; each failing gate is a sentence.

Thresholds: science notes 1.3 E, in the config. A refusal is a result: the first sentence becomes the activity's
`structure_reason`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.segmentation.blind import Candidate
from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import sharpness
from models.segmentation.nominal import Measured, by_time, groups, scatter
from models.segmentation.segment import Expected, Segment
from models.segmentation.signal import Signal

Gate = Callable[[Signal, Candidate, Expected, SegmentationConfig], "str | None"]
"""None where the gate lets the candidate pass, else why not."""


def refusals(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> list[str]:
    """A sentence for each gate that the candidate fails; without an end mark."""
    said: list[str] = []
    for gate in GATES:
        refusal = gate(signal, candidate, expected, config)
        if refusal:
            said.append(refusal)
            if gate is enough:
                break  # the other gates need repetitions
    return said


def enough(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions at all: three without a prescription, else two or all that were asked."""
    del signal
    n = len(candidate.repetitions)
    if not n and candidate.strides:
        return f"only strides: {len(candidate.strides)} fast pieces too short for repetitions"
    if not n:
        return "no part of the run is clearly faster than the rest of it"
    wanted = min(2, len(expected.work)) if expected else config.fewest
    return None if n >= wanted else f"only {n} fast {'piece' if n == 1 else 'pieces'} alike, {wanted} are needed"


def alike(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Most fast pieces are repetitions, not surges of any length."""
    n, others = len(candidate.repetitions), len(candidate.others)
    if expected or n >= config.alike_share * (n + others):
        return None
    lengths = [signal.distance_of(s) for s in (*candidate.repetitions, *candidate.others)]
    return f"surges of uneven length: {n} of {n + others} are alike, from {min(lengths):.0f} to {max(lengths):.0f} m"


def contrast(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Work is faster than what lies between."""
    del signal, expected
    if len(candidate.repetitions) < 2 or candidate.contrast >= config.contrast:
        return None
    return (
        f"too little contrast: the fast parts are {_percent(candidate.contrast - 1)} faster than what lies between "
        f"them, {_percent(config.contrast - 1)} is the least"
    )


def over_rest(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Work is faster than the running before and after."""
    del signal, expected
    rest = candidate.rest_mps
    if rest is None or candidate.work_mps >= config.over_rest * rest:
        return None
    return (
        f"the fast parts are no faster than the rest of the run: {candidate.work_mps:.2f} against {rest:.2f} m/s "
        "before and after them"
    )


def even_speed(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions of one distance are about equally fast."""
    del expected
    variation = max(_variation([signal.speed_of(s) for s in group]) for group in _by_distance(signal, candidate))
    if variation <= config.speed_variation:
        return None
    return (
        f"the fast parts are too uneven in speed: they vary by {_percent(variation)}, "
        f"{_percent(config.speed_variation)} is the most"
    )


def even_length(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions of one distance, or of one duration, are about equally long."""
    del expected
    uneven = max(
        min(scatter([signal.distance_of(s) for s in group]), scatter([signal.timer_of(s) for s in group]))
        for group in _by_distance(signal, candidate)
    )
    if uneven <= config.scatter:
        return None
    return f"surges of uneven length: they scatter by {_percent(uneven)}, {_percent(config.scatter)} is the most"


def sharp(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Repetitions begin and end within seconds; hills and progressions do not."""
    del expected
    found = sharpness(signal, list(candidate.repetitions))
    if found >= config.sharpness:
        return None
    return (
        f"speed changes too gradually, as on hills: {_percent(found)} of a change happens within 5 s, "
        f"{_percent(config.sharpness)} is the least"
    )


def no_run_walk(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> str | None:
    """Running by the clock with walking breaks is no interval training if nothing slower is run beside it."""
    walking = candidate.recovery_mps < config.running_mps and candidate.rest_mps is None
    if expected or not walking:
        return None
    reps = candidate.repetitions
    clocked = by_time([Measured(signal.distance_of(s), signal.timer_of(s)) for s in reps], config)
    share = sum(s.duration_s for s in reps) / signal.whole.duration_s
    if not clocked or share < config.run_walk_share:
        return None
    return "running with walking breaks by the clock: nothing slower is run with which to compare"


GATES: tuple[Gate, ...] = (enough, alike, contrast, over_rest, even_speed, even_length, sharp, no_run_walk)
"""In the order in which a runner would ask."""


def _by_distance(signal: Signal, candidate: Candidate) -> list[list[Segment]]:
    """The repetitions in groups of about one distance; all in one, unless they are a mix."""
    reps = candidate.repetitions
    if not candidate.likeness.mixed:
        return [list(reps)]
    return [[reps[i] for i in group] for group in groups([signal.distance_of(s) for s in reps], 0.15)]


def _variation(values: list[float]) -> float:
    return float(np.std(values) / np.mean(values)) if len(values) > 1 else 0.0


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
