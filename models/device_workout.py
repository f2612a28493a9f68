"""A workout as a watch runs it: steps and repeats after the FIT profile, as rows of `device_steps`.

A repeat ends with its recovery, as watches know it, also after the last repetition. Repeats within repeats, which
watches do not know, are written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from models.exercises import find_exercise
from models.paces import EASY_RANGE
from models.tables import DEVICE_STEPS
from models.workout_text.main_block import work_pieces
from models.workout_text.text import target_text
from models.workout_text.tree import (
    Distance,
    EffortTarget,
    Item,
    LetterTarget,
    PaceTarget,
    Piece,
    Recovery,
    Repeat,
    RunItem,
    Series,
    Sets,
    Target,
    TimeTarget,
    Workout,
)

_Row = dict[str, Any]
_EITHER_WAY = 0.02
"""Watches want a range: what the verdicts allow, where the plan names one number."""
REPEAT = "repeat_until_steps_cmplt"


def device_steps_of(workout: Workout, paces: Mapping[str, float] | None = None) -> pl.DataFrame:
    """Rows of `device_steps` (but for the owner) of a session; none for a rest day.

    Targets are speeds [m/s]; what a watch cannot hold, such as effort, stands in the notes.

    Args:
        workout: the session.
        paces: the athlete's own pace for Daniels' letters [s/km]; a letter without one is told in the notes.
    """
    steps = _Steps(paces or {})
    easy_at = _easy_at(workout.items)
    for place, item in enumerate(workout.items):
        if isinstance(item, Sets):
            steps.sets(item)
        else:
            steps.run(item, easy_at[place], goes_on=_begins_hard(workout.items[place + 1 : place + 2]))
    rows: list[dict[str, object]] = [{"workout_step_index": index, **row} for index, row in enumerate(steps.rows)]
    return DEVICE_STEPS.unowned(DEVICE_STEPS.rows(rows))


def _easy_at(items: tuple[Item, ...]) -> list[str]:
    """FIT's intensity of easy running at each place: it warms up, recovers or cools down around repetitions.

    Where there are none, it is what the session is for.
    """
    hard = [n for n, item in enumerate(items) if not isinstance(item, Sets) and any(True for _ in work_pieces(item))]
    if not hard:
        return ["active"] * len(items)
    return ["warmup" if n < hard[0] else "cooldown" if n > hard[-1] else "recovery" for n in range(len(items))]


def _begins_hard(items: tuple[Item, ...]) -> bool:
    """Whether a repetition or stride comes first: only then is a recovery before it run."""
    match items[:1]:
        case (Piece() as piece,):
            return piece.is_hard
        case (Repeat(_, body),):
            return _begins_hard(body)
    return isinstance(items[0], Series) if items else False


@dataclass
class _Steps:
    """Collects the steps in order."""

    paces: Mapping[str, float]
    rows: list[_Row] = field(default_factory=list)

    def run(self, item: Item, soft: str, *, goes_on: bool) -> None:
        """A stretch of running, a series, or a repeat; easy running is `soft`.

        A recovery after the last of a series is there only where the session `goes_on`: a hard piece follows at once.
        """
        match item:
            case Piece():
                self._piece(item, soft)
            case Recovery():
                self._recovery(item)
            case Series(pieces, recovery):
                for number, piece in enumerate(pieces):
                    self._piece(piece, soft)
                    if recovery and (goes_on or number + 1 < len(pieces)):
                        self._recovery(recovery)
            case Repeat():
                self._repeat(item, soft, goes_on=goes_on)

    def sets(self, item: Sets) -> None:
        """The sets of an exercise as a repeat, or a watch would count them as one."""
        first = len(self.rows)
        sides = ("left", "right") if item.per_side else (item.side,)
        for side in sides:
            self.rows.append(_exercise(item, side))
        self.rows.append({"name": "Rest", "intensity": "rest", "duration_type": "open", "target_type": "open"})
        self._repeated(first, item.sets)

    def _repeat(self, item: Repeat, soft: str, *, goes_on: bool) -> None:
        written_out = item.times == 1 or any(isinstance(part, Repeat) for part in item.body)
        first = len(self.rows)
        for time in range(1, item.times + 1 if written_out else 2):
            is_last = written_out and time == item.times
            again = goes_on if is_last else goes_on or _begins_hard(item.body)
            self._body(item.body, soft, goes_on=again and not item.recovery)
            if item.recovery and (goes_on or not is_last):
                self._recovery(item.recovery)
        if not written_out:
            self._repeated(first, item.times)

    def _body(self, body: tuple[RunItem, ...], soft: str, *, goes_on: bool) -> None:
        for place, part in enumerate(body):
            rest = body[place + 1 : place + 2]
            self.run(part, soft, goes_on=_begins_hard(rest) if rest else goes_on)

    def _repeated(self, first: int, times: int) -> None:
        if times > 1:
            self.rows.append({"duration_type": REPEAT, "repeat_from_index": first, "repeat_count": times})

    def _piece(self, piece: Piece, soft: str) -> None:
        named = {"warmup": "warmup", "cooldown": "cooldown"}.get(piece.manner or "")
        intensity = "active" if piece.is_hard else named or soft
        name = "Stride" if piece.manner == "strides" else None
        self.rows.append({"name": name, "intensity": intensity, **_amount(piece), **self._target(piece)})

    def _recovery(self, recovery: Recovery) -> None:
        name = {"walk": "Walk", "stand": "Stand"}.get(recovery.move or "", "Jog")
        self.rows.append({"name": name, "intensity": "recovery", **_amount(recovery), "target_type": "open"})

    def _target(self, piece: Piece) -> _Row:
        pace = _pace(piece.target, piece, self.paces)
        if pace is None:
            said = target_text(piece.target) if piece.target else None
            return {"target_type": "open", "notes": said}
        fast, slow = pace
        if fast == slow:
            fast, slow = fast * (1 - _EITHER_WAY), slow * (1 + _EITHER_WAY)
        return {"target_type": "speed", "target_low": 1000 / slow, "target_high": 1000 / fast}


def _pace(target: Target | None, piece: Piece, paces: Mapping[str, float]) -> tuple[float, float] | None:
    """Fast and slow end of the target [s/km]; None where it is no speed."""
    match target:
        case TimeTarget(low, high) if isinstance(piece.amount, Distance):
            return low / piece.amount.m * 1000, high / piece.amount.m * 1000
        case PaceTarget(low, high):
            return low, high
        case LetterTarget(letter) if letter in paces:
            return paces[letter], paces[letter] * (EASY_RANGE if letter == "E" else 1.0)
        case EffortTarget() | _:
            return None


def _amount(of: Piece | Recovery) -> _Row:
    if isinstance(of.amount, Distance):
        return {"duration_type": "distance", "distance_m": of.amount.m}
    return {"duration_type": "time", "duration_s": of.amount.s}


def _notes(name: str) -> str | None:
    """What to mind; first what to do, where FIT has no name for it and the watch shows the category alone."""
    known = find_exercise(name)
    parts = [name] if known is None or known.fit_name is None else []
    if known and known.caution:
        parts.append(known.caution)
    text = ": ".join(parts)
    return text[:1].upper() + text[1:] or None


def _exercise(item: Sets, side: str | None) -> _Row:
    lasts: _Row = (
        {"duration_type": "reps", "repetitions": item.repetitions}
        if item.hold_s is None
        else {"duration_type": "time", "duration_s": item.hold_s}
    )
    return {
        "name": f"{item.exercise} {side or ''}".strip().capitalize(),
        "notes": _notes(item.exercise),
        "intensity": "active",
        **lasts,
        "target_type": "open",
        "exercise": item.exercise,
        "weight_kg": item.load_kg,
    }
