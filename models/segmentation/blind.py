"""Repetitions in the stream alone: which seconds are fast, whatever the threshold, and which of those are alike.

About a dozen speeds are tried as the limit between work and recovery. For each the most likely
course between two states is found, its fast segments get exact edges, and those that are alike become a candidate.
The best candidate that passes all gates wins; where none does, the best one's first failing gate is the reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import refined
from models.segmentation.likeness import Likeness, likeness
from models.segmentation.nominal import Measured
from models.segmentation.segment import Array, Expected, Segment
from models.segmentation.signal import Signal
from models.segmentation.viterbi import fast_seconds

_REFINED = 10
"""How many of the best readings get exact edges."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of the stream."""

    fast: tuple[Segment, ...]
    """All fast segments."""
    repetitions: tuple[Segment, ...]
    others: tuple[Segment, ...]
    """Fast segments that are no repetitions."""
    strides: tuple[Segment, ...]
    likeness: Likeness
    work_mps: float = 0.0
    """Median speed of the repetitions [m/s]."""
    recovery_mps: float = 0.0
    """Median speed between them [m/s]."""
    rest_mps: float | None = None
    """Median speed of the running before and after; None where there is next to none [m/s]."""
    score: float = -100.0

    @property
    def outline(self) -> tuple[int, ...]:
        """The repetitions' edges, so coarse that two readings of the same repetitions have the same [10 s]."""
        return tuple(round(edge / 10) for s in self.repetitions for edge in (s.start_s, s.end_s))

    @property
    def contrast(self) -> float:
        """Speed of work over that of recovery."""
        return self.work_mps / max(self.recovery_mps, 0.1)


def candidates(signal: Signal, expected: Expected, config: SegmentationConfig) -> list[Candidate]:
    """All readings, best first; once more with the thresholds that the best ones suggest."""
    first = _at(signal, thresholds(signal.speed_mps, config), expected, config)
    if not first:
        return []
    middles = {max(0.5, round((c.work_mps + max(c.recovery_mps, c.rest_mps or 0.0)) / 2, 2)) for c in first[:3]}
    second = _at(signal, np.array(sorted(middles)), expected, config)
    return sorted([*first, *second], key=lambda c: -c.score)


def thresholds(speed_mps: Array, config: SegmentationConfig) -> Array:
    """Speeds worth trying as the limit between work and recovery [m/s]."""
    moving = speed_mps[speed_mps > 0.5]
    if len(moving) < 10:
        return np.empty(0)
    low, high = np.percentile(moving, [10, 97])
    tried = [*np.linspace(low, high, config.thresholds), otsu(moving), np.exp(otsu(np.log(moving)))]
    return np.unique(np.round(tried, 3))


def otsu(values: Array) -> float:
    """The value that parts `values` into two classes with most variance between them (Otsu 1979)."""
    ordered = np.sort(values)
    below = np.arange(1, len(ordered))
    sums = np.cumsum(ordered)
    means = sums[:-1] / below, (sums[-1] - sums[:-1]) / (len(ordered) - below)
    between = below * (len(ordered) - below) * (means[1] - means[0]) ** 2
    best = int(np.argmax(between))
    return float((ordered[best] + ordered[best + 1]) / 2)


def fast_segments(signal: Signal, threshold_mps: float, config: SegmentationConfig) -> list[Segment]:
    """The segments faster than a threshold, with exact edges."""
    fast = fast_seconds([signal.smooth_mps], np.array([threshold_mps]), config)[0]
    return refined(signal, _runs(signal, fast, config), config)


def _at(signal: Signal, tried: Array, expected: Expected, config: SegmentationConfig) -> list[Candidate]:
    if not len(tried):
        return []
    fast = fast_seconds([signal.speed_mps, signal.smooth_mps], tried, config)
    seen = [_runs(signal, course, config) for course in fast]
    courses = dict.fromkeys(tuple(course) for course in (*seen, *(_closed(signal, course, config) for course in seen)))
    rough = sorted((_candidate(signal, c, expected, config) for c in courses if c), key=lambda c: -c.score)
    different = {c.outline: c for c in reversed(rough)}  # of readings alike the best, which comes last
    best = sorted(different.values(), key=lambda c: -c.score)[:_REFINED]
    exact = [_candidate(signal, refined(signal, list(c.fast), config), expected, config) for c in best]
    return sorted(exact, key=lambda c: -c.score)


def _runs(signal: Signal, fast: NDArray[np.bool_], config: SegmentationConfig) -> list[Segment]:
    """Spans of fast seconds, noise left out."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], fast, [False]]).astype(np.int8)))
    bounds = signal.time_s[0] - 0.5 + changes
    low, high = signal.whole.start_s, signal.whole.end_s
    spans = [Segment(max(low, float(a)), min(high, float(b))) for a, b in bounds.reshape(-1, 2)]
    return [span for span in spans if span.duration_s >= config.shortest_stride_s]


def _closed(signal: Signal, spans: Sequence[Segment], config: SegmentationConfig) -> list[Segment]:
    """The spans with those joined that little lies between, pauses not counted."""
    joined: list[Segment] = []
    for span in spans:
        if joined and signal.timer_of(Segment(joined[-1].end_s, span.start_s)) < config.closed_s:
            joined[-1] = Segment(joined[-1].start_s, span.end_s)
        else:
            joined.append(span)
    return joined


def _candidate(signal: Signal, fast: Sequence[Segment], expected: Expected, config: SegmentationConfig) -> Candidate:
    told = {s: Measured(float(m), float(t)) for s, m, t in zip(fast, *signal.measured(fast), strict=True)}
    strides = tuple(s for s in fast if _is_stride(s, told[s], expected, config))
    long = [s for s in fast if s not in strides and s.duration_s >= config.shortest_segment_s]
    like = likeness([told[s] for s in long], expected, config)
    chosen = tuple(long[i] for i in like.members)
    others = tuple(s for i, s in enumerate(long) if i not in like.members)
    if chosen:  # what is fast for a moment between repetitions speaks against them
        others += tuple(s for s in strides if chosen[0].end_s < s.start_s < chosen[-1].start_s)
    return _scored(signal, Candidate(tuple(fast), chosen, others, strides, like), expected)


def _is_stride(span: Segment, told: Measured, expected: Expected, config: SegmentationConfig) -> bool:
    short = span.duration_s <= config.stride_at_most_s and told.distance_m <= config.stride_at_most_m
    asked = min([*expected.distances_m, *(5 * t for t in expected.durations_s)], default=np.inf)
    return short and asked > config.stride_at_most_m


def _scored(signal: Signal, candidate: Candidate, expected: Expected) -> Candidate:
    """With speeds and score: many, alike, evenly fast, with contrast, and no fast segment left over."""
    reps = candidate.repetitions
    if not reps:  # strides alone explain the run better than one fast part among them
        return replace(candidate, score=-45.0 if len(candidate.strides) > 2 and not candidate.others else -100.0)
    run_m, run_s = signal.measured(reps)
    speeds = run_m / np.maximum(run_s, 1.0)
    between = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(reps)]
    rested_m, _ = signal.measured(between)
    rests = [
        metres / rest.duration_s if rest.duration_s > 0 else 0.0
        for rest, metres in zip(between, rested_m.tolist(), strict=True)
    ]
    recovery = median(rests) if between else 0.0
    known = replace(
        candidate,
        work_mps=median(speeds.tolist()),
        recovery_mps=recovery,
        rest_mps=_rest_beside(signal, candidate),
    )
    score = len(reps) * (1 - 0.7 * candidate.likeness.variation / 0.08) - len(candidate.others)
    score += 2 * min(0.5, known.contrast - 1) - 8 * float(speeds.std() / speeds.mean())
    score -= 0.5 * candidate.likeness.single
    score -= 50 * (len(reps) == 1)  # of one alone there is no contrast, no likeness
    missing = abs(len(expected.work) - len(reps)) if expected else 0
    return replace(known, score=score - 0.5 * missing)


def _rest_beside(signal: Signal, candidate: Candidate) -> float | None:
    """The same without one fast part after the repetitions that is shorter: it can be one that was cut short."""
    reps = candidate.repetitions
    after = [s for s in candidate.others if s.start_s > reps[-1].end_s]
    cut = len(after) == 1 and after[0].duration_s < max(s.duration_s for s in reps)
    return rest_mps(signal, (*reps, *after) if cut else reps)


def rest_mps(signal: Signal, reps: Sequence[Segment]) -> float | None:
    """Median speed of the running before the first repetition and after the last one."""
    outside = (signal.time_s < reps[0].start_s - 3) | (signal.time_s > reps[-1].end_s + 3)
    running = signal.speed_mps[outside & (signal.speed_mps > 1.8)]
    return float(np.median(running)) if len(running) >= 60 else None
