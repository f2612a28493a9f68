"""The contract of every reader, and what is said of files that none can read."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO

import pytest

from ingest import gpx
from ingest.fit.encode import encode
from ingest.readers import READERS, Reader, decode
from ingest.unpack import unpack
from models.activity import Owner, owned
from models.errors import ReadError
from models.tables import RECORDS
from tests.support.gpx_text import plain_run
from tests.support.tcx_text import plain_tcx

SAMPLES = {
    "gpx": plain_run(90),
    "fit": encode(gpx.read(plain_run(90)).recordings[0]),
    "tcx": plain_tcx(90),
}
EACH = pytest.mark.parametrize("reader", READERS, ids=[reader.format for reader in READERS])


@EACH
def test_rows_keep_the_contract_of_their_tables(reader: Reader) -> None:
    decoded = decode(SAMPLES[reader.format], "anything")
    assert decoded.format == reader.format
    assert decoded.salvaged is None
    (recording,) = decoded.recordings
    assert decoded.records_read == recording.records.height == 91
    for table, frame in owned(recording, Owner("me", 1), "file", 0).items():
        table.check(frame)


@EACH
def test_times_are_utc_and_count_from_the_start(reader: Reader) -> None:
    (recording,) = reader.read(SAMPLES[reader.format]).recordings
    records = recording.records
    assert recording.start_time.utcoffset() is not None
    assert not recording.start_time.utcoffset()
    assert records.schema == RECORDS.unowned(RECORDS.empty()).schema
    assert records["record_index"].to_list() == list(range(records.height))
    assert records["timestamp"].is_sorted()
    since = (records["timestamp"] - recording.start_time).dt.total_microseconds() / 1e6
    assert since.to_list() == pytest.approx(records["elapsed_s"].to_list())


@EACH
def test_the_same_bytes_give_the_same_rows(reader: Reader) -> None:
    first, second = (reader.read(SAMPLES[reader.format]).recordings[0].records for _ in range(2))
    assert first.equals(second)


@EACH
def test_each_recognises_its_own_and_nothing_else(reader: Reader) -> None:
    assert [name for name, data in SAMPLES.items() if reader.recognises(data)] == [reader.format]
    assert not reader.recognises(b"")


@EACH
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_file_is_salvaged_or_refused_never_taken_for_whole(reader: Reader, share: float) -> None:
    data = SAMPLES[reader.format]
    truncated = data[: int(len(data) * share)]
    try:
        decoded = decode(truncated, f"run.{reader.format}")
    except ReadError:
        return
    assert decoded.salvaged or decoded.no_activity
    assert all(r.records.height < 91 for r in decoded.recordings)


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("run.fit", b"x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "run.fit", "it is empty (0 bytes): copy it from the watch, or download it, again"),
        (
            b"hello, this is no activity",
            "run.fit",
            "it is named .fit, but does not begin as FIT does; it holds plain text",
        ),
        (b"hello", "notes.txt", "it holds plain text: export the activity as FIT or GPX"),
        (bytes(range(256)), "run.bin", "it is none of FIT, GPX or TCX: export"),
        (zipped(), "export.zip", "it is a zip archive: unpack it"),
        (b"\x1f\x8b\x08", "run.fit.gz", "packed with gzip twice"),
        (b"\x89PNG\r\n", "map.png", "it is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "map.jpg", "it is a picture (JPEG)"),
        (b"<!doctype html>\n<html><body>", "run.gpx", "named .gpx, but does not begin as GPX does; it is a web page"),
        (b'<?xml version="1.0"?><kml/>', "run.kml", "it is a KML file"),
        (b"<svg/>", "run.svg", "XML of another kind (<svg>)"),
        (b"<svg/>", "run.tcx", "it is named .tcx, but does not begin as TCX does; it is XML of another kind"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_remedy(data: bytes, name: str, said: str) -> None:
    with pytest.raises(ReadError) as raised:
        decode(data, name)
    assert said in str(raised.value)


@EACH
@pytest.mark.parametrize("before", [b"", b"\n\n  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \t\r\n"])
def test_blanks_and_marks_before_xml_change_nothing(reader: Reader, before: bytes) -> None:
    if reader.format != "fit":
        (recording,) = decode(before + SAMPLES[reader.format], "x").recordings
        assert recording.records.equals(reader.read(SAMPLES[reader.format]).recordings[0].records)


@EACH
def test_packed_files_are_read_as_the_unpacked(reader: Reader) -> None:
    data = SAMPLES[reader.format]
    assert unpack(gzip.compress(data), f"run.{reader.format}.gz") == data


def test_a_name_decides_nothing() -> None:
    assert decode(SAMPLES["gpx"], "run.fit").format == "gpx"
    assert decode(SAMPLES["fit"], "run.gpx").format == "fit"
    assert decode(SAMPLES["tcx"], "run.gpx").format == "tcx"
