"""FIT as it comes: byte orders, types, damage, chains, developers, all from bytes written here."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.check_sum import check_sum
from ingest.fit.encode import encode
from models.errors import ReadError
from models.recording import Recording
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from tests.support.fit_bytes import (
    ACTIVITY,
    BASES,
    DESCRIPTION,
    DEVELOPER,
    DEVICE_INFO,
    EVENT,
    LAP,
    RECORD,
    SET,
    START,
    T0,
    WORKOUT_STEP,
    Field,
    FitBytes,
    activity,
    crc,
    plain_run,
    session,
)
from tests.support.workouts import repetitions

ORDERS = pytest.mark.parametrize("order", ["<", ">"])


def only(data: bytes) -> Recording:
    decoded = read(data)
    (recording,) = decoded.recordings
    assert decoded.salvaged is None
    return recording


def record(fields: dict[Field, float | bytes], order: str = "<") -> dict[str, object]:
    """The row of `records` that a single record message becomes."""
    out = activity(order).one(RECORD, {(253, "uint32"): T0, **fields})
    return only(session(out).file()).records.row(0, named=True)


@ORDERS
def test_fields_get_unit_scale_and_offset(order: str) -> None:
    row = record(
        {
            (0, "sint32"): 2**29,
            (1, "sint32"): -(2**28),
            (78, "uint32"): 2671,
            (5, "uint32"): 123456,
            (73, "uint32"): 4166,
            (3, "uint8"): 151,
            (4, "uint8"): 88,
            (53, "uint8"): 64,
            (7, "uint16"): 301,
            (13, "sint8"): -3,
            (41, "uint16"): 2235,
            (40, "uint16"): 3340,
            (84, "uint16"): 5031,
            (39, "uint16"): 842,
            (83, "uint16"): 605,
            (85, "uint16"): 13920,
        },
        order,
    )
    assert row == {
        "record_index": 0,
        "timestamp": START,
        "elapsed_s": 0.0,
        "latitude_deg": 45.0,
        "longitude_deg": -22.5,
        "altitude_m": pytest.approx(34.2),
        "distance_m": 1234.56,
        "speed_mps": 4.166,
        "heart_rate_bpm": 151.0,
        "cadence_spm": 177.0,
        "power_w": 301.0,
        "temperature_c": -3.0,
        "stance_time_ms": 223.5,
        "stance_time_percent": 33.4,
        "stance_time_balance_percent": 50.31,
        "vertical_oscillation_mm": 84.2,
        "vertical_ratio_percent": 6.05,
        "step_length_mm": 1392.0,
    }


@ORDERS
def test_invalid_is_null(order: str) -> None:
    row = record(
        {
            (0, "sint32"): 0x7FFFFFFF,
            (3, "uint8"): 0xFF,
            (5, "uint32"): 0xFFFFFFFF,
            (13, "sint8"): 0x7F,
            (41, "uint16"): 0xFFFF,
        },
        order,
    )
    assert {name for name, value in row.items() if value is not None} == {"record_index", "timestamp", "elapsed_s"}


def test_zero_is_no_value_where_no_runner_has_it() -> None:
    row = record({(3, "uint8"): 0, (41, "uint16"): 0, (39, "uint16"): 0, (85, "uint16"): 0, (4, "uint8"): 0})
    assert row["heart_rate_bpm"] is row["stance_time_ms"] is row["vertical_oscillation_mm"] is None
    assert row["step_length_mm"] is None
    assert row["cadence_spm"] == 0  # standing


def test_values_that_the_table_refuses_are_null() -> None:
    row = record({(0, "sint32"): -(2**31) + 1, (40, "uint16"): 20000, (3, "uint8"): 120})
    assert row["latitude_deg"] is row["stance_time_percent"] is None
    assert row["heart_rate_bpm"] == 120


def test_speed_and_altitude_without_the_enhanced_fields() -> None:
    row = record({(2, "uint16"): 2671, (6, "uint16"): 4166, (78, "uint32"): 0xFFFFFFFF})
    assert (row["altitude_m"], row["speed_mps"]) == (pytest.approx(34.2), 4.166)


def test_compressed_speed_and_distance_count_on() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (8, "byte3")])
    for i, sixteenths in enumerate((4000, 4090, 50, 0xFFF, 100)):
        bits = 354 | (sixteenths % 4096) << 12
        out.add(0, T0 + i, bits.to_bytes(3, "little") if i != 3 else b"\xff\xff\xff")
    records = only(session(out).file()).records
    assert records["speed_mps"].to_list() == [3.54, 3.54, 3.54, None, 3.54]
    assert records["distance_m"].to_list() == [4000 / 16, 4090 / 16, (4096 + 50) / 16, None, (4096 + 100) / 16]


def test_cadence_off_the_feet_is_not_doubled() -> None:
    out = activity().one(RECORD, {(253, "uint32"): T0, (4, "uint8"): 88})
    assert only(session(out, sport=2).file()).records["cadence_spm"].to_list() == [88.0]


def test_a_field_whose_size_does_not_fit_its_type_is_no_number() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (5, "byte3"), (3, "uint8")])
    out.body[-4] = 0x86  # three bytes, said to be uint32
    out.add(0, T0, b"\x01\x02\x03", 150)
    row = only(session(out).file()).records.row(0, named=True)
    assert (row["distance_m"], row["heart_rate_bpm"]) == (None, 150.0)


def test_compressed_timestamps_turn_over() -> None:
    out = activity().define(1, RECORD, [(253, "uint32")]).add(1, T0).define(0, RECORD, [(3, "uint8")])
    for seconds in (1, 2, 33, 63, 64):
        out.add_compressed(0, (T0 + seconds) % 32, 150)
    out.define(2, EVENT, [(253, "uint32"), (0, "enum"), (1, "enum")]).add(2, T0 + 100, 3, 0)
    out.add_compressed(0, (T0 + 101) % 32, 150)
    assert only(session(out).file()).records["elapsed_s"].to_list() == [0, 1, 2, 33, 63, 64, 101]


@pytest.mark.parametrize(("header", "header_crc"), [(12, False), (14, True), (14, False)])
def test_every_header(header: int, header_crc: bool) -> None:
    assert only(plain_run().file(header, header_crc=header_crc)).records.height == 10


def test_messages_may_change_their_definition() -> None:
    out = plain_run(3)
    out.define(0, RECORD, [(3, "uint8"), (253, "uint32")]).add(0, 99, T0 + 3)
    out.define(0, RECORD, [(253, "uint32"), (3, "uint8"), (5, "uint32")]).add(0, T0 + 4, 98, 0)
    assert only(out.file()).records["heart_rate_bpm"].to_list() == [150, 151, 152, 99, 98]


def described(name: bytes, unit: bytes, native: int = 41, application: bytes = b"\x01" * 16) -> FitBytes:
    out = activity().one(DEVELOPER, {(3, "uint8"): 0, (1, "byte16"): application})
    return out.one(
        DESCRIPTION,
        {
            (0, "uint8"): 0,
            (1, "uint8"): 7,
            (2, "uint8"): 0x88,
            (3, "string24"): name,
            (8, "string16"): unit,
            (14, "uint16"): 20,
            (15, "uint8"): native,
        },
    )


STRYD = bytes.fromhex("660a581e5301460c8f2f034c8b6dc90f")


@pytest.mark.parametrize(
    ("name", "unit", "native", "column", "value"),
    [
        (b"Ground Time", b"Milliseconds", 41, "stance_time_ms", 8.5),
        (b"Ground Time", b"", 40, "stance_time_ms", 8.5),
        (b"Vertical Oscillation", b"Centimeters", 39, "vertical_oscillation_mm", 85.0),
        (b"Vertical Oscillation", b"mm", 39, "vertical_oscillation_mm", 8.5),
        (b"no name we know", b"s", 41, "stance_time_ms", None),
        (b"no name we know", b"ms", 41, "stance_time_ms", 8.5),
    ],
)
def test_developer_fields(name: bytes, unit: bytes, native: int, column: str, value: float | None) -> None:
    out = described(name, unit, native, STRYD)
    out.define(0, RECORD, [(253, "uint32")], [(7, "float32")]).add(0, T0, 8.5).add(0, T0 + 1, 0.0)
    run = only(session(out).file())
    assert run.records[column].to_list() == [value, None]
    assert run.dynamics_source == ("stryd" if value else None)
    assert run.record_dynamics.is_empty()


def test_the_watch_wins_and_the_app_comes_second() -> None:
    out = described(b"Ground Time", b"Milliseconds", 41, STRYD)
    out.define(0, RECORD, [(253, "uint32"), (41, "uint16")], [(7, "float32")])
    out.add(0, T0, 2400, 210.5).add(0, T0 + 1, 0xFFFF, 211.5)
    run = only(session(out).file())
    assert run.dynamics_source == "garmin fr965"
    assert run.records["stance_time_ms"].to_list() == [240.0, None]
    assert run.record_dynamics.select("record_index", "source", "stance_time_ms").rows() == [
        (0, "stryd", 210.5),
        (1, "stryd", 211.5),
    ]


def test_the_app_wins_where_the_watch_tells_no_ground_contact() -> None:
    out = described(b"Ground Time", b"Milliseconds", 41, STRYD)
    out.define(0, RECORD, [(253, "uint32"), (85, "uint16")], [(7, "float32")]).add(0, T0, 13000, 210.5)
    run = only(session(out).file())
    assert run.dynamics_source == "stryd"
    assert run.records.select("stance_time_ms", "step_length_mm").rows() == [(210.5, None)]
    assert run.record_dynamics.select("source", "step_length_mm").rows() == [("garmin fr965", 1300.0)]


def test_descriptions_belong_to_their_file() -> None:
    def run(name: bytes) -> bytes:
        out = described(name, b"", 0)
        return session(out.define(0, RECORD, [(253, "uint32")], [(7, "float32")]).add(0, T0, 8.5)).file()

    contact, bounce = run(b"Ground Time"), run(b"Vertical Oscillation")
    first, second = read(contact + bounce).recordings
    assert first.records.select("stance_time_ms", "vertical_oscillation_mm").rows() == [(8.5, None)]
    assert second.records.select("stance_time_ms", "vertical_oscillation_mm").rows() == [(None, 85.0)]


def test_many_threads_read_what_one_reads() -> None:
    files = [
        session(
            described(b"Ground Time", b"", n)
            .define(0, RECORD, [(253, "uint32")], [(7, "float32")])
            .add(0, T0, float(n + 1))
        ).file()
        for n in range(8)
    ]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(only, files * 4))
    assert [run.records["stance_time_ms"][0] for run in found] == [float(n + 1) for n in range(8)] * 4


@pytest.mark.parametrize(
    ("devices", "balance", "said"),
    [
        ([(30, 1, 3300)], 0xFFFF, "garmin hrm_pro"),
        ([(120, 1, 2327)], 5000, "garmin hrm4_run"),
        ([(120, 123, 7)], 5000, "polar_electro 7"),
        ([(120, 123, 7)], 0xFFFF, "garmin fr965"),
        ([], 0xFFFF, "garmin fr965"),
        ([], 5000, "accessory"),
    ],
)
def test_which_sensor_gave_the_dynamics(devices: list[tuple[int, int, int]], balance: int, said: str) -> None:
    out = activity().define(0, DEVICE_INFO, [(1, "uint8"), (2, "uint16"), (4, "uint16"), (25, "enum")])
    for device in devices:
        out.add(0, *device, 1)
    out.one(RECORD, {(253, "uint32"): T0, (41, "uint16"): 2400, (84, "uint16"): balance})
    assert only(session(out).file()).dynamics_source == said


def test_sessions_share_records_and_laps_by_time() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (4, "uint8")])
    out.define(1, LAP, [(253, "uint32"), (2, "uint32"), (7, "uint32")])
    for i in range(20):
        out.add(0, T0 + i, 80)
    for i in (0, 5, 10):
        out.add(1, T0 + i + 5, T0 + i, 5000)
    session(out, T0, 10, sport=2)
    session(out, T0 + 10, 10, sport=1)
    ride, run = read(out.file()).recordings
    assert [(r.session_index, r.sport, r.records.height, r.laps.height) for r in (ride, run)] == [
        (0, "cycling", 10, 2),
        (1, "running", 10, 1),
    ]
    assert run.start_time == START + timedelta(seconds=10)
    assert (ride.records["cadence_spm"][0], run.records["cadence_spm"][0]) == (80, 160)
    assert run.laps.select("lap_index", "start_s", "end_s").rows() == [(0, 0.0, 5.0)]


def test_a_session_written_again_counts_once() -> None:
    out = session(session(plain_run(), elapsed_s=5), elapsed_s=10)
    assert only(out.file()).elapsed_s == 10


def test_without_a_session_the_records_make_one() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (5, "uint32")])
    out.define(1, LAP, [(253, "uint32"), (2, "uint32"), (25, "enum"), (39, "enum")])
    out.add(0, T0, 500).add(0, T0 + 90, 40500).add(1, T0 + 90, T0, 1, 4)
    run = only(out.file())
    assert (run.sport, run.sub_sport, run.start_time) == ("running", "track", START)
    assert (run.elapsed_s, run.timer_s, run.distance_m) == (90.0, 90.0, 400.0)
    assert run.laps.select("start_s", "end_s").rows() == [(0.0, 90.0)]


def test_a_start_that_cannot_be_is_the_first_record() -> None:
    for absurd in (0xFFFFFFFF, 5, T0 + 10**6, T0 - 10**6):
        out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, T0 + 1)
        assert only(session(out, absurd & 0xFFFFFFFF, 0).file()).start_time == START


def test_laps_touch_and_keep_their_words() -> None:
    out = plain_run(200)
    out.define(1, LAP, [(2, "uint32"), (7, "uint32"), (8, "uint32"), (9, "uint32"), (24, "enum"), (23, "enum")])
    out.add(1, T0, 96250, 95250, 40000, 2, 0).add(1, T0 + 96, 90000, 90000, 20150, 0, 5)
    out.add(1, T0 + 189, 5000, 5000, 500, 7, 9)
    laps = only(out.file()).laps
    assert laps.select("start_s", "end_s", "timer_s", "distance_m", "trigger", "intensity").rows() == [
        (0.0, 96.25, 95.25, 400.0, "distance", "active"),
        (96.25, 186.25, 90.0, 201.5, "manual", "interval"),
        (189.0, 194.0, 5.0, 5.0, "session_end", None),
    ]


def test_lap_cadence_counts_both_feet() -> None:
    out = plain_run()
    out.one(LAP, {(2, "uint32"): T0, (7, "uint32"): 5000, (17, "uint8"): 90, (80, "uint8"): 64, (15, "uint8"): 160})
    assert only(out.file()).laps.select("avg_cadence_spm", "avg_heart_rate_bpm").rows() == [(181.0, 160.0)]


def test_pauses_are_from_stop_to_start() -> None:
    out = plain_run(100).define(1, EVENT, [(253, "uint32"), (0, "enum"), (1, "enum")])
    for at, event, kind in (
        (0, 0, 0),
        (10, 0, 4),
        (12, 9, 1),
        (15, 0, 0),
        (40, 0, 1),
        (41, 0, 4),
        (44, 0, 0),
        (99, 0, 4),
    ):
        out.add(1, T0 + at, event, kind)
    assert only(out.file()).pauses.rows() == [(0, 10.0, 15.0), (1, 40.0, 44.0)]


@pytest.mark.parametrize(
    ("utc", "local", "offset"),
    [
        (10, 3600 + 10, 3600),
        (10, -5 * 3600 + 12, -5 * 3600),
        (10, 19_800 + 10, 19_800),
        (10, 20_680, 20_700),
        (3600 + 10, 10, 3600),  # swapped
        (10, 20 * 3600, None),
    ],
)
def test_local_time(utc: int, local: int, offset: int | None) -> None:
    out = plain_run().one(ACTIVITY, {(253, "uint32"): T0 + utc, (5, "uint32"): T0 + local})
    assert only(out.file()).utc_offset_s == offset


def test_a_device_without_a_clock_is_dated_by_its_local_time() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, 1000).add(0, 1005)
    session(out, 1000, 5).one(ACTIVITY, {(253, "uint32"): 1005, (5, "uint32"): T0 + 5})
    run = only(out.file())
    assert (run.start_time, run.utc_offset_s) == (START, 0)
    assert run.records["elapsed_s"].to_list() == [0.0, 5.0]


def test_steps_of_the_workout_in_the_watch() -> None:
    out = plain_run().define(
        1,
        WORKOUT_STEP,
        [
            (254, "uint16"),
            (0, "string8"),
            (1, "enum"),
            (2, "uint32"),
            (3, "enum"),
            (4, "uint32"),
            (5, "uint32"),
            (6, "uint32"),
            (7, "enum"),
        ],
    )
    none = 0xFFFFFFFF
    out.add(1, 0, b"", 1, 40000, 0, 0, 4123, 4250, 0).add(1, 1, b"walk\0xxx", 0, 90000, 2, none, none, none, 4)
    out.add(1, 2, b"", 6, 0, 2, 6, none, none, 0xFF)
    steps = only(out.file()).device_steps
    assert steps.rows() == [
        (0, None, "active", "distance", None, 400.0, None, None, "speed", 4.123, 4.25),
        (1, "walk", "recovery", "time", 90.0, None, None, None, "open", None, None),
        (2, None, None, "repeat_until_steps_cmplt", None, None, 0, 6, "open", None, None),
    ]


def strength() -> FitBytes:
    out = activity()
    none = 0xFFFF
    fields: list[Field] = [(254, "uint32"), (6, "uint32"), (0, "uint32"), (3, "uint16"), (4, "uint16"), (5, "uint8")]
    out.define(1, SET, [*fields, (7, "uint16"), (8, "uint16")])
    out.add(1, T0, T0 + 10, 31500, 8, 1000, 1, 28, none).add(1, T0, T0 + 42, 60000, none, none, 0, none, none)
    out.add(1, T0, T0 + 102, 25000, 12, 0, 1, 65534, none).add(1, T0, T0 + 150, 9000, 6, none, 1, 20, none)
    return session(out, T0, 300, sport=10, sub_sport=20)


def test_sets_without_records_are_an_activity() -> None:
    gym = only(strength().file())
    assert (gym.sport, gym.sub_sport, gym.records.height) == ("training", "strength_training", 0)
    rows = gym.sets.select("set_index", "exercise", "duration_s", "repetitions", "weight_kg").rows()
    assert rows == [(0, "squat", 31.5, 8, 62.5), (1, "unknown", 25.0, 12, None), (2, "plyo", 9.0, 6, None)]
    assert [(at - START).total_seconds() for at in gym.sets["start_time"]] == [10, 102, 150]


def test_a_session_that_took_time_is_an_activity_without_records() -> None:
    swim = only(session(activity(), elapsed_s=1800, sport=5).file())
    assert (swim.sport, swim.elapsed_s, swim.distance_m, swim.records.height) == ("swimming", 1800, 40.0, 0)


@pytest.mark.parametrize(("kind", "said"), [(2, "settings"), (5, "workout"), (15, "monitoring_a"), (9, "weight")])
def test_files_of_another_type(kind: int, said: str) -> None:
    decoded = read(FitBytes().one(0, {(0, "enum"): kind}).file())
    assert decoded.recordings == ()
    assert decoded.no_activity is not None
    assert f"(FIT file type {said}), not a recorded activity" in decoded.no_activity


def test_records_without_time_are_left_out_and_counted() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, 0xFFFFFFFF).add(0, T0 + 2)
    decoded = read(session(out).file())
    assert decoded.salvaged == "1 of 3 records have no time that can be, and were left out; 2 records were kept"
    timeless = activity().one(RECORD, {(3, "uint8"): 100})
    with pytest.raises(ReadError, match="none of its 1 records has a time"):
        read(timeless.file())


def test_a_record_years_away_is_damaged() -> None:
    out = plain_run(5).add(0, T0 + 2 * 10**9, 150, 0)
    decoded = read(out.file())
    assert decoded.records_read == 5
    assert "1 of 6 records have no time that can be" in str(decoded.salvaged)


def test_records_long_before_the_session_show_that_its_start_is_wrong() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, T0 + 99)
    assert only(session(out, T0 + 90).file()).start_time == START


def test_a_clock_set_back_leaves_records_in_the_order_of_time() -> None:
    out = activity().define(0, RECORD, [(253, "uint32"), (3, "uint8")])
    for at, rate in ((0, 100), (2, 102), (1, 101), (3, 103)):
        out.add(0, T0 + at, rate)
    records = only(session(out).file()).records
    assert records.select("record_index", "elapsed_s", "heart_rate_bpm").rows() == [
        (i, float(i), 100.0 + i) for i in range(4)
    ]


def test_a_file_cut_anywhere_keeps_what_was_whole() -> None:
    whole = plain_run(12).file()
    kept = 0
    for length in range(len(whole)):
        try:
            decoded = read(whole[:length])
        except ReadError:
            assert not kept
            continue
        assert decoded.salvaged is not None
        assert "cut off" in decoded.salvaged
        assert decoded.salvaged.endswith(f"; {decoded.records_read} records were kept")
        assert decoded.records_read in {kept, kept + 1, 2}  # one record alone is no activity
        kept = decoded.records_read
        heart_rates = decoded.recordings[0].records["heart_rate_bpm"].to_list()
        assert heart_rates == [150.0 + i for i in range(kept)]
    assert kept == 12


def test_damage_in_the_middle_keeps_what_stands_before() -> None:
    out = plain_run(5)
    at = 14 + len(out.body)
    out.body += b"\x07\x07\x07"
    decoded = read(out.file())
    said = f"it is damaged at byte {at}: a message follows there that was never defined; 5 records were kept"
    assert decoded.salvaged == said


def test_a_recorder_that_crashed() -> None:
    decoded = read(plain_run(5).file(size=0)[:-2])
    assert decoded.records_read == 5
    assert "the recorder never finished it" in str(decoded.salvaged)


def test_a_wrong_check_sum_is_told_and_all_is_kept() -> None:
    decoded = read(plain_run(5).file(sum_=1))
    assert decoded.records_read == 5
    assert "its check sum at byte" in str(decoded.salvaged)


def test_a_chain_of_files_is_several_activities() -> None:
    chained = plain_run(3).file() + plain_run(4, ">").file(12)
    decoded = read(chained)
    assert decoded.salvaged is None
    assert [(r.session_index, r.records.height) for r in decoded.recordings] == [(0, 3), (1, 4)]
    assert [file.complaint for file in chain(chained)] == [None, None]


def test_bytes_behind_the_file() -> None:
    assert read(plain_run(3).file() + b"\0\0\0\n").salvaged is None
    assert "last 9 bytes are no FIT file" in str(read(plain_run(3).file() + b"123456789").salvaged)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"hello, this is text and nothing else", "does not begin as a FIT file does"),
        (FitBytes().file(), "without any message"),
        (plain_run().file()[:20], "without any message"),
        (plain_run().file()[:50], "it is cut off: .*; nothing of an activity could be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read(data)


@pytest.mark.parametrize(
    "told",
    [
        simulate_run(repetitions(3), SimulatedAthlete(), START, 3600, 5, Conditions()).recording,
        simulate_run(
            repetitions(2), SimulatedAthlete(), START, -18000, 6, Conditions(laps="manual", smart_recording=True)
        ).recording,
    ],
)
def test_what_the_encoder_writes_is_read_again(told: Recording) -> None:
    found = only(encode(told))
    for name in Recording.__slots__:
        wanted, got = getattr(told, name), getattr(found, name)
        if isinstance(wanted, pl.DataFrame):
            assert_frame_equal(got, wanted, rel_tol=0, abs_tol=1e-9)
        else:
            assert got == wanted, name


@given(st.binary(max_size=3000))
def test_check_sum_is_the_protocols(data: bytes) -> None:
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


@settings(max_examples=150, deadline=None)
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
        stored = block.stored(block.by_number[number])
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
