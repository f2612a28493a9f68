"""Edges of segments to a fraction of a second, and how sharp they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal

_REMEMBERED = 512
"""Readings of one stream share most of their edges: what was fitted for one serves the others."""


def refined(signal: Signal, segments: list[Segment], config: SegmentationConfig) -> list[Segment]:
    """The segments with each edge at the crossing of straight lines fitted to the odometer before and after it.

    A sensor that lags shifts start and end alike, so durations stay unbiased. With a record each second the
    steepest change near by has half a say: lines forget what lies near the edge, and positions wander.
    """
    if not segments:
        return []
    segments = _moved(signal, segments, _steepest, config)
    return refined_near(signal, segments, config)


def refined_near(signal: Signal, segments: list[Segment], config: SegmentationConfig) -> list[Segment]:
    """The same for segments whose edges are right within some seconds already."""
    segments = _moved(signal, segments, _crossing, config)
    return _moved(signal, segments, _both if signal.spacing_s <= config.dense_s else _crossing, config)


_Move = Callable[[Signal, tuple[float, float, float], SegmentationConfig], float]
"""The better place of an edge, from the edges before, here and after [s]."""


def _moved(signal: Signal, segments: list[Segment], move: _Move, config: SegmentationConfig) -> list[Segment]:
    raw = np.array([[s.start_s, s.end_s] for s in segments]).ravel()
    limits = np.concatenate([[signal.whole.start_s], raw, [signal.whole.end_s]])
    moved = [move(signal, (limits[i], edge, limits[i + 2]), config) for i, edge in enumerate(raw)]
    pairs = np.array(moved).reshape(-1, 2)
    return [
        Segment(float(start), float(end)) if end > start else old
        for (start, end), old in zip(pairs, segments, strict=True)
    ]


def _steepest(signal: Signal, around: tuple[float, float, float], config: SegmentationConfig) -> float:
    """The same within the widest span: a search on smoothed speed can be off by half its window."""
    return _steepest_within(signal, around, config.look_s, config)


def _steepest_within(
    signal: Signal, around: tuple[float, float, float], look_s: float, config: SegmentationConfig
) -> float:
    """Where two constant speeds fit best."""
    before, edge, after = around
    if signal.gap_at(edge, config.fit_from_s) is not None:
        return edge
    start, end = max((before + edge) / 2, edge - look_s), min((edge + after) / 2, edge + look_s)
    if min(edge - start, end - edge) < config.fit_from_s + 2:
        return edge
    step = _step_within(signal, float(start), float(end))
    return edge if step is None else step


@lru_cache(maxsize=_REMEMBERED)
def _step_within(signal: Signal, start: float, end: float) -> float | None:
    """Where in a span two constant speeds fit best; None where it is too short."""
    time = np.arange(start, end, 0.5)
    speed = np.diff(signal.distance_at(time)) / 0.5
    sums, n = np.cumsum(speed)[:-1], np.arange(1, len(speed))
    means = sums / n, (speed.sum() - sums) / (len(speed) - n)
    between = n * (len(speed) - n) * (means[1] - means[0]) ** 2
    return float(time[1 + int(np.argmax(between[3:-3])) + 3]) if len(between) > 8 else None


def _both(signal: Signal, around: tuple[float, float, float], config: SegmentationConfig) -> float:
    """Midway between the steepest change near by and the crossing of lines."""
    return (_steepest_within(signal, around, config.near_s, config) + _crossing(signal, around, config)) / 2


def _crossing(signal: Signal, around: tuple[float, float, float], config: SegmentationConfig) -> float:
    """Where the lines meet; the edge itself where they are too short, parallel, or meet too far away."""
    before, edge, after = around
    gap = signal.gap_at(edge, config.fit_from_s)
    if gap is not None:
        return _in_gap(signal, around, gap, config)
    reach_back = min(config.fit_to_s, (edge - before) / 2)
    reach_on = min(config.fit_to_s, (after - edge) / 2)
    if min(reach_back, reach_on) < config.fit_from_s + 2:
        return edge
    slope_a, level_a = _line(signal, edge - reach_back, edge - config.fit_from_s)
    slope_b, level_b = _line(signal, edge + config.fit_from_s, edge + reach_on)
    if abs(slope_b - slope_a) < 0.1:
        return edge
    crossing = float((level_a - level_b) / (slope_b - slope_a))
    return crossing if abs(crossing - edge) <= config.longest_shift_s else edge


def _in_gap(
    signal: Signal, around: tuple[float, float, float], gap: tuple[float, float], config: SegmentationConfig
) -> float:
    """Where in a gap of the recording the speed changed: from the one before it to the one after it."""
    start, end = max(gap[0] - config.fit_to_s, around[0]), min(gap[1] + config.fit_to_s, around[2])
    if gap[0] - start < 4 or end - gap[1] < 4:
        return around[1]
    slope_a, level_a = _line(signal, start, gap[0])
    slope_b, level_b = _line(signal, gap[1], end)
    if abs(slope_b - slope_a) < 0.1:
        return around[1]
    near = config.fit_from_s
    return float(np.clip((level_a - level_b) / (slope_b - slope_a), gap[0] - near, gap[1] + near))


@lru_cache(maxsize=_REMEMBERED)
def _line(signal: Signal, start: float, end: float) -> tuple[float, float]:
    """Slope [m/s] and level at time 0 [m] of distance over time, by least squares."""
    time = np.arange(start, end + 0.25, 0.5)
    distance = signal.distance_at(time)
    centre, middle = time.mean(), distance.mean()
    slope = float(((time - centre) * (distance - middle)).sum() / ((time - centre) ** 2).sum())
    return slope, float(middle - slope * centre)


def sharpness(signal: Signal, segments: list[Segment]) -> float:
    """Median over all edges of how much of a change of speed happens within 5 s of it: 1 is a step, 0.5 a slope.

    [v(b + 5) - v(b - 5)] / [mean of v 5..25 s after - mean of v 5..25 s before].
    """
    raw = np.array([[s.start_s, s.end_s] for s in segments]).ravel()
    limits = np.concatenate([[signal.whole.start_s], raw, [signal.whole.end_s]])
    shares = [_sharp(signal, *limits[i : i + 3]) for i in range(len(raw))]
    known = [share for share in shares if share is not None]
    return float(np.median(known)) if known else 0.0


def _sharp(signal: Signal, before: float, edge: float, after: float) -> float | None:
    if edge - before < 8 or after - edge < 8:
        return None
    back = _mean(signal, max(edge - 25, before + 1), edge - 5)
    on = _mean(signal, edge + 5, min(edge + 25, after - 1))
    if abs(on - back) < 0.1:
        return None
    near = np.interp([edge - 5, edge + 5], signal.time_s, signal.speed_mps)
    return float((near[1] - near[0]) / (on - back))


def _mean(signal: Signal, start: float, end: float) -> float:
    """Mean speed, pauses left out: who jogs and then stops the watch slowed down at once."""
    span = Segment(start, max(end, start + 1))
    timer = signal.timer_of(span)
    return signal.distance_of(span) / timer if timer >= 5.0 else signal.speed_of(span)
