"""Numbers as runners read them; the only place that rounds."""

from __future__ import annotations

from typing import Literal

Units = Literal["metric", "miles"]

MILE_M = 1609.344


def clock(seconds: float | None, *, tenths: bool = True) -> str:
    """A time such as 1:34.2, or 45:12 without tenths; hours where there are some."""
    if seconds is None:
        return "-"
    parts = round(abs(seconds) * 10) if tenths else round(abs(seconds)) * 10
    minutes, rest = divmod(parts, 600)
    hours, minutes = divmod(minutes, 60)
    second = f"{rest // 10:02d}" + (f".{rest % 10}" if tenths else "")
    return f"{hours}:{minutes:02d}:{second}" if hours else f"{minutes}:{second}"


def difference(seconds: float | None) -> str:
    """A difference such as +0.8 s or -1.2 s."""
    return "-" if seconds is None else f"{signed(seconds, 1)} s"


def signed(value: float, digits: int) -> str:
    """A number with its sign; none for what rounds to 0."""
    rounded = round(value, digits)
    if rounded == 0:
        return f"{0:.{digits}f}"
    return f"{'+' if rounded > 0 else '-'}{abs(rounded):.{digits}f}"


def percent(value: float | None) -> str:
    """A share such as 1.2 %."""
    return "-" if value is None else f"{value:.1f} %"


def pace(s_per_km: float | None, units: Units) -> str:
    """A pace such as 3:55/km."""
    if s_per_km is None:
        return "-"
    unit, length_m = ("mi", MILE_M) if units == "miles" else ("km", 1000.0)
    return f"{clock(s_per_km * length_m / 1000, tenths=False)}/{unit}"


def distance(metres: float | None, units: Units) -> str:
    """A distance such as 8.2 km."""
    if metres is None:
        return "-"
    return f"{metres / MILE_M:.1f} mi" if units == "miles" else f"{metres / 1000:.1f} km"


def track_distance(metres: float | None) -> str:
    """The length of a repetition such as 400 m: metric in all countries."""
    return "-" if metres is None else f"{metres:.0f} m"


def whole(value: float | None, unit: str = "") -> str:
    """A number without decimals and its unit."""
    return "-" if value is None else f"{value:.0f}{f' {unit}' if unit else ''}"
