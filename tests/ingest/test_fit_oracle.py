"""Every value that we read from real FIT files is the value that fitparse reads, but for the table below.

Deliberate differences; `expected_record` and `expected_lap` apply each of them to fitparse's values:

| where | fitparse | ours | why |
|---|---|---|---|
| record without a time, or weeks away | kept | left out | nothing can be said of when it was; `salvaged` or refused |
| times of a device without a clock | number of seconds | local time | the activity message dates them (fr70) |
| record of a message that the end cuts off | kept, with the fields that are there | left out | it is damaged |
| records whose clock goes back | as they stand | in the order of time | rows of an activity are in order of time |
| speed, altitude | two fields each | the enhanced one, else the other | they are one quantity |
| heart rate 0, running dynamics 0 | 0 | null | no signal; 0 is never a value of a runner |
| weight 0 of a set, 0 repetitions | 0 | null | no weight was entered, nothing was counted |
| heart rate in `hr` messages | apart | in records that tell none | a strap hands it over later (test_fit_strap) |
| power in an app's field alone | apart | in `power_w` | it stands in where the watch tells none |
| a session's start after its records | kept | first record | it cannot be |
| a single record without a session | kept | no activity | it has no length |
| what the table's range refuses | kept | null | a broken value, such as a temperature of the void |
| distance in 12 bits | counted anew at each definition | counted through the file | a definition is no new start |
| cadence on foot | strides of one leg | both feet | FIT counts one leg |
| a lap's start | whole seconds | end of the lap before, where that is within a second | laps touch |
| lap intensity not in the profile | number | null | the table knows the profile's words |
| lap without start or duration | kept | worked out from its end, or left out | it is no span |
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import fitparse
import pytest
from fitparse.records import DataMessage

from ingest.fit import read
from ingest.fit.records import ON_FOOT, SEMICIRCLES_PER_DEGREE
from models.errors import ReadError
from models.recording import Decoded, Recording
from models.running_dynamics import METRICS
from models.schema import Table
from models.tables import INTENSITIES, LAPS, RECORDS

pytestmark = pytest.mark.real

Values = dict[str, Any]

SAMPLE = 30
"""Files of the quick run; `TRACKWORK_SOAK=1` compares all of them, which takes fitparse some minutes."""
QUICK_BYTES = 110_000
"""Largest file of the quick run [byte]: fitparse reads about 0.3 MB/s."""
ALWAYS = b"Ground Time"
"""Files with developer fields of running dynamics are always compared."""

PLAIN = {
    "distance_m": "distance",
    "power_w": "power",
    "temperature_c": "temperature",
    "heart_rate_bpm": "heart_rate",
}
STRYD = {"stance_time_ms": ("Ground Time", 1.0), "vertical_oscillation_mm": ("Vertical Oscillation", 10.0)}


def reference(data: bytes) -> dict[str, list[Values]]:
    """The messages that fitparse reads, by name, up to where it gives up."""
    found: dict[str, list[Values]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for message in fitparse.FitFile(data, check_developer_data=False):
                found.setdefault(message.name, []).append(values_of(message))
        except fitparse.FitParseError:
            pass
    return found


def values_of(message: DataMessage) -> Values:
    """The values by name; of a name that is there twice, what is stored before what another field's bits tell."""
    values: Values = {}
    for data in sorted(message.fields, key=lambda data: data.field_def is None):
        if values.get(data.name) is None:
            values[data.name] = data.value
    return values


def single(value: object) -> float | None:
    first = value[0] if isinstance(value, tuple) else value
    return float(first) if isinstance(first, int | float) else None


def first_known(values: Values, *names: str) -> float | None:
    return next((v for name in names if (v := single(values.get(name))) is not None), None)


def within(table: Table, column: str, value: float | None) -> float | None:
    limits = next(c for c in table.columns if c.name == column)
    if value is None or (limits.at_least is not None and value < limits.at_least):
        return None
    return None if limits.at_most is not None and value > limits.at_most else value


def clock(found: dict[str, list[Values]]) -> Callable[[object], datetime | None]:
    """fitparse's time as an instant, dated by the activity message if it counts from switching on."""
    switched_on = None
    for activity in found.get("activity", []):
        if isinstance(activity.get("timestamp"), int) and isinstance(activity.get("local_timestamp"), datetime):
            switched_on = activity["local_timestamp"] - timedelta(seconds=activity["timestamp"])

    def instant(value: object) -> datetime | None:
        if isinstance(value, int) and switched_on is not None:
            value = switched_on + timedelta(seconds=value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None

    return instant


def expected_record(values: Values, steps: int) -> dict[str, float | None]:
    """The row of `records` that fitparse's values are."""
    row = {column: single(values.get(field)) for column, field in PLAIN.items()}
    row["speed_mps"] = first_known(values, "enhanced_speed", "speed")
    row["altitude_m"] = first_known(values, "enhanced_altitude", "altitude")
    for column, field in (("latitude_deg", "position_lat"), ("longitude_deg", "position_long")):
        semicircles = single(values.get(field))
        row[column] = None if semicircles is None else semicircles / SEMICIRCLES_PER_DEGREE
    cadence = single(values.get("cadence"))
    fraction = single(values.get("fractional_cadence")) or 0.0
    row["cadence_spm"] = None if cadence is None else steps * (cadence + fraction)
    row["heart_rate_bpm"] = row["heart_rate_bpm"] or None
    return {column: within(RECORDS, column, value) for column, value in row.items()}


def expected_dynamics(values: Values) -> dict[str, float | None]:
    row = {metric.column: single(values.get(metric.fit_field)) or None for metric in METRICS}
    return {column: within(RECORDS, column, value) for column, value in row.items()}


def expected_stryd(values: Values) -> dict[str, float | None]:
    told = {column: (single(values.get(name)) or 0) * factor or None for column, (name, factor) in STRYD.items()}
    return {column: within(RECORDS, column, value) for column, value in told.items()}


def record_differences(decoded: Decoded, found: dict[str, list[Values]]) -> Iterable[str]:
    instant = clock(found)
    wanted = [(at, values) for values in found.get("record", []) if (at := instant(values.get("timestamp")))]
    wanted.sort(key=lambda pair: pair[0])
    got = [(row, recording) for recording in decoded.recordings for row in recording.records.rows(named=True)]
    got.sort(key=lambda pair: pair[0]["timestamp"])
    cut_off = len(wanted) - len(got)
    if cut_off not in {0, 1} or (cut_off and not decoded.salvaged):
        yield f"{len(wanted)} records wanted, {len(got)} got"
    filled = _told_elsewhere(found)
    others = {id(r): r.record_dynamics.rows_by_key(["record_index", "source"], named=True) for r in decoded.recordings}
    for (at, values), (row, recording) in zip(wanted, got, strict=False):
        expected = expected_record(values, 2 if recording.sport in ON_FOOT else 1)
        expected |= {column: told(row, values) for column, told in filled.items() if expected[column] is None}
        canonical, stryd = expected_dynamics(values), expected_stryd(values)
        second = others[id(recording)].get((row["record_index"], "stryd"), [{}])[0]
        if recording.dynamics_source == "stryd" and any(stryd.values()):
            canonical = canonical | stryd
        elif any(stryd.values()):
            yield from differing(at, stryd, second)
        yield from differing(at, {"timestamp": at} | expected | canonical, row)


def _told_elsewhere(found: dict[str, list[Values]]) -> dict[str, Callable[[Values, Values], float | None]]:
    """Columns that other messages or fields tell, with what is then wanted of a row where its own field is silent."""
    told: dict[str, Callable[[Values, Values], float | None]] = {}
    if "hr" in found:
        told["heart_rate_bpm"] = lambda row, _: row["heart_rate_bpm"]
    if all(values.get("power") is None for values in found.get("record", [])):
        told["power_w"] = lambda _, values: first_known(values, "Power", "RP_Power")
    return told


def differing(at: datetime, wanted: dict[str, Any], got: dict[str, Any]) -> Iterable[str]:
    for column, value in wanted.items():
        if got.get(column) != value:
            yield f"{at} {column}: wanted {value}, got {got.get(column)}"


def lap_differences(decoded: Decoded, found: dict[str, list[Values]]) -> Iterable[str]:
    instant = clock(found)
    wanted = []
    for values in found.get("lap", []):
        elapsed, end = values.get("total_elapsed_time"), instant(values.get("timestamp"))
        begun = instant(values.get("start_time"))
        if begun is None and end is not None and elapsed is not None:
            begun = end - timedelta(seconds=elapsed)
        if begun is not None and (elapsed is not None or end is not None):
            wanted.append((begun, values))
    wanted.sort(key=lambda pair: pair[0])
    got = [(row, recording) for recording in decoded.recordings for row in recording.laps.rows(named=True)]
    got.sort(key=lambda pair: begin(*pair))
    if len(wanted) != len(got):
        yield f"{len(wanted)} laps wanted, {len(got)} got"
    for (begun, values), (row, recording) in zip(wanted, got, strict=False):
        if abs((begin(row, recording) - begun).total_seconds()) > 1.0 + 1e-6:
            yield f"lap {begun}: got {begin(row, recording)}"
        yield from differing(begun, expected_lap(values), row)
        elapsed = values.get("total_elapsed_time")
        if elapsed is not None and row["end_s"] - row["start_s"] != pytest.approx(elapsed, abs=1e-6):
            yield f"lap {begun}: elapsed {elapsed}, got {row['end_s'] - row['start_s']}"


def begin(row: dict[str, Any], recording: Recording) -> datetime:
    return recording.start_time + timedelta(seconds=row["start_s"])


def expected_lap(values: Values) -> dict[str, Any]:
    intensity = values.get("intensity")
    trigger = values.get("lap_trigger")
    return {
        "timer_s": single(values.get("total_timer_time")),
        "distance_m": within(LAPS, "distance_m", single(values.get("total_distance"))),
        "trigger": None if trigger is None else str(trigger),
        "intensity": intensity if intensity in INTENSITIES else None,
        "workout_step_index": values.get("wkt_step_index"),
        "avg_heart_rate_bpm": single(values.get("avg_heart_rate")),
        "max_heart_rate_bpm": single(values.get("max_heart_rate")),
    }


def session_differences(decoded: Decoded, found: dict[str, list[Values]]) -> Iterable[str]:
    instant = clock(found)
    wanted = [(begun, values) for values in found.get("session", []) if (begun := instant(values.get("start_time")))]
    wanted.sort(key=lambda pair: pair[0])
    if wanted and len(wanted) != len(decoded.recordings):
        yield f"{len(wanted)} sessions wanted, {len(decoded.recordings)} got"
    for (begun, values), recording in zip(wanted, decoded.recordings, strict=False):
        told = {
            "sport": values.get("sport"),
            "sub_sport": values.get("sub_sport"),
            "elapsed_s": single(values.get("total_elapsed_time")),
            "timer_s": single(values.get("total_timer_time")),
            "distance_m": single(values.get("total_distance")),
        }
        for name, value in told.items():
            if value is not None and str(getattr(recording, name)) != str(value):
                yield f"session {begun} {name}: wanted {value}, got {getattr(recording, name)}"


def set_differences(decoded: Decoded, found: dict[str, list[Values]]) -> Iterable[str]:
    instant = clock(found)
    wanted = [
        (
            instant(values.get("start_time")) or instant(values.get("timestamp")),
            single(values.get("duration")),
            single(values.get("repetitions")) or None,
            single(values.get("weight")) or None,
        )
        for values in found.get("set", [])
        if values.get("set_type") != "rest"
    ]
    columns = ("start_time", "duration_s", "repetitions", "weight_kg")
    got = [row for recording in decoded.recordings for row in recording.sets.select(columns).rows()]
    if sorted(wanted, key=str) != sorted(((a, b, None if c is None else float(c), d) for a, b, c, d in got), key=str):
        yield f"sets wanted {wanted}, got {got}"


def differences(data: bytes) -> list[str]:
    """Where we and fitparse differ on one file, but for the table above."""
    found = reference(data)
    try:
        decoded = read(data)
    except ReadError as error:
        timed = [v for v in found.get("record", []) if clock(found)(v.get("timestamp"))]
        return [f"refused ({error}), but fitparse reads {len(timed)} records"] if timed else []
    if decoded.no_activity:
        return [f"{decoded.no_activity}, but there are records"] if len(found.get("record", [])) > 1 else []
    compared = (record_differences, lap_differences, session_differences, set_differences)
    return [difference for compare in compared for difference in compare(decoded, found)]


def chosen(folder: Path) -> list[Path]:
    files = sorted((folder / "fit").glob("*.fit"))
    if os.environ.get("TRACKWORK_SOAK"):
        return files
    small = [file for file in files if file.stat().st_size <= QUICK_BYTES]
    sample = {*small[:: max(1, len(small) // SAMPLE)], *(file for file in small if ALWAYS in file.read_bytes())}
    return sorted(sample)


def test_all_values_are_those_that_fitparse_reads(real_data: Path) -> None:
    files = chosen(real_data)
    assert len(files) >= SAMPLE
    wrong = {file.name: found[:5] for file in files if (found := differences(file.read_bytes()))}
    assert wrong == {}
