"""gzip, whole, damaged and hostile."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.unpack import UnpackConfig, unpack
from models.errors import ReadError


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_what_was_packed_comes_out(members: list[bytes]) -> None:
    assert unpack(b"".join(gzip.compress(member) for member in members), "x.fit.gz") == b"".join(members)


def test_what_stands_behind_the_packed_is_passed_over() -> None:
    assert unpack(gzip.compress(b"abc") + b"junk", "x.fit.gz") == b"abc"


def test_content_tells_not_the_name() -> None:
    assert unpack(gzip.compress(b"abc"), "x.fit") == b"abc"
    assert unpack(b"abc", "x.fit") == b"abc"
    assert unpack(b"", "x.fit.gz") == b""
    with pytest.raises(ReadError, match=r"named \.gz, but is not packed"):
        unpack(b"abc", "x.FIT.GZ")


@given(st.integers(), st.floats(0.05, 0.999))
def test_of_a_cut_file_what_comes_before_is_unpacked(seed: int, share: float) -> None:
    data = random.Random(seed).randbytes(25_000)  # noqa: S311  # test data, no secret
    packed = gzip.compress(data)
    assert data.startswith(unpack(packed[: int(share * len(packed))], "x.gz"))
    assert len(unpack(packed[: int(share * len(packed))], "x.gz")) >= int(share * len(data)) - 10_000


def test_of_a_file_broken_in_the_middle_what_comes_before_is_unpacked() -> None:
    data = random.Random(1).randbytes(400_000)  # noqa: S311  # test data, no secret
    packed = bytearray(gzip.compress(data))
    packed[200_000:] = b"\xff" * (len(packed) - 200_000)
    kept = unpack(bytes(packed), "x.gz")
    assert 100_000 < len(kept) < len(data)
    assert data.startswith(kept[:100_000])


def test_what_cannot_be_unpacked_and_a_wrong_check_sum_are_refused() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 40))
    for length in (2, 9):
        with pytest.raises(ReadError, match="cut off or damaged at its begin"):
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
