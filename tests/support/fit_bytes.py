"""FIT files byte by byte, written after the protocol's description and not by our encoder."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
START = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
T0 = int((START - EPOCH).total_seconds())

FILE_ID, SESSION, LAP, RECORD, EVENT, DEVICE_INFO = 0, 18, 19, 20, 21, 23
WORKOUT_STEP, ACTIVITY, DESCRIPTION, DEVELOPER, SET = 27, 34, 206, 207, 225

BASES = {
    "enum": (0x00, "B"),
    "sint8": (0x01, "b"),
    "uint8": (0x02, "B"),
    "sint16": (0x83, "h"),
    "uint16": (0x84, "H"),
    "sint32": (0x85, "i"),
    "uint32": (0x86, "I"),
    "string": (0x07, "s"),
    "float32": (0x88, "f"),
    "float64": (0x89, "d"),
    "uint8z": (0x0A, "B"),
    "uint16z": (0x8B, "H"),
    "uint32z": (0x8C, "I"),
    "byte": (0x0D, "B"),
    "sint64": (0x8E, "q"),
    "uint64": (0x8F, "Q"),
    "uint64z": (0x90, "Q"),
}

Field = tuple[int, str]
"""Number and base type; `string20` is 20 bytes of text, `byte3` three bytes."""


def crc(data: bytes) -> int:
    """The protocol's check sum, bit by bit."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


def _base(name: str) -> tuple[int, str]:
    word = name.rstrip("0123456789")
    if word in {"string", "byte"}:
        return BASES[word][0], f"{name[len(word) :] or 1}s"
    return BASES[name]


@dataclass
class FitBytes:
    """A FIT file in the making."""

    order: str = "<"
    body: bytearray = field(default_factory=bytearray)
    formats: dict[int, str] = field(default_factory=dict)

    def define(self, local: int, message: int, fields: Sequence[Field], developer: Sequence[Field] = ()) -> FitBytes:
        """A definition; developer fields are of developer 0."""
        head = 0x40 | local | (0x20 if developer else 0)
        self.body += struct.pack(f"{self.order}BBBHB", head, 0, int(self.order == ">"), message, len(fields))
        self.formats[local] = self.order
        for number, name in fields:
            code, letter = _base(name)
            self.body += bytes([number, struct.calcsize(letter), code])
            self.formats[local] += letter
        if developer:
            self.body += bytes([len(developer)])
            for number, name in developer:
                letter = _base(name)[1]
                self.body += bytes([number, struct.calcsize(letter), 0])
                self.formats[local] += letter
        return self

    def add(self, local: int, *values: float | bytes) -> FitBytes:
        """A message of that definition."""
        self.body += bytes([local]) + struct.pack(self.formats[local], *values)
        return self

    def add_compressed(self, local: int, low: int, *values: float | bytes) -> FitBytes:
        """A message with five bits of its time in its header."""
        self.body += bytes([0x80 | local << 5 | low]) + struct.pack(self.formats[local], *values)
        return self

    def one(self, message: int, fields: dict[Field, float | bytes]) -> FitBytes:
        """A definition and its only message."""
        return self.define(15, message, list(fields)).add(15, *fields.values())

    def file(
        self, header: int = 14, *, header_crc: bool = True, size: int | None = None, sum_: int | None = None
    ) -> bytes:
        """The file: header, body, check sum."""
        told = len(self.body) if size is None else size
        head = struct.pack("<BBHI4s", header, 0x20, 21205, told, b".FIT")
        if header == 14:
            head += struct.pack("<H", crc(head) if header_crc else 0)
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", crc(whole) if sum_ is None else sum_)


def activity(order: str = "<") -> FitBytes:
    """The beginning of an activity file: who wrote it."""
    return FitBytes(order).one(FILE_ID, {(0, "enum"): 4, (1, "uint16"): 1, (2, "uint16"): 4315})


def session(out: FitBytes, start: int = T0, elapsed_s: float = 10, sport: int = 1, sub_sport: int = 4) -> FitBytes:
    """A session message."""
    return out.one(
        SESSION,
        {
            (253, "uint32"): int(start + elapsed_s),
            (2, "uint32"): start,
            (5, "enum"): sport,
            (6, "enum"): sub_sport,
            (7, "uint32"): int(elapsed_s * 1000),
            (8, "uint32"): int(elapsed_s * 1000),
            (9, "uint32"): 4000,
        },
    )


def plain_run(records: int = 10, order: str = "<") -> FitBytes:
    """An activity with that many records, one a second: time, heart rate 150, 151, ..., distance 4 m each."""
    out = activity(order).define(0, RECORD, [(253, "uint32"), (3, "uint8"), (5, "uint32")])
    for i in range(records):
        out.add(0, T0 + i, 150 + i % 50, 400 * i)
    return session(out, elapsed_s=records)
