"""The reviewed week as the rules see it: what was done and said up to its end, and what is planned next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.adjustment.planned import Planned
from models.session_metrics import SessionMetrics

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Session:
    """One workout with repetitions that was due, and what came of it."""

    workout_id: str
    session_key: str
    title: str
    local_date: date
    """Day of the workout."""
    activity_id: str | None
    """None where it was missed."""
    repetitions_text: str
    """The repetitions that were asked, as `fix --reps` takes them."""
    metrics: SessionMetrics
    on_target: int = 0
    """Repetitions done in the target's time or faster."""
    unknown: int = 0
    """Repetitions of which it is not sure what was done."""
    cut_short: int = 0
    confidence: float | None = None
    """Of the least sure repetition."""
    distance_scale: float | None = None
    rpe: float | None = None
    middle_s: float | None = None
    """Median time of repetitions 2 to 5, where they are alike and have no target."""
    first_s: float | None = None
    """The first repetition, where it was done and judged."""
    first_target_s: float | None = None
    slowest: int | None = None
    """Number of the repetition that was slowest against its target."""
    slowest_s: float | None = None
    slowest_target_s: float | None = None


@dataclass(frozen=True, slots=True)
class Pain:
    """Pain as it was logged, the worst of a day."""

    local_date: date
    value: float
    body_part: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was accepted before."""

    rule: str
    parameter: str
    session_key: str
    week_start: date
    """The week that it changed first."""


@dataclass(frozen=True, slots=True)
class Week:
    """All that a rule may look at."""

    athlete_id: str
    week_start: date
    """First day of the reviewed week."""
    sessions: tuple[Session, ...] = ()
    """All up to the end of the reviewed week, oldest first."""
    next_week: tuple[Planned, ...] = ()
    """In order of days."""
    pains: tuple[Pain, ...] = ()
    """By day."""
    run_days: tuple[date, ...] = ()
    """Days with a run, in order, up to the end of the reviewed week; later ones in `later_run_days`."""
    later_run_days: tuple[date, ...] = ()
    strength_days: tuple[date, ...] = ()
    broken_rests: tuple[date, ...] = ()
    """Rest days of the reviewed week that were not kept."""
    changes: tuple[Change, ...] = ()
    """Oldest first."""

    @property
    def next_start(self) -> date:
        """First day of the week that is to be changed."""
        return self.week_start + WEEK

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days of the reviewed week."""
        return tuple(self.week_start + timedelta(days=n) for n in range(7))

    def history(self, session_key: str) -> tuple[Session, ...]:
        """The sessions of one weekly session of the plan, oldest first."""
        return tuple(s for s in self.sessions if s.session_key == session_key)

    def latest(self, session_key: str) -> Session | None:
        """Its session in the reviewed week."""
        mine = [s for s in self.history(session_key) if s.local_date >= self.week_start]
        return mine[-1] if mine else None
