"""Writes a `Workout` as text; the canonical form, which reads back as the same tree."""

from __future__ import annotations

from decimal import Decimal

from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    EffortTarget,
    Item,
    LetterTarget,
    PaceTarget,
    Piece,
    Recovery,
    Repeat,
    Series,
    Sets,
    Target,
    Workout,
)

_BARE_METRES_FROM = 50
_AMOUNT_IN_SECONDS_BELOW = 120
_SECONDS_UP_TO = 180
"""Repetition times up to here are written in seconds, as a stop watch shows them on a track."""


def text_of(workout: Workout) -> str:
    """The canonical text, such as `15min easy, 6 x 400m @ 95s / 200m jog`."""
    return ", ".join(_item(item) for item in workout.items) or "rest"


def amount_text(amount: Amount) -> str:
    """`400m`, `10km`, `3min`, `90s`, `4min30s`; below 50 metres `20mtr`, for a bare m is unclear there."""
    if isinstance(amount, Distance):
        return _distance(amount.m)
    seconds = amount.s
    if seconds % 60 == 0:
        return f"{_number(seconds / 60)}min"
    if seconds < _AMOUNT_IN_SECONDS_BELOW:
        return f"{_number(seconds)}s"
    minutes, rest = divmod(Decimal(repr(seconds)), 60)
    return f"{minutes:f}min{_number(float(rest))}s"


def _distance(metres: float) -> str:
    if metres == 1000 or (metres >= 2000 and metres % 100 == 0):
        return f"{_number(float(Decimal(repr(metres)) / 1000))}km"
    return f"{_number(metres)}{'m' if metres >= _BARE_METRES_FROM else 'mtr'}"


def _item(item: Item) -> str:
    match item:
        case Sets():
            return _sets(item)
        case Piece():
            return _piece(item)
        case Recovery():
            return _recovery(item)
        case Series(pieces, recovery):
            return ", ".join(_piece(piece) for piece in pieces) + _slash(recovery)
        case Repeat(times, body, recovery):
            return f"{times} x {_body(body)}{_slash(recovery)}"


def _body(body: tuple[Item, ...]) -> str:
    match body:
        case (Piece() as piece,) | (Series((piece,), None),):
            return _piece(piece)
    return f"({' + '.join(_item(item) for item in body)})"


def _piece(piece: Piece) -> str:
    words = [amount_text(piece.amount), piece.manner, f"@ {target_text(piece.target)}" if piece.target else None]
    return " ".join(word for word in words if word)


def _recovery(recovery: Recovery) -> str:
    return f"{amount_text(recovery.amount)} {recovery.move or ''}".rstrip()


def _slash(recovery: Recovery | None) -> str:
    return f" / {_recovery(recovery)}" if recovery else ""


def _sets(sets: Sets) -> str:
    each = f"{sets.repetitions}" if sets.hold_s is None else amount_text(Duration(sets.hold_s))
    side = "/side" if sets.per_side else f" {sets.side}" if sets.side else ""
    load = f" @ {_number(sets.load_kg)}kg" if sets.load_kg is not None else ""
    return f"{sets.exercise} {sets.sets}x{each}{side}{load}"


def target_text(target: Target) -> str:
    """`95s`, `4:10-4:15`, `3:55/km`, `rpe 8`, `R`."""
    match target:
        case LetterTarget(letter):
            return letter
        case EffortTarget(low, high):
            return f"rpe {_range(_number(low), _number(high))}"
        case PaceTarget(low, high):
            return f"{_range(_clock(low), _clock(high))}/km"
    if target.high_s <= _SECONDS_UP_TO:
        return f"{_range(_number(target.low_s), _number(target.high_s))}s"
    return _range(_clock(target.low_s), _clock(target.high_s))


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}-{high}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(Decimal(repr(seconds)), 60)
    padding = "0" if rest < 10 else ""
    return f"{minutes:f}:{padding}{_number(float(rest))}".replace(".0:", ":")


def _number(value: float) -> str:
    """The shortest digits that read back as `value`."""
    return f"{int(value)}" if value == int(value) else repr(value)
