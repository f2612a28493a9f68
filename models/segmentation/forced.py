"""Repetitions that the user says were run: looked for with the gates open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.segmentation.alternating import by_laps
from models.segmentation.blind import Candidate, candidates
from models.segmentation.config import SegmentationConfig
from models.segmentation.laps import Lap, presses_of
from models.segmentation.nominal import scatter
from models.segmentation.prescribed import readings
from models.segmentation.pressing import fused
from models.segmentation.segment import Expected, Found, Piece, Segment
from models.segmentation.signal import Signal
from models.segmentation.stream import stream_flags


def forced(signal: Signal, laps: Sequence[Lap], asked: Expected, text: str, config: SegmentationConfig) -> Found:
    """The repetitions that come nearest to what the user said."""
    if not asked:
        return Found("none", f"you said {text!r}, which holds no repetition")
    spans = min(_ways(signal, laps, asked, config), key=lambda found: abs(len(found) - len(asked.work)))
    if not spans:
        return Found("none", f"you said {text}, but no part of the recording fits that")
    return Found("user", _reason(text, len(spans), len(asked.work)), tuple(_pieces(spans, signal, asked)))


def _ways(
    signal: Signal, laps: Sequence[Lap], asked: Expected, config: SegmentationConfig
) -> Iterator[Sequence[Segment]]:
    """What laps show, what the stream shows as this step list, what it shows for fast at all: the surest first."""
    by_press = by_laps(laps, asked, config)
    seen = _as_list(signal, asked, config)
    presses = presses_of(laps, config)
    if by_press is not None or presses:
        yield [piece.span for piece in fused(by_press, seen, presses, signal, asked, config).work]
    if by_press is not None:
        yield [piece.span for piece in by_press.work]
    yield [piece.span for piece in seen.work]
    yield _nearest(candidates(signal, asked, config), signal, len(asked.work))


def _as_list(signal: Signal, asked: Expected, config: SegmentationConfig) -> Found:
    """The best reading of the stream as the step list that the user names, whatever a gate would say."""
    read = max(readings(signal, asked, config), key=lambda reading: reading.nats, default=None)
    if read is None:
        return Found("none", "")
    pieces = tuple(Piece(p.span, "work", p.step.amount.distance_m) for p in read.performed)
    return Found("stream", "", pieces, read.gaps)


def _nearest(read: Sequence[Candidate], signal: Signal, n: int) -> list[Segment]:
    """The reading with the number of repetitions nearest to n; of too many the n in a row that are most alike."""
    if not any(c.repetitions for c in read):
        return []
    best = min(read, key=lambda c: (not c.repetitions, abs(len(c.repetitions) - n), -c.score))
    spans = list(best.repetitions)
    if len(spans) <= n:
        return spans
    rows = [spans[i : i + n] for i in range(len(spans) - n + 1)]
    return min(rows, key=lambda row: scatter([signal.speed_of(s) for s in row]))


def _pieces(spans: Sequence[Segment], signal: Signal, asked: Expected) -> list[Piece]:
    """As many as were found, with the distances that were said: in order where the number is right."""
    amounts = (
        list(asked.work)
        if len(asked.work) == len(spans)
        else [
            min(asked.work, key=lambda a: abs((a.distance_m or signal.distance_of(s)) - signal.distance_of(s)))
            for s in spans
        ]
    )
    return [
        replace(Piece(span, "work", amount.distance_m, None, "user", 1.0), flags=stream_flags(signal, span))
        for span, amount in zip(spans, amounts, strict=True)
    ]


def _reason(text: str, n: int, asked: int) -> str:
    if n == asked:
        return f"you said {text}"
    return f"you said {text}; the recording shows {n} of them"
