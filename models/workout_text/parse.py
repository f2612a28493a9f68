"""Reads workout text: `parse("6 x 400m @ 95s / 200m jog")` is a tree, or a TextError that points at the place."""

from __future__ import annotations

from functools import cache, lru_cache

from lark import Lark
from lark.exceptions import UnexpectedInput

from models.errors import TextError
from models.workout_text.grammar import LARK_GRAMMAR, PLAIN
from models.workout_text.quantities import LIMITS
from models.workout_text.reading import Reading
from models.workout_text.refusal import refusal
from models.workout_text.tree import REST, Workout


@cache
def _parser() -> Lark:
    return Lark(LARK_GRAMMAR, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parse(text: str) -> Workout:
    """The session that a workout text means; case and spaces are free.

    The same texts come again with every week of a plan, every athlete of a club and every review.

    Raises:
        TextError: it cannot be read, or can be read in more than one way; the place, and the readings.
    """
    if len(text) > LIMITS.characters:
        raise TextError(f"longer than {LIMITS.characters} characters", text=f"{text[:60]} ...", column=1)
    if not text.strip():
        raise TextError("there is no text; a day off is written: rest", text=text, column=1)
    try:
        tree = _parser().parse(text.translate(PLAIN))
    except UnexpectedInput as error:
        raise refusal(text, error) from error
    return REST if tree.data == "rest" else Reading(text).session(tree)
