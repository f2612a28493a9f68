"""TCX (Training Center XML): activities with laps; each of a lap's tracks is a span in which the timer ran."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.tcx.laps import Span, lap_spans
from ingest.tcx.outline import TcxOutline
from ingest.tcx.session import Session
from ingest.xml.faults import Faults, most_activities
from ingest.xml.patterns import child, reading
from ingest.xml.points import PointKind, points_of
from ingest.xml.recording import in_order
from ingest.xml.walk import walk
from models.errors import ReadError
from models.recording import Decoded, Recording

_POINT = PointKind(
    "Trackpoint",
    ("Time", "AltitudeMeters", "DistanceMeters"),
    (),
    (
        reading(["LatitudeDegrees"]).alias("latitude_deg"),
        reading(["LongitudeDegrees"]).alias("longitude_deg"),
        child("AltitudeMeters").alias("altitude_m"),
        child("DistanceMeters").alias("distance_m"),
        child("Time").alias("time"),
        reading(["Value"], within="HeartRateBpm").alias("heart_rate_bpm"),
        pl.coalesce(reading(["RunCadence"]), reading(["Cadence"])).alias("cadence_spm"),
        reading(["Speed"]).alias("speed_mps"),
        reading(["Watts"]).alias("power_w"),
    ),
)


def read(data: bytes) -> Decoded:
    """The activities of a TCX file, in order of time; times without an offset count as UTC.

    Of a file that breaks off or is broken in the middle, all before.

    Raises:
        ReadError: nothing before the place where it is broken; harmful XML; or points without a single time.
    """
    points = points_of(data, _POINT)
    outline = TcxOutline()
    astray = walk(points.rest, outline)
    faults = Faults(points.damage or astray)
    most_activities(len(outline.activities))
    placed = _placed(points.values, outline)
    timed = in_order(placed)
    recordings = _recordings(outline, timed)
    if not recordings and timed.is_empty() and not placed.is_empty():
        raise ReadError(
            f"none of its {placed.height} points has a time: export the activity again, or get the FIT file"
        )
    if not recordings:
        return faults.nothing("tcx", _contents(outline, timed.height), timed.height)
    return Decoded("tcx", recordings, timed.height, salvaged=faults.told(placed, timed))


def _contents(outline: TcxOutline, timed: int) -> str:
    if not outline.activities:
        return outline.contents
    if timed == 1:
        return "it holds a single point that has a time, which is no activity"
    return "it holds an activity, but without a point, or a lap that took time"


def _placed(points: pl.DataFrame, outline: TcxOutline) -> pl.DataFrame:
    """The points of activities, with the numbers of their activity and of their track in the whole file."""
    tracks = [
        (owner, first, last)
        for owner, activity in enumerate(outline.activities)
        for lap in activity.laps
        for first, last in lap.tracks
    ]
    owners, numbers = np.full(points.height, -1), np.zeros(points.height, dtype=np.int64)
    for number, (owner, first, last) in enumerate(tracks):
        owners[first:last], numbers[first:last] = owner, number
    points = points.hstack([pl.Series("activity", owners), pl.Series("track", numbers)])
    return points if (owners >= 0).all() else points.filter(pl.col("activity") >= 0)


def _recordings(outline: TcxOutline, timed: pl.DataFrame) -> tuple[Recording, ...]:
    """The activities that took time, in order of it."""
    moments = timed.group_by("track").agg(
        pl.col("timestamp").min().to_physical().alias("first"), pl.col("timestamp").max().to_physical().alias("last")
    )
    known: dict[int, Span] = {track: (first, last) for track, first, last in moments.iter_rows()}
    points = timed.partition_by("activity", as_dict=True)
    before = 0
    found: list[Session] = []
    for index, activity in enumerate(outline.activities):
        tracks: list[list[Span]] = []
        for lap in activity.laps:
            own = range(before, before + len(lap.tracks))
            tracks.append(sorted(known[track] for track in own if track in known))
            before += len(lap.tracks)
        session = Session(activity, points.get((index,), timed.clear()), lap_spans(activity.laps, tracks), tracks)
        if session.took_time:
            found.append(session)
    found.sort(key=lambda session: session.start)
    return tuple(session.recording(index) for index, session in enumerate(found))
