"""Days and weeks as people write them; the same in every locale."""

from __future__ import annotations

from datetime import date

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_name(day: date) -> str:
    """Such as Tuesday."""
    return _LONG_DAYS[day.weekday()]


def day_words(day: date) -> str:
    """Such as Tue 17 Nov."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def date_words(day: date) -> str:
    """Such as 17 Nov."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def span_words(first: date, last: date) -> str:
    """Such as 16 to 22 Nov 2026."""
    months = "" if first.month == last.month else f" {_MONTHS[first.month - 1]}"
    years = "" if first.year == last.year else f" {first.year}"
    return f"{first.day}{months}{years} to {last.day} {_MONTHS[last.month - 1]} {last.year}"


def counted(number: int, what: str, several: str | None = None) -> str:
    """Such as 1 session, 2 sessions; `several` where the plural is not regular."""
    return f"{number} {what if number == 1 else several or f'{what}s'}"
