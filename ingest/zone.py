"""Which time zone a position lies in."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzfpy


def zone_at(latitude_deg: float, longitude_deg: float) -> str | None:
    """The IANA zone at a position [deg], or None where there is none or this machine does not know it."""
    if not (math.isfinite(latitude_deg) and abs(latitude_deg) <= 90 and abs(longitude_deg) <= 180):
        return None
    name = tzfpy.get_tz(longitude_deg, latitude_deg)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name
