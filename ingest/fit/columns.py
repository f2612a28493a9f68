"""Typed columns from the places of messages: one gather for each definition, no object for each message."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.fit.layout import StoredField
from ingest.fit.profile import STRING, FieldProfile, Part, base_type, field_profile
from ingest.fit.scan import Group

_LONG = 8
"""Most bytes whose bits are parts of other fields."""
_FEW = 4
"""Up to so many messages plain Python is quicker than numpy, as measured."""

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Stored:
    """One field of the messages of one definition, as it is stored."""

    values: NDArray[Any]
    """Shape (messages, values of the array), in the stored type."""
    valid: Flags
    """Shape like values: false where the protocol's "invalid" stands."""
    is_bytes: bool

    def first(self) -> Numbers:
        """The first value for each message; NaN where it is invalid or no finite number."""
        # Broken files hold NaNs that complain when they are copied.
        with np.errstate(invalid="ignore"):
            values = self.values[:, 0].astype(np.float64)
        return np.where(self.valid[:, 0] & np.isfinite(values), values, np.nan)


class Block:
    """The messages of one definition: one gather of their bytes, one conversion of their numbers."""

    def __init__(self, data: bytes, group: Group, rows: NDArray[np.int64]) -> None:
        self.data = data
        self.group = group
        self.layout = group.layout
        self.rows = rows
        """Place of each of its messages among all messages of that kind."""

    @cached_property
    def numbers(self) -> Numbers:
        """All numbers as they are stored, NaN where invalid or infinite; shape (messages, numbers of a message)."""
        layout, offsets = self.layout, self.group.offsets
        if not layout.width:
            return np.empty((len(offsets), 0))
        if len(offsets) <= _FEW:
            out = np.array([layout.unpack(self.data, at) for at in offsets], np.float64)
        else:
            # Broken files hold NaNs that complain when they are copied.
            with np.errstate(invalid="ignore"):
                converted = self._messages.view(layout.stored).astype(layout.floats)
            out = converted.view(np.float64).reshape(-1, layout.width)
        if layout.has_invalid:
            np.copyto(out, np.nan, where=out == layout.invalid)
        if layout.has_floats:
            np.copyto(out, np.nan, where=np.isinf(out))
        for place in layout.byte_arrays:
            out[_all_set(out[:, place]), place] = np.nan
        return out

    @cached_property
    def _messages(self) -> NDArray[np.void]:
        size = self.layout.size
        every = np.ndarray((len(self.data) - size + 1,), f"V{size}", self.data, strides=(1,))
        return every[_places(self.group)]

    def stored(self, field: StoredField, base: int | None = None) -> Stored:
        """The values of a field; of a size that does not fit its type, its bytes."""
        number = field.base if base is None else base
        kind = base_type(number)
        whole = field.size % kind.size == 0
        letter = kind.letter if whole else "u1"
        order = ">" if self.layout.big_endian else "<"
        every = self._messages.view(np.uint8).reshape(-1, self.layout.size)
        cut = np.ascontiguousarray(every[:, field.at : field.at + field.size])
        values = cut.view(f"{order}{letter}") if field.size else cut
        if letter[0] == "f":
            return Stored(values, ~np.isnan(values), is_bytes=False)
        if kind.invalid is None or not whole:
            any_set = (values != 0xFF).any(axis=1, keepdims=True)
            return Stored(values, np.broadcast_to(any_set, values.shape), is_bytes=True)
        return Stored(values, values != kind.invalid, is_bytes=False)

    def first_numbers(self, number: int) -> Numbers | None:
        """The first value of a field for each message, NaN where invalid; None if it is not stored or has no number."""
        told = self.layout.numeric.get(number)
        several_bytes = told and told.kind.letter == "u1" and told.kind.invalid is None
        return None if told is None or several_bytes else self.numbers[:, told.column]


def _all_set(numbers: Numbers) -> Flags:
    """Which rows of stored bytes are all 0xFF: column by column, for most have none."""
    found: Flags = numbers[:, 0] == 0xFF
    for column in numbers.T[1:]:
        if not found.any():
            break
        found &= column == 0xFF
    return found


def _places(group: Group) -> NDArray[np.int64]:
    return np.frombuffer(group.offsets, np.int64)


def _ordered(places: list[NDArray[np.int64]]) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """The places of several definitions' messages in one order, and where in it each definition's own ones stand."""
    if len(places) == 1:
        return places[0], [np.arange(len(places[0]))]
    every = np.concatenate([np.empty(0, np.int64), *places])
    order = np.argsort(every, kind="stable")  # which merges what is in order already
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    ends = itertools.accumulate(len(own) for own in places)
    return every[order], [ranks[end - len(own) : end] for own, end in zip(places, ends, strict=True)]


class Messages:
    """All messages of one kind in one file, in the file's order; a column is decoded when it is asked for.

    `groups` are the definitions of that kind. Words and arrays are kept: each of many sessions asks for them.
    """

    def __init__(self, data: bytes, number: int, groups: Sequence[Group]) -> None:
        self.number = number
        found = [(group, _places(group)) for group in groups if group.offsets]
        self.offsets, rows = _ordered([places for _, places in found])
        """Where each message begins in the file [byte]."""
        self.blocks = tuple(Block(data, group, own) for (group, _), own in zip(found, rows, strict=True))
        self._words: dict[str, list[str | None]] = {}
        self._arrays: dict[str, list[tuple[int | None, ...]]] = {}

    def __len__(self) -> int:
        return len(self.offsets)

    def numbers(self, name: str) -> Numbers:
        """A field in the profile's unit, NaN where there is none; of arrays the first value."""
        field = field_profile(self.number, name)
        out = self._plain(field) / field.scale - field.offset
        for part in field.parts:
            told = self._part(part)
            out = np.where(np.isnan(out), told, out)
        return out

    def raw(self, number: int) -> Numbers:
        """A field by its number, as stored, NaN where there is none."""
        out = np.full(len(self), np.nan)
        for block in self.blocks:
            values = block.first_numbers(number)
            if values is not None:
                out[block.rows] = values
        return out

    def words(self, name: str) -> list[str | None]:
        """An enumerated field in the profile's words; a number that it does not know, as digits."""
        if name not in self._words:
            field = field_profile(self.number, name)
            self._words[name] = [word_of(field, value) for value in self._plain(field).tolist()]
        return self._words[name]

    def wholes(self, name: str) -> list[int | None]:
        """A field of whole numbers."""
        return [None if value != value else int(value) for value in self.numbers(name).tolist()]  # noqa: PLR0124  # NaN

    def texts(self, name: str) -> list[str | None]:
        """A field of text, up to its first zero byte; None where it is empty."""
        return self.numbered_texts(field_profile(self.number, name).number)

    def numbered_texts(self, number: int) -> list[str | None]:
        """A field of text by its number, which the profile need not know."""
        out: list[str | None] = [None] * len(self)
        for block in self.blocks:
            field = block.layout.by_number.get(number)
            if field is not None and field.base == STRING:
                for row, at in zip(block.rows.tolist(), block.group.offsets, strict=True):
                    begin = at + field.at
                    text = block.data[begin : begin + field.size].partition(b"\0")[0]
                    out[row] = text.decode(errors="replace") or None
        return out

    def arrays(self, name: str) -> list[tuple[int | None, ...]]:
        """A field of whole numbers with several values in each message, as stored; empty where it is not stored."""
        if name not in self._arrays:
            self._arrays[name] = self._array(field_profile(self.number, name).number)
        return self._arrays[name]

    def _array(self, number: int) -> list[tuple[int | None, ...]]:
        out: list[tuple[int | None, ...]] = [()] * len(self)
        for block in self.blocks:
            field = block.layout.by_number.get(number)
            if field is None or base_type(field.base).letter[0] == "f":
                continue
            stored = block.stored(field)
            for row, values, valid in zip(
                block.rows.tolist(), stored.values.tolist(), stored.valid.tolist(), strict=True
            ):
                out[row] = tuple(int(v) if ok else None for v, ok in zip(values, valid, strict=True))
        return out

    def _plain(self, field: FieldProfile) -> Numbers:
        """A field as stored; of one that shares its number with others, where the number means it."""
        out = self.raw(field.number)
        if field.only_if:
            out[~np.logical_or.reduce([self.raw(number) == value for number, value in field.only_if])] = np.nan
        return out

    def _part(self, part: Part) -> Numbers:
        """What the bits of another field tell."""
        bits = np.full(len(self), np.nan)
        for block in self.blocks:
            field = block.layout.by_number.get(part.holder)
            if field is not None and 0 < field.size <= _LONG and base_type(field.base).letter[0] != "f":
                bits[block.rows] = _bits(block.stored(field), part)
        if part.accumulates:
            bits = _summed(bits, 1 << part.bits)
        return bits / part.scale - part.offset


def word_of(field: FieldProfile, value: float) -> str | None:
    """The profile's word for a stored number, or its digits."""
    return None if np.isnan(value) else field.words.get(int(value), str(int(value)))


def _bits(stored: Stored, part: Part) -> Numbers:
    """The bits of the part, from bytes in little-endian order or from a whole number."""
    values = stored.values.astype(np.int64)
    whole = (values << 8 * np.arange(values.shape[1])).sum(axis=1) if stored.is_bytes else values[:, 0]
    mask = (1 << part.bits) - 1
    return np.where(stored.valid[:, 0], (whole >> part.bit_offset) & mask, np.nan)


def _summed(low: Numbers, turn: int) -> Numbers:
    """The sum whose low end is told: each fall is a turn of the counter."""
    told = ~np.isnan(low)
    values = low[told]
    turns = np.cumsum(np.diff(values, prepend=values[:1]) < 0)
    out = low.copy()
    out[told] = values + turns * turn
    return out
