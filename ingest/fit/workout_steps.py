"""Workout steps as rows of the table `device_steps`: what the watch asked for, not what was run."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Flags, Messages, Numbers
from ingest.fit.exercise_names import exercise_name, exercise_titles
from ingest.fit.storable import series
from models.exercises import find_exercise
from models.tables import DEVICE_STEPS, INTENSITIES

BPM_FROM, WATTS_FROM = 100, 1000
"""A workout's heart rate up to 100 and its power up to 1000 are per cents; beyond, bpm and watts (FIT profile)."""
_MM_S = 1000
_REPEAT = "repeat_until_"
_NONE = DEVICE_STEPS.unowned(DEVICE_STEPS.empty())


def device_steps(file: FitFile) -> pl.DataFrame:
    """Rows of `device_steps` (but for the owner); of an index that is told twice, the last one."""
    messages = file.messages("workout_step")
    if not len(messages):
        return _NONE
    kinds = messages.words("duration_type")
    repeats = np.asarray([(kind or "").startswith(_REPEAT) for kind in kinds], bool)
    numbers = {
        "workout_step_index": messages.numbers("message_index"),
        "repeat_from_index": messages.numbers("duration_step"),
        "repeat_count": messages.numbers("repeat_steps"),
        **_durations(messages, kinds, repeats),
        **_targets(messages, repeats),
        "weight_kg": messages.numbers("exercise_weight"),
    }
    texts = {
        "name": messages.texts("wkt_step_name"),
        "notes": messages.texts("notes"),
        "intensity": [word if word in INTENSITIES else None for word in messages.words("intensity")],
        "duration_type": kinds,
        "target_type": messages.words("target_type"),
        "exercise": _exercises(file, messages),
    }
    frame = pl.DataFrame(
        series(DEVICE_STEPS, numbers) | {name: pl.Series(values, dtype=pl.String) for name, values in texts.items()}
    )
    frame = frame.filter(pl.col("workout_step_index").is_not_null())
    return DEVICE_STEPS.unowned(frame.unique("workout_step_index", keep="last", maintain_order=True))


def _durations(messages: Messages, kinds: list[str | None], repeats: Flags) -> dict[str, Numbers]:
    """How long each step lasts, or until when its block is repeated; a repeat tells that in its target's place."""
    told = np.where(repeats, messages.raw(4), messages.raw(2))
    heart_rate, power, other = (
        np.asarray([_is_by(kind, words) for kind in kinds], bool)
        for words in (("_hr_", "hr_"), ("power_",), ("calories", "training_peaks_tss"))
    )
    bpm, bpm_percent = _or_percent(told, heart_rate, BPM_FROM)
    watts, watts_percent = _or_percent(told, power, WATTS_FROM)
    return {
        "duration_s": _first_known(messages.numbers("duration_time"), messages.numbers("repeat_time")),
        "distance_m": _first_known(messages.numbers("duration_distance"), messages.numbers("repeat_distance")),
        "repetitions": messages.numbers("duration_reps"),
        "until_value": _first_known(bpm, watts, np.where(other, told, np.nan)),
        "until_percent": _first_known(bpm_percent, watts_percent),
    }


def _is_by(kind: str | None, words: tuple[str, ...]) -> bool:
    return kind is not None and kind.removeprefix(_REPEAT).removeprefix("max_").startswith(words)


def _targets(messages: Messages, repeats: Flags) -> dict[str, Numbers]:
    """The zone, or the custom range: 0 at both ends is what is written for none."""
    kinds = [kind or "" for kind in messages.words("target_type")]
    zoned = np.asarray([kind.startswith(("speed", "heart_rate", "cadence", "power")) for kind in kinds], bool)
    zone = messages.raw(4)
    out = {"target_zone": np.where(zoned & ~repeats & (zone > 0), zone, np.nan)}
    ends = {"low": messages.raw(5), "high": messages.raw(6)}
    none = np.nan_to_num(ends["low"]) + np.nan_to_num(ends["high"]) == 0
    for end, values in ends.items():
        told = np.where(none | repeats | ~zoned, np.nan, values)
        out |= _in_units(end, told, kinds)
    return out


def _in_units(end: str, told: Numbers, kinds: list[str]) -> dict[str, Numbers]:
    """One end of the custom range in the unit of its kind.

    Power over some seconds (`power_3s`) has no rule in the profile; the watches that write it write watts.
    """
    bpm, bpm_percent = _or_percent(told, _of_kind(kinds, "heart_rate"), BPM_FROM)
    power = np.asarray([kind == "power" for kind in kinds], bool)
    watts, watts_percent = _or_percent(told, power, WATTS_FROM)
    speed = np.where(_of_kind(kinds, "speed"), told / _MM_S, np.nan)
    plain = np.where(_of_kind(kinds, "cadence") | (_of_kind(kinds, "power") & ~power), told, np.nan)
    return {
        f"target_{end}": _first_known(speed, bpm, watts, plain),
        f"target_{end}_percent": _first_known(bpm_percent, watts_percent),
    }


def _of_kind(kinds: list[str], family: str) -> Flags:
    return np.asarray([kind.startswith(family) for kind in kinds], bool)


def _or_percent(told: Numbers, rows: Flags, absolute_from: int) -> tuple[Numbers, Numbers]:
    """The values of these rows as absolute ones and as per cents: they share one number in the file."""
    values = np.where(rows, told, np.nan)
    absolute = values > absolute_from
    return np.where(absolute, values - absolute_from, np.nan), np.where(absolute, np.nan, values)


def _first_known(*columns: Numbers) -> Numbers:
    out = columns[0]
    for values in columns[1:]:
        out = np.where(np.isnan(out), values, out)
    return out


def _exercises(file: FitFile, messages: Messages) -> list[str | None]:
    titles = exercise_titles(file)
    told = zip(messages.wholes("exercise_category"), messages.wholes("exercise_name"), strict=True)
    names = messages.texts("wkt_step_name")
    return [
        (category is not None and subtype is None and _named_by_step(name or ""))
        or exercise_name(category, subtype, titles)
        for (category, subtype), name in zip(told, names, strict=True)
    ]


def _named_by_step(name: str) -> str | None:
    """The exercise that FIT has no name for, after the name of its step: `Pogo hop`, `Single-leg hop left`."""
    known = find_exercise(name.removesuffix(" left").removesuffix(" right"))
    return known.name if known and known.fit_name is None else None
