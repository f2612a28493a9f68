"""The FIT profile as the reader asks for it: numbers, units, words and parts of fields, from fitparse's profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from fitparse.profile import FIELD_TYPES, MESSAGE_TYPES
from fitparse.records import BASE_TYPE_BYTE, BASE_TYPES

TIMESTAMP = 253
BYTE = 0x0D
STRING = 0x07


@dataclass(frozen=True)
class Part:
    """Bits of one field that tell another one, such as the distance in `compressed_speed_distance`."""

    holder: int
    """Number of the field that the bits lie in."""
    bits: int
    bit_offset: int
    scale: float
    offset: float
    accumulates: bool
    """Whether the bits are the low end of a sum that goes on growing."""


@dataclass(frozen=True)
class FieldProfile:
    """What the profile says of a field of one kind of message."""

    number: int
    """The field that it is stored in."""
    scale: float
    offset: float
    words: Mapping[int, str]
    """What the numbers of an enumerated field mean; empty for any other."""
    parts: tuple[Part, ...] = ()
    """Where else its value may be found, if the field itself is not stored."""
    only_if: tuple[tuple[int, int], ...] = ()
    """Of a field that shares its number with others: (field, value) pairs, one of which must hold."""


@dataclass(frozen=True)
class BaseType:
    """How a value is stored, and which value says that there is none."""

    letter: str
    invalid: float | None
    """None for bytes and text, which have a rule of their own, and for floats, where it is NaN."""

    @cached_property
    def size(self) -> int:
        """Bytes of one value."""
        return np.dtype(self.letter).itemsize


@cache
def base_type(number: int) -> BaseType:
    """The base type of that number; an unknown one is read as bytes, like the protocol says."""
    known = BASE_TYPES.get(number, BASE_TYPE_BYTE)
    if known.name in {"string", "byte"}:
        return BaseType("u1", None)
    dtype = np.dtype(known.fmt)
    if dtype.kind == "f":
        return BaseType(f"f{dtype.itemsize}", None)
    return BaseType(f"{dtype.kind}{dtype.itemsize}", 0 if known.name.endswith("z") else int(np.iinfo(dtype).max))


@cache
def number_type(number: int, size: int) -> BaseType | None:
    """How the numbers in a field of that base type and size are stored; None where it holds none.

    A field of a size that does not fit its type is read as bytes; of several bytes each value is one.
    """
    kind = base_type(number)
    if number == STRING or not size:
        return None
    if number != BYTE and size % kind.size == 0:
        return kind
    return BaseType("u1", 0xFF if size == 1 else None)


@cache
def message_number(name: str) -> int:
    """The number of the messages called `name`."""
    return int(next(number for number, kind in MESSAGE_TYPES.items() if kind.name == name))


@cache
def message_name(number: int) -> str:
    """What the profile calls the messages of that number."""
    known = MESSAGE_TYPES.get(number)
    return known.name if known else f"unknown_{number}"


@cache
def plain_fields(message: int) -> Mapping[int, tuple[str, float, float]]:
    """Name, scale and offset of each field of a kind of message, by number; empty for a kind that is not known."""
    fields = MESSAGE_TYPES[message].fields.values() if message in MESSAGE_TYPES else ()
    told = {field.def_num: (field.name, field.scale or 1, field.offset or 0) for field in fields}
    return {TIMESTAMP: ("timestamp", 1, 0)} | told


@cache
def field_profile(message: int, name: str) -> FieldProfile:
    """What the profile says of the field, or of one of its readings, called `name`.

    Raises:
        KeyError: the profile knows no such field of that message.
    """
    if name == "timestamp":
        return FieldProfile(TIMESTAMP if message != message_number("set") else 254, 1, 0, {})
    for field in MESSAGE_TYPES[message].fields.values():
        if field.name == name:
            parts = _parts(message, field.def_num)
            return FieldProfile(field.def_num, field.scale or 1, field.offset or 0, _words(field), parts)
        for reading in field.subfields or ():
            if reading.name == name:
                where = tuple((ref.def_num, ref.raw_value) for ref in reading.ref_fields)
                return FieldProfile(
                    field.def_num, reading.scale or 1, reading.offset or 0, _words(reading), only_if=where
                )
    raise KeyError(name)


def _words(field: object) -> Mapping[int, str]:
    return getattr(getattr(field, "type", None), "values", None) or {}


def _parts(message: int, number: int) -> tuple[Part, ...]:
    return tuple(
        Part(holder.def_num, c.bits, c.bit_offset, c.scale or 1, c.offset or 0, bool(c.accumulate))
        for holder in MESSAGE_TYPES[message].fields.values()
        for c in holder.components or ()
        if c.def_num == number
    )


@cache
def exercise_words(category: int, subtype: int | None) -> tuple[str, str | None]:
    """The profile's words for an exercise: its category and, where known, its name in that category."""
    word = FIELD_TYPES["exercise_category"].values.get(category, str(category))
    names = FIELD_TYPES.get(f"{word}_exercise_name")
    return word, names.values.get(subtype) if names else None
