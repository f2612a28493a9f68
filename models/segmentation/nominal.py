"""Which distance or duration was meant by what was measured.

A runner means 400 m where the watch says 407. Distances that are run on tracks are few, so repetitions that are
alike are taken together and given the nearest of them, if the error is one that receivers make.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from models.segmentation.config import SegmentationConfig

MILE_M = 1609.344
DISTANCES_M = {
    100: 0.02,
    200: 0.18,
    300: 0.09,
    400: 0.22,
    500: 0.03,
    600: 0.06,
    800: 0.10,
    1000: 0.14,
    1200: 0.05,
    1600: 0.05,
    2000: 0.03,
    3000: 0.02,
    5000: 0.01,
}
"""What is run as repetitions [m], and how often: our estimate. A mile is taken for 1600 m unless asked for, the device
cannot tell."""
DURATIONS_S = {
    15: 0.02,
    20: 0.03,
    30: 0.08,
    45: 0.06,
    60: 0.16,
    75: 0.003,
    90: 0.06,
    105: 0.001,
    120: 0.13,
    150: 0.02,
    180: 0.13,
    210: 0.005,
    240: 0.08,
    270: 0.003,
    300: 0.08,
    330: 0.002,
    360: 0.03,
    390: 0.001,
    420: 0.01,
    450: 0.003,
    480: 0.02,
    510: 0.001,
    540: 0.003,
    570: 0.001,
    600: 0.05,
    720: 0.01,
    900: 0.02,
    1200: 0.02,
    1500: 0.005,
    1800: 0.005,
}
"""Plain durations [s], and how often they are run: our estimate."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Distance [m] and time without pauses [s] of a repetition."""

    distance_m: float
    timer_s: float

    @property
    def speed_mps(self) -> float:
        """Mean speed [m/s]."""
        return self.distance_m / max(self.timer_s, 1.0)


def scatter(values: Sequence[float]) -> float:
    """Median absolute deviation from the median, as a share of it and of the size of a standard deviation."""
    middle = median(values)
    return 1.4826 * median(abs(value - middle) for value in values) / middle if middle > 0 else np.inf


def nearest_distance(distance_m: float, config: SegmentationConfig) -> float | None:
    """The nominal distance that a measured one can be; None where none is near enough [m]."""
    if distance_m <= 0:
        return None
    nominal = float(min(DISTANCES_M, key=lambda d: max(d / distance_m, distance_m / d)))
    low, high = config.scale
    return nominal if low <= nominal / distance_m <= high else None


def by_time(group: Sequence[Measured], config: SegmentationConfig) -> bool:
    """Whether repetitions alike were run by the clock: even in duration, a plain one, and uneven in distance."""
    if len(group) < 2:
        return False
    times, distances = [m.timer_s for m in group], [m.distance_m for m in group]
    middle, even = float(np.median(times)), scatter(times)
    if not plain_duration(times, config.nominal.plain_error_s, config):
        return False
    uneven = scatter(distances)
    nominal = nearest_distance(float(np.median(distances)), config)
    if nominal is None:
        return True
    if (
        uneven <= config.nominal.measured_alike
        and abs(float(np.median(distances)) / nominal - 1) <= config.nominal.measured_near
    ):
        return False
    clock = middle >= config.nominal.clock_from_s and even * middle <= config.nominal.clock_error_s
    return clock or 2 * even < uneven


def plain_duration(times_s: Sequence[float], error_s: float, config: SegmentationConfig) -> bool:
    """Whether times are even and lie at a plain duration, but for an error [s] or one hundredth."""
    middle = float(np.median(times_s))
    plain = min(DURATIONS_S, key=lambda d: abs(d - middle))
    return abs(middle - plain) <= max(error_s, 0.01 * plain) and scatter(times_s) <= config.nominal.tight


def by_the_clock(times_s: Sequence[float], config: SegmentationConfig) -> bool:
    """Whether nearly all of these times, which may differ, lie at a plain duration."""
    off = [
        min(abs(time - plain) / max(config.nominal.clock_error_s, 0.02 * plain) for plain in DURATIONS_S)
        for time in times_s
    ]
    return float(np.mean(np.asarray(off) <= 1)) >= config.paired_share


def asked_for(distance_m: float, asked_m: Sequence[float], config: SegmentationConfig) -> float | None:
    """The distance that was asked for and can be this measured one; None where there is none [m]."""
    low, high = config.scale
    near = [a for a in asked_m if low <= a / distance_m <= high] if distance_m > 0 else []
    return min(near, key=lambda a: abs(np.log(a / distance_m)), default=None)


def groups(distances_m: Sequence[float], alike: float) -> list[list[int]]:
    """Indices of distances that are alike, largest group first; each index is in one group."""
    left = sorted(range(len(distances_m)), key=lambda i: distances_m[i])
    found: list[list[int]] = []
    while left:
        ordered = [distances_m[i] for i in left]
        spans = [
            (bisect_left(ordered, middle - alike * middle), bisect_right(ordered, middle + alike * middle))
            for middle in ordered
        ]
        low, high = max(spans, key=lambda span: span[1] - span[0])
        found.append(sorted(left[low:high]))
        del left[low:high]
    return found


def scale_of(measured_m: Sequence[float], nominal_m: Sequence[float | None]) -> float | None:
    """Nominal over measured distance, median over the repetitions that have both."""
    ratios = [n / m for m, n in zip(measured_m, nominal_m, strict=True) if n is not None and m > 0]
    return float(np.median(ratios)) if ratios else None


def all_of_one_scale(pairs: Sequence[tuple[float, float | None]], config: SegmentationConfig) -> bool:
    """Whether each measured distance [m] has a nominal one [m], and all differ from it by the same share."""
    ratios = [nominal / measured for measured, nominal in pairs if nominal and measured > 0]
    if len(ratios) < max(len(pairs), 1):
        return False
    return float(np.max(np.abs(np.asarray(ratios) / np.median(ratios) - 1))) <= config.paired_alike
