"""What GPX and TCX files call things: sensor readings in extensions, kinds of sport."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
        "transition": "transition",
    }
)
"""What a file calls its sport, in lower case, blanks for underscores -> FIT sport. Strava once wrote numbers."""

ON_FOOT = frozenset({"running", "walking", "hiking"})
"""Sports in which GPX and TCX count the strides of one leg."""


def sport_of(word: str | None) -> str | None:
    """The FIT sport of what a file calls it: None where it tells nothing, `generic` where the word is unknown."""
    words = " ".join((word or "").replace("_", " ").split()).lower()
    return SPORTS.get(words, "generic") if words else None
