"""Says in words why a text is not in the grammar: what was found, and what could stand there."""

from __future__ import annotations

import re
from difflib import get_close_matches

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from models.errors import TextError
from models.exercises import find_exercise
from models.workout_text.grammar import WORDS_FOR
from models.workout_text.quantities import Word
from models.workout_text.reading import unknown_exercise

_KEYWORDS = ("easy", "long", "tempo", "strides", "warmup", "cooldown", "jog", "walk", "stand", "rest")


def refusal(text: str, error: UnexpectedInput) -> TextError:
    """The error to show for a text that the parser refused."""
    if isinstance(error, UnexpectedCharacters):
        place = error.pos_in_stream or 0
        return _unwanted(Word("", text[place], text, place + 1), set(error.allowed or ()))
    if not isinstance(error, UnexpectedToken):
        return TextError("the text ends too early", text=text, column=len(text) + 1)
    found = _found(text, error.token)
    expected = set(error.accepts or error.expected)
    name = _name_before(found) if expected <= {"NUMBER", "_X"} else None
    if name is not None:
        return _misplaced(name) or _unknown_name(name, found)
    if found.kind != "NAME":
        return _unwanted(found, expected)
    return _misplaced(found) or _exercise_last(found) or _unwanted(found, expected)


def _found(text: str, token: Token) -> Word:
    if token.type == "$END":
        return Word("$END", "", text, len(text.rstrip()) + 1)
    return Word(token.type, str(token), text, (token.start_pos or 0) + 1)


def _name_before(found: Word) -> Word | None:
    """The words just before, with a number or without; they were read as the name of an exercise."""
    name = re.search(r"[^\W\d_]+([ -]+[^\W\d_]+)*(?=[\s\d.]*$)", found.text[: found.column - 1])
    return Word("NAME", name[0], found.text, name.start() + 1) if name else None


def _unknown_name(name: Word, found: Word) -> TextError:
    if find_exercise(name.value) is None:
        return unknown_exercise(name)
    wanted = f"after {name.value!r} sets and repetitions are wanted, such as 3x8"
    return TextError(wanted, text=found.text, column=found.column)


def _exercise_last(name: Word) -> TextError | None:
    if find_exercise(name.value) is None:
        return None
    return TextError(f"an exercise comes first, then sets: {name.value} 3x8", text=name.text, column=name.column)


def _misplaced(word: Word) -> TextError | None:
    """A word that is, or nearly is, one of our own."""
    said = word.value.casefold()
    if said in _KEYWORDS:
        return TextError(f"{word.value!r} comes after its time or distance", text=word.text, column=word.column)
    close = get_close_matches(said, _KEYWORDS, n=1, cutoff=0.7)
    if not close:
        return None
    return TextError(f"{word.value!r} is not known; did you mean {close[0]}?", text=word.text, column=word.column)


def _unwanted(found: Word, expected: set[str]) -> TextError:
    wanted = [words for kind, words in WORDS_FOR.items() if kind in expected]
    what = f"{found.value!r} cannot stand here" if found.value else "the text ends too early"
    return TextError(f"{what}; wanted: {', '.join(wanted)}", text=found.text, column=found.column)
