"""Which distances were meant: readings of a whole session, weighed by how well each explains what was measured.

By distance, each group of like repetitions is one of the distances that are run, times one scale of the day's sensor.
By the clock, each lasts a plain duration, but for one bias of the edges. Some may be run the one way and some the
other; or neither: each is alike and of any length. What nobody knows (scale, bias, how large the errors are) is summed
over with its prior, and the reading with the largest sum is taken: model comparison by evidence (MacKay 2003,
Information Theory, chapter 28). Recoveries are evidence as well: jogs of 200 m go with distances, rests of a minute
rather with the clock.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.evidence import (
    BIAS_NATS,
    BIASES_S,
    SCALE_NATS,
    SCALES,
    SIZE_NATS,
    Array,
    Names,
    alike,
    fits,
    total,
)
from models.segmentation.nominal import DISTANCES_M, DURATIONS_S, Measured, asked_for, groups
from models.segmentation.recovered import habit, recovered

_RUN, _LASTED = Names.of(DISTANCES_M), Names.of(DURATIONS_S)
_ALIKE_M, _ALIKE_S = 0.10, 0.05
"""Repetitions alike, for a reading, in distance and in time."""
_MOST_PARTS = 3
"""Of more distances nobody runs some by the clock."""


def nominals(
    measured: Sequence[Measured],
    asked_m: Sequence[float],
    asked_s: Sequence[float],
    config: SegmentationConfig,
    recoveries: Sequence[Measured] = (),
) -> list[float | None]:
    """The nominal distance of each repetition; None where it was run by time, or none fits [m].

    What was asked for comes first, be it a distance or a duration; the others are read together.
    """
    result: list[float | None] = [None] * len(measured)
    left: list[int] = []
    for group in groups([m.distance_m for m in measured], config.alike):
        asked = asked_for(float(np.median([measured[i].distance_m for i in group])), asked_m, config)
        time = float(np.median([measured[i].timer_s for i in group]))
        if asked is None and not any(abs(time / t - 1) < config.nominal.asked_clock for t in asked_s):
            left += group
        for index in group:
            result[index] = asked
    left = [i for i in sorted(left) if measured[i].distance_m > 0 and measured[i].timer_s > 0]
    if left:
        read = _read(_Work.of([measured[i] for i in left], config), recoveries, config)
        for index, nominal in zip(left, read, strict=True):
            result[index] = nominal
    return result


@dataclass(frozen=True, slots=True)
class _Work:
    """Repetitions as logarithms of distance and time, with the usual error of each."""

    metres: Array
    seconds: Array
    metres_spread: Array
    seconds_spread: Array

    @classmethod
    def of(cls, measured: Sequence[Measured], config: SegmentationConfig) -> _Work:
        metres, seconds = np.array([m.distance_m for m in measured]), np.array([m.timer_s for m in measured])
        edge = config.nominal.edge_spread_s / seconds
        spread = np.sqrt(edge**2 + config.nominal.odometer_spread**2 + (config.nominal.metres_spread_m / metres) ** 2)
        return cls(np.log(metres), np.log(seconds), spread, np.sqrt(edge**2 + config.nominal.clock_spread**2))

    def alike(self, group: list[int]) -> Array:
        """Evidence that a group is of any one distance [nats by size of error]."""
        return alike(self.metres[group], self.metres_spread[group])

    def odd(self, group: list[int], config: SegmentationConfig) -> Array:
        """The same of one that is unlike the others in kind; none where it is too large for that."""
        few = len(group) <= max(1, len(self.metres) // 4) and len(group) < len(self.metres)
        return self.alike(group) + np.log(config.nominal.odd_share) if few else np.full(len(SIZE_NATS), -np.inf)


def _read(work: _Work, recoveries: Sequence[Measured], config: SegmentationConfig) -> list[float | None]:
    """The distance of each repetition in the reading with most evidence; None for what it reads by the clock [m]."""
    jogged, rested = recovered(recoveries)
    with_rest = habit(config.nominal.rest_by_distance, jogged, rested)[:, None]
    clock_rest = float(habit(config.nominal.rest_by_clock, total(jogged + SCALE_NATS), rested))
    fit = _by_distance(work, config)
    distance = _summed(with_rest, fit)
    apart, mixed = _some_by_clock(work, fit, with_rest, config)
    neither = total(SIZE_NATS + sum(work.alike(part.group) for part in fit)) + np.log(config.nominal.no_habit)
    clock = _by_clock(work, groups(list(np.exp(work.seconds)), _ALIKE_S), config) + clock_rest
    evidence = np.array([total(distance), clock, mixed, neither]) + np.log(config.nominal.reading_shares)
    chosen = {0: fit, 2: apart}.get(int(evidence.argmax()), [])
    result: list[float | None] = [None] * len(work.metres)
    if not chosen:
        return result
    sums = _summed(with_rest, chosen)
    scale, size = np.unravel_index(int(sums.argmax()), sums.shape)
    for part in chosen:
        nominal = part.named(work, int(scale), int(size), config)
        for index in part.group:
            result[index] = nominal
    return _as_timed(work, [part.group for part in fit], result, config)


@dataclass(frozen=True, slots=True)
class _Part:
    """Repetitions of like distance, what they can be, and the evidence: nats (names and odd, scales, sizes)."""

    group: list[int]
    names: Names
    nats: Array

    def named(self, work: _Work, scale: int, size: int, config: SegmentationConfig) -> float | None:
        """The name that fits best [m]; None where that is none of them."""
        best = int(self.nats[:, scale, size].argmax())
        if best == len(self.names.at):
            return None
        off = float(np.median(work.metres[self.group])) - SCALES[scale] - self.names.at[best]
        return float(round(np.exp(self.names.at[best]))) if abs(off) <= config.nominal.named_near else None


def _by_distance(work: _Work, config: SegmentationConfig) -> list[_Part]:
    """What each group of like distances can be."""
    found = []
    for group in groups(list(np.exp(work.metres)), _ALIKE_M):
        names = _RUN.near(float(np.median(work.metres[group])))
        nats = fits(work.metres[group], work.metres_spread[group], names, SCALES)
        found.append(_Part(group, names, _or_odd(nats, work.odd(group, config))))
    return found


def _summed(with_rest: Array, parts: Sequence[_Part]) -> Array:
    """Evidence that all parts are distances of one scale, nats (scales, sizes of error)."""
    each = [np.logaddexp.reduce(part.nats, axis=0) for part in parts]
    return np.asarray(SCALE_NATS[:, None] + SIZE_NATS + with_rest + sum(each))


def _by_clock(work: _Work, parted: Sequence[list[int]], config: SegmentationConfig) -> float:
    """Evidence that all groups are plain durations but for one bias [nats]."""
    nats = BIAS_NATS[:, None] + SIZE_NATS
    for group in parted:
        middle = float(np.median(work.seconds[group]))
        shift = np.log1p(np.maximum(BIASES_S / np.exp(middle), -0.9))
        clocked = fits(work.seconds[group], work.seconds_spread[group], _LASTED.near(middle), shift)
        nats = nats + np.logaddexp.reduce(_or_odd(clocked, work.odd(group, config)), axis=0)
    return total(nats)


def _some_by_clock(
    work: _Work, parts: Sequence[_Part], with_rest: Array, config: SegmentationConfig
) -> tuple[list[_Part], float]:
    """The parts by distance where others are by the clock, and the evidence for that [nats]."""
    best: tuple[list[_Part], float] = ([], -np.inf)
    if len(parts) > _MOST_PARTS:
        return best
    for chosen in itertools.product((True, False), repeat=len(parts)):
        metres = [part for part, by in zip(parts, chosen, strict=True) if by]
        clocked = [part.group for part, by in zip(parts, chosen, strict=True) if not by]
        if metres and clocked:
            nats = total(_summed(with_rest, metres)) + _by_clock(work, clocked, config)
            best = max(best, (metres, nats - np.log(2 ** len(parts) - 2)), key=lambda found: found[1])
    return best


def _or_odd(nats: Array, odd: Array) -> Array:
    """With one more name, the last one: none of them."""
    return np.concatenate([nats, np.broadcast_to(odd, (1, *nats.shape[1:]))])


def _as_timed(
    work: _Work, found: Sequence[list[int]], nominal: list[float | None], config: SegmentationConfig
) -> list[float | None]:
    """With the name of a large group for whoever ran as long as that: receivers lose metres, not seconds."""
    for group in found:
        larger = [other for other in found if len(other) >= 3 * max(len(group), 1)]
        for index, other in ((i, o) for i in group for o in larger):
            late = abs(work.seconds[index] - np.median(work.seconds[other]))
            far = abs(work.metres[index] - np.median(work.metres[other]))
            if late < config.nominal.timed_alike and far < config.nominal.timed_near:
                nominal[index] = nominal[other[0]]
    return nominal
