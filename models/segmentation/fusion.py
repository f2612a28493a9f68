"""Laps against the stream: how sure each repetition is, and whose ends count.

Laps of a workout's steps win outright, the stream only says how sure they are. Presses by hand come late at times
(7 % by 4 to 20 s), so both ends come from the laps if the stream confirms both, else both from
the stream: never one of each.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.segmentation.blind import fast_segments
from models.segmentation.config import SegmentationConfig
from models.segmentation.nominal import Measured, nominals
from models.segmentation.segment import Expected, Found, Piece, Segment
from models.segmentation.signal import Signal
from models.segmentation.stream import at_presses, press_at, stream_flags


def checked(found: Found, signal: Signal, expected: Expected, config: SegmentationConfig) -> Found:
    """The same repetitions with confidence, flags and ends as the stream sees them."""
    if not found.pieces:
        return found
    fast = _seen(found, signal, config)
    judge = _led if found.structure == "workout_step" else _pressed
    pieces = tuple(judge(piece, _best(piece, signal, fast), signal, config) for piece in found.pieces)
    return replace(found, pieces=_named_again(_apart(pieces), signal, expected, config))


def _named_again(
    pieces: tuple[Piece, ...], signal: Signal, expected: Expected, config: SegmentationConfig
) -> tuple[Piece, ...]:
    """Nominal distances once more, where a late press had made a lap too long or too short."""
    if not any("late_press" in piece.flags for piece in pieces):
        return pieces
    kept = {p.nominal_m for p in pieces if p.nominal_m is not None and "late_press" not in p.flags}
    measured = [
        Measured(
            signal.distance_of(p.span) if p.distance_m is None else p.distance_m,
            signal.timer_of(p.span) if p.timer_s is None else p.timer_s,
        )
        for p in pieces
    ]
    meant = nominals(measured, sorted({*expected.distances_m, *kept}), expected.durations_s, config)
    return tuple(replace(p, nominal_m=nominal) for p, nominal in zip(pieces, meant, strict=True))


def with_missed_presses(pressed: Found, seen: Found, presses_s: Sequence[float], config: SegmentationConfig) -> Found:
    """What the laps show; where a press was missed, what the stream shows.

    Only if the stream holds all repetitions of the laps, and the others have a press at one end at least.
    """
    within = all(any(_covers(other.span, piece.span) for other in seen.work) for piece in pressed.work)
    more = [p.span for p in seen.work if not any(_covers(p.span, other.span) for other in pressed.work)]
    half = all(any(press_at(edge, presses_s, config) is not None for edge in (s.start_s, s.end_s)) for s in more)
    if not more or not within or not half:
        return pressed
    reason = f"{len(seen.work)} fast parts in the recorded speed; laps were pressed at {len(pressed.work)} of them"
    return replace(seen, structure="lap", reason=reason)


def _covers(one: Segment, other: Segment) -> bool:
    return one.overlap_s(other) > 0.6 * max(one.duration_s, other.duration_s)


def _seen(found: Found, signal: Signal, config: SegmentationConfig) -> list[Segment]:
    """What the stream holds for fast, with the limit between the laps' own speeds."""
    spans = [piece.span for piece in found.pieces]
    work = float(np.median([signal.speed_of(span) for span in spans]))
    gaps = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(spans) if b.start_s > a.end_s]
    slow = float(np.median([signal.speed_of(gap) for gap in gaps])) if gaps else work / 1.5
    if work < slow * config.lap_contrast:
        return []
    return fast_segments(signal, (work + max(slow, config.running_mps / 2)) / 2, config)


def _best(piece: Piece, signal: Signal, fast: Sequence[Segment]) -> Segment | None:
    """The fast segment that a lap is about; None where none covers most of both."""
    lap = without_stops(piece.span, signal)
    overlapping = [s for s in fast if _covers(lap, s)]
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


def _pressed(piece: Piece, seen: Segment | None, signal: Signal, config: SegmentationConfig) -> Piece:
    """A repetition between two presses: they stand if the stream confirms both."""
    flags = tuple(dict.fromkeys([*piece.flags, *stream_flags(signal, piece.span)]))
    if seen is None:
        return replace(piece, flags=(*flags, "stream_unsure"))
    lap = without_stops(piece.span, signal)
    if at_presses(seen, (lap.start_s, lap.end_s), config):
        return replace(piece, source="lap+stream", confidence=config.sure_lap_and_stream, flags=flags)
    return replace(
        piece,
        span=seen,
        source="stream",
        confidence=config.sure_prescribed,
        flags=(*flags, "late_press"),
        distance_m=None,
        timer_s=None,
    )


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


def _apart(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """In order and without overlap, which two sources of ends could give."""
    result: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.span.start_s):
        start = max(piece.span.start_s, result[-1].span.end_s) if result else piece.span.start_s
        if piece.span.end_s > start:
            result.append(replace(piece, span=Segment(start, piece.span.end_s)))
    return tuple(result)
