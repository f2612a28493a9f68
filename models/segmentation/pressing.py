"""Which repetitions pressed laps and the stream show together.

Presses are missed (3 %), so a lap may hold a recovery and a repetition, or two repetitions; and the stream misses what
is slow. A repetition that one of them shows stands if the other one does not speak against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.segmentation.config import SegmentationConfig
from models.segmentation.ending import Rep, ended
from models.segmentation.fusion import apart, covers, edges_near
from models.segmentation.meant import nominals
from models.segmentation.nominal import Measured
from models.segmentation.recovered import between
from models.segmentation.segment import Expected, Found, Piece, Segment
from models.segmentation.signal import Signal
from models.segmentation.stream import press_at


def fused(
    pressed: Found | None,
    seen: Found,
    presses_s: Sequence[float],
    signal: Signal,
    expected: Expected,
    config: SegmentationConfig,
) -> Found:
    """The repetitions that laps, the stream, or both show.

    Args:
        pressed: the fast ones of alternating laps; None where laps do not alternate.
        seen: what the stream shows, with its own edges.
        presses_s: times of all presses by hand, in order [s].
        signal: the stream.
        expected: what was prescribed.
        config: every threshold.
    """
    laps = pressed.work if pressed else ()
    shown = _seen(seen, laps, presses_s, config)
    left = [lap for lap in laps if not any(rep.lap is lap or _holds(lap.span, rep.told.span) for rep in shown)]
    if seen.gaps:
        left = [lap for lap in left if _as_asked(lap, shown, signal, expected, config)]
    near = edges_near(laps, left, signal, config)
    reps = sorted(
        [*shown, *(Rep(lap, edges, lap) for lap, edges in zip(left, near, strict=True))],
        key=lambda rep: rep.told.span.start_s,
    )
    if not reps or not presses_s:
        return seen
    pieces = apart(ended(reps, presses_s, signal, config))
    whole = len(pieces) == len(seen.work) and bool(seen.gaps)
    exact = [lap.nominal_m for lap in laps if lap.nominal_m and lap.led]
    work = pieces if whole else _named(pieces, signal, expected, exact, config)
    strides = tuple(p for p in seen.pieces if p.kind == "stride" and p.span.end_s <= work[0].span.start_s)
    if not laps or whole:
        return replace(seen, pieces=(*strides, *work))
    return Found("lap", _account(len(work), len(laps)), (*strides, *work))


def _seen(seen: Found, laps: Sequence[Piece], presses_s: Sequence[float], config: SegmentationConfig) -> list[Rep]:
    """The repetitions of the stream that count, each with the lap about it."""
    reps = [Rep(p, p.span, _about(p.span, laps)) for p in seen.work]
    if not laps or seen.gaps:
        return reps
    if 2 * sum(rep.lap is not None for rep in reps) < len(reps):
        return []  # laps alternate, and the stream shows something else, which nobody asked for
    within = Segment(laps[0].span.start_s, laps[-1].span.end_s)
    return [r for r in reps if r.lap or r.told.span.overlap_s(within) > 0 or _half(r.told.span, presses_s, config)]


def _about(span: Segment, laps: Sequence[Piece]) -> Piece | None:
    """The lap that holds most of a span."""
    near = [lap for lap in laps if covers(lap.span, span)]
    return max(near, key=lambda lap: lap.span.overlap_s(span), default=None)


def _holds(lap: Segment, span: Segment) -> bool:
    """Whether most of a span lies in a lap, which then is a recovery and a repetition, or two of them."""
    return lap.overlap_s(span) > span.duration_s / 2


def _half(span: Segment, presses_s: Sequence[float], config: SegmentationConfig) -> bool:
    """Whether there is a press at one end at least."""
    return any(press_at(edge, presses_s, config) is not None for edge in (span.start_s, span.end_s))


def _as_asked(lap: Piece, shown: Sequence[Rep], signal: Signal, expected: Expected, config: SegmentationConfig) -> bool:
    """Whether a lap that the stream left out is one more of the prescribed repetitions: as long and as fast."""
    if any(lap.span.overlap_s(rep.told.span) > 0 for rep in shown):
        return False
    metres, seconds = signal.distance_of(lap.span), signal.timer_of(lap.span)
    usual = float(np.median([signal.running_mps(rep.told.span) for rep in shown]))
    ratios = [metres / d for d in expected.distances_m] + [seconds / t for t in expected.durations_s]
    near = any(abs(ratio - 1) <= config.expected_alike for ratio in ratios)
    return near and abs(signal.running_mps(lap.span) / usual - 1) <= config.paired_speed


def _named(
    pieces: Sequence[Piece],
    signal: Signal,
    expected: Expected,
    exact_m: Sequence[float],
    config: SegmentationConfig,
) -> tuple[Piece, ...]:
    """With nominal distances, now that the ends are known."""
    measured = [
        Measured(
            signal.distance_of(p.span) if p.distance_m is None else p.distance_m,
            signal.timer_of(p.span) if p.timer_s is None else p.timer_s,
        )
        for p in pieces
    ]
    rests = between([p.span for p in pieces], signal)
    meant = nominals(measured, sorted({*expected.distances_m, *exact_m}), expected.durations_s, config, rests)
    return tuple(replace(p, nominal_m=nominal) for p, nominal in zip(pieces, meant, strict=True))


def _account(n: int, laps: int) -> str:
    """How many, and how many of them laps show."""
    if n == laps:
        return f"{n} fast laps alternate with slow ones"
    return f"{n} fast parts in the recorded speed; laps were pressed at {laps} of them"
