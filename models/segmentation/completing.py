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
    others = sorted({*candidate.others, *candidate.strides} - set(reps), key=lambda s: s.start_s)
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
    """Between two repetitions or after the last one, a usual recovery from each."""
    usual = float(np.median([b.start_s - a.end_s for a, b in itertools.pairwise(reps)]))
    before = max((s.end_s for s in reps if s.end_s <= span.start_s), default=None)
    after = min((s.start_s for s in reps if s.start_s >= span.end_s), default=None)
    if before is None or any(span.overlap_s(s) > 0 for s in reps):
        return False
    rests = [span.start_s - before] + ([after - span.end_s] if after is not None else [])
    return all(abs(np.log(max(rest, 1.0) / usual)) <= np.log(config.rest_ratio) for rest in rests)
