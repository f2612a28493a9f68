"""GPX as text, written by the tests."""

from __future__ import annotations

from collections.abc import Iterable

NAMESPACES = (
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" '
    'xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0"'
)


def point(second: int, extensions: str = "", *, time: str | None = None, metres_per_second: float = 4.0) -> str:
    """A point that goes north from 48 N 11 E, one a second from 08:00:00 UTC; `time=""` leaves the time out."""
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"2026-01-05T{8 + hours:02d}:{minutes:02d}:{seconds:02d}Z" if time is None else time
    told = f"<time>{clock}</time>" if clock else ""
    more = f"<extensions>{extensions}</extensions>" if extensions else ""
    latitude = 48 + second * metres_per_second / 111_195
    return f'<trkpt lat="{latitude:.8f}" lon="11.0"><ele>{500 + second}</ele>{told}{more}</trkpt>'


def segment(points: Iterable[str]) -> str:
    """A `<trkseg>`."""
    return f"<trkseg>{''.join(points)}</trkseg>"


def track(*segments: str, sport: str | None = "running") -> str:
    """A `<trk>`."""
    kind = f"<type>{sport}</type>" if sport is not None else ""
    return f"<trk>{kind}{''.join(segments)}</trk>"


def gpx(*tracks: str, version: str = "1.1") -> bytes:
    """A whole file."""
    root = f'<gpx version="{version}" creator="w" {NAMESPACES}>{"".join(tracks)}</gpx>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def plain_run(seconds: int = 120) -> bytes:
    """A run of 4 m/s, one point a second."""
    return gpx(track(segment(point(i, f"<gpxtpx:hr>{120 + i % 40}</gpxtpx:hr>") for i in range(seconds + 1))))
