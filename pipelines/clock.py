"""The one clock: nothing else asks the system for the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """The system's time, or a fixed one for tests, the demo and `--today`."""

    fixed: datetime | None = None

    @classmethod
    def at(cls, day: date) -> Clock:
        """A clock that stands at noon UTC of `day`, which is the same day nearly everywhere."""
        return cls(datetime.combine(day, time(12), UTC))

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self.fixed or datetime.now(UTC)

    def today(self, timezone: str) -> date:
        """The present calendar day in the IANA zone `timezone`."""
        return self.now().astimezone(ZoneInfo(timezone)).date()
