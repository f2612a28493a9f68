"""Values of FIT records: byte orders, scales, what is none, times in headers."""

from __future__ import annotations

import pytest

from tests.support.fit_bytes import (
    EVENT,
    RECORD,
    START,
    T0,
    WORKOUT_STEP,
    Field,
    activity,
    plain_run,
    session,
)
from tests.support.fit_reading import only

ORDERS = pytest.mark.parametrize("order", ["<", ">"])


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


def test_messages_may_change_their_definition() -> None:
    out = plain_run(3)
    out.define(0, RECORD, [(3, "uint8"), (253, "uint32")]).add(0, 99, T0 + 3)
    out.define(0, RECORD, [(253, "uint32"), (3, "uint8"), (5, "uint32")]).add(0, T0 + 4, 98, 0)
    assert only(out.file()).records["heart_rate_bpm"].to_list() == [150, 151, 152, 99, 98]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        (b"walk\0xxx", "walk"),
        (b"walking!", "walking!"),
        (b"caf\xe9", "caf\ufffd"),
        (b"gehen \xc3\xbc", "gehen ü"),
        (b"", None),
    ],
)
def test_texts_end_at_zero_and_need_not_be_utf_8(stored: bytes, text: str | None) -> None:
    out = plain_run().one(WORKOUT_STEP, {(254, "uint16"): 0, (0, "string8"): stored})
    assert only(out.file()).device_steps["name"].to_list() == [text]
