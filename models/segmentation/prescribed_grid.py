"""The recording as the search for a step list sees it: speed at equal instants, and what pace it is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal

Array = NDArray[np.floating]
"""Scores are kept in single precision: their differences are."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The recording at equal instants, from its first record to its last."""

    time_s: Array
    distance_m: Array
    timer_s: Array
    speed_mps: Array
    """Between each instant and the next, on hills as on the flat; one shorter."""
    stopped: Array
    """Share of that span in which the timer stood."""
    known: Array
    """1 where the span was recorded, 0 where nothing was although the runner moved."""
    step_s: float
    noise: float
    """How much speed fluctuates within seconds, as a share."""

    def mean_mps(self, span: Segment) -> float:
        """Mean speed in a span without its pauses [m/s]."""
        inside = (self.time_s[:-1] >= span.start_s) & (self.time_s[:-1] < span.end_s) & (self.stopped < 0.5)
        return float(self.speed_mps[inside].mean()) if inside.any() else 0.0


def grid_of(signal: Signal, step: float, config: SegmentationConfig) -> Grid:
    """The signal at every `step` seconds."""
    time = np.arange(signal.time_s[0], signal.time_s[-1] + 1e-9, step)
    distance, timer = signal.distance_at(time), signal.timer_at(time)
    middle = time[:-1] + step / 2
    half = max(config.grid_window_s, step) / 2
    low, high = np.maximum(middle - half, time[0]), np.minimum(middle + half, signal.time_s[-1])
    mean = (signal.distance_at(high) - signal.distance_at(low)) / (high - low)
    if signal.is_hilly(config):
        level = signal.level_mps(config) / np.maximum(signal.speed_mps, 0.1)
        mean = mean * np.interp(middle, signal.time_s, level)
    known = np.ones(len(middle))
    for start, end in signal.gaps_s:
        known[(middle > start) & (middle < end)] = 0.0
    return Grid(time, distance, timer, mean, 1 - np.diff(timer) / step, known, step, signal.noise)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast repetitions are expected to be, and at most what lies between them, in each span of a grid [m/s]."""

    work_mps: Array
    limit_mps: Array
    known: bool
    """Whether it was seen already, or is only tried."""
