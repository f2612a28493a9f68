"""Sessions, laps, pauses, steps and sets of FIT files."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingest.fit import read
from ingest.fit.encode import encode
from models.recording import Recording
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from tests.support.fit_bytes import (
    ACTIVITY,
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
    plain_run,
    session,
)
from tests.support.fit_reading import only
from tests.support.workouts import repetitions

DEVICE_SETTINGS, TIMESTAMP_CORRELATION = 2, 162


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


def test_a_pause_ends_with_its_session() -> None:
    out = plain_run(20).define(1, EVENT, [(253, "uint32"), (0, "enum"), (1, "enum")])
    for at, kind in ((0, 0), (12, 4), (60, 0), (70, 4)):
        out.add(1, T0 + at, 0, kind)
    first, second = read(session(out, T0 + 60, 10).file()).recordings
    assert first.elapsed_s == 20
    assert first.pauses.rows() == [(0, 12.0, 20.0)]
    assert second.pauses.is_empty()


@pytest.mark.parametrize(
    ("utc", "local", "offset"),
    [
        (10, 3600 + 10, 3600),
        (10, -5 * 3600 + 12, -5 * 3600),
        (10, 19_800 + 10, 19_800),
        (10, 20_680, 20_700),
        (3600 + 10, 10, 3600),  # swapped
        (10, 20 * 3600, None),
        (-3600, 10, -3600),  # swapped: the other one lies in the recording
        (0, 3600, 3600),  # the start instead of the end
    ],
)
def test_local_time(utc: int, local: int, offset: int | None) -> None:
    out = plain_run().one(ACTIVITY, {(253, "uint32"): T0 + utc, (5, "uint32"): T0 + local})
    assert only(out.file()).utc_offset_s == offset


def test_the_start_in_the_activity_message_is_not_taken_for_local_time() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, T0 + 9000)
    out = session(out, elapsed_s=9000).one(ACTIVITY, {(253, "uint32"): T0, (5, "uint32"): T0 + 10800})
    assert only(out.file()).utc_offset_s == 10800


def test_a_file_cut_off_before_its_activity_message_tells_local_time_by_its_settings() -> None:
    for told, offset in ((7214, 7200), (2**32 - 25200, -25200), (0, None)):
        out = plain_run().one(DEVICE_SETTINGS, {(2, "uint32"): told})
        assert only(out.file()).utc_offset_s == offset
    out = plain_run().one(TIMESTAMP_CORRELATION, {(253, "uint32"): T0, (3, "uint32"): T0 + 19_800})
    assert only(out.one(DEVICE_SETTINGS, {(2, "uint32"): 3600}).file()).utc_offset_s == 19_800


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
    kept = ["workout_step_index", "name", "intensity", "duration_type", "duration_s", "distance_m"]
    kept += ["repeat_from_index", "repeat_count", "target_type", "target_low", "target_high"]
    assert only(out.file()).device_steps.select(kept).rows() == [
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
