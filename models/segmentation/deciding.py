"""The one question: which repetitions were run? Sources in order of trust; the user's word comes last and wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from models.errors import TextError
from models.recording import Recording
from models.segmentation.alternating import by_laps
from models.segmentation.confidence import Basis, rated
from models.segmentation.config import CONFIG, SegmentationConfig
from models.segmentation.expected import expected, said
from models.segmentation.forced import forced
from models.segmentation.fusion import checked
from models.segmentation.laps import Lap, laps_of, presses_of
from models.segmentation.layout import rows, whole_run
from models.segmentation.nominal import all_of_one_scale, by_the_clock, scale_of
from models.segmentation.paced import paced
from models.segmentation.pressing import fused
from models.segmentation.segment import Expected, Found, Segment
from models.segmentation.signal import Signal, signal_of
from models.segmentation.steps import by_steps
from models.segmentation.stream import by_prescription, by_stream
from models.tables import INTERVALS


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What was found in one activity, and why."""

    structure: str
    """workout_step, lap, stream, user or none."""
    structure_reason: str
    """Why this structure, or why none: a sentence."""
    distance_scale: float | None
    """Nominal over measured distance, from the session's own repetitions."""
    lane: int | None
    intervals: pl.DataFrame
    """Columns of INTERVALS but for the owner; dynamics and heart rate are null until measured."""


def segment(
    recording: Recording,
    prescription: pl.DataFrame | None,
    overrides: pl.DataFrame,
    config: SegmentationConfig = CONFIG,
) -> Segmentation:
    """The intervals of an activity.

    Args:
        recording: one activity as its file tells it.
        prescription: WORKOUT_STEPS rows of that day's run, or None.
        overrides: OVERRIDES rows of this activity that were not taken back.
        config: every threshold.
    """
    words = _last_words(overrides)
    if "no_intervals" in words:
        return _none("you said that this run has no intervals")
    if recording.sport != "running":
        return _none(f"the sport is {recording.sport}, not running")
    signal = signal_of(recording, config)
    if signal is None:
        return _none("the recording has no distance, or is too short to tell repetitions from it")
    asked = expected(prescription)
    laps = laps_of(recording.laps, signal, config)
    if "reps" in words:
        try:
            asked = said(words["reps"])
        except TextError as error:
            return _none(f"what you said cannot be read: {error}")
        found = forced(signal, laps, asked, words["reps"] or "", config)
    else:
        found = rated(*first(recording, signal, laps, asked, config), signal, config)
    result = _laid_out(found, signal, _whole(recording, signal), asked, config)
    return _confirmed(result) if "confirm" in words and result.structure != "none" else result


def _last_words(overrides: pl.DataFrame) -> dict[str, str | None]:
    """What the user says now, value by kind: the last one counts between "none" and "these"."""
    in_order = overrides.sort("recorded_at", pl.col("override_id").cast(pl.Int64, strict=False))
    words: dict[str, str | None] = {}
    for kind, value in in_order.select("kind", "value").rows():
        if kind == "no_intervals":
            words.clear()
        else:
            words.pop("no_intervals", None)
        words[kind] = value
    return words


def first(
    recording: Recording, signal: Signal, laps: list[Lap], asked: Expected, config: SegmentationConfig
) -> tuple[Found, Basis]:
    """The first source that finds repetitions, and what it knew; the stream's reason where none does."""
    led = by_steps(laps, recording.device_steps, config)
    if led is not None:
        return checked(led, signal, config), Basis()
    seen = by_prescription(signal, asked, (), config) if asked else Found("none", "")
    instead, told = bool(asked) and not seen.work, signal
    if not seen.work:
        refused, (seen, told) = seen, _by_stream(recording, signal, config)
        seen = _something_else(seen, refused) if asked else seen
    found = fused(by_laps(laps, asked, config), seen, presses_of(laps, config), signal, asked, config)
    return found, Basis(bool(asked) and not instead, instead, told)


def _by_stream(recording: Recording, signal: Signal, config: SegmentationConfig) -> tuple[Found, Signal]:
    """What the stream tells, and the signal that tells it.

    By the steps, where by the odometer the repetitions are of no distance that anybody runs, but for a scale that no
    odometer has.
    """
    found = by_stream(signal, Expected(), (), config)
    metres, _ = signal.measured([piece.span for piece in found.work])
    scale = scale_of(list(metres), [piece.nominal_m for piece in found.work])
    low, high = config.scale
    if not found.work or (scale is not None and low <= scale <= high):
        return found, signal
    if by_the_clock([signal.timer_of(piece.span) for piece in found.work], config):
        return found, signal
    for steps in paced(recording.records, signal, config):
        again = by_stream(steps, Expected(), (), config)
        if all_of_one_scale([(signal.distance_of(piece.span), piece.nominal_m) for piece in again.work], config):
            pieces = tuple(replace(piece, flags=(*piece.flags, "by_cadence")) for piece in again.pieces)
            return replace(again, pieces=pieces), steps
    refusal = _unheard_of(found, signal, config)
    return (Found("none", refusal) if refusal else found), signal


_FEW = 5
"""So few parts of no plain length are more often chance than a session, if no hill gives them their length: our
choice; of 550 simulated runs without repetitions two were called sessions for the want of it."""


def _unheard_of(found: Found, signal: Signal, config: SegmentationConfig) -> str | None:
    """Why few parts without a nominal distance are no repetitions; None where they may be."""
    metres, seconds = (float(np.median(of)) for of in signal.measured([piece.span for piece in found.work]))
    if len(found.work) > _FEW or signal.is_hilly(config) or by_the_clock([seconds], config):
        return None
    return f"{len(found.work)} fast parts of about {metres:.0f} m in {seconds:.0f} s: no distance or time that is run"


def _something_else(unasked: Found, refused: Found) -> Found:
    """Repetitions that stand without the prescription, where those that were prescribed were not run.

    Several distances at once, or nothing to compare with, are no evidence against a prescription.
    """
    if not unasked.work or unasked.weak:
        return refused
    return replace(unasked, reason=f"{unasked.reason}; they are not those that were prescribed")


def _laid_out(
    found: Found, signal: Signal, whole: Segment, asked: Expected, config: SegmentationConfig
) -> Segmentation:
    pieces = whole_run(found, whole, config)
    asked = replace(asked, recoveries=found.gaps) if found.gaps else asked
    intervals, scale = rows(pieces, signal, asked, config)
    return Segmentation(found.structure, _sentence(found.reason), scale, None, intervals)


def _whole(recording: Recording, signal: Signal) -> Segment:
    """The activity from its start to its end, as far as anything was recorded."""
    end = max(signal.whole.end_s, recording.elapsed_s or 0.0) if recording.elapsed_s else signal.whole.end_s
    return Segment(min(0.0, signal.whole.start_s), min(end, signal.whole.end_s + 2))


def _confirmed(result: Segmentation) -> Segmentation:
    """The same, as the user confirmed it: sure."""
    flags = pl.concat_list("flags", pl.lit("confirmed"))
    intervals = result.intervals.with_columns(pl.lit(1.0).alias("confidence"), flags.alias("flags"))
    return replace(result, intervals=INTERVALS.unowned(intervals))


def _none(reason: str) -> Segmentation:
    return Segmentation("none", _sentence(reason), None, None, INTERVALS.unowned(INTERVALS.empty()))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
