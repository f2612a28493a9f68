"""TCX as text, written by the tests."""

from __future__ import annotations

from collections.abc import Iterable

NAMESPACES = (
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def clock(second: float) -> str:
    """The instant `second` seconds after 08:00:00 UTC."""
    whole, fraction = divmod(second, 1)
    minutes, seconds = divmod(int(whole), 60)
    hours, minutes = divmod(minutes, 60)
    return f"2026-01-05T{8 + hours:02d}:{minutes:02d}:{seconds:02d}{f'{fraction:.3f}'[1:] if fraction else ''}Z"


def trackpoint(second: float, extensions: str = "", *, time: str | None = None, more: str = "") -> str:
    """A point of a run of 4 m/s north from 48 N 11 E; `time=""` leaves the time out."""
    told = clock(second) if time is None else time
    latitude = 48 + second * 4 / 111_195
    return (
        "<Trackpoint>"
        + (f"<Time>{told}</Time>" if told else "")
        + f"<Position><LatitudeDegrees>{latitude:.8f}</LatitudeDegrees>"
        + "<LongitudeDegrees>11.0</LongitudeDegrees></Position>"
        + f"<AltitudeMeters>{500 + second}</AltitudeMeters><DistanceMeters>{second * 4}</DistanceMeters>"
        + f"<HeartRateBpm><Value>{120 + int(second) % 40}</Value></HeartRateBpm>{more}"
        + (f"<Extensions>{extensions}</Extensions>" if extensions else "")
        + "</Trackpoint>"
    )


def track(points: Iterable[str]) -> str:
    """A `<Track>`."""
    return f"<Track>{''.join(points)}</Track>"


def lap(begin: float, seconds: float | None, metres: float | None, *tracks: str, more: str = "") -> str:
    """A `<Lap>`; `more` is put before its tracks."""
    time = "" if seconds is None else f"<TotalTimeSeconds>{seconds}</TotalTimeSeconds>"
    distance = "" if metres is None else f"<DistanceMeters>{metres}</DistanceMeters>"
    return f'<Lap StartTime="{clock(begin)}">{time}{distance}{more}{"".join(tracks)}</Lap>'


def activity(*laps: str, sport: str = "Running", device: str = "Forerunner 945") -> str:
    """An `<Activity>`."""
    creator = f'<Creator xsi:type="Device_t"><Name>{device}</Name><UnitId>1</UnitId></Creator>' if device else ""
    return f'<Activity Sport="{sport}"><Id>{clock(0)}</Id>{"".join(laps)}{creator}</Activity>'


def database(body: str) -> bytes:
    """A whole file."""
    root = f"<TrainingCenterDatabase {NAMESPACES}>{body}</TrainingCenterDatabase>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def tcx(*activities: str) -> bytes:
    """A whole file of activities."""
    return database(f"<Activities>{''.join(activities)}</Activities>")


def plain_tcx(seconds: int = 120) -> bytes:
    """A run of 4 m/s in one lap, one point a second."""
    return tcx(activity(lap(0, seconds, seconds * 4, track(trackpoint(i) for i in range(seconds + 1)))))
