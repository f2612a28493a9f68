"""A repetition that was cut short, among or after those that are alike.

It is no evidence for a session, so it is looked for only when the others have passed all gates; but then whatever is
run at their speed, after a recovery like theirs, is one of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from models.segmentation.blind import Candidate
from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal


def cut_short(signal: Signal, candidate: Candidate, config: SegmentationConfig) -> tuple[Segment, ...]:
    """The fast parts that are repetitions cut short, in order; few at most: who cuts many ran something else."""
    reps = candidate.repetitions
    strides = {s for s in candidate.strides if s.start_s > reps[0].start_s}
    others = sorted({*candidate.others, *strides} - set(reps), key=lambda s: s.start_s)
    fitting = [s for s in others if _shorter(signal, s, reps, config) and _in_turn(s, reps, config)]
    most = max(1, int(config.cut_short_share * len(reps) / 2))
    return tuple(fitting) if len(fitting) <= most else ()


def _shorter(signal: Signal, span: Segment, reps: Sequence[Segment], config: SegmentationConfig) -> bool:
    """Run at the speed of the repetitions, at least half of the shortest, and less than the longest."""
    work = float(np.median([signal.running_mps(s) for s in reps]))
    lengths = [signal.distance_of(s) for s in reps]
    between = config.begun * min(lengths) <= signal.distance_of(span) < max(lengths)
    return between and abs(signal.running_mps(span) / work - 1) <= config.speed_variation


def _in_turn(span: Segment, reps: Sequence[Segment], config: SegmentationConfig) -> bool:
    """A usual recovery from a repetition, and no more than a break between rep sets from the other."""
    if any(span.overlap_s(s) > 0 for s in reps):
        return False
    usual = float(np.median([b.start_s - a.end_s for a, b in itertools.pairwise(reps)]))
    rests = [span.start_s - s.end_s if s.end_s <= span.start_s else s.start_s - span.end_s for s in reps]
    before = [r for r, s in zip(rests, reps, strict=True) if s.end_s <= span.start_s]
    after = [r for r, s in zip(rests, reps, strict=True) if s.start_s >= span.end_s]
    nearest = [max(min(side), 1.0) for side in (before, after) if side]
    near = [abs(np.log(rest / usual)) <= np.log(config.rest_ratio) for rest in nearest]
    return any(near) and max(nearest) <= max(config.longest_rest_s, config.rest_ratio * usual)
