"""A session stretch by stretch, as it is run: repeats and series written out, superfluous recoveries left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from models.workout_text.tree import Item, Piece, Recovery, Repeat, Series


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a session, with the rep set that it belongs to."""

    what: Piece | Recovery
    rep_set: int | None = None
    """1-based; None for what is neither repetition nor the recovery between two of one set."""
    is_last_recovery: bool = False
    """Whether it is the recovery after the last repetition of its repeat or series."""


def unroll(items: Iterable[Item]) -> list[Stretch]:
    """All stretches in order.

    A slash gives the recovery after each repetition; after the last one it is there only where another hard
    piece follows at once. Repetitions between long recoveries are one rep set: where a repeat holds more than
    one repetition, each time is a set.
    """
    stretches: list[Stretch] = []
    sets = 0
    previous: Item | None = None
    for item in items:
        goes_on = isinstance(item, Series) and isinstance(previous, Series)
        for group in _groups(item):
            sets += not goes_on and any(_is_work(stretch) for stretch in group)
            stretches += [replace(stretch, rep_set=sets) if _is_work(stretch) else stretch for stretch in group]
        previous = item
    return _within_sets(_without_superfluous(stretches))


def size(items: Iterable[Item]) -> int:
    """An upper bound of the number of stretches, without writing them out."""
    return sum(_size(item) for item in items)


def repetitions_in(items: Iterable[Item]) -> int:
    """The number of repetitions."""
    total = 0
    for item in items:
        match item:
            case Piece():
                total += item.is_work
            case Series():
                total += sum(piece.is_work for piece in item.pieces)
            case Repeat():
                total += item.times * repetitions_in(item.body)
    return total


def _size(item: Item) -> int:
    match item:
        case Series():
            return 2 * len(item.pieces)
        case Repeat():
            return item.times * (size(item.body) + 1)
    return 1


def _groups(item: Item) -> list[list[Stretch]]:
    """The stretches of one item of the session, a list for each rep set."""
    if isinstance(item, Repeat) and repetitions_in(item.body) > 1:
        return [_once(item, time) for time in range(item.times)]
    return [list(_written_out(item))]


def _once(repeat: Repeat, time: int) -> list[Stretch]:
    stretches = [stretch for item in repeat.body for stretch in _written_out(item)]
    if repeat.recovery:
        stretches.append(Stretch(repeat.recovery, is_last_recovery=time == repeat.times - 1))
    return stretches


def _written_out(item: Item) -> Iterator[Stretch]:
    match item:
        case Piece() | Recovery():
            yield Stretch(item)
        case Series():
            for index, piece in enumerate(item.pieces):
                yield Stretch(piece)
                if item.recovery:
                    yield Stretch(item.recovery, is_last_recovery=index == len(item.pieces) - 1)
        case Repeat():
            for time in range(item.times):
                yield from _once(item, time)


def _is_work(stretch: Stretch) -> bool:
    return isinstance(stretch.what, Piece) and stretch.what.is_work


def _is_hard(stretch: Stretch | None) -> bool:
    return stretch is not None and isinstance(stretch.what, Piece) and stretch.what.is_hard


def _without_superfluous(stretches: list[Stretch]) -> list[Stretch]:
    following = [*stretches[1:], None]
    return [
        stretch
        for stretch, after in zip(stretches, following, strict=True)
        if not stretch.is_last_recovery or _is_hard(after)
    ]


def _within_sets(stretches: list[Stretch]) -> list[Stretch]:
    """A recovery belongs to a rep set where it lies between two of its repetitions."""
    before: list[int | None] = []
    last = None
    for stretch in stretches:
        last = stretch.rep_set if stretch.rep_set is not None else last
        before.append(last)
    after: list[int | None] = []
    following = None
    for stretch in reversed(stretches):
        following = stretch.rep_set if stretch.rep_set is not None else following
        after.append(following)
    return [
        replace(stretch, rep_set=mine) if isinstance(stretch.what, Recovery) and mine == theirs else stretch
        for stretch, mine, theirs in zip(stretches, before, reversed(after), strict=True)
    ]
