"""The FIT protocol's check sum: CRC-16 with the reflected polynomial 0x8005, over many bytes at once."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_POLYNOMIAL = 0xA001
_PERIOD = 32767
"""After so many bytes a byte counts as before: the polynomial is (x + 1)(x^15 + x + 1), of which the second factor is
primitive, so that x^(2^15 - 1) = 1."""
_LANE = 32
"""Words of a lane: as short as is worth a step of the loop over many lanes."""

Words = NDArray[np.uint16]


def check_sum(data: bytes) -> int:
    """The check sum of `data`, as it stands in the last two bytes of a FIT file.

    What lies a period apart is taken together first. Then the data are cut into lanes of equal length whose sums run
    side by side. Sums are linear: the sum of two lanes one behind the other is the first, carried over as many zero
    bytes as the second has, xor the second. Zero bytes in front change nothing, so that they may fill the first lane.
    """
    if len(data) <= 2 * _LANE:
        return _of_few(data)
    data = _one_period(data)
    filled = b"\0" * (-len(data) % (2 * _LANE)) + data
    lanes = np.frombuffer(filled, "<u2").reshape(-1, _LANE)
    table = _over_a_word()
    sums = np.zeros(len(lanes), np.uint16)
    for words in np.ascontiguousarray(lanes.T):
        sums = table[sums ^ words]
    level = 0
    while len(sums) > 1:
        if len(sums) % 2:
            sums = np.concatenate([np.zeros(1, np.uint16), sums])
        sums = _carried(level, sums[0::2]) ^ sums[1::2]
        level += 1
    return int(sums[0])


def _one_period(data: bytes) -> bytes:
    """At most one period of bytes with the same sum: sums are linear, and zero bytes in front change nothing."""
    if len(data) <= _PERIOD:
        return data
    first = len(data) % _PERIOD
    out: NDArray[np.uint8] = np.bitwise_xor.reduce(
        np.frombuffer(data, np.uint8, offset=first).reshape(-1, _PERIOD), axis=0
    )
    out[_PERIOD - first :] ^= np.frombuffer(data, np.uint8, count=first)
    return bytes(out)


def _of_few(data: bytes) -> int:
    """The sum of less than a lane, such as a header, word by word."""
    table, sum_ = _over_a_word(), 0
    for word in np.frombuffer(b"\0" * (len(data) % 2) + data, "<u2").tolist():
        sum_ = int(table[sum_ ^ word])
    return sum_


def _carried(level: int, sums: Words) -> Words:
    """The sums behind as many zero bytes as two to the power of `level` lanes have."""
    low, high = _carry(level)
    carried: Words = low[sums & np.uint16(0xFF)] ^ high[sums >> np.uint16(8)]
    return carried


@cache
def _carry(level: int) -> tuple[Words, Words]:
    """What `_carried` makes of each low and of each high byte of a sum."""
    bytes_ = np.arange(256, dtype=np.uint16)
    both = [bytes_, np.left_shift(bytes_, 8, dtype=np.uint16)]
    if level:
        low, high = (_carried(level - 1, _carried(level - 1, sums)) for sums in both)
        return low, high
    for _ in range(_LANE):
        both = [_over_a_word()[sums] for sums in both]
    return both[0], both[1]


@cache
def _over_a_word() -> Words:
    """What two zero bytes make of each sum; of a word of data xor the sum, what that word makes of it."""
    sums = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        sums = (sums >> np.uint16(1)) ^ np.where(sums & np.uint16(1), np.uint16(_POLYNOMIAL), np.uint16(0))
    return sums
