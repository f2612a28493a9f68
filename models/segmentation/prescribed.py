"""Repetitions of a prescribed step list in the stream: at which speed of work the list explains the recording best.

For each of some speeds the best course through the list is found (`prescribed_course`); the best of them is fitted
again with speed, scale and limit as it shows them; then edges become exact.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.segmentation.blind import Candidate, fast_segments, rest_mps
from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import refined_near
from models.segmentation.likeness import Likeness
from models.segmentation.prescribed_course import Course, Prices, best_course
from models.segmentation.prescribed_grid import Grid, Pace, grid_of
from models.segmentation.prescribed_steps import Step, step_list
from models.segmentation.segment import Amount, Array, Expected, Segment
from models.segmentation.signal import Signal


@dataclass(frozen=True, slots=True)
class Performed:
    """One repetition that was run."""

    step: Step
    span: Segment
    share: float
    """Of the step's distance, by the session's scale, or of its duration."""

    def cut_short(self, config: SegmentationConfig) -> bool:
        """Whether it ended well before it should."""
        return self.share < config.cut_short


@dataclass(frozen=True, slots=True)
class Reading:
    """The step list as it was run."""

    performed: tuple[Performed, ...]
    scale: float
    """Nominal over measured distance."""
    nats: float
    candidate: Candidate
    """The same for the gates, with what is fast beside the repetitions."""

    @property
    def gaps(self) -> tuple[Amount, ...]:
        """What was prescribed between the repetitions that were run."""
        return tuple(p.step.before for p in self.performed[1:])


def readings(signal: Signal, expected: Expected, config: SegmentationConfig) -> list[Reading]:
    """The best reading near the targets and, where there are targets, the best at any speed; empty if none is."""
    steps = step_list(expected, config)
    if not steps:
        return []
    grids = grid_of(signal, config.coarse_s, config), grid_of(signal, config.grid_s, config)
    everywhere = work_speeds(signal, (), config)
    near = work_speeds(signal, [t for t in expected.targets_mps if t], config)
    tried = [near] if len(near) == len(everywhere) else [near, everywhere]
    found = (_reading(signal, grids, steps, speeds, config) for speeds in tried if len(speeds))
    return [reading for reading in found if reading is not None]


def work_speeds(signal: Signal, targets_mps: Sequence[float], config: SegmentationConfig) -> Array:
    """Speeds of work worth trying, fastest first [m/s]."""
    wide = 9
    mean = np.convolve(signal.speed_mps, np.full(wide, 1 / wide), mode="valid")
    moving = mean[mean > config.running_mps / 2]
    if len(moving) < wide:
        return np.empty(0)
    low, high = np.percentile(moving, config.speed_percentiles)
    n = 1 + int(np.log(max(high / max(low, 0.1), 1.0)) / np.log(config.speed_ratio))
    speeds = high / config.speed_ratio ** np.arange(n)
    if not targets_mps:
        return np.asarray(speeds)
    reach = 1 + config.target_reach
    return np.asarray(speeds[(speeds > min(targets_mps) / reach) & (speeds < max(targets_mps) * reach)])


def _reading(
    signal: Signal, grids: tuple[Grid, Grid], steps: Sequence[Step], speeds: Array, config: SegmentationConfig
) -> Reading | None:
    coarse, grid = grids
    prices = _prices(coarse, steps, 1.0, speeds, config)
    course = max((best_course(coarse, steps, prices, _level(coarse, v, config), config) for v in speeds), key=_nats)
    # Outside may lie a warm-up, which is no work, or repetitions that were not found yet, which are.
    best = fitted_again(signal, grid, steps, course, True, config)
    if _prescribed(best, steps) < len({s.place for s in steps}):
        other = fitted_again(signal, grid, steps, course, False, config)
        better = other.nats > best.nats + config.left_out_nats and _prescribed(other, steps) > _prescribed(best, steps)
        best = other if better else best
    return _measured(signal, steps, best, config) if best.nats > 0 else None


def fitted_again(
    signal: Signal, grid: Grid, steps: Sequence[Step], course: Course, outside: bool, config: SegmentationConfig
) -> Course:
    """The course at the speeds and the scale that it shows, twice; `outside`: whether what lies around it is easy."""
    for _ in range(config.refits):
        pace = _fitted(grid, steps, course, outside, config)
        chosen, spans = [steps[r.step] for r in course.repetitions], [r.span for r in course.repetitions]
        prices = _prices(grid, steps, _scale(signal, chosen, spans, config), np.asarray(pace.work_mps, float), config)
        course = best_course(grid, steps, prices, pace, config)
    return course


def _prescribed(course: Course, steps: Sequence[Step]) -> int:
    """How many of the repetitions are none that were added."""
    return sum(not steps[r.step].added for r in course.repetitions)


def _nats(course: Course) -> float:
    return course.nats


def _level(grid: Grid, work_mps: float, config: SegmentationConfig) -> Pace:
    """The same speed from the first repetition to the last."""
    work = np.full(len(grid.speed_mps), work_mps)
    return Pace(work, config.rest_limits[1] * work, known=False)


def _prices(grid: Grid, steps: Sequence[Step], scale: float, speeds: Array, config: SegmentationConfig) -> Prices:
    """For repetitions some seconds of which, or all, may be slower or faster than what is looked for."""
    relative = [s.relative_speed for s in steps]
    slowest, fastest = float(speeds.min()) * min(relative), float(speeds.max()) * max(relative)
    return Prices(
        grid, steps, scale, (slowest / (1 + 2 * config.target_reach), fastest * (1 + config.target_reach)), config
    )


def _fitted(grid: Grid, steps: Sequence[Step], course: Course, outside: bool, config: SegmentationConfig) -> Pace:
    """How fast repetitions and recoveries are, as a course shows it; repetitions may get slower one by one."""
    spans = [r.span for r in course.repetitions]
    relative = [steps[r.step].relative_speed for r in course.repetitions]
    speeds = np.array([grid.mean_mps(s) / f for s, f in zip(spans, relative, strict=True)])
    level, middle = float(np.median(speeds)), np.array([(s.start_s + s.end_s) / 2 for s in spans])
    slope = _slope(middle, speeds) if len(spans) >= config.trend_from else 0.0
    reach = config.target_reach * level
    work = level + np.clip(slope * (grid.time_s[:-1] - np.median(middle)), -reach, reach)
    between = [grid.mean_mps(Segment(a.end_s, b.start_s)) for a, b in itertools.pairwise(spans)]
    easy = max(float(np.median(between)) if between else 0.0, _outside_mps(grid, spans, config) if outside else 0.0)
    low, high = config.rest_limits
    return Pace(work, np.clip((work + easy) / 2, low * work, high * work), known=True)


def _outside_mps(grid: Grid, spans: Sequence[Segment], config: SegmentationConfig) -> float:
    """Median speed of the running before the first span and after the last one [m/s]."""
    time = grid.time_s[:-1]
    around = (time < spans[0].start_s - config.fit_from_s) | (time > spans[-1].end_s + config.fit_from_s)
    running = grid.speed_mps[around & (grid.speed_mps > config.running_mps)]
    return float(np.median(running)) if len(running) * grid.step_s >= config.rest_from_s else 0.0


def _slope(time_s: Array, speeds: Array) -> float:
    """Median of the slopes between all pairs (Theil 1950, Sen 1968): one odd repetition does not tilt it."""
    first, second = np.triu_indices(len(time_s), 1)
    return float(np.median((speeds[second] - speeds[first]) / (time_s[second] - time_s[first])))


def _scale(signal: Signal, steps: Sequence[Step], spans: Sequence[Segment], config: SegmentationConfig) -> float:
    """Nominal over measured distance: of those that were not cut short, or of all."""
    ratios = [
        s.amount.distance_m / max(signal.distance_of(x), 1.0)
        for s, x in zip(steps, spans, strict=True)
        if s.amount.distance_m
    ]
    low, high = config.scale
    whole = [ratio for ratio in ratios if ratio < 1.5 * high - 0.5] or ratios
    return float(np.clip(np.median(whole), low, high)) if whole else 1.0


def _between_mps(signal: Signal, spans: Sequence[Segment]) -> float:
    """Median speed between neighbours [m/s]."""
    between = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(spans)]
    return float(np.median([signal.speed_of(s) for s in between])) if between else 0.0


def _measured(signal: Signal, steps: Sequence[Step], course: Course, config: SegmentationConfig) -> Reading:
    """The course with exact edges, and what is fast beside it."""
    spans = refined_near(signal, [r.span for r in course.repetitions], config)
    chosen = [steps[r.step] for r in course.repetitions]
    scale = _scale(signal, chosen, spans, config)
    performed = tuple(Performed(s, x, _share(signal, s, x, scale)) for s, x in zip(chosen, spans, strict=True))
    return Reading(performed, scale, course.nats, _candidate(signal, performed, config))


def _share(signal: Signal, step: Step, span: Segment, scale: float) -> float:
    if step.amount.distance_m:
        return scale * signal.distance_of(span) / step.amount.distance_m
    return signal.timer_of(span) / (step.amount.duration_s or np.inf)


def _candidate(signal: Signal, performed: Sequence[Performed], config: SegmentationConfig) -> Candidate:
    spans = tuple(p.span for p in performed)
    work = float(np.median([signal.running_mps(s) for s in spans]))
    between, rest = _between_mps(signal, spans), rest_mps(signal, spans)
    fast = fast_segments(signal, (min(signal.running_mps(s) for s in spans) + max(between, rest or 0.0)) / 2, config)
    beside = [s for s in fast if sum(s.overlap_s(x) for x in spans) < 0.5 * s.duration_s]
    short = [
        s.duration_s <= config.stride_at_most_s and signal.distance_of(s) <= config.stride_at_most_m for s in beside
    ]
    others = tuple(s for s, is_short in zip(beside, short, strict=True) if not is_short)
    strides = tuple(s for s, is_short in zip(beside, short, strict=True) if is_short)
    like = Likeness(tuple(range(len(spans))), float(np.std([p.share for p in performed])), mixed=True)
    return Candidate((*spans, *others), spans, others, strides, like, work, between, rest)
