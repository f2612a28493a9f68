"""Repetitions from laps that alternate between fast and slow, pressed by hand or by a workout without step marks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.laps import Lap, auto_lap_m, only_auto_laps, pressed_laps
from models.segmentation.likeness import likeness
from models.segmentation.meant import nominals
from models.segmentation.nominal import Measured
from models.segmentation.segment import Expected, Found, Piece

_ENOUGH = 0.35
"""Contrast beyond this, as ln of a ratio of speeds, counts no more: a walk is not a better recovery than a jog."""


def by_laps(laps: Sequence[Lap], expected: Expected, config: SegmentationConfig) -> Found | None:
    """The fast ones of alternating laps; None where laps do not alternate."""
    if len(laps) < 3 or only_auto_laps(laps, config):
        return None
    pressed = pressed_laps(laps, config)
    fast = _fast(pressed, expected, config)
    if not fast:
        return None
    measured = [Measured(lap.distance_m, lap.timer_s) for lap in fast]
    led = [auto_lap_m(laps) is None and lap.trigger in {"distance", "time"} for lap in fast]
    exact = {
        round(lap.distance_m / 50) * 50.0 for lap, by in zip(fast, led, strict=True) if by and lap.trigger == "distance"
    }
    meant = nominals(measured, sorted({*expected.distances_m, *exact}), expected.durations_s, config)
    pieces = tuple(_piece(lap, nominal, by, config) for lap, nominal, by in zip(fast, meant, led, strict=True))
    return Found("lap", f"{len(pieces)} fast laps alternate with slow ones", pieces)


def _piece(lap: Lap, nominal: float | None, led: bool, config: SegmentationConfig) -> Piece:
    flags = lap.flags
    piece = Piece(lap.span, "work", nominal, None, "lap", config.sure_lap, flags, lap.distance_m, lap.timer_s)
    return replace(piece, led=led)


def _fast(laps: Sequence[Lap], expected: Expected, config: SegmentationConfig) -> list[Lap]:
    """The laps above the limit of speed that parts best; none where no limit does."""
    moving = sorted({round(lap.speed_mps, 3) for lap in laps if lap.speed_mps > 0.1})
    best, chosen = 0.0, list[Lap]()
    for slow, quick in itertools.pairwise(moving):
        fast = [lap for lap in laps if lap.speed_mps >= quick - 1e-3]
        score = _score(laps, fast, float(np.log(quick / slow)), expected, config)
        if score > best:
            best, chosen = score, fast
    return chosen


def _score(laps: Sequence[Lap], fast: list[Lap], gap: float, expected: Expected, config: SegmentationConfig) -> float:
    """How well fast laps part from the others: by contrast, alternation and likeness; 0 where they do not."""
    needed = min(config.fewest, len(expected.work)) if expected else config.fewest
    if len(fast) < needed or gap < np.log(config.lap_contrast):
        return 0.0
    places = [laps.index(lap) for lap in fast]
    apart = np.diff(places)
    if (apart < 2).any() or (apart > 3).any():
        return 0.0
    whole = _likely(fast, expected, config)
    if gap >= np.log(config.pressed_contrast) and (apart == 2).all():
        whole = max(whole, config.alike_share)  # pressed so, they were meant, alike or not
    return min(gap, _ENOUGH) * whole + 0.01 * len(fast) if whole >= config.alike_share else 0.0


def _likely(fast: list[Lap], expected: Expected, config: SegmentationConfig) -> float:
    """Share of fast laps that are repetitions as asked, or come at least twice alike."""
    measured = [Measured(lap.distance_m, lap.timer_s) for lap in fast]
    members = set(likeness(measured, expected, config).members)
    rest = [i for i in range(len(fast)) if i not in members]
    again = {i for i in rest if _twins(i, rest, measured, config)}
    return (len(members) + len(again)) / len(fast)


def _twins(index: int, rest: list[int], measured: Sequence[Measured], config: SegmentationConfig) -> bool:
    metres, seconds = max(measured[index].distance_m, 1.0), max(measured[index].timer_s, 1.0)
    return any(
        j != index
        and min(abs(measured[j].distance_m / metres - 1), abs(measured[j].timer_s / seconds - 1)) <= config.alike
        for j in rest
    )
