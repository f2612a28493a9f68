"""Whatever way a document is written, the same is read."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import gpx as gpx_reader
from ingest import tcx as tcx_reader
from ingest.readers import decode
from ingest.unpack import unpack
from ingest.xml.plain import is_plain, rewritten
from models.errors import ReadError
from models.recording import Decoded
from tests.support.gpx_text import gpx, plain_run, point, segment, track
from tests.support.tcx_text import plain_tcx

GPX, TCX = plain_run(30), plain_tcx(30)


def same(one: Decoded, other: Decoded) -> bool:
    pairs = list(zip(one.recordings, other.recordings, strict=True))
    frames = all(a.records.equals(b.records) and a.laps.equals(b.laps) and a.pauses.equals(b.pauses) for a, b in pairs)
    told = all(
        (a.sport, a.device, a.timer_s, a.distance_m) == (b.sport, b.device, b.timer_s, b.distance_m) for a, b in pairs
    )
    return frames and told and len(one.recordings) == 1


def with_prefix(data: bytes) -> bytes:
    """Every name without a prefix gets one."""
    text = re.sub(rb"<(/?)([A-Za-z]+)(?=[\s>/])(?![^<>]*:hr)", rb"<\1g:\2", data).replace(b"<?g:xml", b"<?xml")
    return text.replace(b"xmlns=", b"xmlns:g=")


def replaced(data: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    for old, new in pairs:
        data = data.replace(old, new)
    return data


LINE_BREAKS = ((b'" lon', b'"\n\tlon'), (b"<trkpt lat", b"<trkpt\n\tlat"), (b"<Lap ", b"<Lap\n"))
OTHER_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "comments": lambda data: replaced(
        data, (b"<Track>", b"<!-- <Track> --><Track>"), (b"<trkpt", b"<!-- > < --><trkpt")
    ),
    "CDATA": lambda data: re.sub(rb">([0-9T:.Z-]+)<", rb"><![CDATA[\1]]><", data),
    "references": lambda data: replaced(data, (b"<ele>5", b"<ele>&#53;"), (b"<Value>1", b"<Value>&#x31;")),
    "instructions": lambda data: replaced(data, (b"<trkseg>", b"<?points 3?><trkseg>"), (b"<Lap ", b"<?a b?><Lap ")),
    "UTF-16": lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "Latin-1": lambda data: data.replace(b"UTF-8", b"iso-8859-1"),
    "quotes": lambda data: data.replace(b'"', b"'"),
    "prefix": with_prefix,
    "line breaks in tags": lambda data: replaced(data, *LINE_BREAKS),
    "blanks in end tags": lambda data: re.sub(rb"</([A-Za-z:]+)>", rb"</\1 >", data),
    "blanks around texts": lambda data: re.sub(rb">([0-9T:.Z-]+)<", rb">\n \1\t<", data),
    "indented": lambda data: data.replace(b"><", b">\n    <"),
    "bare brackets": lambda data: replaced(data, (b"<trkpt ", b"<trkpt name='>' "), (b"<Lap ", b"<Lap a='>' ")),
    "attributes": lambda data: replaced(data, (b"<ele>", b"<ele unit='m'>"), (b"<Time>", b'<Time a="b">')),
    "no declaration": lambda data: data[data.index(b"\n") + 1 :],
}


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_a_document_written_another_way_is_read_the_same(way: str) -> None:
    assert is_plain(GPX)
    for read, data in ((gpx_reader.read, GPX), (tcx_reader.read, TCX)):
        other = OTHER_WAYS[way](data)
        assert other != data
        assert same(read(data), read(other)), way


@pytest.mark.parametrize("name", ["extensions", "metadata"])
def test_what_lies_deeper_in_a_point_is_not_taken_for_its_own(name: str) -> None:
    odd = f"<{name}><time>1999-01-01T00:00:00Z</time><ele>-1</ele></{name}>"
    points = [re.sub(r"(<trkpt[^>]*>)", rf"\1{odd}", point(i)) for i in range(3)]
    (run,) = gpx_reader.read(gpx(track(segment(points)))).recordings
    if name == "extensions":
        assert run.records["altitude_m"].to_list() == [500, 501, 502]
        assert run.start_time.year == 2026


def test_points_that_are_empty_or_closed_at_once_count() -> None:
    data = gpx(track(segment([point(0), '<trkpt lat="48" lon="11"/>', '<trkpt lat="48" lon="11"></trkpt>', point(1)])))
    decoded = gpx_reader.read(data)
    assert decoded.salvaged == "2 of 4 points have no time and were left out; 2 points were kept"


@given(st.data())
def test_a_file_cut_anywhere_is_well_formed_again(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([plain_run(5), plain_tcx(5)]))
    length = data.draw(st.integers(60, len(whole) - 1))
    cut = rewritten(whole[:length], "trkpt" if b"<gpx" in whole else "Trackpoint")
    assert cut.damage
    if cut.text:
        ET.fromstring(cut.text.decode().replace("gpxtpx:", "").replace("xsi:", "").replace("x:", ""))  # noqa: S314 - see above


def outcome(read: Callable[[bytes], Decoded], data: bytes) -> tuple[object, ...]:
    try:
        decoded = read(data)
    except ReadError as error:
        return (str(error),)
    records = [recording.records.rows() for recording in decoded.recordings]
    return decoded.salvaged, decoded.no_activity, records, [r.pauses.rows() for r in decoded.recordings]


@given(st.data())
def test_all_points_at_once_are_read_as_one_by_one(data: st.DataObject) -> None:
    """Whatever is broken and wherever: in a tag, a value, between points or around them."""
    read, whole = data.draw(st.sampled_from([(gpx_reader.read, GPX), (tcx_reader.read, TCX)]))
    everywhere = data.draw(st.booleans())
    broken = data.draw(st.sampled_from([b"", b"<", b">", b"/", b'"', b"\x01", b"\xff", b"\x0b", b"-", b"&lt;"]))
    place = data.draw(st.integers(60, len(whole) - 1))
    length = data.draw(st.integers(1, 4))
    old = whole[place : place + length]
    changed = whole.replace(old, broken) if everywhere else whole[:place] + broken + whole[place + length :]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ingest.xml.points.is_plain", lambda _: False)
        expected = outcome(read, changed)
    assert outcome(read, changed) == expected


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_packed_or_not_all_ends_in_words(noise: bytes, place: int) -> None:
    data = GPX[:place] + noise + GPX[place:]
    packed = unpack(gzip.compress(data), "run.gpx.gz")
    assert packed == data
    with suppress(ReadError):
        decoded = decode(data, "run.gpx")
        assert decoded.recordings or decoded.no_activity
