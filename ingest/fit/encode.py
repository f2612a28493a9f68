"""A recording as the FIT activity file that a Garmin watch would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ingest.fit.encode_splits import split_messages
from ingest.fit.encode_workout import set_messages, workout_messages
from ingest.fit.records import ON_FOOT, SEMICIRCLES_PER_DEGREE
from ingest.fit.write import EPOCH, Messages, Value, codes_of, fit_file
from models.errors import ContractError
from models.recording import Recording
from models.running_dynamics import METRICS

_HEAD, _TAIL = float("-inf"), float("inf")
_DYNAMICS_DEVICE = 4
"""Device index of the running dynamics sensor; 0 is the watch."""
_RUNNING_DYNAMICS = 30
"""ANT+ device type of running dynamics; the profile has no word for it."""
_RECORD_FIELDS = {
    "altitude_m": "enhanced_altitude",
    "distance_m": "distance",
    "speed_mps": "enhanced_speed",
    "heart_rate_bpm": "heart_rate",
    "power_w": "power",
    "temperature_c": "temperature",
    **{metric.column: metric.fit_field for metric in METRICS},
}


def encode(recording: Recording) -> bytes:
    """The FIT activity file of `recording`, which holds one session: reading it gives the recording again.

    FIT's own resolution holds: whole seconds for times, 1/100 m for distances, 1/1000 m/s for speeds.

    Raises:
        ContractError: a second source of running dynamics, or a value or word that FIT cannot hold.
    """
    if recording.record_dynamics.height:
        raise ContractError("a second source of running dynamics cannot be written to FIT")
    messages = (
        _file_id(recording),
        _device_infos(recording),
        _timer_events(recording),
        _one("sport", _HEAD, {"sport": recording.sport, "sub_sport": recording.sub_sport}),
        *workout_messages(recording, _HEAD),
        _records(recording),
        _laps(recording),
        split_messages(recording, _TAIL),
        set_messages(recording, _TAIL),
        _session(recording),
        _activity(recording),
    )
    return fit_file(messages)


def _one(name: str, at: float, fields: Mapping[str, Value]) -> Messages:
    return Messages(name, [at], {field: [value] for field, value in fields.items()})


def _made(said: str | None) -> dict[str, Value]:
    """What made something called like `garmin fr965`: by number as far as the profile has one, else by name."""
    maker, _, product = (said or "").partition(" ")
    if maker not in codes_of("file_id", "manufacturer"):
        return {"product_name": said}
    number = codes_of("file_id", "garmin_product").get(product) if maker == "garmin" else None
    if number is None and product.isdigit():
        number = int(product)
    return {"manufacturer": maker, "product": number, "product_name": product if product and number is None else None}


def _file_id(recording: Recording) -> Messages:
    identity: dict[str, Value] = {"type": "activity", **_made(recording.device), "serial_number": 1}
    return _one("file_id", _HEAD, identity | {"time_created": recording.start_time})


def _device_infos(recording: Recording) -> Messages:
    """The watch itself and, where it is not the watch, the sensor that gives the running dynamics."""
    devices = [{**_made(recording.device), "device_index": 0, "source_type": "local"}]
    if recording.dynamics_source not in {None, recording.device}:
        linked: dict[str, Value] = {
            "device_index": _DYNAMICS_DEVICE,
            "source_type": "antplus",
            "device_type": _RUNNING_DYNAMICS,
        }
        devices.append({**_made(recording.dynamics_source), **linked})
    names = ("device_index", "manufacturer", "product", "product_name", "source_type", "device_type")
    columns: dict[str, Sequence[Value]] = {name: [device.get(name) for device in devices] for name in names}
    columns["timestamp"] = [recording.start_time] * len(devices)
    return Messages("device_info", [_HEAD] * len(devices), columns)


def _timer_events(recording: Recording) -> Messages:
    """The timer starts, stops for each pause, and stops at the end."""
    pauses = recording.pauses.select("start_s", "end_s").rows()
    switches = [(0.0, "start")]
    for start, end in pauses:
        switches += [(start, "stop_all"), (end, "start")]
    switches.append((recording.elapsed_s or 0.0, "stop_all"))
    return Messages(
        "event",
        [_HEAD, *(at for at, _ in switches[1:])],
        {
            "timestamp": [_instant(recording, at) for at, _ in switches],
            "event": ["timer"] * len(switches),
            "event_type": [kind for _, kind in switches],
            "event_group": [0] * len(switches),
        },
    )


def _instant(recording: Recording, elapsed_s: float) -> datetime:
    return recording.start_time + timedelta(seconds=elapsed_s)


def _floats(column: pl.Series) -> NDArray[np.float64]:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _strides(recording: Recording, cadence_spm: pl.Series) -> NDArray[np.float64]:
    """Cadence as FIT counts it: strides of one leg on foot; whole ones, and the rest in a field of its own."""
    return _floats(cadence_spm) / (2 if recording.sport in ON_FOOT else 1)


def _records(recording: Recording) -> Messages:
    records = recording.records
    elapsed = _floats(records["elapsed_s"])
    strides = _strides(recording, records["cadence_spm"])
    start = (recording.start_time - EPOCH).total_seconds()
    return Messages(
        "record",
        elapsed,  # type: ignore[arg-type]  # an array is a sequence of floats here
        {
            "timestamp": start + elapsed,
            "position_lat": _floats(records["latitude_deg"]) * SEMICIRCLES_PER_DEGREE,
            "position_long": _floats(records["longitude_deg"]) * SEMICIRCLES_PER_DEGREE,
            "cadence": np.floor(strides),
            "fractional_cadence": strides - np.floor(strides),
            **{field: _floats(records[column]) for column, field in _RECORD_FIELDS.items()},
        },
    )


def _laps(recording: Recording) -> Messages:
    laps = recording.laps
    ends, starts = laps["end_s"].to_list(), laps["start_s"].to_list()
    strides = _strides(recording, laps["avg_cadence_spm"])
    return Messages(
        "lap",
        ends,
        {
            "timestamp": [_instant(recording, end) for end in ends],
            "start_time": [_instant(recording, int(start)) for start in starts],
            "message_index": laps["lap_index"].to_list(),
            "total_elapsed_time": np.asarray(ends) - np.asarray(starts),
            "total_timer_time": _floats(laps["timer_s"]),
            "total_distance": _floats(laps["distance_m"]),
            "lap_trigger": laps["trigger"].to_list(),
            "intensity": laps["intensity"].to_list(),
            "wkt_step_index": laps["workout_step_index"].to_list(),
            "avg_heart_rate": _floats(laps["avg_heart_rate_bpm"]),
            "max_heart_rate": _floats(laps["max_heart_rate_bpm"]),
            "avg_cadence": np.floor(strides),
            "avg_fractional_cadence": strides - np.floor(strides),
            "event": ["lap"] * laps.height,
            "event_type": ["stop"] * laps.height,
            "sport": [recording.sport] * laps.height,
        },
    )


def _session(recording: Recording) -> Messages:
    totals = {
        "total_elapsed_time": recording.elapsed_s,
        "total_timer_time": recording.timer_s,
        "total_distance": recording.distance_m,
    }
    identity: dict[str, Value] = {
        "timestamp": _instant(recording, recording.elapsed_s or 0.0),
        "start_time": recording.start_time,
        "message_index": recording.session_index,
        "sport": recording.sport,
        "sub_sport": recording.sub_sport,
        "first_lap_index": 0,
        "num_laps": recording.laps.height,
    }
    said: dict[str, Value] = {"event": "lap", "event_type": "stop", "trigger": "activity_end"}
    return _one("session", _TAIL, {**identity, **totals, **said})


def _activity(recording: Recording) -> Messages:
    end = _instant(recording, recording.elapsed_s or 0.0)
    offset = recording.utc_offset_s
    fields: dict[str, Value] = {
        "timestamp": end,
        "local_timestamp": None if offset is None else end + timedelta(seconds=offset),
        "total_timer_time": recording.timer_s,
        "num_sessions": 1,
        "type": "manual",
        "event": "activity",
        "event_type": "stop",
    }
    return _one("activity", _TAIL, fields)
