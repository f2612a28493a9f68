"""GPX 1.0 and 1.1: each track is an activity, each of its segments a span in which the timer ran."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import gpxpy
import numpy as np
import polars as pl
from gpxpy.gpx import GPX, GPXException, GPXTrack, GPXTrackPoint

from ingest.gpx_words import ON_FOOT, READINGS, readings, sport_of
from ingest.xml_text import text_of
from models.errors import ReadError
from models.odometer import from_positions
from models.recording import SETS_SCHEMA, Decoded, Recording
from models.schema import INSTANT
from models.tables import DEVICE_STEPS, LAPS, PAUSES, RECORD_DYNAMICS, RECORDS

_NO_POSITION = re.compile(r"""\b(lat|lon)=(["'])\s*\2""")
"""Points of a pool swim: `lat=""`. gpxpy reads only numbers."""

_VERSION_1_0 = re.compile(r"""<gpx\b[^>]*\bversion=["']1\.0["']""")

_PLACE = ("elapsed_s", "latitude_deg", "longitude_deg")

_POINTS = pl.Schema(
    {
        "segment": pl.Int64(),
        "timestamp": INSTANT,
        "utc_offset_s": pl.Int64(),
        **dict.fromkeys(("latitude_deg", "longitude_deg", "altitude_m", *READINGS.values()), pl.Float64()),
    }
)


@dataclass(frozen=True, slots=True)
class GpxConfig:
    """What is assumed where a GPX file does not tell."""

    both_feet_from_spm: float = 120.0
    """A median cadence above it counts steps, not strides: 120 strides are 240 steps a minute; our choice."""
    running_at_most_mps: float = 7.3
    """A track without a type is a run, unless it is faster on average than 1500 m in 3:26, the world record."""


CONFIG = GpxConfig()


def read(data: bytes) -> Decoded:
    """The activities of a GPX file, in order of time; times without an offset count as UTC.

    Raises:
        ReadError: broken XML or broken GPX, with the place; or tracks without a single time.
    """
    gpx = _parsed(text_of(data))
    given = sum(len(segment.points) for track in gpx.tracks for segment in track.segments)
    if not given:
        return Decoded("gpx", (), 0, no_activity=_contents(gpx))
    timed = [(track, points) for track in gpx.tracks if (points := _points(track)).height]
    if not timed:
        raise ReadError(
            f"none of its {given} points has a time: export it as a recorded activity, not as a course, "
            "or get the FIT file"
        )
    timed.sort(key=lambda pair: pair[1]["timestamp"][0])
    kept = sum(points.height for _, points in timed)
    if kept == 1:
        return Decoded("gpx", (), 1, no_activity="it holds a single point that has a time, which is no activity")
    recordings = tuple(
        _recording(index, points, sport_of(track.type), gpx.creator) for index, (track, points) in enumerate(timed)
    )
    salvaged = f"{given - kept} of {given} points have no time and were left out" if kept < given else None
    return Decoded("gpx", recordings, kept, salvaged=salvaged)


def _parsed(text: str) -> GPX:
    # As 1.0 gpxpy reads no extensions, which some write all the same, and no <type>; as 1.1 it reads no plain <speed>.
    version = "1.0" if _VERSION_1_0.search(text) and "<extensions" not in text else "1.1"
    try:
        return gpxpy.parse(_NO_POSITION.sub(r"\1=\2nan\2", text), version=version)
    except (GPXException, ValueError) as error:
        raise ReadError(f"it is XML, but broken GPX ({error}): export the activity again") from error


def _contents(gpx: GPX) -> str:
    counts = ((len(gpx.routes), "planned route"), (len(gpx.waypoints), "waypoint"))
    held = " and ".join(f"{n} {what}{'s' if n > 1 else ''}" for n, what in counts if n)
    return f"it holds {held}, but no recorded track" if held else "it holds no recorded track"


def _points(track: GPXTrack) -> pl.DataFrame:
    """Grain: one point that has a time, in order of time."""
    rows = [
        {"segment": index, "timestamp": time, **_row(point)}
        for index, segment in enumerate(track.segments)
        for point in segment.points
        if (time := _utc(point.time))
    ]
    points = pl.DataFrame(rows, schema=_POINTS).sort("timestamp", maintain_order=True)
    return points.with_columns(_storable(name) for name in points.columns if name in RECORDS.schema)


def _row(point: GPXTrackPoint) -> dict[str, float | None]:
    offset = point.time.utcoffset() if point.time and point.time.tzinfo else None
    return {
        "latitude_deg": point.latitude,
        "longitude_deg": point.longitude,
        "altitude_m": point.elevation,
        "speed_mps": point.speed,
        "utc_offset_s": int(offset.total_seconds()) if offset else None,
        **readings(point.extensions),
    }


def _utc(time: datetime | None) -> datetime | None:
    if time is None:
        return None
    try:
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except OverflowError:
        return None  # year 1 east of Greenwich: a clock that was never set


def _storable(name: str) -> pl.Expr:
    """The column, null where the table would refuse the value, and where a heart rate of 0 means no signal."""
    column = next(column for column in RECORDS.columns if column.name == name)
    wrong = pl.any_horizontal([broken for _, broken in column.violations()] or [pl.lit(False)])
    if name == "heart_rate_bpm":
        wrong = wrong | (pl.col(name) == 0)
    return pl.when(~wrong.fill_null(value=False)).then(pl.col(name)).alias(name)


def _recording(index: int, points: pl.DataFrame, sport: str | None, creator: str | None) -> Recording:
    start = points["timestamp"][0]
    records = points.with_columns(
        pl.int_range(pl.len()).alias("record_index"),
        ((pl.col("timestamp") - start) / timedelta(seconds=1)).alias("elapsed_s"),
    )
    pauses = _pauses(records)
    records = _with_distance(records, pauses)
    elapsed_s = records["elapsed_s"][-1]
    timer_s = elapsed_s - (pauses["end_s"] - pauses["start_s"]).sum()
    travelled = records["distance_m"].drop_nulls()
    distance_m = float(travelled[-1]) if len(travelled) else None
    known = sport or _assumed_sport(distance_m, timer_s)
    return Recording(
        session_index=index,
        sport=known,
        sub_sport=None,
        start_time=start,
        utc_offset_s=points["utc_offset_s"][0],
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        distance_m=distance_m,
        device=creator or None,
        dynamics_source=None,
        records=RECORDS.unowned(_both_feet(records, known).drop("segment", "utc_offset_s")),
        laps=LAPS.unowned(LAPS.empty()),
        pauses=pauses,
        device_steps=DEVICE_STEPS.unowned(DEVICE_STEPS.empty()),
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=pl.DataFrame(schema=SETS_SCHEMA),
    )


def _pauses(records: pl.DataFrame) -> pl.DataFrame:
    """The spans between segments, in which nothing was recorded."""
    spans = (
        records.group_by("segment")
        .agg(pl.col("elapsed_s").min().alias("from"), pl.col("elapsed_s").max().alias("to"))
        .sort("from", "to")
        .select(pl.col("to").cum_max().shift().alias("start_s"), pl.col("from").alias("end_s"))
        .filter(pl.col("end_s") > pl.col("start_s"))
    )
    return PAUSES.unowned(spans.with_columns(pl.int_range(pl.len()).alias("pause_index")))


def _with_distance(records: pl.DataFrame, pauses: pl.DataFrame) -> pl.DataFrame:
    """Distance from positions, none in the pauses; speed too, where the file has no speed of its own."""
    run = np.searchsorted(pauses["end_s"].to_numpy(), records["elapsed_s"].to_numpy(), side="right")
    distance, speed = np.empty(records.height), np.empty(records.height)
    before = 0.0
    for number in np.unique(run):
        mine = run == number
        time, latitude, longitude = records.filter(mine).select(_PLACE).to_numpy().T
        along, speed[mine] = from_positions(time, latitude, longitude)
        distance[mine] = before + along
        before = float(np.nanmax(distance[mine], initial=before))
    measured = records.with_columns(
        pl.Series("distance_m", distance).fill_nan(None), pl.Series("from_positions", speed).fill_nan(None)
    )
    if records["speed_mps"].null_count() == records.height:
        measured = measured.with_columns(pl.col("from_positions").alias("speed_mps"))
    return measured.drop("from_positions")


def _assumed_sport(distance_m: float | None, timer_s: float, config: GpxConfig = CONFIG) -> str:
    fast = distance_m is not None and timer_s > 0 and distance_m / timer_s > config.running_at_most_mps
    return "generic" if fast else "running"


def _both_feet(records: pl.DataFrame, sport: str, config: GpxConfig = CONFIG) -> pl.DataFrame:
    """Cadence of both feet: GPX counts one leg's strides, but some apps write steps."""
    cadence = records["cadence_spm"]
    median = cadence.filter(cadence > 0).median()
    if sport not in ON_FOOT or not isinstance(median, float) or median > config.both_feet_from_spm:
        return records
    return records.with_columns(pl.col("cadence_spm") * 2)
