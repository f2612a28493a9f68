"""FIT files of random definitions, written value by value, and the rows that a reader must find in them."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field

from hypothesis import strategies as st

from ingest.fit.check_sum import check_sum
from tests.support.fit_bytes import BASES, T0
from tests.support.fit_reference import Row, Value

_NAMES = sorted(BASES)
_UNKNOWN_BASE = 0x4B
"""A base type that the protocol does not know: bytes."""
_DEVELOPERS = 2
_DEVELOPED = st.integers(0, 2)
"""Developers and numbers of their fields: few, so that descriptions meet the fields that they describe."""
_FIELD_DESCRIPTION = 206
_COMPRESSED_LOCALS = 4
_TIMESTAMP = 253


@dataclass(frozen=True)
class Field:
    """One field of a definition."""

    number: int
    base: str
    """Name of the base type, or `unknown`."""
    size: int
    """Bytes; not always a multiple of the type's."""
    developer: int | None = None


@dataclass(frozen=True)
class Definition:
    """What a local type means."""

    message: int
    big_endian: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Told:
    """A data message: where it ends in the file, and what it says."""

    ends: int
    number: int
    row: Row


@dataclass
class Writer:
    """A FIT file in the making, and what it tells."""

    out: bytearray = field(default_factory=bytearray)
    told: list[Told] = field(default_factory=list)
    known: dict[int, Definition] = field(default_factory=dict)
    bases: dict[tuple[int, int], str] = field(default_factory=dict)
    """(developer, number) -> base type, as the file has described it up to here."""

    def define(self, local: int, definition: Definition) -> None:
        own = [f for f in definition.fields if f.developer is None]
        developed = [f for f in definition.fields if f.developer is not None]
        order = ">" if definition.big_endian else "<"
        head = 0x40 | local | (0x20 if developed else 0)
        self.out += struct.pack(f"{order}BBBHB", head, 0, definition.big_endian, definition.message, len(own))
        self.out += b"".join(bytes((f.number, f.size, code_of(f.base))) for f in own)
        if developed:
            entries = (bytes((f.number, f.size, f.developer or 0)) for f in developed)
            self.out += bytes([len(developed)]) + b"".join(entries)
        # A developer's field is what was described of it when its definition was written.
        bases = [
            f.base if f.developer is None else self.bases.get((f.developer, f.number), "byte") for f in own + developed
        ]
        fields = tuple(
            Field(f.number, base, f.size, f.developer) for f, base in zip(own + developed, bases, strict=True)
        )
        self.known[local] = Definition(definition.message, definition.big_endian, fields)

    def describe(self, local: int, developer: int, number: int, base: str) -> None:
        """A field description, with the definition that it needs."""
        names = (("uint8", 0), ("uint8", 1), ("uint8", 2))
        self.define(
            local,
            Definition(_FIELD_DESCRIPTION, big_endian=False, fields=tuple(Field(n, name, 1) for name, n in names)),
        )
        self.add(local, bytes((developer, number, code_of(base))))
        self.bases[developer, number] = base

    def add(self, local: int, body: bytes, compressed: int | None = None) -> None:
        """A message; `compressed` is the low end of its time."""
        definition = self.known[local]
        self.out += bytes([local if compressed is None else 0x80 | local << 5 | compressed]) + body
        values, at = [], 0
        for one in definition.fields:
            values.append(value_of(body[at : at + one.size], one.base, big_endian=definition.big_endian))
            at += one.size
        self.told.append(Told(len(self.out), definition.message, tuple(values)))


def code_of(base: str) -> int:
    return _UNKNOWN_BASE if base == "unknown" else BASES[base][0]


def value_of(raw: bytes, base: str, *, big_endian: bool) -> Value:
    """What these bytes mean, after the protocol's description, one value at a time."""
    if base == "string":
        return raw.split(b"\0")[0].decode(errors="replace") or None
    letter = BASES[base][1] if base not in {"byte", "unknown"} else "B"
    width = struct.calcsize(letter)
    if base in {"byte", "unknown"} or len(raw) % width:
        return tuple(raw) if any(byte != 0xFF for byte in raw) else None
    values = [
        None if is_invalid(value, base) else value
        for (value,) in struct.iter_unpack((">" if big_endian else "<") + letter, raw)
    ]
    return values[0] if len(values) == 1 else tuple(values) or None


def is_invalid(value: float, base: str) -> bool:
    if base.startswith("float"):
        return math.isnan(value)
    if base.endswith("z"):
        return value == 0
    bits = 8 * struct.calcsize(BASES[base][1])
    signed = base.startswith("sint")
    return value == (1 << bits - signed) - 1


@st.composite
def fields(draw: st.DrawFn) -> Field:
    base = draw(st.sampled_from([*_NAMES, "unknown"]))
    width = 1 if base in {"string", "byte", "unknown"} else struct.calcsize(BASES[base][1])
    size = draw(st.one_of(st.integers(1, 4).map(lambda count: count * width), st.integers(0, 20), st.just(255)))
    developer = draw(st.sampled_from([None, None, *range(_DEVELOPERS)]))
    return Field(draw(st.integers(0, 252) if developer is None else _DEVELOPED), base, size, developer)


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    message = draw(st.sampled_from([18, 20, 21, 23, 78, 0xFF00, 0xFFFE]))
    timed = (Field(_TIMESTAMP, "uint32", 4),) if draw(st.booleans()) else ()
    told = draw(st.lists(fields(), max_size=6))
    return Definition(message, draw(st.booleans()), (*timed, *told))


@st.composite
def bodies(draw: st.DrawFn, definition: Definition) -> bytes:
    """Values of a message: any bytes, often those that mean none or are at an end of the range."""
    out = b""
    for one in definition.fields:
        if one.number == _TIMESTAMP:
            out += struct.pack(">I" if definition.big_endian else "<I", draw(st.integers(T0, T0 + 10_000)))
            continue
        filling = st.sampled_from([b"\xff", b"\x00", b"\x7f", b"\x80", b"A"]).map(lambda byte, n=one.size: byte * n)  # type: ignore[misc]  # bound now
        out += draw(st.one_of(filling, st.binary(min_size=one.size, max_size=one.size)))
    return out


@st.composite
def written(draw: st.DrawFn) -> Writer:
    """The body of a FIT file: definitions, redefinitions, descriptions and messages in any order."""
    writer = Writer()
    before: list[Definition] = []
    for _ in range(draw(st.integers(1, 12))):
        local = draw(st.integers(0, 15))
        doing = draw(st.sampled_from(("define", "again", "describe", "add", "add", "add")))
        if doing == "describe":
            developer, number = draw(st.integers(0, _DEVELOPERS - 1)), draw(_DEVELOPED)
            writer.describe(local, developer, number, draw(st.sampled_from(_NAMES)))
        elif doing == "add" and writer.known:
            draw(added(writer))
        else:
            fresh = doing != "again" or not before
            before.append(draw(definitions()) if fresh else draw(st.sampled_from(before)))
            writer.define(local, before[-1])
            writer.add(local, draw(bodies(writer.known[local])))
    return writer


@st.composite
def added(draw: st.DrawFn, writer: Writer) -> None:
    """One more message of any local type; descriptions have their own way."""
    local = draw(st.sampled_from(sorted(writer.known)))
    if writer.known[local].message != _FIELD_DESCRIPTION:
        compressed = draw(st.one_of(st.none(), st.integers(0, 31))) if local < _COMPRESSED_LOCALS else None
        writer.add(local, draw(bodies(writer.known[local])), compressed)


def whole_file(writer: Writer, header: int, *, header_crc: bool) -> bytes:
    """The file with header and check sums."""
    head = struct.pack("<BBHI4s", header, 0x20, 21205, len(writer.out), b".FIT")
    if header > 12:
        head += struct.pack("<H", check_sum(head) if header_crc else 0) + bytes(header - 14)
    whole = head + bytes(writer.out)
    return whole + struct.pack("<H", check_sum(whole))


HEADERS = st.tuples(st.sampled_from([12, 14, 14, 16]), st.booleans())
"""Bytes of the header, and whether it has a check sum of its own."""
