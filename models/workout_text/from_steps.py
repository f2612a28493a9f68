"""Steps and blocks, as watches and other tools know a run, to a `Workout` of ours.

What they call a step is a repetition, easy running or a recovery only by its place: a soft step that follows a
repetition, and is followed by one or by the next round, is the recovery between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.workout_text.tree import (
    Amount,
    HardManner,
    Move,
    Piece,
    Recovery,
    Repeat,
    RunItem,
    Series,
    SoftManner,
    Target,
    Workout,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of running; soft is easy running or recovery, hard a repetition or stride."""

    amount: Amount
    soft: bool
    manner: SoftManner | HardManner | None = None
    """What is known of it; soft steps without one are easy running where they are no recovery."""
    move: Move | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Parts that are run `times` times."""

    times: int
    parts: tuple[Part, ...]


Part = Step | Block


@dataclass(frozen=True, slots=True)
class Foreign:
    """What was read from another tool: the session in our words, and what these have no word for."""

    workout: Workout
    name: str | None = None
    left_out: tuple[str, ...] = ()
    """Sentences, each with its place."""


def workout_of_parts(parts: Sequence[Part]) -> Workout:
    """The session of these steps and blocks, in order."""
    return Workout(tuple(_items(parts, nested=False)))


def _items(parts: Sequence[Part], *, nested: bool) -> Iterator[RunItem]:
    rest: Recovery | None = None
    for place, part in enumerate(parts):
        if rest is not None:
            rest = None  # it was told with the repetition before it
        elif isinstance(part, Block):
            yield from _block(part)
        elif part.soft:
            yield _piece(part)
        else:
            rest = _rest_before_more(parts[place + 1 : place + 3])
            unclear = part.target is None and part.manner is None and not nested
            alone = rest is None and (unclear or _is_hard(parts[max(place - 1, 0) : place + 2], part))
            series = Series((_piece(part),), rest)
            yield Repeat(1, (series,)) if alone else series


def _rest_before_more(after: Sequence[Part]) -> Recovery | None:
    """The first of the two parts after a repetition, if it is a recovery: the other one is hard again."""
    match after:
        case [Step(soft=True, manner=None) as step, Step(soft=False) | Block()]:
            return Recovery(step.amount, step.move)
    return None


def _is_hard(around: Sequence[Part], part: Step) -> bool:
    """Whether a neighbour is hard too: without a recovery between them both would read as one series.

    Such a one, and one alone of which nothing says that it is hard, is written as `1 x`.
    """
    return any(isinstance(other, Step) and not other.soft for other in around if other is not part)


def _block(block: Block) -> Iterator[RunItem]:
    if block.times == 1:
        yield from _items(block.parts, nested=False)
        return
    *body, last = block.parts
    if body and isinstance(last, Step) and last.soft and last.manner is None:
        yield Repeat(block.times, _inside(body), Recovery(last.amount, last.move))
    else:
        yield Repeat(block.times, _inside(block.parts))


def _inside(parts: Sequence[Part]) -> tuple[RunItem, ...]:
    return tuple(_items(parts, nested=True))


def _piece(step: Step) -> Piece:
    return Piece(step.amount, (step.manner or "easy") if step.soft else step.manner, step.target)
