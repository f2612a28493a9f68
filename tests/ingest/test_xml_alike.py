"""Points that are read at one go are those that are read one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ingest import gpx, tcx
from ingest.xml import points
from models.errors import ReadError
from models.recording import Decoded
from tests.support.gpx_text import gpx as gpx_file
from tests.support.gpx_text import point, segment, track

Read = Callable[[bytes], Decoded]

_VALUES = st.sampled_from(("142", "+7", ".5", "1e2", "nan", "inf", "12x", "", " 80 ", "-", "0", "99999"))
_HEART = st.lists(st.tuples(_VALUES, st.booleans()), min_size=2, max_size=12)


def _both(read: Read, data: bytes) -> tuple[Decoded | str, Decoded | str]:
    def result() -> Decoded | str:
        try:
            return read(data)
        except ReadError as error:
            return str(error)

    quick = result()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(points, "_all_alike", lambda *_: None)
        return quick, result()


def _assert_same(quick: Decoded | str, slow: Decoded | str) -> None:
    if isinstance(quick, str) or isinstance(slow, str):
        assert quick == slow
        return
    assert (quick.salvaged, quick.records_read) == (slow.salvaged, slow.records_read)
    for mine, other in zip(quick.recordings, slow.recordings, strict=True):
        assert_frame_equal(mine.records, other.records)
        assert_frame_equal(mine.laps, other.laps)
        assert_frame_equal(mine.pauses, other.pauses)
        assert (mine.start_time, mine.sport, mine.timer_s) == (other.start_time, other.sport, other.timer_s)


@given(_HEART)
def test_whatever_the_values(values: list[tuple[str, bool]]) -> None:
    written = [
        point(second, f"<hr>{text}</hr>{'<cad>80</cad>' if odd else ''}") for second, (text, odd) in enumerate(values)
    ]
    _assert_same(*_both(gpx.read, gpx_file(track(segment(written)))))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_whatever_stands_between(sizes: list[int]) -> None:
    begins = [sum(sizes[:index]) * 3 for index in range(len(sizes))]
    parts = [segment(point(begin + n) for n in range(size)) for begin, size in zip(begins, sizes, strict=True)]
    _assert_same(*_both(gpx.read, gpx_file(track(*parts))))


def test_points_that_are_alike_are_read_at_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "_one_by_one", lambda *_, **__: pytest.fail("read one by one"))
    data = gpx_file(track(segment(point(n, f"<hr>{100 + n}</hr>") for n in range(50))))
    assert gpx.read(data).recordings[0].records["heart_rate_bpm"].to_list() == [100.0 + n for n in range(50)]


def test_attributes_that_are_written_unusually() -> None:
    written = (point(n).replace('lat="', 'lat = "') for n in range(5))
    quick, slow = _both(gpx.read, gpx_file(track(segment(written))))
    _assert_same(quick, slow)
    assert isinstance(quick, Decoded)
    assert quick.recordings[0].records["latitude_deg"].null_count() == 0


def test_no_expression_is_made_of_a_giant_point() -> None:
    many = "".join(f"<x{n}>1</x{n}>" for n in range(2000))
    data = gpx_file(track(segment(point(n, many) for n in range(3))))
    _assert_same(*_both(gpx.read, data))


@pytest.mark.real
def test_real_files(real_data: Path) -> None:
    at_one_go = 0
    for read, suffix in ((gpx.read, "gpx"), (tcx.read, "tcx")):
        for file in sorted((real_data / suffix).glob(f"*.{suffix}")):
            quick, slow = _both(read, file.read_bytes())
            _assert_same(quick, slow)
            at_one_go += not isinstance(quick, str)
    assert at_one_go > 90
