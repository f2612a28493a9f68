"""Weeks by hand, as the rules see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from models.adjustment.adjustment import Adjustment
from models.adjustment.planned import Planned
from models.adjustment.week import WEEK, Pain, Session, Week
from models.session_metrics import session_metrics

START = date(2026, 11, 2)
"""First day of the reviewed week, a Monday."""
KEY = "intervals"
TARGET = 95.0
EVEN = (95.0,) * 6


def weekday(number: int, week: int = 0) -> date:
    """Day of the reviewed week, 1 = Monday; `week` 1 is the one that comes."""
    return START + timedelta(days=number - 1) + week * WEEK


def session(times: Sequence[float] = EVEN, week: int = 0, asked: int = 6, **cells: Any) -> Session:  # noqa: ANN401  # any field of what is made
    """400s in `times` on the Tuesday of a week; 0 is the reviewed one, -1 the one before."""
    on_target = sum(time <= TARGET * 1.02 for time in times)
    worst = max(range(len(times)), key=times.__getitem__)
    made = Session(
        workout_id=f"intervals{week}",
        session_key=KEY,
        title="6 x 400 m",
        local_date=weekday(2, week),
        activity_id=f"run{week}",
        repetitions_text=f"{asked}x400m",
        metrics=session_metrics(times, asked, [TARGET] * len(times)),
        on_target=on_target,
        confidence=0.9,
        distance_scale=1.0,
        first_s=times[0],
        first_target_s=TARGET,
        slowest=worst + 1,
        slowest_s=times[worst],
        slowest_target_s=TARGET,
    )
    return replace(made, **cells)


def missed(week: int = 0) -> Session:
    """The same session, not done."""
    none = session_metrics([], 6)
    return replace(session(week=week), activity_id=None, metrics=none, on_target=0, confidence=None)


_TEXTS = {
    "intervals": "6 x 400m @ 95s / 200m jog",
    "rest": "rest",
    "strength": "squat 3x8",
    "plyometrics": "box jump 4x6",
}


def plan(kind: str = "intervals", number: int = 2, **cells: Any) -> Planned:  # noqa: ANN401  # any field of what is made
    """A workout of the coming week."""
    repetitions = 6 if kind == "intervals" else 0
    minutes = cells.get("minutes") or {"intervals": 45.0, "easy": 40.0, "long": 60.0}.get(kind)
    made = Planned(
        workout_id=f"next-{kind}-{number}",
        version=0,
        local_date=weekday(number, 1),
        session_key=KEY if kind == "intervals" else kind,
        kind=kind,
        title=kind,
        text=_TEXTS.get(kind) or f"{minutes:g}min {kind}",
        repetitions=repetitions,
        one_block=bool(repetitions),
        target=TARGET if repetitions else None,
        unit="s" if repetitions else None,
        distance_m=400.0 if repetitions else None,
        recovery_m=200.0 if repetitions else None,
        recovery_s=None,
        minutes=minutes,
        target_weeks_ago=TARGET if repetitions else None,
        weeks_of_plan=3,
    )
    return replace(made, **cells)


NEXT = (
    plan("strength", 4),
    plan("intervals", 2),
    plan("easy", 3),
    plan("plyometrics", 4),
    plan("rest", 5),
    plan("easy", 6, minutes=30.0),
    plan("long", 7),
)


def week(*sessions: Session, **cells: Any) -> Week:  # noqa: ANN401  # any field of what is made
    """A reviewed week with runs on Tuesday, Wednesday, Saturday and Sunday."""
    made = Week(
        athlete_id="anna",
        week_start=START,
        sessions=tuple(sorted(sessions, key=lambda s: s.local_date)),
        next_week=NEXT,
        run_days=tuple(weekday(n) for n in (2, 3, 6, 7)),
        strength_days=(weekday(1), weekday(4)),
    )
    return replace(made, **cells)


def pain(value: float, number: int = 4, week: int = 0) -> Pain:
    """Pain in the shin on a day."""
    return Pain(weekday(number, week), value, "shin")


def brief(found: Sequence[Adjustment]) -> list[tuple[str, str, str, str | None]]:
    """Rule, parameter, workout, new value."""
    return [(a.rule, a.parameter, a.workout.workout_id if a.workout else "", a.new_value) for a in found]
