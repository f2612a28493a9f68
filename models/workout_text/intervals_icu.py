"""Reads the workout text of intervals.icu, where `10m` are minutes and `400mtr` metres.

    Warmup
    - 15m Z2 Pace

    Main Set 6x
    - 400mtr 3:50-4:00/km Pace
    - Recovery 200mtr

A line with a dash is a step, any other a heading; a heading that ends in `6x` is run so often, up to the next heading
or blank line (the tool's quick guide, forum.intervals.icu/t/123701). Zones, and shares of a threshold that is not
known here, tell hard from easy and are left out otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from models.errors import TextError
from models.workout_text.from_steps import Block, Foreign, Part, Step, workout_of_parts
from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    EffortTarget,
    Move,
    PaceTarget,
    SoftManner,
    Target,
)

_EASY_ZONE = 2
_EASY_PERCENT = {"pace": 82, "hr": 80, "lthr": 88, "power": 75}
"""Up to these zones and shares a step is easy running: customary ends of the second of five zones; our choice."""
_SLOWER = 1.15
"""So much slower than the fastest pace of its block a step is recovery; our choice."""

_MANY_MINUTES = 100
"""So many minutes in one step are more often meant as metres."""

_METRES = {"mtr": 1.0, "km": 1000.0, "mi": 1609.344, "y": 0.9144}
_PER = {"km": 1000.0, "mi": 1609.344, "100m": 100.0, "250m": 250.0, "400m": 400.0, "500m": 500.0, "100y": 91.44}

_TIME = r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+(?:\.\d+)?)(?:m(?!tr|i)|'))?(?:(?P<s>\d+)(?:s|\"|(?<=[m']\d\d)))?"
_AMOUNT = re.compile(
    rf"(?<![\w.:])(?:(?P<d>\d+(?:\.\d+)?)\s*(?P<unit>mtr|km|mi|y)|{_TIME})(?![\w.:/%-])", re.IGNORECASE
)
_PACE = re.compile(
    r"(?P<one>\d+:\d\d)(?:/(?P<unit1>\w+))?(?:\s*-\s*(?P<two>\d+:\d\d))?(?:/(?P<unit2>\w+))?(?:\s*pace)?", re.IGNORECASE
)
_EFFORT = re.compile(r"\brpe\s*(?P<one>\d+(?:\.\d+)?)(?:\s*-\s*(?P<two>\d+(?:\.\d+)?))?", re.IGNORECASE)
_ZONE = re.compile(r"\bc?z(?P<one>\d)(?:\s*-\s*c?z(?P<two>\d))?(?:\s*(?:hr|lthr|pace|power))?\b", re.IGNORECASE)
_PERCENT = re.compile(
    r"(?P<one>\d+(?:\.\d+)?)%?(?:\s*-\s*(?P<two>\d+(?:\.\d+)?))?%(?:\s*(?P<of>hr|lthr|pace))?", re.IGNORECASE
)
_WATTS = re.compile(r"\d+(?:\s*-\s*\d+)?w\b", re.IGNORECASE)
_TIMES = re.compile(r"(?:^|\s)(?P<times>\d+)\s*x\s*$", re.IGNORECASE)
_SOFT_WORDS = re.compile(r"\b(recover\w*|rest|easy|jog\w*|walk\w*|stand\w*|float|off)\b", re.IGNORECASE)
_MANNERS: tuple[tuple[re.Pattern[str], SoftManner], ...] = (
    (re.compile(r"warm", re.IGNORECASE), "warmup"),
    (re.compile(r"cool", re.IGNORECASE), "cooldown"),
)
_MOVES: tuple[tuple[re.Pattern[str], Move], ...] = (
    (re.compile(r"\bjog", re.IGNORECASE), "jog"),
    (re.compile(r"\bwalk", re.IGNORECASE), "walk"),
    (re.compile(r"\b(stand|rest)", re.IGNORECASE), "stand"),
)


@dataclass
class _Heading:
    """Lines from one heading on."""

    words: str = ""
    times: int = 1
    lines: list[_Line] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """One step as it was read; whether it is soft is known of some only."""

    amount: Amount
    soft: bool | None
    manner: SoftManner | None
    move: Move | None
    target: Target | None


def parse_intervals_icu(text: str) -> Foreign:
    """The session that the text describes.

    Raises:
        TextError: a step without a time or distance, or no step at all; with the line.
    """
    headings, left_out = [_Heading()], list[str]()
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            headings.append(_Heading(headings[-1].words if headings[-1].times == 1 else ""))
        elif line.startswith("-"):
            headings[-1].lines.append(_line(line[1:].strip(), headings[-1].words, number, left_out))
        else:
            times = _TIMES.search(line)
            headings.append(_Heading(line, int(times["times"]) if times else 1))
    parts: list[Part] = [part for heading in headings for part in _parts(heading)]
    if not parts:
        raise TextError("there is no step in it; a step is a line such as `- 10m Z2 Pace`", text=_first(text), column=1)
    return Foreign(workout_of_parts(parts), _name(text), tuple(left_out))


def _first(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else ""


def _name(text: str) -> str | None:
    """The heading before everything, where a blank line follows it."""
    lines = [line.strip() for line in text.strip().splitlines()]
    is_title = len(lines) > 1 and not lines[1] and not lines[0].startswith("-") and not _TIMES.search(lines[0])
    return lines[0] if is_title else None


def _parts(heading: _Heading) -> list[Part]:
    steps = [_step(line, place, heading) for place, line in enumerate(heading.lines)]
    return [Block(heading.times, tuple(steps))] if heading.times > 1 and steps else list(steps)


def _step(line: _Line, place: int, heading: _Heading) -> Step:
    soft = line.soft if line.soft is not None else _is_soft(line, place, heading)
    return Step(line.amount, soft, line.manner if soft else None, line.move, line.target)


def _is_soft(line: _Line, place: int, heading: _Heading) -> bool:
    """Of a step that no word and no zone tells: without a target it is hard only where it begins a block."""
    if line.target is None:
        return heading.times == 1 or place > 0
    return heading.times > 1 and _much_slower(line, heading)


def _much_slower(line: _Line, heading: _Heading) -> bool:
    paces = [other.target.low_s_per_km for other in heading.lines if isinstance(other.target, PaceTarget)]
    return isinstance(line.target, PaceTarget) and line.target.low_s_per_km > _SLOWER * min(paces)


def _line(line: str, heading: str, number: int, left_out: list[str]) -> _Line:
    found = next((each for each in _AMOUNT.finditer(line) if each[0].strip()), None)
    if found is None:
        wanted = f"line {number}: a time or a distance is wanted: 10m, 90s, 400mtr, 0.4km (m means minutes here)"
        raise TextError(wanted, text=line, column=1)
    cue, after = line[: found.start()], line[found.end() :]
    words = f"{heading} {cue} {after}"
    manner = next((manner for pattern, manner in _MANNERS if pattern.search(words)), None)
    move = next((move for pattern, move in _MOVES if pattern.search(f"{cue} {after}")), None)
    target, easy, unknown = _target(f"{cue} {after}")
    soft = True if manner or _SOFT_WORDS.search(words) else easy
    if unknown and not soft:
        left_out.append(f"line {number}: {unknown} is left out: it depends on a threshold that is not known here")
    if found["m"] and not found["h"] and float(found["m"]) >= _MANY_MINUTES:
        left_out.append(f"line {number}: {found[0]} are minutes; metres would be {found['m']}mtr")
    return _Line(_amount(found), soft, manner, move, target)


def _amount(found: re.Match[str]) -> Amount:
    if found["d"]:
        return Distance(round(float(found["d"]) * _METRES[found["unit"].lower()], 1))
    return Duration(3600 * float(found["h"] or 0) + 60 * float(found["m"] or 0) + float(found["s"] or 0))


def _target(words: str) -> tuple[Target | None, bool | None, str]:
    """The target, whether it tells that the step is easy, and what of it has no word of ours."""
    if pace := _PACE.search(words):
        per = _PER.get((pace["unit2"] or pace["unit1"] or "km").lower(), 1000.0)
        ends = sorted(_seconds(each) * 1000 / per for each in (pace["one"], pace["two"] or pace["one"]))
        return PaceTarget(*(round(end, 1) for end in ends)), None, ""
    if effort := _EFFORT.search(words):
        low = float(effort["one"])
        return EffortTarget(low, float(effort["two"] or low)), None, ""
    if zone := _ZONE.search(words):
        return None, int(zone["two"] or zone["one"]) <= _EASY_ZONE, zone[0]
    if share := _PERCENT.search(words):
        limit = _EASY_PERCENT[(share["of"] or "power").lower()]
        return None, float(share["two"] or share["one"]) <= limit, share[0]
    watts = _WATTS.search(words)
    return None, None, watts[0] if watts else ""


def _seconds(clock: str) -> float:
    minutes, seconds = clock.split(":")
    return 60 * float(minutes) + float(seconds)
