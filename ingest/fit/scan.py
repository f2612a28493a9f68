"""One pass over the bytes of a FIT file finds where each message lies; no value is decoded here."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ingest.fit.layout import Layout, layout_of

_COMPRESSED = 0x80
_DEFINITION = 0x40
_DEVELOPER = 0x20
_LOCAL = 0x0F
_COMPRESSED_LOCALS = 4
_OFFSETS_IN_HEADER = 32

_FIELD_DESCRIPTION = 206
_DEFINITION_HEAD = 6
"""Header, reserved byte, architecture, message number (2), number of fields."""
_FEWEST_ALIKE = 64
"""So many messages of one header in a row are noted at once; as measured."""
_BETWEEN = 8192
"""After so many bytes it is seen whether there are as many; as measured."""
MOST_LAYOUTS = 4096
"""A file with more different definitions is broken, and would take long: real ones have up to 60; our choice."""


@dataclass(slots=True)
class Group:
    """All messages of one definition: how they are laid out, and where each begins."""

    layout: Layout
    defined_at: int
    offsets: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass found between two places of a file."""

    groups: tuple[Group, ...]
    """In order of first definition."""
    end: int
    """Where the pass ended: behind the last whole message."""
    damage: str | None
    """What stopped it before its time; None if all was read."""
    cut_off: bool = False
    """Whether it was stopped by nothing but the end."""


class _DamageError(Exception):
    """The bytes at hand are no message."""


class _CutOffError(_DamageError):
    """The bytes at hand end too soon."""


class _UnknownError(Exception):
    """The header is one of a definition, or of a message that none defines."""


def _unknown(_: int) -> None:
    raise _UnknownError


def scan(data: bytes, start: int, end: int) -> Scan:
    """The messages in `data[start:end]`; stops at the first place that cannot be a message."""
    return _Pass(data, end).run(start)


class _Pass:
    """The state of one pass: what each header byte means at this place of the file."""

    def __init__(self, data: bytes, end: int) -> None:
        self.data = data
        self.end = end
        self.meaning: list[tuple[int, Callable[[int], None]]] = [(0, _unknown)] * 256
        """How long a message with a header is, and what notes it."""
        self.alike: list[Group | None] = [None] * 256
        """Of which group the messages with a header are; None where each of them has to be looked at."""
        self.groups: dict[tuple[int, bytes], Group] = {}
        self.described_at = -1
        """Where the last description of a developer's field lies."""

    def run(self, start: int) -> Scan:
        data, end, meaning = self.data, self.end, self.meaning
        at, damage, cut_off = start, None, False
        try:
            while at < end:
                at = self._run_of_alike(at)
                stop = min(end, at + _BETWEEN)
                try:
                    while at < stop:
                        size, note = meaning[data[at]]
                        note(at)
                        at += size
                except _UnknownError:
                    at = self._define(at)
        except _DamageError as error:
            damage, cut_off = str(error), isinstance(error, _CutOffError)
        if at > end:
            at = self._take_back()
            damage, cut_off = "the last message is cut off", True
        return Scan(tuple(self.groups.values()), at, damage, cut_off)

    def _run_of_alike(self, at: int) -> int:
        """Notes many messages of one header in a row at once; where the first of them begins if there are few."""
        header, group = self.data[at : at + 1], self.alike[self.data[at]]
        count = _FEWEST_ALIKE
        while group is not None:
            size = group.layout.size
            heads = self.data[at : min(at + count * size, self.end) : size]
            if len(heads) < count or heads.strip(header):
                break
            group.offsets.frombytes(np.arange(at, at + count * size, size, dtype=np.int64).tobytes())
            at, count = at + count * size, 2 * count
        return at

    def _define(self, at: int) -> int:
        header = self.data[at]
        if header & _COMPRESSED or not header & _DEFINITION:
            raise _DamageError("a message follows there that was never defined")
        head = self.data[at : min(at + _DEFINITION_HEAD, self.end)]
        after = at + _DEFINITION_HEAD + 3 * head[-1]
        if len(head) < _DEFINITION_HEAD or after > self.end:
            raise _CutOffError("a definition is cut off")
        if header & _DEVELOPER:
            if after >= self.end:
                raise _CutOffError("a definition is cut off")
            after += 1 + 3 * self.data[after]
            if after > self.end:
                raise _CutOffError("a definition is cut off")
        self._let_mean(header & _LOCAL, self._group(at, after))
        return after

    def _group(self, at: int, after: int) -> Group:
        """The group of this definition: equal definitions share one, unless developers described fields between."""
        layout = self.data[at + 1 : after]
        developed = bool(self.data[at] & _DEVELOPER)
        key = (self.described_at if developed else -1, layout)
        group = self.groups.get(key)
        if group is None:
            if len(self.groups) == MOST_LAYOUTS:
                raise _DamageError(f"its messages have more than {MOST_LAYOUTS} layouts")
            group = self.groups[key] = Group(layout_of(layout, developed=developed), at)
        return group

    def _let_mean(self, local: int, group: Group) -> None:
        describes = group.layout.message == _FIELD_DESCRIPTION
        known = (group.layout.size, self._describe(group) if describes else group.offsets.append)
        alike = None if describes else group
        # Bits 4 and 5 of a data message's header are reserved: some writers set them.
        for reserved in (0x00, 0x10, 0x20, 0x30):
            self.meaning[reserved | local], self.alike[reserved | local] = known, alike
        if local < _COMPRESSED_LOCALS:
            first = _COMPRESSED | local << 5
            self.meaning[first : first + _OFFSETS_IN_HEADER] = [known] * _OFFSETS_IN_HEADER
            self.alike[first : first + _OFFSETS_IN_HEADER] = [alike] * _OFFSETS_IN_HEADER

    def _describe(self, group: Group) -> Callable[[int], None]:
        def note(at: int) -> None:
            group.offsets.append(at)
            self.described_at = at

        return note

    def _take_back(self) -> int:
        """Forgets the last message, which reaches over the end."""
        last = max((group for group in self.groups.values() if group.offsets), key=lambda group: group.offsets[-1])
        return last.offsets.pop()
