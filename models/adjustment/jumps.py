"""R14: how many jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import PlannedLift
from models.adjustment.loads import changed
from models.adjustment.planned import Planned
from models.adjustment.standing import in_pain
from models.adjustment.week import Week


def jump_contacts(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R14. As many jumps as the legs are used to.

    Trigger: more foot contacts planned in a session than allowed; or all jump sessions of the week done in full, and
        no pain in it. A landing on one leg counts double.
    Action: fewer sets; or more repetitions, by as much as 10 %.
    Bound: 60 contacts to begin with and 10 % more than the most of the last four weeks, but never more than 100
        (beginner), 120 (intermediate) or 140 (advanced); twice a week, 48 h apart, not on the day before
        repetitions: R19 sees to that. Stop when the height drops.
    Grade: C. Source: NSCA's table of contacts by level, as it is taught; start for runners: coaching custom.
    """
    plans = [plan for plan in week.next_week if plan.contacts]
    done = _done(week, config)
    allowed = allowed_contacts(max(done.values(), default=0), week.level, config)
    for plan in plans:
        if plan.contacts > allowed:
            yield from _fewer(plan, allowed, max(done.values(), default=0))
    in_week = [lift for lift in week.lifts if lift.contacts and lift.local_date >= week.week_start]
    all_done = len({lift.local_date for lift in in_week}) >= len(plans) and all(lift.complete for lift in in_week)
    if not plans or not all_done or in_pain(week, config) or max(plan.contacts for plan in plans) > allowed:
        return
    for plan in plans:
        yield from _more(plan, min(allowed, plan.contacts * (1 + config.contacts_step)))


def allowed_contacts(most_done: int, level: str, config: RuleConfig = DEFAULT) -> float:
    """The most contacts of a session, after the most of the last weeks."""
    levels = {"intermediate": config.intermediate_contacts, "advanced": config.advanced_contacts}
    grown = max(float(config.first_contacts), most_done * (1 + config.contacts_step))
    return min(grown, levels.get(level, config.beginner_contacts))


def _done(week: Week, config: RuleConfig) -> Counter[date]:
    """Contacts of each day of the last weeks."""
    days: Counter[date] = Counter()
    for lift in week.lifts:
        if lift.contacts and lift.local_date >= week.next_start - timedelta(days=config.contacts_days):
            days[lift.local_date] += lift.contacts
    return days


def _fewer(plan: Planned, allowed: float, most_done: int) -> Iterable[Adjustment]:
    sets = {lift.exercise: lift.sets.sets for lift in plan.lifts if lift.contacts}
    each = {lift.exercise: lift.contacts // lift.sets.sets for lift in plan.lifts if lift.contacts}
    while sum(sets[name] * each[name] for name in sets) > allowed and any(count > 1 for count in sets.values()):
        largest = max((name for name in sets if sets[name] > 1), key=lambda name: (sets[name] * each[name], name))
        sets[largest] -= 1
    why = said(
        "{contacts} contacts in {title} on {day}; {allowed} are the most for you now, after {done} at the most in the "
        "last four weeks.",
        contacts=plan.contacts,
        title=plan.title,
        day=plan.local_date,
        allowed=int(allowed),
        done=most_done,
    )
    for lift in plan.lifts:
        if lift.contacts and sets[lift.exercise] < lift.sets.sets:
            yield changed(plan, lift, "R14", why, "sets", sets[lift.exercise])


def _more(plan: Planned, most: float) -> Iterable[Adjustment]:
    """The exercise with which the contacts come nearest to the most, with one or more repetitions a set."""
    steps = [(after, lift, new) for lift in plan.lifts if lift.contacts for after, new in _steps(plan, lift, most)]
    if not steps:
        return
    after, lift, new = max(steps, key=lambda step: (step[0], step[1].exercise))
    why = said(
        "All jumps of the week done: {after} contacts instead of {before} in {title}. Quality first: stop when the "
        "height drops. {exercise}:",
        after=after,
        before=plan.contacts,
        title=plan.title,
        exercise=lift.exercise.capitalize(),
    )
    yield replace(changed(plan, lift, "R14", why, "set_repetitions", new), increase=True)


def _steps(plan: Planned, lift: PlannedLift, most: float) -> Iterable[tuple[int, int]]:
    repetitions = lift.sets.repetitions or 0
    if not repetitions:
        return
    each = lift.contacts // repetitions
    for more in range(1, repetitions + 1):
        if plan.contacts + more * each <= most:
            yield plan.contacts + more * each, repetitions + more
