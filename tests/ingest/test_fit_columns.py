"""Check sums, and values of any definition."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fit.chain import chain
from ingest.fit.check_sum import check_sum
from tests.support.fit_bytes import (
    BASES,
    FitBytes,
    crc,
)


@given(st.binary(max_size=3000))
def test_check_sum_is_the_protocols(data: bytes) -> None:
    assert check_sum(data) == crc(data)


@pytest.mark.parametrize("size", [32766, 32767, 32768, 65533, 65534, 65535, 200_001])
def test_check_sum_over_its_period(size: int) -> None:
    data = np.random.default_rng(size).bytes(size)
    assert check_sum(data) == crc(data)


def test_check_sum_of_many_lanes() -> None:
    data = bytes(range(256)) * 513 + b"x"
    assert check_sum(data) == crc(data)


NUMERIC = sorted(set(BASES) - {"string", "byte"})


@st.composite
def columns(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[tuple[float, ...]]]]]:
    """A byte order and fields: base type, and for each of some messages the values of the array."""
    rows = draw(st.integers(1, 4))
    fields = []
    for name in draw(st.lists(st.sampled_from(NUMERIC), min_size=1, max_size=6)):
        letter, width = BASES[name][1], draw(st.integers(1, 3))
        value: st.SearchStrategy[float]
        if letter in "fd":
            value = st.floats(width=32 if letter == "f" else 64, allow_nan=False)
        else:
            bits = 8 * struct.calcsize(letter)
            value = (
                st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
                if letter.islower()
                else st.integers(0, 2**bits - 1)
            )
        fields.append((name, draw(st.lists(st.tuples(*[value] * width), min_size=rows, max_size=rows))))
    return draw(st.sampled_from("<>")), fields


@settings(max_examples=150)
@given(columns())
def test_values_of_any_definition_come_back(case: tuple[str, list[tuple[str, list[tuple[float, ...]]]]]) -> None:
    order, fields = case
    out = FitBytes(order)
    out.body += struct.pack(f"{order}BBBHB", 0x40, 0, int(order == ">"), 0xFF00, len(fields))
    for number, (name, rows) in enumerate(fields):
        code, letter = BASES[name]
        out.body += bytes([number, len(rows[0]) * struct.calcsize(letter), code])
    for row in range(len(fields[0][1])):
        out.body += b"\0"
        for name, rows in fields:
            out.body += struct.pack(f"{order}{len(rows[row])}{BASES[name][1]}", *rows[row])
    (file,) = chain(out.file())
    assert file.complaint is None
    (block,) = file.numbered(0xFF00).blocks
    for number, (name, rows) in enumerate(fields):
        stored = block.stored(block.layout.by_number[number])
        assert [tuple(row) for row in stored.values.tolist()] == rows
        assert [tuple(row) for row in stored.valid.tolist()] == [
            tuple(not invalid(name, v) for v in row) for row in rows
        ]


def invalid(name: str, value: float) -> bool:
    """Whether the protocol says that this value is none."""
    letter = BASES[name][1]
    if letter in "fd":
        return False
    bits = 8 * struct.calcsize(letter)
    return value == (0 if name.endswith("z") else 2 ** (bits - letter.islower()) - 1)
