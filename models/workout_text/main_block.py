"""The main block of a run, the one with the most repetitions: what it asks for now."""

from __future__ import annotations

from collections.abc import Iterator

from models.workout_text.tree import (
    Amount,
    Distance,
    EffortTarget,
    LetterTarget,
    PaceTarget,
    Piece,
    Recovery,
    Repeat,
    RunItem,
    Series,
    Target,
    TimeTarget,
    Workout,
)
from models.workout_text.unroll import repetitions_in

Block = Repeat | Series


def main_index(workout: Workout) -> int | None:
    """Place of the main block among the items; the first of several with as many repetitions."""
    counts = [repetitions_in([item]) for item in workout.items]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def main_block(workout: Workout) -> Block | None:
    """The main block; None for a session without repetitions."""
    index = main_index(workout)
    block = workout.items[index] if index is not None else None
    return block if isinstance(block, Repeat | Series) else None


def work_pieces(item: RunItem) -> Iterator[Piece]:
    """The repetitions of a block in order, each written once."""
    match item:
        case Piece() if item.is_work:
            yield item
        case Series(pieces):
            yield from (piece for piece in pieces if piece.is_work)
        case Repeat(_, body):
            for inner in body:
                yield from work_pieces(inner)


def innermost(block: Block) -> Block:
    """The repeat or series that holds the repetitions: `4 x 200m` of `2 x (4 x 200m / 200m walk) / 5min`."""
    if isinstance(block, Series):
        return block
    inner = [item for item in block.body if isinstance(item, Repeat | Series) and repetitions_in([item])]
    if len(inner) == 1 and (isinstance(inner[0], Repeat) or len(inner[0].pieces) > 1):
        return innermost(inner[0])
    return block


def target_of(workout: Workout) -> tuple[float, str] | None:
    """Middle of the target of the main block's first repetition, and its unit: s, s_per_km or rpe.

    None without repetitions, without target, and for a letter, whose number the tree does not know.
    """
    block = main_block(workout)
    first = next(work_pieces(block), None) if block else None
    return _middle(first.target) if first else None


def default_unit(amount: Amount) -> str:
    """How a target for such a repetition is given: a distance is timed, a time has a pace."""
    return "s" if isinstance(amount, Distance) else "s_per_km"


def repetitions_of(workout: Workout) -> int | None:
    """Number of repetitions of the main block; None for a session without repetitions."""
    block = main_block(workout)
    return repetitions_in([block]) if block else None


def recovery_of(workout: Workout) -> tuple[float, str] | None:
    """Recovery between the repetitions of the main block, and its unit: s or m; None where none is said."""
    block = main_block(workout)
    recovery: Recovery | None = innermost(block).recovery if block else None
    if recovery is None:
        return None
    amount = recovery.amount
    return (amount.m, "m") if isinstance(amount, Distance) else (amount.s, "s")


def _middle(target: Target | None) -> tuple[float, str] | None:
    match target:
        case TimeTarget(low, high):
            return (low + high) / 2, "s"
        case PaceTarget(low, high):
            return (low + high) / 2, "s_per_km"
        case EffortTarget(low, high):
            return (low + high) / 2, "rpe"
        case LetterTarget() | None:
            return None
