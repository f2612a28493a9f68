"""GPX: bytes written here, and what gpxpy itself reads from real files."""

from __future__ import annotations

import csv
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import gpxpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.gpx import read
from models.errors import ReadError
from models.recording import Decoded, Recording
from tests.support.gpx_text import gpx, plain_run, point, segment, track


def only(data: bytes) -> Recording:
    decoded = read(data)
    assert len(decoded.recordings) == 1
    return decoded.recordings[0]


def attempt(data: bytes) -> Decoded | ReadError:
    try:
        return read(data)
    except ReadError as error:
        return error


def test_a_plain_run() -> None:
    run = only(plain_run(120))
    assert (run.sport, run.start_time) == ("running", datetime(2026, 1, 5, 8, tzinfo=UTC))
    assert (run.elapsed_s, run.timer_s) == (120, 120)
    assert run.distance_m == pytest.approx(480, rel=0.001)
    assert run.records["elapsed_s"].to_list() == list(range(121))
    assert run.records["altitude_m"].to_list() == [500 + i for i in range(121)]
    assert run.records["speed_mps"].median() == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize(
    ("written", "column", "value"),
    [
        ("<gpxtpx:TrackPointExtension><gpxtpx:hr>151</gpxtpx:hr></gpxtpx:TrackPointExtension>", "heart_rate_bpm", 151),
        ("<ns3:TrackPointExtension><ns3:hr>152</ns3:hr></ns3:TrackPointExtension>", "heart_rate_bpm", 152),
        ("<gpxdata:hr>153</gpxdata:hr>", "heart_rate_bpm", 153),
        ("<gpxtpx:hr>0</gpxtpx:hr>", "heart_rate_bpm", None),
        ("<gpxtpx:hr>999</gpxtpx:hr>", "heart_rate_bpm", None),
        ("<gpxtpx:hr>n/a</gpxtpx:hr>", "heart_rate_bpm", None),
        ("<gpxtpx:cad>88</gpxtpx:cad>", "cadence_spm", 176),
        ("<gpxdata:cadence>88</gpxdata:cadence>", "cadence_spm", 176),
        ("<gpxtpx:cad>176</gpxtpx:cad>", "cadence_spm", 176),
        ("<power>250</power>", "power_w", 250),
        ("<gpxtpx:atemp>-3</gpxtpx:atemp>", "temperature_c", -3),
        ("<speed>3.5</speed>", "speed_mps", 3.5),
    ],
)
def test_extensions_are_known_by_their_local_name(written: str, column: str, value: float | None) -> None:
    run = only(gpx(track(segment(point(i, written) for i in range(3)))))
    assert run.records[column].to_list() == [value] * 3


def test_extensions_are_read_from_gpx_1_0_too() -> None:
    run = only(gpx(track(segment(point(i, "<gpxtpx:hr>140</gpxtpx:hr>") for i in range(3))), version="1.0"))
    assert run.records["heart_rate_bpm"].to_list() == [140] * 3


def test_a_cyclists_cadence_is_not_doubled() -> None:
    ride = only(gpx(track(segment(point(i, "<gpxtpx:cad>88</gpxtpx:cad>") for i in range(3)), sport="Ride")))
    assert ride.sport == "cycling"
    assert ride.records["cadence_spm"].to_list() == [88] * 3


@pytest.mark.parametrize(
    ("written", "sport"),
    [(None, "running"), ("", "running"), ("trail_running", "running"), ("9", "running"), ("Kayak", "generic")],
)
def test_sport_from_the_type(written: str | None, sport: str) -> None:
    assert only(gpx(track(segment(point(i) for i in range(30)), sport=written))).sport == sport


def test_what_has_no_type_and_is_faster_than_any_runner_is_no_run() -> None:
    drive = gpx(track(segment(point(i, metres_per_second=14) for i in range(30)), sport=None))
    assert only(drive).sport == "generic"


def test_segments_of_a_track_are_one_activity_with_pauses() -> None:
    first, second = [point(i) for i in range(61)], [point(i) for i in range(200, 261)]
    run = only(gpx(track(segment(second), segment([]), segment(first))))
    assert run.pauses.select("pause_index", "start_s", "end_s").rows() == [(0, 60, 200)]
    assert (run.elapsed_s, run.timer_s) == (260, 120)
    assert run.distance_m == pytest.approx(480, rel=0.002), "what was walked in the pause does not count"
    assert run.records["elapsed_s"].is_sorted()


def test_each_track_is_an_activity_in_order_of_time() -> None:
    morning, noon = segment(point(i) for i in range(3)), segment(point(i) for i in range(14_400, 14_403))
    decoded = read(gpx(track(noon), track(morning), track(segment([]))))
    assert [r.start_time.hour for r in decoded.recordings] == [8, 12]
    assert [r.session_index for r in decoded.recordings] == [0, 1]
    assert decoded.records_read == 6


def test_an_offset_in_the_time_is_the_local_one_and_z_tells_none() -> None:
    local = only(gpx(track(segment(point(i, time=f"2026-01-05T00:30:0{i}+05:30") for i in range(2)))))
    assert (local.utc_offset_s, local.start_time) == (19_800, datetime(2026, 1, 4, 19, tzinfo=UTC))
    assert only(plain_run()).utc_offset_s is None


def test_points_out_of_order_are_sorted_and_points_without_time_are_named() -> None:
    decoded = read(gpx(track(segment([point(2), point(0), point(1, time=""), point(1)]))))
    assert decoded.recordings[0].records["elapsed_s"].to_list() == [0, 1, 2]
    assert decoded.salvaged == "1 of 4 points have no time and were left out; 3 points were kept"


def test_a_pool_swim_without_positions_keeps_its_heart_rate() -> None:
    data = plain_run(5).replace(b'lon="11.0"', b'lon=""')
    swim = only(data)
    assert swim.records["longitude_deg"].null_count() == 6
    assert swim.distance_m is None
    assert swim.records["heart_rate_bpm"].to_list() == [120 + i for i in range(6)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_and_blanks_before_the_declaration(encoding: str) -> None:
    text = plain_run(3).decode().replace("UTF-8", encoding.removesuffix("-sig")).replace('creator="w"', 'creator="ü"')
    assert only(text.encode(encoding)).device == "ü"
    assert only(b"\xef\xbb\xbf \n" + plain_run(3)).records.height == 4


def test_no_time_at_all_is_rejected_with_the_remedy() -> None:
    with pytest.raises(ReadError, match="none of its 2 points has a time: export it as a recorded activity"):
        read(gpx(track(segment(point(i, time="") for i in range(2)))))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "it holds no recorded track"),
        ('<wpt lat="1" lon="2"/><wpt lat="1" lon="3"/>', "it holds 2 waypoints, but no recorded track"),
        ('<rte><rtept lat="1" lon="2"/></rte>', "it holds 1 planned route, but no recorded track"),
        (track(segment([point(0)])), "it holds a single point that has a time, which is no activity"),
    ],
)
def test_what_is_no_activity_is_said(body: str, reason: str) -> None:
    decoded = read(gpx(body))
    assert (decoded.recordings, decoded.no_activity) == ((), reason)


def test_broken_xml_with_nothing_before_is_named_with_line_and_column() -> None:
    with pytest.raises(ReadError, match=r"broken at line 3, column 8 \(mismatched tag\), and nothing"):
        read(b"\n<gpx>\n<trk></gpx>")


@pytest.mark.parametrize("cut", [b"<gpxtpx:hr>15", b"</trkpt>", b"<trkpt lat", b"<time>2026-01-05T08:0"])
def test_a_file_that_breaks_off_keeps_every_whole_point(cut: bytes) -> None:
    whole = plain_run(60)
    data = whole[: whole.index(cut, len(whole) // 2) + len(cut)]
    kept = data.count(b"</trkpt>")
    decoded = read(data)
    wanted = only(whole).records.select(COMPARED).head(kept)
    assert kept > 25
    assert decoded.records_read == kept
    assert decoded.recordings[0].records.select(COMPARED).equals(wanted)
    assert decoded.salvaged
    assert f"; {kept} points were kept" in decoded.salvaged
    assert "at line 2, column " in decoded.salvaged


def test_what_is_broken_in_the_middle_keeps_what_is_before() -> None:
    whole = plain_run(60)
    place = whole.index(b"<time>2026-01-05T08:00:40Z")
    decoded = read(whole[:place] + b"<<" + whole[place + 2 :])
    assert decoded.records_read == 40
    assert f"column {place - whole.index(b'<gpx') + 2} " in str(decoded.salvaged)


def test_broken_numbers_are_left_out_and_counted() -> None:
    decoded = read(plain_run(3).replace(b"<ele>500</ele>", b"<ele>high</ele>"))
    assert decoded.recordings[0].records["altitude_m"].to_list() == [None, 501, 502, 503]
    assert decoded.salvaged == "1 values in it are no numbers and were left out; 4 points were kept"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_before_anything_is_expanded(encoding: str) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><gpx>&b;</gpx>'
    with pytest.raises(ReadError, match="DOCTYPE> in line 2"):
        read(bomb.encode(encoding))


@given(st.data())
def test_damage_is_a_read_error_or_a_result(data: st.DataObject) -> None:
    whole = bytearray(plain_run(8))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    result = attempt(bytes(whole))
    assert isinstance(result, Decoded) or len(str(result)) > 20


@pytest.mark.parametrize(
    ("written", "offset_s", "second"),
    [
        ("2026-01-05T08:00:00", None, 0),
        ("2026-01-05 08:00:00Z", None, 0),
        ("2026-1-5T8:0:0Z", None, 0),
        ("2026-01-05T08:00:00.5Z", None, 0.5),
        ("2026-01-05T08:00:00.1234567Z", None, 0.123456),
        ("2026-01-05T08:00:00+00:00", None, 0),
        ("2026-01-05T03:00:00-0500", -18_000, 0),
        ("2026-01-05T13:30:00.250+05:30", 19_800, 0.25),
    ],
)
def test_ways_to_write_a_time_agree_with_gpxpy(written: str, offset_s: int | None, second: float) -> None:
    data = gpx(track(segment([point(0, time=written), point(5)])))
    read_by_gpxpy = gpxpy.parse(data).tracks[0].segments[0].points[0].time
    assert read_by_gpxpy
    run = only(data)
    assert (run.start_time, run.utc_offset_s) == (
        datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(seconds=second),
        offset_s,
    )
    assert run.start_time == (read_by_gpxpy if read_by_gpxpy.tzinfo else read_by_gpxpy.replace(tzinfo=UTC))


UNBOUND = plain_run(3).replace(b"xmlns:gpxtpx=", b"xmlns:other=")
DIFFERENCES = {
    "a prefix that nothing declares": (UNBOUND, 4),
    "a number that is none": (plain_run(3).replace(b">500<", b">high<"), 4),
    "a point of a pool swim, without position": (plain_run(3).replace(b'lon="11.0"', b'lon=""'), 4),
    "a file that breaks off": (plain_run(3)[:-40], 3),
    "a leap second, which is the next minute's first": (plain_run(3).replace(b":01Z", b":60Z"), 4),
}
"""What we read and gpxpy does not (or reads without its time); all else is the same in the real files."""


@pytest.mark.parametrize("name", DIFFERENCES)
def test_where_we_differ_from_gpxpy(name: str) -> None:
    data, kept = DIFFERENCES[name]
    assert read(data).records_read == kept
    try:
        points = gpxpy.parse(data).tracks[0].segments[0].points
    except (gpxpy.gpx.GPXException, ValueError):
        return
    assert sum(each.time is not None for each in points) < kept


@pytest.mark.real
def test_values_of_real_files_are_those_that_gpxpy_reads(real_data: Path) -> None:
    files = sorted((real_data / "gpx").glob("*.gpx"))
    assert len(files) == 64
    without, compared = [], 0
    for path in files:
        decoded = attempt(path.read_bytes())
        if isinstance(decoded, ReadError) or decoded.no_activity:
            assert not isinstance(decoded, ReadError) or "has a time" in str(decoded), path.name
            without.append(path.name)
            continue
        wanted = wanted_rows(path, 1 if decoded.recordings[0].sport in ("cycling", "swimming", "generic") else 2)
        for recording, rows in zip(decoded.recordings, wanted, strict=True):
            assert recording.records.select(COMPARED).rows() == rows, path.name
            compared += len(rows)
    assert without == sorted(without_activity(real_data))
    assert compared == 17_823


COMPARED = (
    "timestamp",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "heart_rate_bpm",
    "cadence_spm",
    "power_w",
    "temperature_c",
)


Number = float | None
Row = tuple[datetime, Number, Number, Number, Number, Number, Number, Number]


def wanted_rows(path: Path, legs: int) -> list[list[Row]]:
    """For each track with times the values as gpxpy gives them, read apart from the code under test."""
    text = path.read_bytes().decode("utf-8-sig").replace('lat=""', 'lat="nan"').replace('lon=""', 'lon="nan"')
    tracks: list[list[Row]] = []
    for one in gpxpy.parse(text).tracks:
        rows: list[Row] = []
        for each in (each for part in one.segments for each in part.points):
            if each.time is None:
                continue
            found = {child.tag.split("}")[-1]: child.text for top in each.extensions for child in top.iter()}
            time = each.time.astimezone(UTC) if each.time.tzinfo else each.time.replace(tzinfo=UTC)
            heart_rate = float(found.get("hr", "nan"))
            cadence = float(found.get("cad", found.get("cadence", "nan"))) * legs
            place = (number(each.latitude), number(each.longitude), each.elevation)
            known = number(heart_rate if 0 < heart_rate <= 255 else math.nan)
            more = (
                number(float(found.get("power", "nan"))),
                number(float(found.get("atemp", found.get("temp", "nan")))),
            )
            rows.append((time, *place, known, number(cadence), *more))
        if rows:
            tracks.append(sorted(rows, key=lambda row: row[0]))
    return sorted(tracks, key=lambda rows: rows[0][0])


def number(value: float) -> float | None:
    return None if math.isnan(value) else value


def without_activity(real_data: Path) -> list[str]:
    with (real_data / "catalogue.csv").open(encoding="utf-8") as catalogue:
        return [row["file"] for row in csv.DictReader(catalogue) if row["format"] == "gpx" and not row["start_utc"]]
