"""A dropped file is read when it has come to rest, once, and again only if it stays."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.settling import Fingerprint, Settling, being_written, fingerprints

RUN = Path("run.fit")
SMALL, LARGE = Fingerprint(10, 1), Fingerprint(20, 2)


def test_a_file_counts_when_it_has_rested() -> None:
    settling = Settling(rest_s=1)
    assert settling.settled({RUN: SMALL}, 0) == []
    assert settling.moving
    assert settling.settled({RUN: SMALL}, 0.9) == []
    assert settling.settled({RUN: SMALL}, 1) == [RUN]
    assert not settling.moving


def test_a_change_begins_the_rest_anew() -> None:
    settling = Settling(rest_s=1)
    settling.settled({RUN: SMALL}, 0)
    settling.settled({RUN: LARGE}, 0.9)
    assert settling.settled({RUN: LARGE}, 1.8) == []
    assert settling.settled({RUN: LARGE}, 2) == [RUN]


def test_an_empty_file_may_be_a_copy_that_only_begins() -> None:
    settling = Settling(rest_s=1)
    empty = Fingerprint(0, 1)
    settling.settled({RUN: empty}, 0)
    assert settling.settled({RUN: empty}, 4.9) == []
    assert settling.settled({RUN: empty}, 5) == [RUN]


def test_a_file_that_somebody_writes_never_counts() -> None:
    settling = Settling(rest_s=1)
    written = Fingerprint(10, 1, being_written=True)
    settling.settled({RUN: written}, 0)
    assert settling.settled({RUN: written}, 100) == []
    settling.settled({RUN: SMALL}, 101)
    assert settling.settled({RUN: SMALL}, 102) == [RUN]


def test_a_file_that_stays_is_tried_ever_more_seldom() -> None:
    settling = Settling(rest_s=1)
    tried = [second for second in range(100_000) if settling.settled({RUN: SMALL}, second)]
    pauses = [later - before for before, later in itertools.pairwise(tried)]
    assert pauses[:4] == [60, 120, 240, 480]
    assert set(pauses[7:]) == {3600}


def test_a_file_that_comes_again_under_its_name_is_a_new_one() -> None:
    settling = Settling(rest_s=1)
    settling.settled({RUN: SMALL}, 0)
    assert settling.settled({RUN: SMALL}, 1) == [RUN]
    assert settling.settled({}, 2) == []
    assert settling.settled({RUN: SMALL}, 3) == []
    assert settling.settled({RUN: SMALL}, 4) == [RUN]


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from([0.1, 0.5, 1.0])), max_size=40))
def test_nothing_is_handed_on_that_changed_within_the_rest(steps: list[tuple[int, float]]) -> None:
    settling = Settling(rest_s=1)
    now, last, changed = 0.0, 0, 0.0
    for size, pause in steps:
        now += pause
        if size != last:
            last, changed = size, now
        if settling.settled({RUN: Fingerprint(size, size)}, now):
            assert now - changed >= 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes")
def test_an_open_writer_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    with path.open("wb") as file:
        file.write(b"half")
        file.flush()
        assert being_written(path)
        assert fingerprints([path])[path].being_written
    assert not being_written(path)


def test_a_file_that_is_gone_has_no_fingerprint(tmp_path: Path) -> None:
    assert fingerprints([tmp_path / "gone.fit"]) == {}
