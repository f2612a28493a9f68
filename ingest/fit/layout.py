"""How the messages of one definition lie in the file; worked out once, for a watch repeats itself in every file."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.fit.profile import STRING, BaseType, number_type, plain_fields

_FIELDS_AT = 5
"""Behind reserved byte, architecture, message number (2) and number of fields."""

_STRUCT = {"u1": "B", "i1": "b", "u2": "H", "i2": "h", "u4": "I", "i4": "i", "u8": "Q", "i8": "q", "f4": "f", "f8": "d"}
"""numpy's letters in the language of `struct`."""


class StoredField(NamedTuple):
    """Where one field lies within each message of a definition."""

    number: int
    at: int
    """Bytes from the message's header."""
    size: int
    base: int
    """Number of the base type; for developer fields the description tells it."""
    developer: int | None = None
    """Index of the developer whose field it is; None for fields of the profile."""


class Numeric(NamedTuple):
    """A field that holds numbers."""

    field: StoredField
    kind: BaseType
    column: int
    """Place of its first number among all numbers of the message."""

    @property
    def length(self) -> int:
        """How many numbers it holds: one, but for arrays."""
        return self.field.size // self.kind.size


@dataclass(frozen=True)
class Layout:
    """One definition without its header byte."""

    definition: bytes
    developed: bool
    """Whether developers' fields follow those of the profile."""

    @cached_property
    def big_endian(self) -> bool:
        """Whether the high byte of a number comes first."""
        return bool(self.definition[1])

    @cached_property
    def message(self) -> int:
        """Number of the kind of message."""
        return int.from_bytes(self.definition[2:4], "big" if self.big_endian else "little")

    @cached_property
    def size(self) -> int:
        """Bytes of a message with its header."""
        end = _FIELDS_AT + 3 * self.definition[4]
        developers = sum(self.definition[end + 2 :: 3]) if self.developed else 0
        return 1 + sum(self.definition[_FIELDS_AT + 1 : end : 3]) + developers

    @cached_property
    def fields(self) -> tuple[StoredField, ...]:
        """Its fields as they lie in each message, developers' ones last."""
        fields: list[StoredField] = []
        told, place, entry = self.definition, 1, _FIELDS_AT
        for _ in range(told[4]):
            number, size, base = told[entry : entry + 3]
            fields.append(StoredField(number, place, size, base))
            place, entry = place + size, entry + 3
        for _ in range(told[entry] if self.developed else 0):
            number, size, developer = told[entry + 1 : entry + 4]
            fields.append(StoredField(number, place, size, 0, developer))
            place, entry = place + size, entry + 3
        return tuple(fields)

    @cached_property
    def by_number(self) -> dict[int, StoredField]:
        """The fields of the profile; where a number is there twice, the last one counts."""
        return {field.number: field for field in self.fields if field.developer is None}

    @cached_property
    def texts(self) -> tuple[StoredField, ...]:
        """The fields of the profile that hold text."""
        return tuple(field for field in self.by_number.values() if field.base == STRING)

    @cached_property
    def numeric(self) -> dict[int, Numeric]:
        """The fields of the profile that hold numbers, by their number."""
        out: dict[int, Numeric] = {}
        column = 0
        for field in sorted(self.by_number.values(), key=lambda field: field.at):
            kind = number_type(field.base, field.size)
            if kind is not None:
                out[field.number] = Numeric(field, kind, column)
                column += out[field.number].length
        return out

    @cached_property
    def byte_arrays(self) -> tuple[slice, ...]:
        """The numbers that are bytes of one field, which is invalid if all of them are."""
        bytes_ = (each for each in self.numeric.values() if each.kind.letter == "u1" and each.kind.invalid is None)
        return tuple(slice(each.column, each.column + each.length) for each in bytes_)

    @cached_property
    def width(self) -> int:
        """How many numbers a message holds."""
        return sum(numeric.length for numeric in self.numeric.values())

    @cached_property
    def stored(self) -> np.dtype[Any]:
        """A message as numpy sees it, all that is no number left out."""
        order = ">" if self.big_endian else "<"
        numeric = self.numeric.values()
        return np.dtype(
            {
                "names": [str(i) for i in range(len(numeric))],
                "formats": [(order + each.kind.letter, (each.length,)) for each in numeric],
                "offsets": [each.field.at for each in numeric],
                "itemsize": self.size,
            }
        )

    @cached_property
    def floats(self) -> np.dtype[Any]:
        """The same numbers as floats, one behind the other."""
        return np.dtype([(str(i), np.float64, (each.length,)) for i, each in enumerate(self.numeric.values())])

    @cached_property
    def unpack(self) -> Callable[[bytes, int], tuple[float, ...]]:
        """The numbers of the message at a place: quicker than numpy for a few messages."""
        form, end = ">" if self.big_endian else "<", 0
        for field, kind, _ in self.numeric.values():
            form += f"{field.at - end}x{field.size // kind.size}{_STRUCT[kind.letter]}"
            end = field.at + field.size
        return struct.Struct(form).unpack_from

    @cached_property
    def invalid(self) -> NDArray[np.float64]:
        """The stored number that says that there is none, for each number; NaN where none says so."""
        return self._for_each(lambda each: np.nan if each.kind.invalid is None else each.kind.invalid)

    @cached_property
    def has_invalid(self) -> bool:
        """Whether a single number can say that there is none."""
        return not bool(np.isnan(self.invalid).all())

    @cached_property
    def has_floats(self) -> bool:
        """Whether a number can be infinite."""
        return any(each.kind.letter[0] == "f" for each in self.numeric.values())

    @cached_property
    def scale(self) -> NDArray[np.float64]:
        """What each number is to be divided by to have the profile's unit."""
        return self._for_each(lambda each: self.profile[each.field.number][1])

    @cached_property
    def offset(self) -> NDArray[np.float64]:
        """What is then to be taken from it."""
        return self._for_each(lambda each: self.profile[each.field.number][2])

    @cached_property
    def is_scaled(self) -> bool:
        """Whether any number is stored in another unit than the profile's."""
        return bool((self.scale != 1).any())

    @cached_property
    def has_offset(self) -> bool:
        """Whether anything is to be taken from any number."""
        return bool(self.offset.any())

    @cached_property
    def profile(self) -> Mapping[int, tuple[str, float, float]]:
        """Name, scale and offset of each field by number; a field that the profile does not know is `unknown_`."""
        known = plain_fields(self.message)
        return {number: known.get(number) or (f"unknown_{number}", 1, 0) for number in self.by_number}

    @cached_property
    def place(self) -> dict[str, slice]:
        """Where the numbers of each field stand among all of a message, by the field's name."""
        return {
            self.profile[number][0]: slice(each.column, each.column + each.length)
            for number, each in self.numeric.items()
        }

    def _for_each(self, told: Callable[[Numeric], float]) -> NDArray[np.float64]:
        return np.array([told(each) for each in self.numeric.values() for _ in range(each.length)], np.float64)


@lru_cache(maxsize=512)
def layout_of(definition: bytes, *, developed: bool) -> Layout:
    """The layout that a definition without its header byte tells; `developed` if developers' fields follow."""
    return Layout(definition, developed)
