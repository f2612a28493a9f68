"""The plan as a calendar, RFC 5545: an all-day event a session, the same event whatever becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Calendar, Event
from icalendar.prop import vCategory, vDDDTypes, vInt, vText

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


# The same days and words come again in every athlete's calendar, and each takes icalendar some time to make.
_text = lru_cache(maxsize=4096)(vText)
_when = lru_cache(maxsize=4096)(vDDDTypes)
_kind = lru_cache(maxsize=64)(lambda kind: vCategory([kind]))


def _event(one: PlannedWorkout, planned_at: datetime) -> Event:
    event = Event()
    event["uid"] = vText(f"{one.workout_id}@trackwork")
    event["sequence"] = vInt(one.version)
    # RFC 5545 wants to know when this version was made: for the plan itself its first day, which never moves.
    event["dtstamp"] = _when((one.changed_at or planned_at).astimezone(UTC))
    event["dtstart"] = _when(one.local_date)
    event["dtend"] = _when(one.local_date + timedelta(days=1))
    event["summary"] = _text(f"{one.title} (instead of {one.instead_of})" if one.instead_of else one.title)
    event["description"] = _text("\n".join((*one.parts, *(f"Changed: {reason}" for reason in one.reasons))))
    event["categories"] = _kind(one.kind)
    event["status"] = _text("CONFIRMED")
    event["transp"] = _text("TRANSPARENT")  # it shows, and keeps no meeting away
    return event
