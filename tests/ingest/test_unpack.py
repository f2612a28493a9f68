"""gzip, whole, damaged and hostile."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.unpack import UnpackConfig, unpack
from models.errors import ReadError


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_what_was_packed_comes_out(members: list[bytes]) -> None:
    assert unpack(b"".join(gzip.compress(member) for member in members), "x.fit.gz") == b"".join(members)


def test_content_tells_not_the_name() -> None:
    assert unpack(gzip.compress(b"abc"), "x.fit") == b"abc"
    assert unpack(b"abc", "x.fit") == b"abc"
    assert unpack(b"", "x.fit.gz") == b""
    with pytest.raises(ReadError, match=r"named \.gz, but is not packed"):
        unpack(b"abc", "x.FIT.GZ")


def test_too_early_an_end_and_damage_are_told_apart() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 40))
    for length in (2, 9, len(packed) // 2, len(packed) - 1):
        with pytest.raises(ReadError, match="ends too early"):
            unpack(bytes(packed[:length]), "x.gz")
    packed[-6] ^= 0xFF
    with pytest.raises(ReadError, match=r"damaged \(CRC"):
        unpack(bytes(packed), "x.gz")


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    with pytest.raises(ReadError, match="more than 200 times its size"):
        unpack(bomb, "x.gz")
    with pytest.raises(ReadError, match="more than 4 MB"):
        unpack(bomb, "x.gz", UnpackConfig(most_bytes=4 * 2**20, most_ratio=1e9))
