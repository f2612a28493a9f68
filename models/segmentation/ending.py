"""Whose ends a repetition gets: those of the presses of a thumb, or those of the stream.

A thumb is late at times (7 % by 4 to 20 s), presses twice, or not at all; the stream's edges wander where a receiver
does. So both ends come from presses if both lie where the stream has its edges, and as the session's other presses do;
else both from the stream: never one of each. Where the two contradict each other, the one that agrees with the other
repetitions of its kind is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Amount, Piece, Segment
from models.segmentation.signal import Signal
from models.segmentation.stream import stream_flags

_WHOLE = 0.95
"""A span that shares more than this with another one is as long; our choice."""


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition: what is told of it, where the stream has its edges, and the lap about it; None: not shown."""

    told: Piece
    edges: Segment | None
    lap: Piece | None


@dataclass(frozen=True, slots=True)
class _Presses:
    """Presses by hand in order [s], and how they lie to the stream's edges: so much later, give or take so much."""

    times_s: tuple[float, ...]
    later_s: float
    within_s: float

    def about(self, edges: Segment, config: SegmentationConfig) -> Segment | None:
        """The presses that belong to both edges; None where either is missing."""
        start, end = self._at(edges.start_s, config), self._at(edges.end_s, config)
        return None if start is None or end is None or end <= start else Segment(start, end)

    def _at(self, edge_s: float, config: SegmentationConfig) -> float | None:
        usual = edge_s + self.later_s
        near = [p for p in self.times_s if -config.early_s <= p - edge_s <= config.late_s]
        best = min(near, key=lambda p: abs(p - usual), default=None)
        return best if best is not None and abs(best - usual) <= self.within_s else None

    def nearest(self, edges: Segment, config: SegmentationConfig) -> Segment | None:
        """The nearest presses, however they lie; None where one end has none within the latest that thumbs come."""
        ends = [min(self.times_s, key=lambda p: abs(p - edge)) for edge in (edges.start_s, edges.end_s)]
        far = max(abs(ends[0] - edges.start_s), abs(ends[1] - edges.end_s))
        return Segment(ends[0], ends[1]) if ends[1] > ends[0] and far <= config.latest_s else None


def ended(reps: Sequence[Rep], presses_s: Sequence[float], signal: Signal, config: SegmentationConfig) -> list[Piece]:
    """The repetitions, each with both ends from presses or both from the stream."""
    presses = _presses(reps, presses_s, config)
    sure = [_confirmed(rep, presses, signal, config) for rep in reps]
    peers = [p for p in sure if p is not None]
    known = [p if len(peers) > 1 else rep.told for p, rep in zip(sure, reps, strict=True)]
    others = [(_kind(rep), p.span) for p, rep in zip(known, reps, strict=True) if p is not None]
    return [
        piece or _contradicted(rep, presses, _usual(_kind(rep), others, signal, config), signal, config)
        for piece, rep in zip(sure, reps, strict=True)
    ]


def _kind(rep: Rep) -> float | None:
    """Nominal distance, by which repetitions are of one kind; laps tell better what was run by time."""
    return rep.lap.nominal_m if rep.lap else rep.told.nominal_m


def _presses(reps: Sequence[Rep], presses_s: Sequence[float], config: SegmentationConfig) -> _Presses:
    """The presses, with how they lie to the edges of the stream in this session: a lag is common to all."""
    edges = [edge for rep in reps if rep.edges for edge in (rep.edges.start_s, rep.edges.end_s)]
    later = [min((p - edge for p in presses_s), key=abs) for edge in edges]
    near = np.array([x for x in later if -config.early_s <= x <= config.late_s])
    if len(near) < config.usual_from:
        return _Presses(tuple(presses_s), 0.0, max(config.early_s, config.late_s))
    middle = float(np.median(near))
    spread = 1.4826 * float(np.median(np.abs(near - middle)))
    return _Presses(tuple(presses_s), middle, max(config.press_s, config.press_spread * spread))


def _confirmed(rep: Rep, presses: _Presses, signal: Signal, config: SegmentationConfig) -> Piece | None:
    """The repetition between presses that the stream confirms, or that the watch itself made; None elsewhere."""
    if rep.lap and rep.lap.led and rep.edges:
        apart_s = max(abs(rep.lap.span.start_s - rep.edges.start_s), abs(rep.lap.span.end_s - rep.edges.end_s))
        agree = apart_s <= config.agree_s
        source, sure = ("lap+stream", config.sure_lap_and_stream) if agree else ("lap", config.sure_lap)
        return _between(rep, rep.lap.span, source, sure, signal)
    between = presses.about(rep.edges, config) if rep.edges else None
    return _between(rep, between, "lap+stream", config.sure_lap_and_stream, signal) if between else None


def _contradicted(rep: Rep, presses: _Presses, usual: Amount, signal: Signal, config: SegmentationConfig) -> Piece:
    """The repetition where presses and stream differ: as the one has it that is nearer to its like."""
    if rep.edges is None:
        flags = (*rep.told.flags, *stream_flags(signal, rep.told.span), "stream_unsure")
        return replace(rep.told, flags=tuple(dict.fromkeys(flags)))
    tried = presses.nearest(rep.edges, config) or (rep.lap.span if rep.lap else None)
    if tried is not None:
        by_press, by_stream = (_off_s(span, usual, signal) for span in (tried, rep.edges))
        better_s = config.alike_s if usual.distance_m is not None else config.alike_better_s
        if by_press <= max(config.alike_s, by_stream / 4) and by_press <= by_stream - better_s:
            piece = _between(rep, tried, "lap", config.sure_lap, signal)
            return replace(piece, flags=(*piece.flags, "stream_differs"))
    late = ("late_press",) if rep.lap else ()
    flags = (*_told_flags(rep), *stream_flags(signal, rep.edges), *late)
    return replace(
        rep.told,
        span=rep.edges,
        source="stream",
        confidence=rep.told.confidence if rep.told.source == "stream" else config.sure_prescribed,
        flags=tuple(dict.fromkeys(flags)),
        distance_m=None,
        timer_s=None,
    )


def _between(rep: Rep, span: Segment, source: str, confidence: float, signal: Signal) -> Piece:
    """The repetition between two presses, as its lap counts it where it is one lap."""
    flags = tuple(dict.fromkeys((*_told_flags(rep), *stream_flags(signal, span))))
    nominal = rep.told.nominal_m
    if "cut_short" in flags and rep.lap and not rep.told.span.overlap_s(span) > _WHOLE * span.duration_s:
        flags, nominal = tuple(f for f in flags if f != "cut_short"), rep.lap.nominal_m
    lap = rep.lap if rep.lap and rep.lap.span == span else None
    metres, timer = (lap.distance_m, lap.timer_s) if lap else (None, None)
    told = replace(rep.told, nominal_m=nominal, source=source, confidence=confidence, flags=flags)
    return replace(told, span=span, distance_m=metres, timer_s=timer)


def _told_flags(rep: Rep) -> tuple[str, ...]:
    """What is odd about the repetition, whatever its ends are."""
    merged = ("merged",) if rep.lap and "merged" in rep.lap.flags else ()
    return (*(f for f in rep.told.flags if f in {"cut_short", "added"}), *merged)


def _usual(
    kind: float | None, others: Sequence[tuple[float | None, Segment]], signal: Signal, config: SegmentationConfig
) -> Amount:
    """How long repetitions of a kind are: in distance, or in time where they are run by the clock."""
    spans = [span for other, span in others if other == kind]
    if kind is not None:
        return Amount(distance_m=float(np.median([signal.distance_of(s) for s in spans])) if spans else None)
    times = [signal.timer_of(s) for s in spans]
    near = [t for t in times if abs(t / float(np.median(times)) - 1) <= config.alike]
    return Amount(duration_s=float(np.median(near)) if near else None)


def _off_s(span: Segment, usual: Amount, signal: Signal) -> float:
    """By how much a span is longer or shorter than usual [s]; 0 where nothing is usual."""
    if usual.distance_m is not None:
        return abs(signal.distance_of(span) - usual.distance_m) / max(signal.running_mps(span), 1.0)
    return abs(signal.timer_of(span) - usual.duration_s) if usual.duration_s is not None else 0.0
