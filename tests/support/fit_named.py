"""Our named columns of FIT messages beside the values that another decoder gives by the same names."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fitparse.profile import MESSAGE_TYPES

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages
from ingest.fit.developer import developer_columns
from ingest.fit.every_column import every_column
from ingest.fit.profile import message_name
from ingest.fit.timestamps import ABSOLUTE_FROM, timestamps
from tests.support.fit_reference import Reference, developed, named, stored, time
from tests.support.fit_rows import number_or_none

_UNNAMED = re.compile("^unnamed_dev_field_.*")
"""What fitparse calls a developer's field without a name."""
_SET = 225
"""The only message whose time is not field 253."""


Value = Any
"""What a decoder gives: a number, a text, a tuple, or None."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One value of one message, as both give it."""

    message: str
    column: str
    row: int
    ours: Value
    theirs: Value


def pairs(file: FitFile, number: int, references: Sequence[Reference]) -> Iterator[Pair]:
    """Every value of the messages of one kind by name: numbers, words, texts, developers'."""
    messages = file.numbered(number)
    theirs = [named(reference) for reference in references]
    if number in MESSAGE_TYPES:
        yield from _asked_for(messages, theirs)
    yield from _every(file, messages, references)
    yield from _times(file, messages, references)
    yield from _developed(file, messages, references)


def _asked_for(messages: Messages, theirs: list[dict[str, Value]]) -> Iterator[Pair]:
    """What `numbers`, `words` and `texts` give for each name of the profile that the file tells anything of."""
    told_of = {name for told in theirs for name in told}
    kind = message_name(messages.number)
    for name, reading in _readings(messages.number).items():
        values = [told.get(name) for told in theirs]
        codes = _codes(reading)
        if name not in told_of:
            continue
        if reading.base_type.name == "string":
            texts = [value if isinstance(value, str) else None for value in values]
            yield from _paired(kind, name, messages.texts(name), texts)
            continue
        ours = [number_or_none(value) for value in messages.numbers(name).tolist()]
        yield from _paired(kind, name, ours, [_number(value, codes) for value in values])
        if codes and not reading.scale:
            yield from _paired(kind, f"{name} in words", messages.words(name), [_word(v, codes) for v in values])


def _readings(number: int) -> dict[str, Value]:
    """The fields of the profile, and those that share their number with others, by name."""
    fields = MESSAGE_TYPES[number].fields.values()
    return {reading.name: reading for field in fields for reading in (*(field.subfields or ()), field)}


def _codes(reading: Value) -> dict[str, int]:
    """Numbers of an enumerated field by its words."""
    return {word: code for code, word in (reading.type.values or {}).items()}


def _number(value: Value, codes: Mapping[str, int]) -> float | None:
    """A value as `numbers` gives it: the first one; none for text, and for bytes, which are no number."""
    first = value[0] if isinstance(value, tuple) else value
    known = codes.get(first) if isinstance(first, str) else first
    return known if isinstance(known, int | float) else None


def _word(value: Value, codes: Mapping[str, int]) -> str | None:
    """A value as `words` gives it: the profile's word, or digits."""
    by_code = {code: word for word, code in codes.items()}
    code = _number(value, codes)
    return None if code is None else by_code.get(int(code), str(int(code)))


def _paired(kind: str, column: str, ours: list[Value], theirs: list[Value]) -> Iterator[Pair]:
    for row, (own, value) in enumerate(zip(ours, theirs, strict=True)):
        yield Pair(kind, column, row, own, value)


def _every(file: FitFile, messages: Messages, references: Sequence[Reference]) -> Iterator[Pair]:
    """What `every_column` gives: all that is stored, arrays whole."""
    kind = message_name(messages.number)
    columns = every_column(file)[kind]
    theirs = [stored(reference) for reference in references]
    both = zip(references, theirs, strict=True)
    in_headers = any(time(one) is not None and "timestamp" not in told for one, told in both)
    for name in columns.place.keys() - ({"timestamp"} if in_headers else set()):
        ours = [_whole(row) for row in columns[name].reshape(len(messages), -1).tolist()]
        yield from _paired(kind, f"every {name}", ours, [_whole(values.get(name)) for values in theirs])
    for name, texts in columns.texts.items():
        values = [told.get(name) for told in theirs]
        yield from _paired(kind, f"every {name}", texts, [one if isinstance(one, str) else None for one in values])
    missing = {name for told in theirs for name, value in told.items() if value is not None}
    missing -= {*columns.place, *columns.texts}
    yield Pair(kind, "columns that are missing", 0, [], sorted(missing))


def _whole(value: Value) -> Value:
    """A number, or those of an array without what fills it up; none for text."""
    many = list(value) if isinstance(value, list | tuple) else [value]
    many = [None if isinstance(one, str) or one is None else number_or_none(one) for one in many]
    while many and many[-1] is None:
        many.pop()
    return tuple(many)


def _times(file: FitFile, messages: Messages, references: Sequence[Reference]) -> Iterator[Pair]:
    """The time of each message, from its own field or from its header.

    Of a device without a clock all times count from when it was switched on.
    """
    wanted = [time(reference) for reference in references]
    if any(one is not None for one in wanted) and messages.number != _SET:
        ours = [number_or_none(value) for value in timestamps(file, messages).tolist()]
        if ours[0] is not None and wanted[0] is not None and wanted[0] < ABSOLUTE_FROM:
            switched_on = ours[0] - wanted[0]
            wanted = [one if one is None else one + switched_on for one in wanted]
        yield from _paired(message_name(messages.number), "time", ours, wanted)


def _developed(file: FitFile, messages: Messages, references: Sequence[Reference]) -> Iterator[Pair]:
    """Developers' numbers: in each message the same names with the same values."""
    columns = [(field.name, values.tolist()) for field, values in developer_columns(file, messages)]
    for row, reference in enumerate(references):
        told = ((_UNNAMED.sub("", name), _finite(value)) for name, value in developed(reference))
        theirs = sorted((name, value) for name, value in told if value is not None)
        if theirs or columns:
            ours = sorted((name, values[row]) for name, values in columns if not math.isnan(values[row]))
            yield Pair(message_name(messages.number), "developers' fields", row, ours, theirs)


def _finite(value: Value) -> float | None:
    first = _number(value, {})
    return float(first) if first is not None and math.isfinite(first) else None
