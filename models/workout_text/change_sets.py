"""Pure changes to a strength session: another load, number of sets or repetitions, a harder exercise."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from typing_extensions import TypeIs

from models.workout_text.tree import Item, Sets, Workout


def sets_of(workout: Workout, exercise: str) -> Sets | None:
    """The sets of an exercise for both sides; None where there are none, or several kinds of them."""
    found = [item for item in workout.items if _is(item, exercise) and item.side is None]
    return found[0] if len(found) == 1 else None


def with_sets(workout: Workout, exercise: str, new: Sets) -> Workout:
    """The session with `new` in the place of the sets of an exercise.

    Extra sets of one side follow in their repetitions; those of another exercise than `new` fall out.
    """
    old = sets_of(workout, exercise)
    items: list[Item] = []
    for item in workout.items:
        if item is old:
            items.append(new)
        elif not _is(item, exercise):
            items.append(item)
        elif new.exercise == exercise:
            items.append(replace(item, repetitions=new.repetitions))
    return workout if old is None else Workout(tuple(items))


def with_load(workout: Workout, exercise: str, load_kg: float | None) -> Workout:
    """The session with another load [kg] in all sets of an exercise."""
    return Workout(tuple(replace(item, load_kg=load_kg) if _is(item, exercise) else item for item in workout.items))


def with_extra_set(workout: Workout, exercise: str, side: Literal["left", "right"]) -> Workout:
    """The session with one set more on one side, instead of any such set that it has."""
    main = sets_of(workout, exercise)
    if main is None:
        return workout
    extra = replace(main, sets=1, per_side=False, side=side)
    items = [item for item in workout.items if item is main or not _is(item, exercise)]
    items.insert(items.index(main) + 1, extra)
    return Workout(tuple(items))


def extra_side(workout: Workout, exercise: str) -> str:
    """The side that has an extra set, or `none`."""
    sides = (item.side for item in workout.items if _is(item, exercise))
    return next((side for side in sides if side), "none")


def _is(item: object, exercise: str) -> TypeIs[Sets]:
    return isinstance(item, Sets) and item.exercise == exercise
