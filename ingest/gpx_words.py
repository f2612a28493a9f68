"""What GPX files call things: sensor readings in extensions, kinds of sport."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

READINGS: Mapping[str, str] = MappingProxyType(
    {
        "hr": "heart_rate_bpm",
        "heartrate": "heart_rate_bpm",
        "cad": "cadence_spm",
        "cadence": "cadence_spm",
        "runcadence": "cadence_spm",
        "power": "power_w",
        "powerinwatts": "power_w",
        "watts": "power_w",
        "atemp": "temperature_c",
        "temp": "temperature_c",
        "speed": "speed_mps",
    }
)
"""Local name in lower case, in whatever namespace (gpxtpx, ns3, gpxdata, none) -> column of `records`."""

SPORTS: Mapping[str, str] = MappingProxyType(
    {
        "running": "running",
        "run": "running",
        "trailrun": "running",
        "trail running": "running",
        "track running": "running",
        "treadmill running": "running",
        "9": "running",
        "cycling": "cycling",
        "biking": "cycling",
        "bike": "cycling",
        "ride": "cycling",
        "mountain biking": "cycling",
        "1": "cycling",
        "walking": "walking",
        "walk": "walking",
        "10": "walking",
        "hiking": "hiking",
        "hike": "hiking",
        "4": "hiking",
        "swimming": "swimming",
        "swim": "swimming",
        "open water swimming": "swimming",
        "16": "swimming",
    }
)
"""`<type>` in lower case, blanks for underscores -> FIT sport. Older exports of Strava write a number."""

ON_FOOT = frozenset({"running", "walking", "hiking"})
"""Sports in which GPX counts the strides of one leg."""


def readings(extensions: Iterable[Any]) -> dict[str, float]:
    """The sensor readings in a point's extensions, by column: the first of each that is a number."""
    found: dict[str, float] = {}
    for extension in extensions:
        for element in extension.iter():
            name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
            value = _number(element.text) if name in READINGS else None
            if value is not None:
                found.setdefault(READINGS[name], value)
    return found


def sport_of(track_type: str | None) -> str | None:
    """The FIT sport of a track's type: None where it has no type, `generic` where the type is unknown."""
    words = " ".join((track_type or "").replace("_", " ").split()).lower()
    return SPORTS.get(words, "generic") if words else None


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
