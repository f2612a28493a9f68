"""Which fast segments are repetitions of one session: as long as asked, alike, or a mix of nominal distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.nominal import DISTANCES_M, Measured, groups, nearest_distance
from models.segmentation.segment import Expected


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which of the measured are repetitions, and how much those differ (a share, like a standard deviation)."""

    members: tuple[int, ...]
    variation: float
    mixed: bool = False
    single: int = 0
    """How many of several distances are run once: each makes a mix less likely than one distance throughout."""


def likeness(measured: Sequence[Measured], expected: Expected, config: SegmentationConfig) -> Likeness:
    """The best reading of fast segments as repetitions; no members where none can be made."""
    if not measured:
        return Likeness((), np.inf)
    if expected:
        return _as_asked(measured, expected, config)
    alike = max(
        (_largest([m.distance_m for m in measured], config), _largest([m.timer_s for m in measured], config)),
        key=lambda found: (len(found.members), -found.variation),
    )
    if len(alike.members) == len(measured) >= config.fewest:
        return alike
    mixed = _mixed(measured, config)
    most = len(alike.members) >= max(config.fewest, config.alike_share * len(measured))
    if len(mixed.members) > len(alike.members) + most:  # one more can be chance, where the others are alike
        return mixed
    if most:
        return alike
    paired = _paired(measured, config)
    ladder = paired if paired.members else _ladder(measured, config)
    return ladder if ladder.members else alike


def _as_asked(measured: Sequence[Measured], expected: Expected, config: SegmentationConfig) -> Likeness:
    """Those near a distance or duration that was asked for."""
    errors = [_error(m, expected) for m in measured]
    members = tuple(i for i, error in enumerate(errors) if error <= config.expected_alike)
    spread = float(np.sqrt(np.mean([errors[i] ** 2 for i in members]))) if members else np.inf
    return Likeness(members, spread, mixed=len(expected.distances_m) + len(expected.durations_s) > 1)


def _error(measured: Measured, expected: Expected) -> float:
    by_distance = [abs(measured.distance_m / asked - 1) for asked in expected.distances_m]
    by_time = [abs(measured.timer_s / asked - 1) for asked in expected.durations_s]
    return min([*by_distance, *by_time], default=np.inf)


def _largest(values: Sequence[float], config: SegmentationConfig) -> Likeness:
    members = tuple(groups(values, config.alike)[0])
    chosen = np.asarray([values[i] for i in members])
    return Likeness(members, float(chosen.std() / chosen.mean()))


def _mixed(measured: Sequence[Measured], config: SegmentationConfig) -> Likeness:
    """All of several nominal distances by one common scale, as in a pyramid; none where they do not fit."""
    usual = median(m.speed_mps for m in measured)
    nominal = [
        nearest_distance(m.distance_m, config) if m.speed_mps >= (1 - config.slower) * usual else None for m in measured
    ]
    fitting = [i for i, n in enumerate(nominal) if n is not None]
    if len(fitting) < config.fewest + 1:
        return Likeness((), np.inf)
    ratios = np.asarray([measured[i].distance_m / (nominal[i] or np.inf) for i in fitting])
    errors = np.abs(ratios / np.median(ratios) - 1)
    surely = {nominal[i] for i, error in zip(fitting, errors, strict=True) if error <= 2 * config.mixed_scatter}
    wide = {n: config.alike if n in surely else 0.0 for n in map(float, DISTANCES_M)}
    members = tuple(i for i, error in zip(fitting, errors, strict=True) if error <= wide[nominal[i] or 0.0])
    distances = {nominal[i] for i in members}
    whole = len(members) >= max(config.fewest + 1, 0.8 * len(measured))
    if not whole or len(distances) == len(members) or np.median(errors) > config.mixed_scatter:
        return Likeness((), np.inf)
    lengths = [nominal[i] or 0.0 for i in members]
    if max(lengths) > config.mixed_ratio * min(lengths):
        return Likeness((), np.inf)
    single = sum(lengths.count(length) == 1 for length in distances if length is not None)
    return Likeness(members, float(np.sqrt(np.mean(errors**2))), mixed=True, single=single)


def _paired(measured: Sequence[Measured], config: SegmentationConfig) -> Likeness:
    """Repetitions of several lengths that receivers hide, each run more than once; none where too many stand alone."""
    distances_m = [m.distance_m for m in measured]
    usual = median(m.speed_mps for m in measured)
    twins = [group for group in groups(distances_m, config.paired_alike) if len(group) > 1]
    members = tuple(
        sorted(i for g in twins for i in g if abs(measured[i].speed_mps / usual - 1) <= config.paired_speed)
    )
    if len(twins) > config.paired_lengths or len(members) < max(
        config.fewest + 2, config.paired_share * len(distances_m)
    ):
        return Likeness((), np.inf)
    spreads = [np.std([distances_m[i] for i in g]) / np.mean([distances_m[i] for i in g]) for g in twins]
    return Likeness(members, float(np.max(spreads)) + config.paired_alike, mixed=True)


def _ladder(measured: Sequence[Measured], config: SegmentationConfig) -> Likeness:
    """Rungs of a ladder: each longer than the one before, or each shorter, at plain steps; none where one is odd.

    Three lengths that grow are soon found among surges. So all that is fast must be a rung, all rungs nominal by one
    scale, each step as long as the next or each doubling the length, and speed what such lengths allow.
    """
    none = Likeness((), np.inf)
    if len(measured) < config.fewest:
        return none
    nominal = np.array([nearest_distance(m.distance_m, config) or np.nan for m in measured])
    steps, ratios = np.diff(nominal), nominal[1:] / nominal[:-1]
    if not (steps[0] and (np.all(steps == steps[0]) or np.allclose(ratios, ratios[0], atol=0.01))):
        return none
    metres = np.array([m.distance_m for m in measured])
    errors = metres / nominal / np.median(metres / nominal) - 1
    # Speed as over one length: it falls with distance to this power.
    level = np.array([m.speed_mps for m in measured]) * metres**config.endurance
    if np.abs(errors).max() > 2 * config.mixed_scatter or level.std() / level.mean() > config.ladder_speed:
        return none
    return Likeness(tuple(range(len(measured))), float(np.sqrt(np.mean(errors**2))), mixed=True)
