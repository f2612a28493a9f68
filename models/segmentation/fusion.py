"""Laps against the stream: where it has the edges that laps are about, and how it speaks of a workout's laps.

Laps of a workout's steps win outright, and the stream only says how sure they are; but for open steps, which a thumb
ends: those are judged as all presses are (`ending`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.segmentation.blind import fast_segments
from models.segmentation.config import SegmentationConfig
from models.segmentation.ending import Rep, ended
from models.segmentation.segment import Found, Piece, Segment
from models.segmentation.signal import Signal
from models.segmentation.stream import stream_flags


def checked(found: Found, signal: Signal, config: SegmentationConfig) -> Found:
    """The same repetitions, which the watch led, with confidence and flags as the stream sees them."""
    edges = edges_near(found.pieces, found.pieces, signal, config)
    reps = [Rep(piece, seen, piece) for piece, seen in zip(found.pieces, edges, strict=True)]
    bounds = sorted({edge for p in found.pieces for edge in (p.span.start_s, p.span.end_s)})
    by_thumb = ended(reps, bounds, signal, config)
    pieces = [
        _led(rep.told, rep.edges, signal, config) if rep.told.led or own.source != "stream" else own
        for rep, own in zip(reps, by_thumb, strict=True)
    ]
    return replace(found, pieces=apart(pieces))


def edges_near(
    all_of: Sequence[Piece], pieces: Sequence[Piece], signal: Signal, config: SegmentationConfig
) -> list[Segment | None]:
    """Where the stream has the edges of some of the laps; None where it shows nothing that covers most of both."""
    if not pieces:
        return []
    fast = _fast(all_of, signal, config)
    return [_best(piece, signal, fast) for piece in pieces]


def covers(one: Segment, other: Segment) -> bool:
    """Whether both are about the same."""
    return one.overlap_s(other) > 0.6 * max(one.duration_s, other.duration_s)


def _fast(pieces: Sequence[Piece], signal: Signal, config: SegmentationConfig) -> list[Segment]:
    """What the stream holds for fast, with the limit between the laps' own speeds."""
    spans = [piece.span for piece in pieces]
    work = float(np.median([signal.speed_of(span) for span in spans]))
    gaps = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(spans) if b.start_s > a.end_s]
    slow = float(np.median([signal.speed_of(gap) for gap in gaps])) if gaps else work / 1.5
    if work < slow * config.lap_contrast:
        return []
    return fast_segments(signal, (work + max(slow, config.running_mps / 2)) / 2, config)


def _best(piece: Piece, signal: Signal, fast: Sequence[Segment]) -> Segment | None:
    """The fast segment that a lap is about; None where none covers most of both."""
    lap = without_stops(piece.span, signal)
    overlapping = [s for s in fast if covers(lap, s)]
    return max(overlapping, key=lap.overlap_s, default=None)


def _led(piece: Piece, seen: Segment | None, signal: Signal, config: SegmentationConfig) -> Piece:
    """A repetition that the watch led: its ends stand."""
    flags = [*piece.flags, *stream_flags(signal, piece.span)]
    if seen is None:
        return replace(piece, flags=tuple(dict.fromkeys([*flags, "stream_unsure"])))
    lap = without_stops(piece.span, signal)
    agree = max(abs(lap.start_s - seen.start_s), abs(lap.end_s - seen.end_s)) <= config.agree_s
    if not agree:
        flags.append("stream_differs")
    sure = config.sure_workout_step if agree else config.sure_unchecked
    return replace(piece, confidence=sure, flags=tuple(dict.fromkeys(flags)))


def without_stops(span: Segment, signal: Signal) -> Segment:
    """The span without standing in a pause at its very ends."""
    start, end = span.start_s, span.end_s
    few = 0.05 * signal.distance_of(span)
    for stop_start, stop_end in signal.stops_s:
        if stop_end <= start or stop_start >= end:
            continue
        if stop_start - start < 15 and signal.distance_of(Segment(start, float(stop_start))) <= few:
            start = min(float(stop_end), end - 1)
        elif end - stop_end < 15 and signal.distance_of(Segment(float(stop_end), end)) <= few:
            end = max(float(stop_start), start + 1)
    return Segment(start, end)


def apart(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """In order and without overlap, which two sources of ends could give."""
    result: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.span.start_s):
        start = max(piece.span.start_s, result[-1].span.end_s) if result else piece.span.start_s
        if piece.span.end_s > start:
            result.append(replace(piece, span=Segment(start, piece.span.end_s)))
    return tuple(result)
