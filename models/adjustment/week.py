"""The reviewed week as the rules see it: what was done and said up to its end, and what is planned next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.adjustment.lifts import Lift
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
    weather: str | None = None
    """Heat or wind that was told of the day, as words; None where it was neither."""
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
    done_on: date | None = None
    """The day of its recording, where that is another one than planned."""

    @property
    def day(self) -> date:
        """The day that a sentence about it names."""
        return self.done_on or self.local_date


@dataclass(frozen=True, slots=True)
class RunDone:
    """One run."""

    local_date: date
    minutes: float
    distance_m: float | None = None
    rpe: float | None = None


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
    exercise: str | None = None


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
    lifts: tuple[Lift, ...] = ()
    """Strength and jumps up to the end of the reviewed week, oldest first."""
    level: str = "beginner"
    runs: tuple[RunDone, ...] = ()
    """All up to the end of the reviewed week, oldest first."""
    weeks_planned: tuple[float, ...] = ()
    """Minutes of running that the plan asked in each of the weeks before the one that comes, oldest first."""
    plan_week: int = 1
    """Number of the week that comes, from the plan's first."""
    poor_nights: int = 0
    """Nights of the reviewed week after which the sleep was said to be bad."""
    contact_rising: bool = False
    """Whether ground contact rose within a session of the reviewed week."""

    @property
    def next_start(self) -> date:
        """First day of the week that is to be changed."""
        return self.week_start + WEEK

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days of the reviewed week."""
        return tuple(self.week_start + timedelta(days=n) for n in range(7))

    def minutes_before(self, weeks: int) -> tuple[float, ...]:
        """Minutes run in each of the last weeks up to the reviewed one, oldest first."""
        firsts = [self.week_start - n * WEEK for n in reversed(range(weeks))]
        return tuple(sum(r.minutes for r in self.runs if first <= r.local_date < first + WEEK) for first in firsts)

    def history(self, session_key: str) -> tuple[Session, ...]:
        """The sessions of one weekly session of the plan, oldest first."""
        return tuple(s for s in self.sessions if s.session_key == session_key)

    def last_lift(self, exercise: str) -> Lift | None:
        """The exercise's last session, if it was in the reviewed week, and not before it was changed."""
        since = max((c.week_start for c in self.changes if c.exercise == exercise), default=self.week_start)
        mine = [lift for lift in self.lifts if lift.exercise == exercise]
        return mine[-1] if mine and mine[-1].local_date >= max(since, self.week_start) else None

    def last_two(self, exercise: str) -> tuple[Lift, Lift] | None:
        """The last two sessions of an exercise since it was changed, the later one in the reviewed week."""
        since = max((c.week_start for c in self.changes if c.exercise == exercise), default=date.min)
        mine = [lift for lift in self.lifts if lift.exercise == exercise and lift.local_date >= since]
        return (mine[-2], mine[-1]) if len(mine) > 1 and mine[-1].local_date >= self.week_start else None

    def latest(self, session_key: str) -> Session | None:
        """Its session in the reviewed week."""
        mine = [s for s in self.history(session_key) if s.local_date >= self.week_start]
        return mine[-1] if mine else None
