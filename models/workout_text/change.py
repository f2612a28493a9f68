"""Pure changes to a workout: another target, number of repetitions, recovery or volume; all else stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import floor
from typing import TypeVar

from models.workout_text.main_block import (
    Block,
    default_unit,
    innermost,
    main_block,
    main_index,
    target_of,
    work_pieces,
)
from models.workout_text.tree import (
    Amount,
    Distance,
    Duration,
    EffortTarget,
    Item,
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

_BlockT = TypeVar("_BlockT", bound=RunItem)


def with_target(workout: Workout, value: float, unit: str | None = None) -> Workout:
    """The workout with another target for the repetitions of its main block.

    `value` is for the first repetition, the others change in the same ratio, so 400 m in 92 s asks 46 s for
    200 m where it was 96 and 48; a range stays as wide in per cent. Rounded to 0.1. Without repetitions: the
    same workout.

    Args:
        workout: the session.
        value: middle of the new target, in `unit`.
        unit: s (for the first repetition's distance), s_per_km or rpe; default the unit it has, or s for
            distances and s_per_km for times.
    """
    block = main_block(workout)
    first = next(work_pieces(block), None) if block else None
    if block is None or first is None:
        return workout
    old = target_of(workout)
    unit = unit or (old[1] if old else default_unit(first.amount))
    if old is not None and old[1] == unit and old[0] > 0:
        ratio = value / old[0]
        return _with_block(workout, _map_work(block, lambda piece: replace(piece, target=_scaled(piece.target, ratio))))
    return _with_block(workout, _map_work(block, lambda piece: replace(piece, target=_new(piece, first, value, unit))))


def with_repetitions(workout: Workout, n: int) -> Workout:
    """The workout with `n` repetitions, at least 1, in its main block.

    In sets, each set stays as large as the others: the result never has more than `n`, but for one a set. A
    series loses its last pieces, or repeats its last one; within a repeat it keeps two.
    """
    block = main_block(workout)
    if block is None:
        return workout
    inner = innermost(block)
    sets = repetitions_in([block]) // repetitions_in([inner])
    return _with_block(
        workout, _replace_block(block, inner, _resized(inner, max(1, n // sets), is_nested=inner is not block))
    )


def with_recovery(workout: Workout, value: float, unit: str | None = None) -> Workout:
    """The workout with a recovery of `value` between the repetitions of its main block.

    Args:
        workout: the session.
        value: new recovery, in `unit`.
        unit: s or m; default the unit it has, or s.
    """
    block = main_block(workout)
    if block is None:
        return workout
    inner = innermost(block)
    old = inner.recovery
    in_metres = unit == "m" or (unit is None and old is not None and isinstance(old.amount, Distance))
    amount: Amount = Distance(value) if in_metres else Duration(value)
    changed = replace(inner, recovery=Recovery(amount, old.move if old else None))
    return _with_block(workout, _replace_block(block, inner, changed))


def scaled(workout: Workout, factor: float) -> Workout:
    """The workout with its easy and long running `factor` times as long; repetitions and exercises stay.

    Rounded down, for what it is cut to is a bound, and to what a coach would write: whole minutes from 10 min, half
    minutes below; 100 m.
    """
    return Workout(tuple(_scaled_item(item, factor) for item in workout.items))


def _with_block(workout: Workout, block: Block) -> Workout:
    items: list[Item] = list(workout.items)
    index = main_index(workout)
    if index is not None:
        items[index] = block
    return Workout(tuple(items))


def _map_work(item: _BlockT, change: Callable[[Piece], Piece]) -> _BlockT:
    match item:
        case Piece() if item.is_work:
            return change(item)  # type: ignore[return-value]  # a Piece for a Piece
        case Series(pieces):
            return replace(item, pieces=tuple(_map_work(piece, change) for piece in pieces))
        case Repeat(_, body):
            return replace(item, body=tuple(_map_work(inner, change) for inner in body))
    return item


def _replace_block(block: Block, old: Block, new: Block) -> Block:
    if block is old:
        return new
    if isinstance(block, Repeat):
        body = tuple(
            _replace_block(item, old, new) if isinstance(item, Repeat | Series) else item for item in block.body
        )
        return replace(block, body=body)
    return block


def _resized(block: Block, n: int, *, is_nested: bool) -> Block:
    if isinstance(block, Repeat):
        return replace(block, times=max(1, n // repetitions_in(block.body)))
    if n == 1 and block.recovery is None and not is_nested:  # a lone piece without recovery would read as easy running
        return Repeat(1, (Series(block.pieces[:1]),))
    kept = block.pieces[: max(n, 2) if is_nested else n]
    return replace(block, pieces=kept + block.pieces[-1:] * (n - len(kept)))


def _scaled(target: Target | None, ratio: float) -> Target | None:
    match target:
        case TimeTarget(low, high):
            return TimeTarget(round(low * ratio, 1), round(high * ratio, 1))
        case PaceTarget(low, high):
            return PaceTarget(round(low * ratio, 1), round(high * ratio, 1))
        case EffortTarget(low, high):
            return EffortTarget(min(10.0, round(low * ratio, 1)), min(10.0, round(high * ratio, 1)))
        case other:
            return other


def _new(piece: Piece, first: Piece, value: float, unit: str) -> Target:
    """A target where there was none, or one of another kind."""
    if unit == "rpe":
        return EffortTarget(value, value)
    if unit == "s_per_km":
        return PaceTarget(round(value, 1), round(value, 1))
    if isinstance(piece.amount, Distance) and isinstance(first.amount, Distance):
        seconds = round(value * piece.amount.m / first.amount.m, 1)
        return TimeTarget(seconds, seconds)
    raise ValueError(f"{value:g} s is a target for a distance, not for {piece.amount}")


def _scaled_item(item: Item, factor: float) -> Item:
    if not (isinstance(item, Piece) and item.manner in ("easy", "long")):
        return item
    amount, aim = _scaled_amount(item.amount, factor), item.target
    if isinstance(aim, TimeTarget) and isinstance(amount, Distance) and isinstance(item.amount, Distance):
        aim = _scaled(aim, amount.m / item.amount.m)  # the same pace over another distance
    return replace(item, amount=amount, target=aim)


def _scaled_amount(amount: Amount, factor: float) -> Amount:
    if isinstance(amount, Distance):
        return Distance(max(100.0, _down(amount.m * factor, 100)))
    seconds = amount.s * factor
    return Duration(max(60.0, _down(seconds, 60 if seconds >= 600 else 30)))


def _down(value: float, grain: float) -> float:
    return floor(value / grain + 1e-9) * grain  # 100 x 1.1 is a little more than 110, or a little less
