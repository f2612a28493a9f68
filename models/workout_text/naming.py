"""What a session is called: its kind, and a short title."""

from __future__ import annotations

from models.exercises import find_exercise
from models.workout_text.main_block import Block, work_pieces
from models.workout_text.text import amount_text
from models.workout_text.tree import Distance, Duration, Piece, Repeat, Series, Sets, Workout
from models.workout_text.unroll import repetitions_in


def kind_of(workout: Workout) -> str:
    """The kind of session, one of `WORKOUT_KINDS`.

    Strength with jumps in it is strength. One repetition alone, or only tempo running, is tempo. Strides do
    not make an easy run an interval session.
    """
    if not workout.items:
        return "rest"
    sets = [item for item in workout.items if isinstance(item, Sets)]
    if sets:
        return "plyometrics" if all(is_jump(item) for item in sets) else "strength"
    pieces = [piece for item in workout.items if not isinstance(item, Sets) for piece in work_pieces(item)]
    if pieces:
        only_tempo = all(piece.manner == "tempo" for piece in pieces)
        return "tempo" if only_tempo or repetitions_in(workout.items) == 1 else "intervals"
    return _kind_of_easy(workout)


def title_of(workout: Workout) -> str:
    """A few words for calendars and tables, such as `6 x 400 m`, `40 min easy`, `Squat, lunge, calf raise`."""
    if not workout.items:
        return "Rest"
    blocks = [item for item in workout.items if isinstance(item, Repeat | Series) and repetitions_in([item])]
    if blocks:
        return " + ".join(_block_title(block) for block in blocks)
    sets = [item.exercise for item in workout.items if isinstance(item, Sets)]
    if sets:
        return ", ".join(dict.fromkeys(sets)).capitalize()
    soft = [item for item in workout.items if isinstance(item, Piece)]
    titles = [f"{_spaced(item)} {item.manner or ''}".strip() for item in soft]
    return " + ".join(titles) or {"easy": "Easy run", "other": "Strides"}.get(kind_of(workout), "Run")


def contacts_of_sets(item: Sets) -> int:
    """Foot contacts of some sets; 0 where they are no jumps."""
    exercise = find_exercise(item.exercise)
    each = exercise.contacts_per_repetition if exercise else 0
    return item.sets * (item.repetitions or 0) * (2 if item.per_side else 1) * each


def contacts_of(workout: Workout) -> int:
    """Foot contacts of the jumps of a session; landings on one leg count double, both sides are counted."""
    return sum(contacts_of_sets(item) for item in workout.items if isinstance(item, Sets))


def is_jump(item: Sets) -> bool:
    """Whether the sets are jumps."""
    exercise = find_exercise(item.exercise)
    return exercise is not None and exercise.kind == "plyometrics"


def _kind_of_easy(workout: Workout) -> str:
    manners = {piece.manner for item in workout.items for piece in _soft_pieces(item)}
    if "long" in manners:
        return "long"
    only_strides = all(isinstance(item, Repeat | Series) for item in workout.items) and not manners
    return "other" if only_strides else "easy"


def _soft_pieces(item: object) -> list[Piece]:
    if isinstance(item, Piece):
        return [item]
    if isinstance(item, Repeat):
        return [piece for inner in item.body for piece in _soft_pieces(inner)]
    return []


def _block_title(block: Block) -> str:
    pieces = list(work_pieces(block))
    tempo = " tempo" if all(piece.manner == "tempo" for piece in pieces) else ""
    return _repeated(block) + tempo


def _repeated(block: Block) -> str:
    if isinstance(block, Repeat):
        inner = [item for item in block.body if isinstance(item, Repeat | Series)]
        words = " + ".join(_repeated(item) for item in inner)
        several = len(inner) > 1 or any(isinstance(item, Series) and len(item.pieces) > 1 for item in inner)
        return f"{block.times} x ({words})" if several else f"{block.times} x {words}"
    return ", ".join(_spaced(piece) for piece in block.pieces)


def _spaced(piece: Piece) -> str:
    text = amount_text(piece.amount)
    units = ("km", "mtr", "m") if isinstance(piece.amount, Distance) else ("min", "s")
    unit = next(unit for unit in units if text.endswith(unit))
    if isinstance(piece.amount, Duration) and unit == "s" and "min" in text:
        return text
    return f"{text.removesuffix(unit)} {'m' if unit == 'mtr' else unit}"
