"""Repetitions found in the stream, with both ends from laps where laps were pressed at them."""

from __future__ import annotations

from collections.abc import Sequence

from models.segmentation.blind import Candidate, candidates
from models.segmentation.completing import cut_short, evened, merged, missed
from models.segmentation.config import SegmentationConfig
from models.segmentation.gates import no_run_walk, refusals
from models.segmentation.meant import nominals
from models.segmentation.nominal import Measured
from models.segmentation.prescribed import Performed, Reading, readings
from models.segmentation.prescribed_gates import prescribed_refusals
from models.segmentation.recovered import between
from models.segmentation.segment import Expected, Found, Piece, Segment
from models.segmentation.signal import Signal


def by_prescription(
    signal: Signal, expected: Expected, presses_s: Sequence[float], config: SegmentationConfig
) -> Found:
    """The prescribed step list as it was run, or the reason why that was not run."""
    first: str | None = None
    for reading in readings(signal, expected, config):
        refused = prescribed_refusals(signal, reading, expected, config)
        if not refused:
            return _as_prescribed(signal, reading, expected, presses_s, config)
        first = first or refused[0]
    return Found("none", first or "steady running: nothing in it is run as prescribed")


def by_stream(signal: Signal, expected: Expected, presses_s: Sequence[float], config: SegmentationConfig) -> Found:
    """The best reading of the stream that passes all gates, or the reason why there is none."""
    read = candidates(signal, expected, config)
    if not read:
        return Found("none", "steady running: no part of it is clearly faster than the rest")
    first: str | None = None
    for candidate in read:
        if candidate.score < min(config.worth_asking * read[0].score, read[0].score):
            break
        refused = refusals(signal, candidate, expected, config)
        if not refused:
            return _found(signal, candidate, expected, presses_s, config)
        first = first or refused[0]
        if no_run_walk(signal, candidate, expected, config):
            break  # another threshold would only hide the breaks
    strides = next((c.strides for c in read if c.strides), ())
    only = tuple(Piece(s, "stride", confidence=config.sure_blind) for s in strides)
    return Found("none", first or "", only if first and first.startswith("only strides") else ())


def _complete(signal: Signal, candidate: Candidate, expected: Expected, config: SegmentationConfig) -> Candidate:
    """With the repetitions and the ends that no threshold showed, if all gates let them pass too."""
    for completed in (merged, evened, missed):
        whole = completed(signal, candidate, config)
        if whole and not refusals(signal, whole, expected, config):
            candidate = whole
    return candidate


def _found(
    signal: Signal,
    candidate: Candidate,
    expected: Expected,
    presses_s: Sequence[float],
    config: SegmentationConfig,
) -> Found:
    candidate = _complete(signal, candidate, expected, config)
    reps = candidate.repetitions
    cut = cut_short(signal, candidate, config)
    measured = [Measured(signal.distance_of(s), signal.timer_of(s)) for s in reps]
    rests = between(sorted((*reps, *cut), key=lambda s: s.start_s), signal)
    meant = nominals(measured, expected.distances_m, expected.durations_s, config, rests)
    spans = sorted([*zip(reps, meant, strict=True), *((s, None) for s in cut)], key=lambda pair: pair[0].start_s)
    blind = config.sure_mixed if candidate.likeness.mixed else config.sure_blind
    confidence = config.sure_prescribed if expected else blind
    work = []
    for span, nominal in spans:
        pressed = at_presses(span, presses_s, config)
        flags = (*stream_flags(signal, span), *(["cut_short"] if span in cut else []))
        piece = Piece(span, "work", nominal, None, "stream", confidence, flags)
        if pressed:
            piece = Piece(pressed, "work", nominal, None, "lap+stream", config.sure_lap_and_stream, piece.flags)
        work.append(piece)
    first = reps[0].start_s
    strides = [
        Piece(s, "stride", confidence=confidence) for s in candidate.strides if s.end_s <= first and s not in cut
    ]
    how = "as prescribed" if expected else "alike in length and speed"
    weak = candidate.likeness.mixed or candidate.rest_mps is None or len(reps) <= config.fewest
    reason = f"{len(reps)} fast parts, {how}, stand out of the recorded speed"
    reason += f", {len(cut)} cut short" if cut else ""
    return Found("stream", reason, (*strides, *work), weak=weak)


def _as_prescribed(
    signal: Signal, reading: Reading, expected: Expected, presses_s: Sequence[float], config: SegmentationConfig
) -> Found:
    pieces = tuple(_performed(signal, p, presses_s, config) for p in reading.performed)
    first = reading.performed[0].span.start_s
    strides = [
        Piece(s, "stride", confidence=config.sure_prescribed) for s in reading.candidate.strides if s.end_s <= first
    ]
    return Found("stream", _account(reading, expected, config), (*strides, *pieces), reading.gaps)


def _performed(signal: Signal, performed: Performed, presses_s: Sequence[float], config: SegmentationConfig) -> Piece:
    """One repetition, with its ends from laps where both were pressed."""
    cut = performed.cut_short(config)
    flags = [
        *stream_flags(signal, performed.span),
        *(["cut_short"] if cut else []),
        *(["added"] if performed.step.added else []),
    ]
    nominal = None if cut else performed.step.amount.distance_m
    pressed = at_presses(performed.span, presses_s, config)
    source, sure = ("lap+stream", config.sure_lap_and_stream) if pressed else ("stream", config.sure_prescribed)
    return Piece(pressed or performed.span, "work", nominal, None, source, sure, tuple(flags))


def _account(reading: Reading, expected: Expected, config: SegmentationConfig) -> str:
    """What was run of the prescription."""
    asked, run = len(expected.work), [p for p in reading.performed if not p.step.added]
    added, cut = len(reading.performed) - len(run), sum(p.cut_short(config) for p in reading.performed)
    parts = [f"{len(run)} of {asked} prescribed repetitions stand out of the recorded speed"]
    if cut:
        parts.append(f"{cut} cut short")
    if len(run) < asked:
        places = {p.step.place for p in run}
        last = all(place not in places for place in range(max(places, default=-1) + 1, asked))
        at_end = last and len(places) == max(places, default=-1) + 1
        parts.append(f"{asked - len(run)} left out{' at the end' if at_end else ''}")
    if added:
        parts.append(f"{added} added")
    return ", ".join(parts)


def at_presses(span: Segment, presses_s: Sequence[float], config: SegmentationConfig) -> Segment | None:
    """The span between the lap presses at its two ends; None where either is missing: ends are never mixed."""
    ends = [press_at(edge, presses_s, config) for edge in (span.start_s, span.end_s)]
    return Segment(ends[0], ends[1]) if ends[0] is not None and ends[1] is not None and ends[1] > ends[0] else None


def stream_flags(signal: Signal, span: Segment) -> tuple[str, ...]:
    """What is odd about the signal in a span."""
    flags = ["gps_only"] if signal.gps_only else []
    if signal.interpolated_s(span) > 0:
        flags.append("interpolated")
    if signal.timer_of(span) < span.duration_s - 0.5:
        flags.append("paused")
    return tuple(flags)


def press_at(edge_s: float, presses_s: Sequence[float], config: SegmentationConfig) -> float | None:
    """The lap press that belongs to an edge; None where there is none near enough [s]."""
    near = [p for p in presses_s if -config.early_s <= p - edge_s <= config.late_s]
    return min(near, key=lambda p: abs(p - edge_s), default=None)
