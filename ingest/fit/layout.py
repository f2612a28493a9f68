"""How the messages of one definition lie in the file; worked out once, for a watch repeats itself in every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.fit.profile import STRING, BaseType, base_type, first_of, plain_fields

_FIELDS_AT = 5
"""Behind reserved byte, architecture, message number (2) and number of fields."""


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
    def several(self) -> tuple[StoredField, ...]:
        """The fields of the profile that hold text or more than one value."""
        fields = self.by_number.values()
        return tuple(field for field in fields if field.base == STRING or field.size > base_type(field.base).size)

    @cached_property
    def column(self) -> dict[int, int]:
        """The column of each field that holds numbers in a table of them, by the field's number."""
        return {number: i for i, number in enumerate(self._numeric)}

    @cached_property
    def numbers(self) -> np.dtype[Any]:
        """A message as numpy sees it: the first value of each field that holds numbers."""
        order = ">" if self.big_endian else "<"
        numeric = self._numeric.values()
        return np.dtype(
            {
                "names": _names(len(numeric)),
                "formats": [order + kind.letter for _, kind in numeric],
                "offsets": [field.at for field, _ in numeric],
                "itemsize": self.size,
            }
        )

    @cached_property
    def invalid(self) -> NDArray[np.float64]:
        """Which stored number says that there is none, for each column; NaN for floats."""
        return np.array([kind.invalid for _, kind in self._numeric.values()], np.float64)

    @cached_property
    def profile(self) -> Mapping[int, tuple[str, float, float]]:
        """Name, scale and offset of each field by number; a field that the profile does not know is `unknown_`."""
        known = plain_fields(self.message)
        return {number: known.get(number) or (f"unknown_{number}", 1, 0) for number in self.by_number}

    @cached_property
    def _numeric(self) -> dict[int, tuple[StoredField, BaseType]]:
        kinds = ((number, field, first_of(field.base, field.size)) for number, field in self.by_number.items())
        return {number: (field, kind) for number, field, kind in kinds if kind}


@lru_cache(maxsize=512)
def layout_of(definition: bytes, *, developed: bool) -> Layout:
    """The layout that a definition without its header byte tells; `developed` if developers' fields follow."""
    return Layout(definition, developed)


@cache
def floats(count: int) -> np.dtype[Any]:
    """As many numbers, one behind the other."""
    return np.dtype([(name, np.float64) for name in _names(count)])


@cache
def _names(count: int) -> list[str]:
    return [str(i) for i in range(count)]
