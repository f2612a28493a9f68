"""Reads a quantity of workout text, or says which two readings it has: distances, times, paces, loads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from models.errors import TextError
from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    EffortTarget,
    LetterTarget,
    PaceTarget,
    Target,
    TimeTarget,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a session of a running human can hold; anything beyond is a slip of the finger."""

    bare_metres_from: float = 50
    """A bare `m` means metres from here on: nobody runs 50 minutes in repetitions of 50m."""
    distance_m: tuple[float, float] = (1, 300_000)
    duration_s: tuple[float, float] = (1, 48 * 3600)
    pace_s_per_km: tuple[float, float] = (90, 1200)
    """World-class 100 m is 96 s/km; walking is about 720 s/km."""
    times: int = 100
    steps: int = 500
    sets: int = 20
    repetitions: int = 300
    load_kg: tuple[float, float] = (0.5, 500)
    characters: int = 1000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text with its place, so that an error can point at it."""

    kind: str
    value: str
    text: str
    column: int
    """1-based."""

    def fail(self, message: str) -> NoReturn:
        """Raise a TextError at this place."""
        raise TextError(message, text=self.text, column=self.column)

    def unclear(self, *readings: str) -> NoReturn:
        """Raise a TextError that names what it could mean."""
        self.fail(f"{self.value!r} is unclear: " + "; ".join(readings))


def number(text: str) -> float:
    """The number that `text` begins with."""
    found = re.match(r"\s*(\d+(?:\.\d+)?)", text)
    return float(Decimal(found[1])) if found else 0.0


def whole(word: Word, limit: int, what: str) -> int:
    """A whole number from 1 to `limit`."""
    value = number(word.value)
    if value != int(value) or not 1 <= value <= limit:
        word.fail(f"{what} must be a whole number from 1 to {limit}, found {word.value}")
    return int(value)


def amount(word: Word, *, of_recovery: bool) -> Amount:
    """The distance or duration that the word gives.

    Raises:
        TextError: it can be read in two ways, or is beyond any session.
    """
    match word.kind:
        case "DURATION":
            read: Amount = _duration(word)
        case "DISTANCE":
            read = _distance(word)
        case "METRES":
            read = _metres(word)
        case "CLOCK":
            read = _clock_amount(word, of_recovery=of_recovery)
        case _:
            read = _bare(word, of_recovery=of_recovery)
    low, high = LIMITS.distance_m if isinstance(read, Distance) else LIMITS.duration_s
    if not low <= (read.m if isinstance(read, Distance) else read.s) <= high:
        word.fail(f"{word.value!r} is beyond any session")
    return read


def _distance(word: Word) -> Distance:
    factor = 1000 if re.search(r"\dk|\d\s+k", word.value, re.IGNORECASE) else 1
    return Distance(float(Decimal(_digits(word)) * factor))


def _metres(word: Word) -> Distance:
    value = number(word.value)
    if value < LIMITS.bare_metres_from:
        said = _digits(word)
        word.unclear(f"{said} minutes: write {said}min", f"{said} metres: write {said}mtr")
    return Distance(value)


def _bare(word: Word, *, of_recovery: bool) -> Distance:
    """`6x400`: hundreds of metres need no unit, for repetitions are run in hundreds of metres."""
    value = number(word.value)
    if of_recovery or value < 100 or value % 100:
        said = word.value
        metres = f"{said}m" if value >= LIMITS.bare_metres_from else f"{said}mtr"
        other = f"{said} seconds: write {said}s" if value >= 10 else f"{said} minutes: write {said}min"
        word.unclear(f"{said} metres: write {metres}", other)
    return Distance(value)


def _duration(word: Word) -> Duration:
    hours, minutes, seconds = (
        re.search(r"(\d+(?:\.\d+)?)\s*" + unit, word.value, re.IGNORECASE)
        for unit in ("h", r"(?:min|'(?!'))", r"(?:s|\"|'')")
    )
    total = sum(
        Decimal(found[1]) * unit for found, unit in ((hours, 3600), (minutes, 60), (seconds, 1)) if found is not None
    )
    tail = re.search(r"\D(\d\d)$", word.value)  # 1h30, 2'30: the unit after next
    if tail:
        total += Decimal(tail[1]) * (1 if minutes else 60)
    return Duration(float(total))


def _clock_amount(word: Word, *, of_recovery: bool) -> Duration:
    if word.value.count(":") == 1 and not of_recovery:
        first, second = word.value.split(":")
        long, short = f"{int(first)}h{second}min", f"{int(first)}min{second}s"
        word.unclear(f"hours and minutes: write {long}", f"minutes and seconds: write {short}")
    return Duration(float(clock(word.value)))


def clock(text: str) -> Decimal:
    """The seconds that `1:35`, `4:10.5` or `1:02:03` stand for."""
    total = Decimal(0)
    for part in text.strip().split(":"):
        total = total * 60 + Decimal(part)
    return total


def target(word: Word, of: Amount) -> Target:
    """What the piece of that amount aims at.

    Raises:
        TextError: it can be read in two ways, or nobody can run so.
    """
    if word.kind == "LETTER":
        return LetterTarget(word.value.upper())  # type: ignore[arg-type]  # the grammar lets E, M, T, I, R through
    if word.kind in ("NUMBER", "NUMBERS"):
        word.unclear(f"seconds for the distance: write {word.value}s", f"effort: write rpe {word.value}")
    low, high = sorted(_ends(word))
    if word.kind == "RPE":
        if not 0 < low <= high <= 10:
            word.fail(f"rpe goes from 1 to 10, found {word.value!r}")
        return EffortTarget(low, high)
    if word.kind == "PACE":
        _check_pace(word, low, high)
        return PaceTarget(low, high)
    if isinstance(of, Duration):
        word.fail(f"a time as target needs a distance, found {word.value!r}: write a pace (4:10/km) or rpe 7")
    _check_pace(word, low / of.m * 1000, high / of.m * 1000)
    return TimeTarget(low, high)


def _ends(word: Word) -> list[float]:
    if word.kind == "DURATION":
        return [_duration(word).s] * 2
    said = re.sub(r"(?i)rpe|/\s*km|s(ec)?", "", word.value)
    ends = [float(clock(end)) for end in said.split("-")]
    return ends if len(ends) == 2 else ends * 2


def _check_pace(word: Word, low: float, high: float) -> None:
    fastest, slowest = LIMITS.pace_s_per_km
    if fastest <= low and high <= slowest:
        return
    if word.kind == "CLOCK" and fastest <= float(clock(word.value)) <= slowest:
        word.fail(f"nobody covers the distance in {word.value}; as a pace write {word.value}/km")
    mean = (low + high) / 2
    word.fail(f"{word.value!r} is {mean // 60:.0f}:{mean % 60:02.0f} min/km, which is no running pace")


def load_kg(word: Word) -> float:
    """The load [kg]."""
    value = number(word.value)
    low, high = LIMITS.load_kg
    if not low <= value <= high:
        word.fail(f"a load must be from {low:g} to {high:g} kg, found {word.value!r}")
    return value


def _digits(word: Word) -> str:
    found = re.match(r"\d+(?:\.\d+)?", word.value)
    return found[0] if found else "0"
