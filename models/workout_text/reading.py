"""From the parser's tree to a `Workout`: each rule of the grammar has its method."""

from __future__ import annotations

from typing import Literal

from lark import Token, Tree

from models.errors import TextError
from models.exercises import EXERCISES, find_exercise, nearest_exercises
from models.workout_text.assemble import Slashed, Unplaced, assemble, repeated
from models.workout_text.quantities import LIMITS, Word, amount, load_kg, number, target, whole
from models.workout_text.tree import (
    Amount,
    Duration,
    Manner,
    Move,
    Piece,
    Recovery,
    Repeat,
    RunItem,
    Sets,
    Workout,
)
from models.workout_text.unroll import size

_Node = Tree[Token]

_STRIDES_RECOVERY = Recovery(Duration(40), "walk")
"""What `strides 6x20s` means where no recovery is said: a walk of about twice the stride (coaching custom)."""

_MANNERS: dict[str, Manner] = {
    "ea": "easy",
    "lo": "long",
    "te": "tempo",
    "st": "strides",
    "wa": "warmup",
    "wu": "warmup",
    "co": "cooldown",
    "cd": "cooldown",
}
_MOVES: dict[str, Move] = {"jog": "jog", "wal": "walk", "sta": "stand", "res": "stand"}
_SIDES: dict[str, Literal["left", "right"]] = {"l": "left", "r": "right"}


class Reading:
    """One text on its way to a workout; holds the text, because every error shows it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def session(self, tree: _Node) -> Workout:
        """The workout.

        Raises:
            TextError: a part of it is unclear, or its parts do not go together.
        """
        nodes = _subtrees(tree)
        is_exercise = [node.data == "exercise" for node in nodes]
        if any(is_exercise) and not all(is_exercise):
            other = nodes[is_exercise.index(not is_exercise[0])]
            self._place(other).fail("running and exercises in one text; make them two texts of the same day")
        if all(is_exercise):
            return Workout(tuple(self._sets(node) for node in nodes))
        items = assemble([self._run(node) for node in nodes], nested=False)
        if (steps := size(items)) > LIMITS.steps:
            self._place(nodes[0]).fail(f"{steps} steps in one session; {LIMITS.steps} are the most")
        return Workout(items)

    def _run(self, node: _Node) -> Unplaced:
        place = self._place(node)
        if node.data == "hard_or_soft":
            piece, *rest = _subtrees(node)
            return Unplaced(place, Slashed(self._piece(piece), self._recovery(rest[0]) if rest else None))
        if node.data == "jog":
            of = self._amount(_subtrees(node)[0], of_recovery=False)
            return Unplaced(place, Recovery(of, _move(node)))
        return Unplaced(place, self._repeat(node, place))

    def _repeat(self, node: _Node, place: Word) -> Repeat:
        count, *parts = _subtrees(node)
        times = whole(self._word(count), LIMITS.times, "the number of repetitions")
        recovery = self._recovery(parts.pop()) if parts[-1].data == "recovery" else None
        manner = _manner(node) if node.data == "strides" else None
        if manner == "strides" and recovery is None:
            recovery = _STRIDES_RECOVERY
        return repeated(place, times, self._body(parts, place, manner), recovery)

    def _body(self, parts: list[_Node], place: Word, manner: Manner | None) -> tuple[RunItem, ...]:
        if parts[0].data != "piece":
            return assemble([self._run(part) for part in parts], nested=True)
        piece = self._piece(parts[0])
        if manner is not None:
            if piece.manner not in (None, manner):
                place.fail(f"{manner} and {piece.manner} running in one; say one of them")
            piece = Piece(piece.amount, manner, piece.target)
        return assemble([Unplaced(place, Slashed(piece, None))], nested=True)

    def _piece(self, node: _Node) -> Piece:
        parts = {part.data: part for part in _subtrees(node)}
        of = self._amount(parts["amount"], of_recovery=False)
        return Piece(of, _manner(node), target(self._word(parts["target"]), of) if "target" in parts else None)

    def _recovery(self, node: _Node) -> Recovery:
        return Recovery(self._amount(_subtrees(node)[0], of_recovery=True), _move(node))

    def _amount(self, node: _Node, *, of_recovery: bool) -> Amount:
        return amount(self._word(node), of_recovery=of_recovery)

    def _sets(self, node: _Node) -> Sets:
        name = next(self._of(token) for token in _tokens(node))
        exercise = find_exercise(name.value)
        if exercise is None:
            raise unknown_exercise(name)
        count, each, *more = _subtrees(node)
        loads = [self._word(part) for part in more if part.data == "load"]
        sides = [self._word(part) for part in more if part.data == "side"]
        if len(more) > bool(sides) + bool(loads):
            name.fail("load or side is said twice")
        said = self._word(each)
        sets = whole(self._word(count), LIMITS.sets, "the number of sets")
        _check_side(said, f"{exercise.name} {sets}x", is_said=bool(sides), is_one_sided=exercise.per_side)
        held = amount(said, of_recovery=False) if said.kind == "DURATION" else None
        return Sets(
            exercise.name,
            sets,
            repetitions=None if held else whole(said, LIMITS.repetitions, "repetitions"),
            hold_s=held.s if isinstance(held, Duration) else None,
            load_kg=load_kg(loads[0]) if loads else None,
            per_side=any(side.kind == "PER_SIDE" for side in sides),
            side=next((_SIDES[side.value[0].lower()] for side in sides if side.kind == "ONE_SIDE"), None),
        )

    def _word(self, node: _Node) -> Word:
        return self._of(_tokens(node)[0])

    def _of(self, token: Token) -> Word:
        return Word(token.type, str(token), self.text, (token.start_pos or 0) + 1)

    def _place(self, node: _Node) -> Word:
        start, end = node.meta.start_pos, node.meta.end_pos
        return Word(str(node.data), self.text[start:end], self.text, start + 1)


def unknown_exercise(name: Word) -> TextError:
    """The error for a name that the catalogue does not have, with the nearest ones that it has."""
    nearest = nearest_exercises(name.value)
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else f"known are {', '.join(e.name for e in EXERCISES)}"
    return TextError(f"there is no exercise {name.value!r}; {hint}", text=name.text, column=name.column)


def _check_side(said: Word, begin: str, *, is_said: bool, is_one_sided: bool) -> None:
    if is_said and not is_one_sided:
        said.fail(f"this exercise works both sides at once: write {begin}{said.value}")
    if is_one_sided and not is_said:
        readings = [f"for each side: write {begin}{said.value}/side"]
        if said.kind == "NUMBER" and (half := number(said.value) / 2) == int(half):
            readings.append(f"in all: write {begin}{half:g}/side")
        said.unclear(*readings)


def _manner(node: _Node) -> Manner | None:
    said = next((token for token in _tokens(node) if token.type == "MANNER"), None)
    return _MANNERS[str(said)[:2].lower()] if said is not None else None


def _move(node: _Node) -> Move | None:
    said = next((token for token in _tokens(node) if token.type == "MOVE"), None)
    return _MOVES[str(said)[:3].lower()] if said is not None else None


def _subtrees(node: _Node) -> list[_Node]:
    return [child for child in node.children if isinstance(child, Tree)]


def _tokens(node: _Node) -> list[Token]:
    return [child for child in node.children if isinstance(child, Token)]
