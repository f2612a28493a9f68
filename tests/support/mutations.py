"""Damage of every sort to the bytes of a file: what transfers, disks, hands and enemies do to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

Mutation = Callable[[bytes, bytes, Random], bytes]
"""(file, another file of that format, dice) -> damaged file."""

_EXTREMES = (0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF)
_WORDS = (
    *(
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"\0",
        b"\xff\xfe",
        b"NaN",
        b"1e999",
        b"-0",
        b"9" * 400,
    ),
    *(b"</trkpt>", b"<trkseg>", b"</Trackpoint>", b'<!DOCTYPE a [<!ENTITY b "c">]>', b"&b;", b"0000-00-00T00:00:00Z"),
)
"""What a reader of XML may stumble over."""
_MOST_TIMES = 60
"""How often a piece is repeated at most."""


def flip_bits(data: bytes, _other: bytes, dice: Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut_end(data: bytes, _other: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data))]


def cut_out(data: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + _length(data, dice) :]


def splice(data: bytes, other: bytes, dice: Random) -> bytes:
    """The beginning of one file before the end of another."""
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def chain_files(data: bytes, other: bytes, dice: Random) -> bytes:
    """One whole file behind another, with something between."""
    return data + dice.randbytes(dice.choice((0, 0, 1, 2, 14))) + other


def extreme_bytes(data: bytes, _other: bytes, dice: Random) -> bytes:
    """Counts, sizes and types that are as small or as big as can be."""
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 16))):
        out[dice.randrange(len(out))] = dice.choice(_EXTREMES)
    return bytes(out)


def extreme_beginning(data: bytes, other: bytes, dice: Random) -> bytes:
    """The same where the header and the first definitions are."""
    head = min(len(data), 200)
    return extreme_bytes(data[:head], other, dice) + data[head:]


def told_size(data: bytes, _other: bytes, dice: Random) -> bytes:
    """The size in a FIT file's header: 0, a little more or less, anything."""
    size = int.from_bytes(data[4:8], "little")
    told = dice.choice((0, 1, size - 1, size + 1, size // 2, 2 * size, 2**31, 2**32 - 1, dice.randrange(2**32)))
    return data[:4] + (told % 2**32).to_bytes(4, "little") + data[8:]


def insert_bytes(data: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.randbytes(dice.choice((1, 2, 3, 16, 300))) + data[at:]


def insert_word(data: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice(_WORDS) + data[at:]


def repeat_piece(data: bytes, _other: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    piece = data[at : at + _length(data, dice)]
    return data[:at] + piece * dice.choice((2, 3, _MOST_TIMES)) + data[at:]


def swap_pieces(data: bytes, _other: bytes, dice: Random) -> bytes:
    a, b, c = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def fill_piece(data: bytes, _other: bytes, dice: Random) -> bytes:
    """A block of a disk that was never written."""
    at, length = dice.randrange(len(data)), dice.choice((1, 16, 512, 4096))
    return data[:at] + bytes([dice.choice(_EXTREMES)]) * len(data[at : at + length]) + data[at + length :]


ANY: tuple[Mutation, ...] = (
    *(flip_bits, cut_end, cut_out, splice, chain_files, extreme_bytes, extreme_beginning),
    *(insert_bytes, repeat_piece, swap_pieces, fill_piece),
)
MUTATIONS: Mapping[str, tuple[Mutation, ...]] = {
    "fit": (*ANY, told_size, told_size),
    "gpx": (*ANY, insert_word, insert_word),
    "tcx": (*ANY, insert_word, insert_word),
    "gz": ANY,
    "zip": ANY,
}
"""Format -> what may happen to a file of it."""


def mutate(format_: str, data: bytes, other: bytes, dice: Random) -> tuple[str, bytes]:
    """One to three mutations and their names."""
    chosen = [dice.choice(MUTATIONS[format_]) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    for mutation in chosen:
        data = mutation(data, other, dice) or b"\0"
    return " + ".join(mutation.__name__ for mutation in chosen), data


def _length(data: bytes, dice: Random) -> int:
    """Of a piece: small ones as often as big ones, up to 64 KB."""
    return dice.randrange(1, 1 + min(len(data), 1 << dice.randrange(1, 17)))
