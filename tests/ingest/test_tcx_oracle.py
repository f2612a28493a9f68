"""Every value of the real TCX files, against their elements read one by one."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ingest.tcx import read
from models.recording import Recording

Row = tuple[object, ...]

ON_FOOT = ("running", "walking", "hiking")
NOT_FROM_THE_START = {
    "msimms__20200103_intervals.tcx": "each step's distance in place of the way since the start",
    "msimms__20200103_intervals__7dd26f.tcx": "each step's distance in place of the way since the start",
    "msimms__20220320_track_run_apple_watch_se.tcx": "0 m throughout, in spite of positions",
    "msimms__20230417_heartbreak_hill_ascent.tcx": "0 m throughout, in spite of positions",
}
"""Files whose DistanceMeters we do not take, and why."""
NOT_IN_SECONDS = {
    "msimms__20200103_intervals.tcx": "1,492 s of points in a lap of 24.87",
    "pypi-activity-parser__mixed_offset.tcx": "6 hours of points in a lap of 2 s: one has no offset, and counts as UTC",
}
"""Files whose TotalTimeSeconds we do not take, and why."""
WRONG_CLOCK = {"firefly-cpp-sport-activities-features__dead_end.tcx": "a lap of 2015 with points of 2021"}
"""Files whose StartTime of a lap we do not take, and why."""
WITHOUT_ACTIVITY = ["dblock-tcx__simple_workout_1.tcx", "pypi-activity-parser__no_activity.tcx"]


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def found(element: ET.Element, *path: str) -> list[ET.Element]:
    """What lies at a path of local names below an element."""
    if not path:
        return [element]
    return [below for child in element if local(child) == path[0] for below in found(child, *path[1:])]


def number(element: ET.Element, *path: str) -> float | None:
    texts = [each.text for each in found(element, *path)]
    value = float(texts[0]) if texts and texts[0] else math.nan
    return None if math.isnan(value) else value


def instant(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def wanted_point(point: ET.Element) -> Row | None:
    times = [each.text for each in found(point, "Time") if each.text]
    if not times:
        return None
    tpx = ("Extensions", "TPX")
    run = number(point, *tpx, "RunCadence")
    heart_rate = number(point, "HeartRateBpm", "Value")
    return (
        instant(times[0].strip()),
        number(point, "Position", "LatitudeDegrees"),
        number(point, "Position", "LongitudeDegrees"),
        number(point, "AltitudeMeters"),
        heart_rate if heart_rate and heart_rate <= 255 else None,
        number(point, "Cadence") if run is None else run,
        number(point, *tpx, "Watts"),
        number(point, "DistanceMeters"),
        number(point, *tpx, "Speed"),
    )


COLUMNS = (
    "timestamp",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "heart_rate_bpm",
    "cadence_spm",
    "power_w",
    "distance_m",
    "speed_mps",
)


def wanted_lap(lap: ET.Element, steps: int, *, timed: bool) -> Row:
    words = [(found(lap, name) or [ET.Element("")])[0].text for name in ("TriggerMethod", "Intensity")]
    strides = number(lap, "Extensions", "LX", "AvgRunCadence") or number(lap, "Cadence")
    return (
        (number(lap, "TotalTimeSeconds") or None) if timed else None,
        number(lap, "DistanceMeters"),
        {None: None, "Manual": "manual"}[words[0]],
        {None: None, "Active": "active"}[words[1]],
        number(lap, "AverageHeartRateBpm", "Value"),
        number(lap, "MaximumHeartRateBpm", "Value"),
        None if strides is None else strides * steps,
    )


LAP_COLUMNS = (
    "timer_s",
    "distance_m",
    "trigger",
    "intensity",
    "avg_heart_rate_bpm",
    "max_heart_rate_bpm",
    "avg_cadence_spm",
)


def compared(name: str, activity: ET.Element, recording: Recording) -> int:
    """Compares one activity; how many points it has."""
    told = [wanted_point(point) for point in found(activity, "Lap", "Track", "Trackpoint")]
    rows = sorted((row for row in told if row), key=lambda row: str(row[0]))
    wanted = {column: [row[i] for row in rows] for i, column in enumerate(COLUMNS)}
    cadence = sorted(value for value in wanted["cadence_spm"] if isinstance(value, float) and value > 0)
    median = cadence[len(cadence) // 2] if cadence else 90.0
    steps = 2 if recording.sport in ON_FOOT and median <= 120 else 1
    wanted["cadence_spm"] = [None if value is None else float(str(value)) * steps for value in wanted["cadence_spm"]]
    positions = any(value is not None for value in wanted["latitude_deg"])
    skipped = {"distance_m"} if name in NOT_FROM_THE_START else set()
    skipped |= {c for c in ("distance_m", "speed_mps") if positions and not any(v is not None for v in wanted[c])}
    for column in COLUMNS:
        if column not in skipped:
            assert recording.records[column].to_list() == wanted[column], (name, column)
    laps = found(activity, "Lap")
    timed = name not in NOT_IN_SECONDS
    assert recording.laps.select(LAP_COLUMNS).rows() == [wanted_lap(lap, steps, timed=timed) for lap in laps], name
    if name not in WRONG_CLOCK:
        begins = [(instant(lap.attrib["StartTime"]) - recording.start_time).total_seconds() for lap in laps]
        assert recording.laps["start_s"].to_list() == pytest.approx(begins, abs=1e-6), name
    devices = [each.text for each in found(activity, "Creator", "Name")]
    assert recording.device == (devices[0] if devices else None)
    return len(rows)


@pytest.mark.real
def test_values_of_real_files_are_those_of_their_elements(real_data: Path) -> None:
    files = sorted((real_data / "tcx").glob("*.tcx"))
    assert len(files) == 46
    without: list[str] = []
    points = activities = 0
    for path in files:
        root = ET.fromstring(path.read_bytes().decode("utf-8-sig").lstrip())  # noqa: S314 - files that we know
        wanted = found(root, "Activities", "Activity")
        decoded = read(path.read_bytes())
        if not wanted:
            assert decoded.no_activity
            without.append(path.name)
            continue
        assert len(decoded.recordings) == len(wanted), path.name
        points += sum(compared(path.name, *pair) for pair in zip(wanted, decoded.recordings, strict=True))
        activities += len(wanted)
    assert without == WITHOUT_ACTIVITY
    assert (activities, points) == (46, 22_603)
