"""GPX 1.0 and 1.1: each track is an activity, each of its segments a span in which the timer ran."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.gpx.outline import GpxOutline
from ingest.xml.faults import Faults, most_activities
from ingest.xml.patterns import attribute, child, reading
from ingest.xml.points import PointKind, points_of
from ingest.xml.recording import (
    NO_DEVICE_STEPS,
    NO_LAPS,
    NO_RECORD_DYNAMICS,
    NO_SETS,
    NO_SPLITS,
    in_order,
    pauses_of,
    records_since,
    spans_between,
    storable_records,
    strides_to_steps,
    with_motion,
)
from ingest.xml.walk import walk
from ingest.xml.words import READINGS, sport_of
from models.errors import ReadError
from models.recording import Decoded, Recording


@dataclass(frozen=True, slots=True)
class GpxConfig:
    """What is assumed where a GPX file does not tell."""

    running_at_most_mps: float = 7.3
    """A track without a type is a run, unless it is faster on average than 1500 m in 3:26, the world record."""


CONFIG = GpxConfig()

_POINT = PointKind(
    "trkpt",
    ("ele", "time"),
    ("latitude_deg", "longitude_deg"),
    (
        attribute("lat").alias("latitude_deg"),
        attribute("lon").alias("longitude_deg"),
        child("ele").alias("altitude_m"),
        child("time").alias("time"),
        *(
            reading(name for name, into in READINGS.items() if into == column).alias(column)
            for column in dict.fromkeys(READINGS.values())
        ),
    ),
)


def read(data: bytes) -> Decoded:
    """The activities of a GPX file, in order of time; times without an offset count as UTC.

    Of a file that breaks off or is broken in the middle, all before.

    Raises:
        ReadError: nothing before the place where it is broken; harmful XML; or tracks without a single time.
    """
    points = points_of(data, _POINT)
    outline = GpxOutline()
    astray = walk(points.rest, outline)
    faults = Faults(points.damage or astray)
    placed = _placed(points.values, outline)
    if placed.is_empty():
        return faults.nothing("gpx", outline.contents)
    timed = in_order(placed)
    if timed.is_empty():
        raise ReadError(
            f"none of its {placed.height} points has a time: export it as a recorded activity, not as a course, "
            "or get the FIT file"
        )
    if timed.height == 1:
        return faults.nothing("gpx", "it holds a single point that has a time, which is no activity", 1)
    tracks = timed.partition_by("track", maintain_order=True) if len(outline.tracks) > 1 else [timed]
    most_activities(len(tracks))
    recordings = tuple(
        _recording(index, track, sport_of(outline.tracks[track["track"][0]].type), outline.creator)
        for index, track in enumerate(tracks)
    )
    return Decoded("gpx", recordings, timed.height, salvaged=faults.told(placed, timed))


def _placed(points: pl.DataFrame, outline: GpxOutline) -> pl.DataFrame:
    """The points of tracks, with the number of their track and segment."""
    spans = [(track, *span) for track, one in enumerate(outline.tracks) for span in one.segments]
    track, segment = np.full(points.height, -1), np.zeros(points.height, dtype=np.int64)
    for number, (owner, first, last) in enumerate(spans):
        track[first:last], segment[first:last] = owner, number
    points = points.hstack([pl.Series("track", track), pl.Series("segment", segment)])
    return points if (track >= 0).all() else points.filter(pl.col("track") >= 0)


def _recording(index: int, points: pl.DataFrame, sport: str | None, creator: str | None) -> Recording:
    start = points["timestamp"][0]
    records = records_since(points, start)
    spans = spans_between(records, "segment")
    records = with_motion(records, spans)
    elapsed_s = records["elapsed_s"][-1]
    timer_s = elapsed_s - sum(end - begin for begin, end in spans)
    distance_m = _last_distance(records)
    known = sport or _assumed_sport(distance_m, timer_s)
    factor = strides_to_steps(records["cadence_spm"], known)
    return Recording(
        session_index=index,
        sport=known,
        sub_sport=None,
        start_time=start,
        utc_offset_s=points["utc_offset_s"][0],
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        distance_m=distance_m,
        device=creator,
        dynamics_source=None,
        records=storable_records(records, factor),
        laps=NO_LAPS,
        pauses=pauses_of(spans),
        device_steps=NO_DEVICE_STEPS,
        record_dynamics=NO_RECORD_DYNAMICS,
        sets=NO_SETS,
        splits=NO_SPLITS,
    )


def _last_distance(records: pl.DataFrame) -> float | None:
    """The distance at the last point that has one; None without any position."""
    if "distance_m" not in records.columns:
        return None
    travelled = records["distance_m"].to_numpy()
    known = np.flatnonzero(np.isfinite(travelled))
    return float(travelled[known[-1]]) if len(known) else None


def _assumed_sport(distance_m: float | None, timer_s: float, config: GpxConfig = CONFIG) -> str:
    fast = distance_m is not None and timer_s > 0 and distance_m / timer_s > config.running_at_most_mps
    return "generic" if fast else "running"
