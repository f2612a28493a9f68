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
        found = Word("", text[error.pos_in_stream], text, error.pos_in_stream + 1)
        return _unwanted(found, set(error.allowed or ()))
    if not isinstance(error, UnexpectedToken):
        return TextError("the text ends too early", text=text, column=len(text) + 1)
    token = error.token
    ended = token.type == "$END"
    found = Word(token.type, "" if ended else str(token), text, len(text.rstrip()) + 1 if ended else _column(token))
    expected = set(error.accepts or error.expected)
    if expected == {"NUMBER"} and (name := _name_before(found)) is not None:
        if find_exercise(name.value) is None:
            return _misspelt(name) or unknown_exercise(name)
        wanted = f"after {name.value!r} sets and repetitions are wanted, such as 3x8"
        return TextError(wanted, text=text, column=found.column)
    if found.kind == "NAME":
        if find_exercise(found.value.split(",")[0]) is not None:
            return TextError(f"an exercise comes first, then sets: {found.value} 3x8", text=text, column=found.column)
        return _misspelt(found) or _unwanted(found, expected)
    return _unwanted(found, expected)


def _name_before(found: Word) -> Word | None:
    name = re.search(r"[^\W\d_]+([ -]+[^\W\d_]+)*(?=\s*$)", found.text[: found.column - 1])
    return Word("NAME", name[0], found.text, name.start() + 1) if name else None


def _misspelt(word: Word) -> TextError | None:
    close = get_close_matches(word.value.casefold(), _KEYWORDS, n=1, cutoff=0.7)
    if not close:
        return None
    return TextError(f"{word.value!r} is not known; did you mean {close[0]}?", text=word.text, column=word.column)


def _unwanted(found: Word, expected: set[str]) -> TextError:
    wanted = [words for kind, words in WORDS_FOR.items() if kind in expected]
    what = f"{found.value!r} cannot stand here" if found.value else "the text ends too early"
    return TextError(f"{what}; wanted: {', '.join(wanted)}", text=found.text, column=found.column)


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1
