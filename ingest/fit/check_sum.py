"""The FIT protocol's check sum: CRC-16 with the reflected polynomial 0x8005, over many words at once."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0xA001
_LANES_FROM = 256
"""Shortest data [byte] that is worth cutting into lanes: below it, one step after the other is as quick."""

Words = NDArray[np.uint16]


def check_sum(data: bytes) -> int:
    """The check sum of `data`, as it stands in the last two bytes of a FIT file.

    The data are cut into lanes of equal length whose sums run side by side. Sums are linear: the sum of two lanes
    one after the other is the first, carried over as many zero bytes as the second has, xor the second.
    """
    table = _over_a_word()
    whole = len(data) // 2
    if len(data) < _LANES_FROM:
        lanes, steps = 1, whole
    else:
        lanes = 1 << max(0, (whole.bit_length() - 3) // 2)
        steps = whole // lanes
    words = np.frombuffer(data, "<u2", lanes * steps).reshape(lanes, steps)
    sums = np.zeros(lanes, np.uint16)
    for word in np.ascontiguousarray(words.T):
        sums = table[sums ^ word]
    total = _joined(sums, steps)
    rest = data[2 * lanes * steps :]
    small = _over_a_byte()
    for byte in rest:
        total = (total >> 8) ^ small[(total ^ byte) & 0xFF]
    return total


def _joined(sums: Words, words: int) -> int:
    """The sum of lanes one after the other, each `words` long: neighbours in pairs, then pairs of pairs."""
    if len(sums) == 1:
        return int(sums[0])
    carry = _carry(words)
    while len(sums) > 1:
        sums = _apply(carry, sums[0::2]) ^ sums[1::2]
        carry = _apply(carry, carry)
    return int(sums[0])


def _apply(carry: Words, sums: Words) -> Words:
    """A linear map of sums, given by what it makes of each single bit."""
    out = np.zeros_like(sums)
    for bit in range(16):
        out ^= carry[bit] * ((sums >> np.uint16(bit)) & np.uint16(1))
    return out


def _carry(words: int) -> Words:
    """What `words` words of zero bytes make of each single bit of a sum."""
    bits = np.left_shift(np.uint16(1), np.arange(16, dtype=np.uint16), dtype=np.uint16)
    result, power = bits, _over_a_word()[bits]
    while words:
        if words & 1:
            result = _apply(power, result)
        power = _apply(power, power)
        words >>= 1
    return result


@cache
def _over_a_byte() -> tuple[int, ...]:
    entries = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        entries.append(value)
    return tuple(entries)


@cache
def _over_a_word() -> Words:
    """What two zero bytes make of each sum; of a word of data xor the sum, what that word makes of it."""
    small = np.asarray(_over_a_byte(), np.uint16)
    sums = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(2):
        sums = (sums >> np.uint16(8)) ^ small[sums & np.uint16(0xFF)]
    return sums
