"""Fields of developers, and which sensor gave the running dynamics."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.fit import read
from tests.support.fit_bytes import (
    DESCRIPTION,
    DEVELOPER,
    DEVICE_INFO,
    RECORD,
    T0,
    FitBytes,
    activity,
    session,
)
from tests.support.fit_reading import only


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
RUNSCRIBE = bytes.fromhex("c1f5c80a5a054e8a97b3fda34e957035")


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


def test_left_and_right_foot_make_their_mean() -> None:
    out = described(b"RS_ContactTime_L", b"ms", 0, RUNSCRIBE)
    out.one(DESCRIPTION, {(0, "uint8"): 0, (1, "uint8"): 8, (2, "uint8"): 0x84, (3, "string24"): b"RS_ContactTime_R"})
    out.define(0, RECORD, [(253, "uint32")], [(7, "float32"), (8, "uint16")])
    out.add(0, T0, 330.0, 320).add(0, T0 + 1, 330.0, 0xFFFF).add(0, T0 + 2, 0.0, 0)
    run = only(session(out).file())
    assert run.dynamics_source == "runscribe"
    assert run.records["stance_time_ms"].to_list() == [325.0, 330.0, None]


def test_descriptions_belong_to_their_file() -> None:
    def run(name: bytes) -> bytes:
        out = described(name, b"", 0)
        return session(out.define(0, RECORD, [(253, "uint32")], [(7, "float32")]).add(0, T0, 8.5)).file()

    contact, bounce = run(b"Ground Time"), run(b"Vertical Oscillation")
    first, second = read(contact + bounce).recordings
    assert first.records.select("stance_time_ms", "vertical_oscillation_mm").rows() == [(8.5, None)]
    assert second.records.select("stance_time_ms", "vertical_oscillation_mm").rows() == [(None, 85.0)]


def test_many_threads_read_what_one_reads() -> None:
    def run(n: int) -> bytes:
        out = described(b"Ground Time", b"", n).define(0, RECORD, [(253, "uint32")], [(7, "float32")])
        return session(out.add(0, T0, float(n + 1))).file()

    files = [run(n) for n in range(8)]
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
