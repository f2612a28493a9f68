"""R19: heavy legs and jumps keep away from the day before repetitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.week import Week

_DAY = timedelta(days=1)


def legs_fresh(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R19. Fresh legs for repetitions.

    Trigger: leg strength or jumps planned for the day before fast running, or jumps less than 48 h after other jumps.
    Action: they move to the nearest day of the week where neither is so: the day of the fast running itself, after
        it, or one that lies beside no such day.
    Bound: never onto a rest day, nor two sessions of a kind onto one day; where no day is left, advice to leave it out.
    Grade: C. Source: coaching custom; 48 to 72 h between jump sessions: NSCA, as it is taught.
    """
    placed = [plan for plan in week.next_week if _is_heavy(plan)]
    for plan in sorted(placed, key=lambda plan: (plan.local_date, plan.workout_id)):
        others = [other for other in placed if other is not plan]
        if _is_free(plan, plan.local_date, week, others, config):
            continue
        day = _nearest(plan, week, others, config)
        why = said(
            "{title} on {day} would tire the legs for {next}.",
            title=plan.title,
            day=plan.local_date,
            next=_what_follows(plan, week),
        )
        if day is None:
            advice = why.then("No day of the week is better, so leave it out, or do it lightly.")
            yield Adjustment("R19", "advice", advice, plan)
            continue
        reason = why.then("It moves to {to}.", to=day)
        yield Adjustment("R19", "day", reason, plan, old_value=str(plan.local_date), new_value=str(day))
        placed[placed.index(plan)] = replace(plan, local_date=day)


def _is_heavy(plan: Planned) -> bool:
    return plan.kind in ("strength", "plyometrics")


def _is_free(plan: Planned, day: date, week: Week, others: Sequence[Planned], config: RuleConfig) -> bool:
    """Whether the day is neither before fast running nor too near to other jumps."""
    fast = {run.local_date for run in week.next_week if run.run and run.hard}
    near = (abs((other.local_date - day).days) < config.jump_days_apart for other in others if other.contacts)
    return day + _DAY not in fast and not (plan.contacts and any(near))


def _nearest(plan: Planned, week: Week, others: Sequence[Planned], config: RuleConfig) -> date | None:
    days = [week.next_start + n * _DAY for n in range(7)]
    resting = {one.local_date for one in week.next_week if one.kind == "rest"}
    fast = {run.local_date for run in week.next_week if run.run and run.hard}
    taken = {other.local_date for other in others if other.kind == plan.kind}
    fit = [
        day
        for day in days
        if day not in resting | taken
        and (day in fast or day - _DAY not in fast)
        and _is_free(plan, day, week, others, config)
    ]
    return min(fit, key=lambda day: (abs((day - plan.local_date).days), day), default=None)


def _what_follows(plan: Planned, week: Week) -> str:
    run = next(
        (run for run in week.next_week if run.run and run.hard and run.local_date == plan.local_date + _DAY), None
    )
    return f"{run.title} on the day after" if run else "the jumps within 48 h of it"
