"""R15: calf raises, from two legs and fifteen repetitions to one leg and a load."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.adjustment.adjustment import Adjustment, Said, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import Lift, PlannedLift
from models.adjustment.loads import CALF_RAISES, changed, exchanged, load_step_kg
from models.adjustment.planned import Planned
from models.adjustment.standing import in_pain
from models.adjustment.week import Week
from models.workout_text.tree import Sets


def calf_raises(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R15. Calf raises step by step.

    Trigger: in two consecutive sessions all sets of calf raises done as asked, lowered slowly: 3.5 s and more for a
        repetition where a watch measured it, taken on trust where none did; no pain in the week.
    Action: 5 repetitions more up to 25, then a fourth set, then one leg at a time (3 x 12), then a load.
    Bound: one step at a time; load as in R10. Quicker repetitions: no step, but the advice to lower slowly.
    Grade: C. Source: the article on leg exercises (15 and more a set, up fast, down slowly); coaching custom.
    """
    for plan in week.next_week:
        for lift in (lift for lift in plan.lifts if lift.exercise in CALF_RAISES and lift.sets.repetitions):
            two = week.last_two(lift.exercise)
            if two is None or in_pain(week, config) or not all(one.complete for one in two):
                continue
            slow = config.calf_repetition_s
            hasty = next((one for one in two if (one.seconds_each or slow) < slow), None)
            yield _slower(plan, lift, hasty, config) if hasty else _next_step(plan, lift, _why(lift, two), config)


def _why(lift: PlannedLift, two: tuple[Lift, Lift]) -> Said:
    return said(
        "{exercise}: all {sets} sets of {asked} on {before} and {day}.",
        exercise=lift.exercise.capitalize(),
        sets=len(two[1].asked),
        asked=two[1].asked[0],
        before=two[0].local_date,
        day=two[1].local_date,
    )


def _next_step(plan: Planned, lift: PlannedLift, why: Said, config: RuleConfig) -> Adjustment:
    sets = lift.sets
    repetitions = sets.repetitions or 0
    if repetitions < config.most_calf_repetitions:
        new = min(config.most_calf_repetitions, repetitions + config.calf_step)
        step = changed(plan, lift, "R15", why, "set_repetitions", new)
    elif sets.sets < config.most_sets:
        step = changed(plan, lift, "R15", why, "sets", sets.sets + 1)
    elif lift.exercise == CALF_RAISES[0]:
        one_leg = Sets(CALF_RAISES[1], 3, config.single_leg_repetitions, load_kg=sets.load_kg, per_side=True)
        step = exchanged(plan, lift, why, "R15", one_leg)
    else:
        load = load_step_kg(sets.load_kg, config) if sets.load_kg else config.load_least_kg
        step = changed(plan, lift, "R15", why, "load", load or sets.load_kg or 0.0)
    return replace(step, increase=True)


def _slower(plan: Planned, lift: PlannedLift, hasty: Lift, config: RuleConfig) -> Adjustment:
    reason = said(
        "{exercise} on {day}: {seconds} s for a repetition. Up fast, but down in three seconds, which is at least "
        "{slow} s in all; then the next step comes.",
        exercise=lift.exercise.capitalize(),
        day=hasty.local_date,
        seconds=hasty.seconds_each or 0.0,
        slow=config.calf_repetition_s,
    )
    return Adjustment("R15", "advice", reason, plan, exercise=lift.exercise)
