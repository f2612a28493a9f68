"""The FIT files that one file holds, one behind the other: headers, check sums, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.fit.check_sum import check_sum
from ingest.fit.columns import Messages
from ingest.fit.profile import message_number
from ingest.fit.scan import Group, Scan, scan

_MARK = b".FIT"
_MARK_AT = 8
_SHORT_HEADER, _HEADER = 12, 14
_CHECK_SUM_SIZE = 2
MOST_FILES = 1000
"""A longer chain is broken, and would take long: a watch hangs on a file for each leg of a multisport; our choice."""


@dataclass(frozen=True)
class FitFile:
    """One FIT file with its messages; a chain holds several."""

    data: bytes
    """The whole chain."""
    found: Scan
    end: int
    """Where the next one may begin."""
    complaint: str | None
    """What is wrong with it, and where; None for a whole file with a right check sum."""

    def messages(self, name: str) -> Messages:
        """All messages of that name."""
        return self.numbered(message_number(name))

    def numbered(self, number: int) -> Messages:
        """All messages of that number, which the profile need not know; decoded once for all who ask."""
        if number not in self._asked:
            self._asked[number] = Messages(self.data, number, self._groups.get(number, ()))
        return self._asked[number]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The kinds of message that it holds, in order of their first definition."""
        return tuple(self._groups)

    @cached_property
    def _groups(self) -> dict[int, list[Group]]:
        groups: dict[int, list[Group]] = {}
        for group in self.found.groups:
            groups.setdefault(group.layout.message, []).append(group)
        return groups

    @cached_property
    def _asked(self) -> dict[int, Messages]:
        return {}


def is_header(data: bytes, at: int) -> bool:
    """Whether a FIT file begins at `at`."""
    return data[at + _MARK_AT : at + _SHORT_HEADER] == _MARK and data[at] >= _SHORT_HEADER


def chain(data: bytes) -> Iterator[FitFile]:
    """The FIT files of `data` in order, at most `MOST_FILES`; ends before bytes that are no FIT file."""
    at = 0
    for _ in range(MOST_FILES):
        if not is_header(data, at):
            return
        file = _read(data, at)
        yield file
        at = file.end


def _read(data: bytes, start: int) -> FitFile:
    header = data[start]
    told = int.from_bytes(data[start + 4 : start + 8], "little")
    first = start + header
    end = first + told if told else len(data)
    found = scan(data, min(first, len(data)), min(end, len(data)))
    complaint = _complaint(data, start, end, found, unfinished=not told)
    return FitFile(data, found, min(end + _CHECK_SUM_SIZE, len(data)), complaint)


def _complaint(data: bytes, start: int, end: int, found: Scan, *, unfinished: bool) -> str | None:
    if unfinished:
        return f"the recorder never finished it, and messages end at byte {found.end}"
    if end > len(data) and (not found.damage or found.cut_off):
        there = f"of {end + _CHECK_SUM_SIZE - start} bytes only {len(data) - start} are there"
        return f"it is cut off: {there}, and messages end at byte {found.end}"
    if found.damage:
        return f"it is damaged at byte {found.end}: {found.damage}"
    stored = data[end : end + _CHECK_SUM_SIZE]
    if len(stored) < _CHECK_SUM_SIZE:
        return f"it is cut off at byte {len(data)}, in its check sum"
    if check_sum(data[start:end]) != int.from_bytes(stored, "little"):
        return f"its check sum at byte {end} is wrong: something in it was changed, and all of it was read as it stands"
    return _header_complaint(data, start)


def _header_complaint(data: bytes, start: int) -> str | None:
    """A header of 14 bytes may have a check sum of its own; 0 says that it has none."""
    stored = int.from_bytes(data[start + _SHORT_HEADER : start + _HEADER], "little")
    if data[start] < _HEADER or not stored or stored == check_sum(data[start : start + _SHORT_HEADER]):
        return None
    return f"the check sum of its header at byte {start + _SHORT_HEADER} is wrong"
