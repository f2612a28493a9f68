"""From repetitions to intervals: what lies before, between and after them, rep sets, and rows of INTERVALS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from models.segmentation.config import SegmentationConfig
from models.segmentation.nominal import Measured, by_time, nearest_distance, scale_of, scatter
from models.segmentation.segment import Expected, Found, Piece, Segment
from models.segmentation.signal import Signal
from models.tables import INTERVALS

_SHORTEST_S = 1.0
"""A shorter rest at the ends of the activity is given to its neighbour [s]."""


def whole_run(found: Found, whole: Segment, config: SegmentationConfig) -> tuple[Piece, ...]:
    """The pieces of a whole activity, contiguous: the found ones, and what lies around them."""
    pieces = _within(found.pieces, whole)
    if not pieces:
        return ()
    around: list[Piece] = []
    before = whole.start_s
    for index, piece in enumerate([*pieces, None]):
        end = piece.span.start_s if piece else whole.end_s
        if end > before:
            sure = min(p.confidence for p in pieces[max(0, index - 1) : index + 1])
            source = (piece or pieces[-1]).source
            kind = _between(pieces[index - 1] if index else None, piece)
            around.append(Piece(Segment(before, end), kind, source=source, confidence=sure))
        if piece:
            around.append(piece)
            before = piece.span.end_s
    return _in_sets(around, config)


def rows(
    pieces: Sequence[Piece], signal: Signal, expected: Expected, config: SegmentationConfig
) -> tuple[pl.DataFrame, float | None]:
    """INTERVALS rows (but for the owner) and the session's scale, nominal over measured distance."""
    measured = [signal.distance_of(p.span) if p.distance_m is None else p.distance_m for p in pieces]
    work = [i for i, p in enumerate(pieces) if p.kind == "work"]
    scale = scale_of([measured[i] for i in work], [pieces[i].nominal_m for i in work])
    low, high = config.scale
    odd = scale is not None and not low <= scale <= high
    named = _recoveries_named(pieces, measured, 1.0 if scale is None or odd else scale, signal, expected, config)
    count = 0
    made: list[dict[str, object]] = []
    for index, (piece, distance) in enumerate(zip(named, measured, strict=True)):
        count += piece.kind == "work"
        made.append(_row(piece, distance, signal, index, count, odd))
    return INTERVALS.unowned(INTERVALS.rows(made)), None if odd else scale


def _within(pieces: Sequence[Piece], whole: Segment) -> list[Piece]:
    """The pieces cut to the activity; an end within a second of the activity's is the activity's."""
    result: list[Piece] = []
    for piece in pieces:
        start, end = max(piece.span.start_s, whole.start_s), min(piece.span.end_s, whole.end_s)
        start = whole.start_s if start - whole.start_s < _SHORTEST_S else start
        end = whole.end_s if whole.end_s - end < _SHORTEST_S else end
        if end > start:
            result.append(replace(piece, span=Segment(start, end)))
    return result


def _between(before: Piece | None, after: Piece | None) -> str:
    """What a span is by its neighbours."""
    if before is None:
        return "warmup"
    if after is None:
        return "cooldown"
    return "recovery" if before.kind == after.kind == "work" else "other"


def _in_sets(pieces: Sequence[Piece], config: SegmentationConfig) -> tuple[Piece, ...]:
    """Each repetition, and the recovery within a rep set, with the set's number."""
    rests = [p.span.duration_s for p in pieces if p.kind == "recovery"]
    usual = float(np.median(rests)) if rests else 0.0
    limit = max(config.set_break_ratio * usual, usual + config.set_break_s)
    number, result = 1, list[Piece]()
    for piece in pieces:
        if piece.kind == "recovery" and piece.span.duration_s > limit:
            number += 1
            result.append(piece)
        else:
            result.append(replace(piece, set_index=number) if piece.kind in {"work", "recovery"} else piece)
    return tuple(result)


def _recoveries_named(
    pieces: Sequence[Piece],
    measured: Sequence[float],
    scale: float,
    signal: Signal,
    expected: Expected,
    config: SegmentationConfig,
) -> list[Piece]:
    """The pieces with a nominal distance for recoveries, as prescribed or as they are alike."""
    index = [i for i, p in enumerate(pieces) if p.kind == "recovery"]
    named = list(pieces)
    if not index:
        return named
    asked = _asked(expected, len(index))
    alike = _alike([Measured(scale * measured[i], signal.timer_of(pieces[i].span)) for i in index], config)
    for place, i in enumerate(index):
        wanted = asked[place] if asked else None
        if wanted is not None:
            near = abs(scale * measured[i] / wanted - 1) <= config.recovery_alike
            named[i] = replace(pieces[i], nominal_m=wanted if near else None)
        elif not asked and alike is not None and abs(scale * measured[i] / alike - 1) < 2 * config.alike:
            named[i] = replace(pieces[i], nominal_m=alike)
    return named


def _asked(expected: Expected, n: int) -> list[float | None]:
    """The prescribed distance of each of n recoveries; the usual one where the numbers differ."""
    amounts = [a.distance_m for a in expected.recoveries]
    if not amounts or len(amounts) == n:
        return amounts
    usual = max(set(amounts), key=amounts.count)
    return [usual] * n


def _alike(recoveries: Sequence[Measured], config: SegmentationConfig) -> float | None:
    """The one distance of jogged recoveries that are even in distance and not in time."""
    distances = [m.distance_m for m in recoveries]
    if len(recoveries) < 2 or min(distances) <= 0 or by_time(recoveries, config):
        return None
    middle = float(np.median(distances))
    nominal = nearest_distance(middle, config)
    if nominal is None or scatter(distances) > config.scatter or abs(middle / nominal - 1) > config.scatter:
        return None
    return nominal


def _row(piece: Piece, distance: float, signal: Signal, index: int, count: int, odd: bool) -> dict[str, Any]:
    """One row; the duration of work is without pauses, as the watch times a lap."""
    work = piece.kind == "work"
    timer = piece.timer_s if piece.timer_s is not None else signal.timer_of(piece.span)
    duration = timer if work else piece.span.duration_s
    metres = piece.nominal_m or distance
    flags = [*piece.flags, "scale_odd"] if odd and work and piece.nominal_m else [*piece.flags]
    return {
        "interval_index": index,
        "kind": piece.kind,
        "set_index": piece.set_index,
        "repetition_index": count if work else None,
        "start_s": piece.span.start_s,
        "end_s": piece.span.end_s,
        "duration_s": duration,
        "distance_m": distance,
        "nominal_distance_m": piece.nominal_m,
        "pace_s_per_km": 1000 * duration / metres if metres > 1 else None,
        "dynamics_samples": 0,
        "source": piece.source,
        "confidence": piece.confidence,
        "flags": flags,
    }
