"""R5: one full rest day a week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.planned import Planned
from models.adjustment.texts import REST
from models.adjustment.week import Week


def rest_day(week: Week) -> Iterable[Adjustment]:
    """R5. A rest day after a week without one.

    Trigger: no day of the week without a run or strength; a planned rest day that was not kept.
    Action: the easy run of the next week beside its planned rest day becomes rest; without a planned rest day the
        shortest easy run. Where another day of the week was free: a reminder.
    Bound: one workout, for one week; repetitions and strength stay.
    Grade: C. Source: coaching custom.
    """
    trained = {*week.run_days, *week.strength_days}
    busy = [day for day in week.days if day in trained]
    if len(busy) == len(week.days):
        yield _more_rest(week)
    elif week.broken_rests:
        reason = said(
            "{day} was planned as rest, and you trained on it. {free} of {days} days stayed free, so nothing changes; "
            "keep the next rest day.",
            day=week.broken_rests[0],
            free=len(week.days) - len(busy),
            days=len(week.days),
        )
        yield Adjustment("R5", "advice", reason, subject=str(week.broken_rests[0]))


def _more_rest(week: Week) -> Adjustment:
    facts = {"trained": len(week.days), "days": len(week.days)}
    plan = _easiest(week)
    if plan is None:
        reason = said("You trained on {trained} of {days} days. Take one full rest day next week.", **facts)
        return Adjustment("R5", "advice", reason, subject=str(week.week_start))
    reason = said(
        "You trained on {trained} of {days} days. One full rest day: {day} becomes rest.", **facts, day=plan.local_date
    )
    return Adjustment("R5", "session", reason, plan, old_value=plan.text, new_value=REST)


def _easiest(week: Week) -> Planned | None:
    """The easy run nearest to a planned rest day; of equally near ones the shortest, then the first."""
    easy = [plan for plan in week.next_week if plan.kind == "easy" and not plan.hard]
    rests = [plan.local_date for plan in week.next_week if plan.kind == "rest"]
    return min(easy, key=lambda plan: (_distance(plan, rests), plan.minutes or 0.0, plan.local_date), default=None)


def _distance(plan: Planned, rests: list[date]) -> int:
    return min((abs((plan.local_date - rest).days) for rest in rests), default=0)
