"""What an accepted change does to the sets of an exercise."""

from __future__ import annotations

from dataclasses import replace

from models.adjustment.adjustment import value_text
from models.adjustment.loads import sets_text, value_of
from models.rows import Row
from models.workout_text import parse, sets_of, with_extra_set, with_load, with_sets
from models.workout_text.change_sets import extra_side
from models.workout_text.tree import Sets, Workout


def exercise_value(workout: Workout, exercise: str, parameter: str) -> str | None:
    """What the session asks of the exercise now, as `old_value` has it; None where it does not ask it once."""
    sets = sets_of(workout, exercise)
    if sets is None:
        return None
    match parameter:
        case "load" | "sets" | "set_repetitions":
            return value_text(value_of(sets, parameter))
        case "exercise":
            return sets_text(sets)
        case _:
            return extra_side(workout, exercise)


def with_exercise_value(workout: Workout, change: Row) -> Workout:
    """The session with the `new_value` of the change."""
    exercise, new = str(change["exercise"]), str(change["new_value"])
    sets = sets_of(workout, exercise)
    if sets is None:
        return workout
    match change["parameter"]:
        case "load":
            return with_load(workout, exercise, float(new))
        case "sets":
            return with_sets(workout, exercise, replace(sets, sets=int(float(new))))
        case "set_repetitions":
            return with_sets(workout, exercise, replace(sets, repetitions=int(float(new))))
        case "exercise":
            (item,) = parse(new).items
            return with_sets(workout, exercise, item) if isinstance(item, Sets) else workout
        case _:
            return with_extra_set(workout, exercise, "left" if new == "left" else "right")
