"""Laps as spans that follow each other, without auto-laps and double presses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal

_AUTO_LAPS_M = (400.0, 500.0, 1000.0, 1600.0, 1609.344, 5000.0)
"""Distances after which watches press by themselves [m]."""
_EXACT = 0.003
"""How exactly they do, by their own count."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap, or several merged."""

    span: Segment
    timer_s: float
    distance_m: float
    trigger: str | None
    intensity: str | None
    step: int | None
    flags: tuple[str, ...] = ()

    @property
    def speed_mps(self) -> float:
        """Mean speed without pauses [m/s]."""
        return self.distance_m / self.timer_s if self.timer_s > 0 else 0.0


def laps_of(frame: pl.DataFrame, signal: Signal, config: SegmentationConfig) -> list[Lap]:
    """The laps in order of time; where the device did not count their distance, the signal does.

    A file gives starts in whole seconds and durations with fractions, so a lap starts where the one before ended, if
    that is near what the file says: 0 + 138.559, not 139.
    """
    laps: list[Lap] = []
    for row in frame.sort("start_s", "lap_index").rows(named=True):
        start = float(row["start_s"])
        if laps and abs(start - laps[-1].span.end_s) <= config.clock_s:
            start = laps[-1].span.end_s
        end = start + row["end_s"] - row["start_s"]
        if laps and start < laps[-1].span.end_s:
            laps[-1] = replace(laps[-1], span=Segment(laps[-1].span.start_s, start))
        laps.append(_lap(row, Segment(start, end), signal))
    return [lap for lap in laps if lap.span.duration_s > 0]


def merged(laps: Sequence[Lap], flag: str = "merged") -> Lap:
    """Laps that follow each other as one; step, trigger and intensity are those of the longest."""
    longest = max(laps, key=lambda lap: lap.timer_s)
    if len(laps) == 1:
        return longest
    return replace(
        longest,
        span=Segment(laps[0].span.start_s, laps[-1].span.end_s),
        timer_s=sum(lap.timer_s for lap in laps),
        distance_m=sum(lap.distance_m for lap in laps),
        flags=tuple(dict.fromkeys([*(f for lap in laps for f in lap.flags), flag])),
    )


def only_auto_laps(laps: Sequence[Lap], config: SegmentationConfig) -> bool:
    """Whether the watch pressed by itself: nearly all laps, but for the last, are equally long."""
    distances = np.array([lap.distance_m for lap in laps[:-1]])
    if len(distances) < 2:
        return len(distances) == 1 and laps[0].trigger == "distance"
    near = np.abs(distances / max(float(np.median(distances)), 1.0) - 1) <= config.auto_lap_alike
    by_hand = sum(lap.trigger == "manual" for lap in laps[:-1])
    plain = any(abs(float(np.median(distances)) / auto - 1) < _EXACT for auto in _AUTO_LAPS_M)
    return bool(near.mean() >= config.auto_lap_share) and by_hand < len(distances) / 2 and plain


def pressed_laps(laps: Sequence[Lap], config: SegmentationConfig) -> list[Lap]:
    """The laps that a thumb or a workout ended: auto-laps among them and double presses are merged away."""
    auto_m = auto_lap_m(laps)
    parts: list[list[Lap]] = []
    carry = False
    for lap in laps:
        if carry:
            parts[-1].append(lap)
        else:
            parts.append([lap])
        carry = auto_m is not None and lap.trigger == "distance"
    return _without_double_presses([merged(part) for part in parts], config)


def presses_of(laps: Sequence[Lap], config: SegmentationConfig) -> list[float]:
    """Times at which laps were pressed, not those of auto-laps [s]."""
    if not laps or only_auto_laps(laps, config):
        return []
    pressed = pressed_laps(laps, config)
    return sorted({p for lap in pressed for p in (lap.span.start_s, lap.span.end_s)})


def auto_lap_m(laps: Sequence[Lap]) -> float | None:
    """The distance after which the watch pressed by itself; None where it did not: then a workout ended laps [m].

    Auto-laps are all of one distance, and no lap is longer; a workout ends others by time, or after other distances.
    """
    counted = [lap.distance_m for lap in laps if lap.trigger == "distance"]
    if not counted or any(lap.trigger == "time" for lap in laps):
        return None
    auto = max(_AUTO_LAPS_M, key=lambda m: sum(abs(d / m - 1) < _EXACT for d in counted))
    same = all(abs(d / auto - 1) < _EXACT for d in counted)
    return auto if same and all(lap.distance_m < (1 + 3 * _EXACT) * auto for lap in laps) else None


def _without_double_presses(laps: list[Lap], config: SegmentationConfig) -> list[Lap]:
    """Each lap too short to mean anything joined to the neighbour that is nearer in speed."""
    laps = list(laps)
    while len(laps) > 1:
        index = min(range(len(laps)), key=lambda i: laps[i].timer_s)
        if laps[index].timer_s >= config.double_press_s:
            break
        neighbours = [i for i in (index - 1, index + 1) if 0 <= i < len(laps)]
        other = min(neighbours, key=lambda i: abs(laps[i].speed_mps - laps[index].speed_mps))
        first, last = sorted((index, other))
        laps[first : last + 1] = [merged(laps[first : last + 1])]
    return laps


def _lap(row: dict[str, Any], span: Segment, signal: Signal) -> Lap:
    timer = row["timer_s"] if row["timer_s"] is not None else span.duration_s
    distance = row["distance_m"] if row["distance_m"] is not None else signal.distance_of(span)
    return Lap(span, timer, distance, row["trigger"], row["intensity"], row["workout_step_index"])
