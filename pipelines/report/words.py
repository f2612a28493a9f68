"""The words of the review for what the tables say in one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pipelines.report.calendar_words import day_words
from pipelines.report.model import Change
from pipelines.report.units import Units, clock, pace


def _frozen(words: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(words)


VERDICTS = _frozen(
    {
        "met": "on target",
        "fast": "fast",
        "slow": "slow",
        "short": "less than asked",
        "long": "more than asked",
        "missed": "missed",
        "unknown": "-",
    }
)

STATES = _frozen(
    {
        "done": "done",
        "moved": "done on another day",
        "missed": "missed",
        "ahead": "still ahead",
        "kept": "rest kept",
        "broken": "no rest",
    }
)

SOURCES = _frozen(
    {
        "workout_step": "taken from the workout in the watch",
        "lap": "taken from the laps",
        "stream": "found in the pace of the run",
        "lap+stream": "found in the pace of the run, and the laps agree",
        "user": "as you told them",
    }
)

GRADES = _frozen(
    {
        "A": "grade A, large studies",
        "B": "grade B, small studies or expert bodies",
        "C": "grade C, coaching custom",
        "D": "grade D, our own choice",
    }
)

STATUS = _frozen(
    {
        "proposed": "waits for your word",
        "accepted": "accepted",
        "declined": "declined",
        "superseded": "no longer stands: newer data changed the picture",
        "expired": "expired without a decision",
    }
)

BY_SETTING = "accepted, as auto_accept in trackwork.toml says; review --decline with its id takes it back"

FILES = _frozen(
    {
        "salvaged": "read in part",
        "rejected": "not read",
        "failed": "not read, our fault",
        "ignored": "not counted",
        "duplicate": "not counted",
    }
)

_TIMES = _frozen({"s": "s", "s_per_km": "s/km", "s/km": "s/km"})

_PARAMETERS = _frozen(
    {
        "target": "target",
        "repetitions": "repetitions",
        "recovery": "recovery",
        "session": "session",
        "day": "day",
        "load": "load",
        "sets": "sets",
        "set_repetitions": "repetitions of a set",
        "exercise": "exercise",
        "extra_set": "extra set for one side",
        "ask": "question",
        "advice": "advice",
    }
)


def how_sure(confidence: float) -> str:
    """A confidence in words; the steps are those in which confidence is given (laps 0.9, search 0.8, blind 0.6)."""
    for at_least, words in ((0.9, "sure"), (0.8, "fairly sure"), (0.6, "likely")):
        if confidence >= at_least:
            return words
    return "doubtful"


def sport(name: str) -> str:
    """What a person calls an activity of this FIT sport."""
    named = {"running": "run", "cycling": "ride", "swimming": "swim", "walking": "walk", "hiking": "hike"}
    return named.get(name, name.replace("_", " "))


def change_words(change: Change, units: Units) -> str:
    """What changes, from what to what."""
    old, new = (_value(value, change, units) for value in (change.old_value, change.new_value))
    values = f"{old} -> {new}" if old and new else new or old
    what = _PARAMETERS.get(change.parameter, change.parameter)
    named = f"{change.exercise}, {what}" if change.exercise and change.parameter != "exercise" else what
    return f"{named} {values}{_as_in_the_reason(change)}".strip()


def _as_in_the_reason(change: Change) -> str:
    """The values of a time in seconds too: the sentences of the rules have them so."""
    unit = _TIMES.get(change.unit or "")
    if unit is None or change.old_value is None or change.new_value is None:
        return ""
    try:
        old, new = (f"{float(value):g} {unit}" for value in (change.old_value, change.new_value))
    except ValueError:
        return ""
    return f" ({old} -> {new})"


def _value(value: str | None, change: Change, units: Units) -> str:
    if value is None:
        return ""
    try:
        number = float(value)
    except ValueError:
        return day_words(date.fromisoformat(value)) if change.parameter == "day" else value
    if change.unit in ("s_per_km", "s/km"):
        return pace(number, units)
    if change.unit == "s":
        return clock(number)
    counted = change.unit in (None, "sets", "repetitions")  # what is counted stands before the numbers
    return f"{number:g}{'' if counted else f' {change.unit}'}"
