"""The athlete's own calendar: local days and training weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def week_start(day: date, week_start_day: int) -> date:
    """First day of the training week that holds `day`; `week_start_day` 1 = Monday .. 7 = Sunday."""
    return day - timedelta(days=(day.isoweekday() - week_start_day) % 7)


def local_date(instant: datetime, utc_offset_s: int) -> date:
    """The calendar day at `utc_offset_s` seconds east of UTC [s]."""
    return (instant + timedelta(seconds=utc_offset_s)).date()


def offset_in(instant: datetime, timezone: str) -> int:
    """Local time minus UTC in the IANA zone `timezone` at `instant` [s]."""
    offset = instant.astimezone(ZoneInfo(timezone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def week_name(first_day: date) -> str:
    """The ISO name of the week that holds the fourth day from `first_day`, such as 2026-W47."""
    year, week, _ = (first_day + timedelta(days=3)).isocalendar()
    return f"{year}-W{week:02d}"
