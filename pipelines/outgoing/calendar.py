"""The plan as a calendar, RFC 5545: an all-day event a session, the same event whatever becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from pipelines.outgoing.planned import PlannedWorkout


def calendar(name: str, workouts: Sequence[PlannedWorkout], planned_on: date) -> bytes:
    """The calendar file of all workouts but the plan's own rest days; the same workouts give the same bytes.

    A change keeps the event's UID and raises its SEQUENCE, so that calendars move it, rename it or call it off.

    Args:
        name: what calendars show it under.
        workouts: the plan or some of it.
        planned_on: the plan's first day, also where `workouts` begin later.
    """
    made = Calendar()
    made.add("prodid", "-//trackwork//plan//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in workouts:
        if one.kind != "rest" or one.version:
            made.add_component(_event(one, datetime.combine(planned_on, time(), UTC)))
    return bytes(made.to_ical())


def _event(one: PlannedWorkout, planned_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.workout_id}@trackwork")
    event.add("sequence", one.version)
    # RFC 5545 wants to know when this version was made: for the plan itself its first day, which never moves.
    event.add("dtstamp", one.changed_at or planned_at)
    event.add("dtstart", one.local_date)
    event.add("dtend", one.local_date + timedelta(days=1))
    event.add("summary", f"{one.title} (instead of {one.instead_of})" if one.instead_of else one.title)
    event.add("description", "\n".join((*one.parts, *(f"Changed: {reason}" for reason in one.reasons))))
    event.add("categories", [one.kind])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # it shows, and keeps no meeting away
    return event
