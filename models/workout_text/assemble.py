"""Puts what was read into place: pieces into series, recoveries to what they follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.workout_text.quantities import Word
from models.workout_text.tree import Piece, Recovery, Repeat, RunItem, Series


@dataclass(frozen=True, slots=True)
class Slashed:
    """A piece as it was read, with the recovery that a slash gave it."""

    piece: Piece
    recovery: Recovery | None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A part of the text: where it stands, and what was read."""

    place: Word
    meaning: Slashed | RunItem


def assemble(parts: Sequence[Unplaced], *, nested: bool) -> tuple[RunItem, ...]:
    """The parts in order; hard pieces that follow each other up to a slash become one series.

    Raises:
        TextError: it is unclear whether a piece is easy running or a repetition, or what a slash belongs to.
    """
    items: list[RunItem] = []
    pending: list[Unplaced] = []
    for part in parts:
        match part.meaning:
            case Slashed(piece, recovery) if piece.is_hard:
                pending.append(part)
                if recovery is not None:
                    _flush(items, pending, recovery, nested=nested)
            case Slashed(piece, recovery):
                if recovery is not None:
                    part.place.fail("a slash gives the recovery after a repetition; easy running has none")
                _flush(items, pending, None, nested=nested)
                items.append(piece)
            case other:
                _flush(items, pending, None, nested=nested)
                items.append(other)
    _flush(items, pending, None, nested=nested)
    return tuple(items)


def repeated(place: Word, times: int, body: tuple[RunItem, ...], recovery: Recovery | None) -> Repeat:
    """`times` times `body`; `6 x (400m + 200m jog)` is the same as `6 x 400m / 200m jog`.

    Raises:
        TextError: nothing to repeat, or two recoveries one after the other.
    """
    *before, last = body
    own = _recovery_at_end(last)
    if own is not None and (recovery is not None or (isinstance(last, Recovery) and before and _ends_so(before[-1]))):
        place.fail("two recoveries follow each other; keep one of them")
    if isinstance(last, Recovery):
        if not before:
            place.fail("there is nothing to repeat but a recovery")
        return Repeat(times, tuple(before), last)
    if own is not None and isinstance(last, Series):
        return Repeat(times, (*before, replace(last, recovery=None)), own)
    return Repeat(times, body, recovery)


def _recovery_at_end(item: RunItem) -> Recovery | None:
    if isinstance(item, Recovery):
        return item
    return item.recovery if isinstance(item, Series) and len(item.pieces) == 1 else None


def _ends_so(item: RunItem) -> bool:
    return _recovery_at_end(item) is not None


def _flush(items: list[RunItem], pending: list[Unplaced], recovery: Recovery | None, *, nested: bool) -> None:
    """Move the pending pieces into one series, unless it is unclear whether they are one."""
    pieces = [part.meaning.piece for part in pending if isinstance(part.meaning, Slashed)]
    if not pieces:
        return
    first = pending[0].place
    if len({type(piece.amount) for piece in pieces}) > 1:
        first.unclear(
            f"easy running: write {first.value} easy",
            f"a repetition with its own recovery: write {first.value} / 3min",
        )
    if len({piece.is_work for piece in pieces}) > 1:
        first.fail("strides and repetitions share a recovery; give the strides their own, such as / 40s walk")
    lonely = len(pieces) == 1 and recovery is None and not (items and isinstance(items[-1], Series))
    if lonely and not nested and pieces[0].target is None and pieces[0].manner is None:
        first.unclear(f"easy running: write {first.value} easy", f"one repetition: write 1 x {first.value}")
    items.append(Series(tuple(pieces), recovery))
    pending.clear()
