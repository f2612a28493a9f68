"""What the encoder writes, read back by fitparse value for value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import fitparse
import polars as pl
import pytest

from ingest.fit.encode import encode
from ingest.fit.encode_workout import exercise_codes
from ingest.fit.records import SEMICIRCLES_PER_DEGREE
from ingest.fit.write import Messages, fit_file
from models.errors import ContractError
from models.recording import SETS_SCHEMA, Recording
from models.running_dynamics import METRICS
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from models.tables import DEVICE_STEPS, LAPS, PAUSES, RECORD_DYNAMICS, RECORDS
from tests.support.workouts import repetitions

START = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)


def recording(**changed: object) -> Recording:
    """Three records, two laps, a pause and a workout of 6 x (400 m / 90 s), as small as can be."""
    records: list[dict[str, object]] = [
        {
            "record_index": i,
            "timestamp": START + timedelta(seconds=i),
            "elapsed_s": float(i),
            "latitude_deg": 52.5147 + i * 1e-5,
            "longitude_deg": -13.2395,
            "altitude_m": 34.2 if i else None,
            "distance_m": 4.17 * i,
            "speed_mps": 4.166,
            "heart_rate_bpm": 151.0 + i,
            "cadence_spm": 179.0 + i,
            "temperature_c": -3.0,
            "stance_time_ms": 223.5 if i != 1 else None,
            "stance_time_percent": 33.4,
            "stance_time_balance_percent": 50.31,
            "vertical_oscillation_mm": 84.2,
            "vertical_ratio_percent": 6.05,
            "step_length_mm": 1392.0,
        }
        for i in range(3)
    ]
    laps: list[dict[str, object]] = [
        {"lap_index": 0, "start_s": 0.0, "end_s": 96.25, "timer_s": 95.25, "distance_m": 400.0, "trigger": "distance"},
        {"lap_index": 1, "start_s": 96.25, "end_s": 186.25, "timer_s": 90.0, "distance_m": 201.5, "trigger": "time"},
    ]
    marks: list[dict[str, object]] = [
        {"workout_step_index": 0, "intensity": "active", "avg_heart_rate_bpm": 160.0, "avg_cadence_spm": 181.0},
        {"workout_step_index": 1, "intensity": "recovery", "max_heart_rate_bpm": 177.0},
    ]
    steps: list[dict[str, object]] = [
        {
            "workout_step_index": 0,
            "intensity": "active",
            "duration_type": "distance",
            "distance_m": 400.0,
            "target_type": "speed",
            "target_low": 4.123,
            "target_high": 4.25,
        },
        {
            "workout_step_index": 1,
            "name": "walk",
            "intensity": "recovery",
            "duration_type": "time",
            "duration_s": 90.0,
            "target_type": "open",
        },
        {
            "workout_step_index": 2,
            "duration_type": "repeat_until_steps_cmplt",
            "repeat_from_index": 0,
            "repeat_count": 6,
        },
    ]
    whole: dict[str, Any] = {
        "session_index": 0,
        "sport": "running",
        "sub_sport": "track",
        "start_time": START,
        "utc_offset_s": 3600,
        "elapsed_s": 187.0,
        "timer_s": 185.5,
        "distance_m": 601.5,
        "device": "garmin fr965",
        "dynamics_source": "garmin hrm_pro",
        "records": RECORDS.unowned(RECORDS.rows(records).with_columns(pl.lit("a").alias("activity_id"))),
        "laps": LAPS.unowned(LAPS.rows([a | b for a, b in zip(laps, marks, strict=True)])),
        "pauses": PAUSES.unowned(PAUSES.rows([{"pause_index": 0, "start_s": 100.0, "end_s": 101.0}])),
        "device_steps": DEVICE_STEPS.unowned(DEVICE_STEPS.rows(steps)),
        "record_dynamics": RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        "sets": SETS_SCHEMA.to_frame(),
    }
    return Recording(**whole | changed)


def read(data: bytes, name: str) -> list[dict[str, Any]]:
    """All messages of that name, as fitparse reads them, with both check sums checked."""
    file = fitparse.FitFile(data, check_crc=True)
    return [message.get_values() for message in file.get_messages(name)]


def instant(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)


def test_records_come_back_in_fit_resolution() -> None:
    wanted = recording().records.rows(named=True)
    found = read(encode(recording()), "record")
    assert len(found) == len(wanted)
    for want, got in zip(wanted, found, strict=True):
        assert instant(got["timestamp"]) == want["timestamp"]
        assert got["position_lat"] == round(want["latitude_deg"] * SEMICIRCLES_PER_DEGREE)
        assert got["position_long"] == round(want["longitude_deg"] * SEMICIRCLES_PER_DEGREE)
        assert 2 * (got["cadence"] + got["fractional_cadence"]) == want["cadence_spm"]
        assert got["enhanced_altitude"] == (pytest.approx(want["altitude_m"]) if want["altitude_m"] else None)
        assert (got["distance"], got["enhanced_speed"]) == (want["distance_m"], want["speed_mps"])
        assert (got["heart_rate"], got["temperature"]) == (want["heart_rate_bpm"], want["temperature_c"])
        assert "power" not in got
        assert [got[n] for n in ("stance_time", "stance_time_percent", "stance_time_balance")] == [
            want[n] for n in ("stance_time_ms", "stance_time_percent", "stance_time_balance_percent")
        ]
        assert [got[n] for n in ("vertical_oscillation", "vertical_ratio", "step_length")] == [
            want[n] for n in ("vertical_oscillation_mm", "vertical_ratio_percent", "step_length_mm")
        ]


def test_laps_tell_trigger_intensity_and_step() -> None:
    first, second = read(encode(recording()), "lap")
    assert instant(first["start_time"]) == START
    assert (first["total_elapsed_time"], first["total_timer_time"], first["total_distance"]) == (96.25, 95.25, 400.0)
    assert (first["lap_trigger"], first["intensity"], first["wkt_step_index"]) == ("distance", "active", 0)
    assert (first["avg_heart_rate"], first["avg_running_cadence"], first["avg_fractional_cadence"]) == (160, 90, 0.5)
    assert instant(second["start_time"]) == START + timedelta(seconds=96)
    assert (second["lap_trigger"], second["intensity"], second["wkt_step_index"]) == ("time", "recovery", 1)
    assert (second["total_elapsed_time"], second["max_heart_rate"]) == (90.0, 177)
    assert second["avg_heart_rate"] is None


def test_workout_steps_count_centimetres_and_milliseconds() -> None:
    data = encode(recording())
    (workout,) = read(data, "workout")
    assert workout["num_valid_steps"] == 3
    work, rest, repeat = read(data, "workout_step")
    assert (work["duration_type"], work["duration_distance"], work["intensity"]) == ("distance", 400.0, "active")
    assert (work["custom_target_speed_low"], work["custom_target_speed_high"]) == (4.123, 4.25)
    assert (rest["duration_type"], rest["duration_time"], rest["wkt_step_name"]) == ("time", 90.0, "walk")
    assert (repeat["duration_type"], repeat["duration_step"], repeat["repeat_steps"]) == (
        "repeat_until_steps_cmplt",
        0,
        6,
    )


def test_the_timer_starts_stops_for_the_pause_and_stops_at_the_end() -> None:
    events = read(encode(recording()), "event")
    switches = [((instant(e["timestamp"]) - START).total_seconds(), e["event_type"]) for e in events]
    assert switches == [(0.0, "start"), (100.0, "stop_all"), (101.0, "start"), (187.0, "stop_all")]


def test_session_activity_and_devices() -> None:
    data = encode(recording())
    (session,) = read(data, "session")
    assert (session["sport"], session["sub_sport"], session["num_laps"]) == ("running", "track", 2)
    assert (session["total_elapsed_time"], session["total_timer_time"]) == (187.0, 185.5)
    assert session["total_distance"] == 601.5
    (activity,) = read(data, "activity")
    assert activity["local_timestamp"] - activity["timestamp"] == timedelta(hours=1)
    (file_id,) = read(data, "file_id")
    assert (file_id["type"], file_id["manufacturer"], file_id["garmin_product"]) == ("activity", "garmin", "fr965")
    watch, sensor = read(data, "device_info")
    assert (watch["device_index"], watch["garmin_product"]) == ("creator", "fr965")
    assert (sensor["source_type"], sensor["garmin_product"]) == ("antplus", "hrm_pro")


def test_messages_stand_as_a_watch_writes_them() -> None:
    names = [message.name for message in fitparse.FitFile(encode(recording())).get_messages()]
    assert names[0] == "file_id"
    assert names.index("workout") < names.index("record") < names.index("lap") < names.index("session")
    assert names[-2:] == ["session", "activity"]


def test_strength_sets() -> None:
    rows = {
        "set_index": [0, 1, 2],
        "exercise": ["squat", "box jump", "a dance"],
        "start_time": [START + timedelta(seconds=60 * i) for i in range(3)],
        "duration_s": [31.5, 12.25, None],
        "repetitions": [8, 6, None],
        "weight_kg": [62.5, None, None],
    }
    data = encode(recording(sport="training", sub_sport="strength_training", sets=pl.DataFrame(rows, SETS_SCHEMA)))
    squat, jump, dance = read(data, "set")
    assert (squat["duration"], squat["repetitions"], squat["weight"]) == (31.5, 8, 62.5)
    assert squat["category"] in {"squat", ("squat",)}
    assert instant(jump["start_time"]) == START + timedelta(seconds=60)
    assert exercise_codes("barbell hack squat") == (28, 9)
    assert exercise_codes("a dance") == (65534, None)
    assert (dance["repetitions"], dance["weight"], dance["set_type"]) == (None, None, "active")


def test_without_steps_pauses_and_laps_nothing_is_told_of_them() -> None:
    data = encode(
        recording(
            device_steps=DEVICE_STEPS.unowned(DEVICE_STEPS.empty()),
            pauses=PAUSES.unowned(PAUSES.empty()),
            laps=LAPS.unowned(LAPS.empty()),
            utc_offset_s=None,
            sub_sport=None,
        )
    )
    assert read(data, "workout") == read(data, "workout_step") == read(data, "lap") == []
    assert len(read(data, "event")) == 2
    assert "local_timestamp" not in read(data, "activity")[0]
    assert "sub_sport" not in read(data, "session")[0]


def test_what_fit_cannot_hold_is_refused() -> None:
    with pytest.raises(ContractError, match=r"record\.heart_rate cannot hold 300"):
        fit_file([Messages("record", [0.0], {"heart_rate": [300]})])
    with pytest.raises(ContractError, match="knows no 'skating'"):
        encode(recording(sport="skating"))
    second = RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.rows([{"record_index": 0, "source": "Stryd"}]))
    with pytest.raises(ContractError, match="second source"):
        encode(recording(record_dynamics=second))


@pytest.mark.parametrize("conditions", [Conditions(), Conditions(laps="manual", smart_recording=True, place="road")])
def test_a_simulated_run_comes_back_with_equal_values(conditions: Conditions) -> None:
    run = simulate_run(repetitions(3), SimulatedAthlete(), START, 3600, 5, conditions).recording
    data = encode(run)
    fields = {
        "distance_m": "distance",
        "speed_mps": "enhanced_speed",
        "altitude_m": "enhanced_altitude",
        "heart_rate_bpm": "heart_rate",
        **{metric.column: metric.fit_field for metric in METRICS},
    }
    found = pl.DataFrame(read(data, "record"), infer_schema_length=None)
    assert found.height == run.records.height
    for column, field in fields.items():
        assert found[field].cast(pl.Float64).to_list() == pytest.approx(run.records[column].to_list()), column
    assert (found["timestamp"].dt.replace_time_zone("UTC") == run.records["timestamp"]).all()
    semicircles = (run.records["latitude_deg"] * SEMICIRCLES_PER_DEGREE).round().cast(pl.Int64)
    assert found["position_lat"].to_list() == semicircles.to_list()
    laps = read(data, "lap")
    assert [lap["total_distance"] for lap in laps] == run.laps["distance_m"].to_list()
    assert [lap["wkt_step_index"] for lap in laps if lap.get("wkt_step_index") is not None] == (
        run.laps["workout_step_index"].drop_nulls().to_list()
    )
    assert encode(run) == data
