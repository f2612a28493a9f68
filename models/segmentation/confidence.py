"""How sure each repetition is: a logistic function of what was measured about it, fitted to known truth.

ln(p / (1 - p)) = sum of weight x evidence. A repetition is right if it is a true one and both its ends lie within 5 s.
The weights are fitted on simulated sessions and labelled real ones by `python -m tests.accuracy.confidence`, which
prints them as they stand in the configuration; the table in the README shows on others how often each is right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.edges import sharpness
from models.segmentation.segment import Found, Piece, Segment
from models.segmentation.signal import Signal

EVIDENCE = (
    "bias",
    "step_agrees",
    "step_differs",
    "lap_and_stream",
    "lap_alone",
    "prescribed",
    "instead",
    "blur",
    "low_contrast",
    "unlike",
    "positions",
    "sparse",
    "few",
)
"""What confidence is made of; for laps that a workout led only the first three count."""
_BESIDE_S = (2.0, 30.0)
"""Contrast is taken against this much before and after, but for the very edge [s]."""
_CLEAR = math.log(1.5)
"""More contrast than this, as ln of a ratio of speeds, says no more."""
_MOST_UNLIKE = 0.15


@dataclass(frozen=True, slots=True)
class Basis:
    """What the search knew: whether a prescription was found as such, or something else in its stead."""

    prescribed: bool = False
    instead: bool = False
    told: Signal | None = None
    """The signal in which they were found, where it is not the recording's own."""


def rated(found: Found, basis: Basis, signal: Signal, config: SegmentationConfig) -> Found:
    """The same repetitions with their confidence; strides keep theirs."""
    sure = iter([certainty(row, config) for row in evidence(found, basis, basis.told or signal)])
    return replace(
        found, pieces=tuple(replace(p, confidence=next(sure)) if p.kind == "work" else p for p in found.pieces)
    )


def certainty(row: Sequence[float], config: SegmentationConfig) -> float:
    """Confidence from one row of evidence."""
    logit = float(np.dot(row, [config.sure_weights[name] for name in EVIDENCE]))
    low, high = config.sure_between
    return round(min(max(1 / (1 + math.exp(-logit)), low), high), 2)


def evidence(found: Found, basis: Basis, signal: Signal) -> list[list[float]]:
    """One row for each repetition, in the order of EVIDENCE."""
    work = found.work
    around = [signal.whole.start_s, *(e for p in work for e in (p.span.start_s, p.span.end_s)), signal.whole.end_s]
    return [_row(piece, (around[2 * i], around[2 * i + 3]), work, basis, signal) for i, piece in enumerate(work)]


def _row(
    piece: Piece, between: tuple[float, float], work: Sequence[Piece], basis: Basis, signal: Signal
) -> list[float]:
    doubt = {"stream_unsure", "stream_differs"} & set(piece.flags)
    if piece.source == "workout_step":
        return [1.0, float(not doubt), float(bool(doubt)), *[0.0] * (len(EVIDENCE) - 3)]
    return [
        1.0,
        0.0,
        0.0,
        float(piece.source == "lap+stream"),
        float(piece.source == "lap"),
        float(basis.prescribed),
        float(basis.instead),
        min(max(1 - sharpness(signal, [piece.span]), 0.0), 1.0),
        _low_contrast(piece.span, between, signal),
        _unlike(piece, work, signal),
        float(signal.gps_only),
        float(signal.spacing_s > 1.5),
        1 / len(work),
    ]


def _low_contrast(span: Segment, between: tuple[float, float], signal: Signal) -> float:
    """How much the weaker of both contrasts, with what comes before and after, lacks to a clear one."""
    near, far = _BESIDE_S
    beside = (
        Segment(max(span.start_s - far, between[0]), span.start_s - near),
        Segment(span.end_s + near, min(span.end_s + far, between[1])),
    )
    work = max(signal.running_mps(span), 0.5)
    ratios = [work / max(signal.running_mps(s), 0.5) for s in beside if s.duration_s > near]
    return max(0.0, _CLEAR - math.log(max(min(ratios, default=1.5), 0.5)))


def _unlike(piece: Piece, work: Sequence[Piece], signal: Signal) -> float:
    """By how much a repetition is longer or shorter than its like, as ln of a ratio; alone, as much as any is."""
    of = signal.timer_of if piece.nominal_m is None else signal.distance_of
    like = [of(p.span) for p in work if p.nominal_m == piece.nominal_m]
    own = max(of(piece.span), 1.0)
    if piece.nominal_m is None:
        like = [value for value in like if abs(math.log(max(value, 1.0) / own)) < 2 * _MOST_UNLIKE]
    if len(like) < 2:
        return _MOST_UNLIKE / 2
    return min(abs(math.log(own / float(np.median(like)))), _MOST_UNLIKE)
