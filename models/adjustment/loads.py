"""R10 and R11: strength goes up when two sessions left something over, and down when two fell short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import floor
from typing import Literal

from models.adjustment.adjustment import Adjustment, Said, said, value_text
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import Lift, PlannedLift
from models.adjustment.planned import Planned
from models.adjustment.sides import weaker_of
from models.adjustment.standing import in_pain
from models.adjustment.week import Week
from models.exercises import find_exercise
from models.workout_text import text_of
from models.workout_text.tree import Sets, Workout


def more_weight(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R10. More in strength after two sessions with repetitions to spare.

    Trigger: in two consecutive sessions of the exercise all sets done, and the last one with 2 repetitions or more
        above what was asked; no pain in the week.
    Action: load +5 %, at least 2.5 kg; below 25 kg, of which that is too much, +5 % to the next half kilogram. Without
        a load one set more, up to 4; then the next harder exercise of the catalogue, where it needs no equipment.
    Bound: at most 10 % a step; calf raises and jumps have rules of their own.
    Grade: B. Source: ACSM position stand 2009 (2 to 10 % more once one to two repetitions above the number are
        possible); two sessions: the 2-for-2 rule of the NSCA.
    """
    for plan, lift in _strength(week):
        two = week.last_two(lift.exercise)
        if two is None or in_pain(week, config) or not all(_to_spare(one, config) for one in two):
            continue
        why = said(
            "{exercise}: {first} and {second} repetitions in the last set on {before} and {day}, {asked} were asked: "
            "there is something left.",
            exercise=lift.exercise.capitalize(),
            first=two[0].done[-1],
            second=two[1].done[-1],
            before=two[0].local_date,
            day=two[1].local_date,
            asked=two[1].asked[-1],
        )
        yield _heavier(plan, lift, why, config) or _more_sets(plan, lift, why, config) or _harder(plan, lift, why)


def less_weight(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R11. Less in strength after two sessions that fell short.

    Trigger: in two consecutive sessions of the exercise a set with fewer repetitions than asked, or effort >= 9.5 of
        10 in the last one; where only one side of the body was behind, R16 speaks.
    Action: load -10 %; without a load one set fewer.
    Bound: never fewer than 2 sets; looked at anew after two further sessions.
    Grade: C. Source: coaching custom.
    """
    for plan, lift in _strength(week):
        last = week.last_lift(lift.exercise)
        two = week.last_two(lift.exercise)
        if last is not None and (last.rpe or 0.0) >= config.lift_rpe:
            why = said(
                "{exercise} felt like {rpe} of 10 on {day} (bound {bound}).",
                exercise=lift.exercise.capitalize(),
                rpe=last.rpe or 0.0,
                day=last.local_date,
                bound=config.lift_rpe,
            )
        elif two is not None and all(one.fell_short and weaker_of(one, config) is None for one in two):
            why = said(
                "{exercise}: fewer than the {asked} repetitions asked in a set on {before} and on {day}.",
                exercise=lift.exercise.capitalize(),
                asked=two[1].asked[0],
                before=two[0].local_date,
                day=two[1].local_date,
            )
        else:
            continue
        yield _lighter(plan, lift, why, config)


CALF_RAISES = ("calf raise", "single-leg calf raise")


def _strength(week: Week) -> Iterable[tuple[Planned, PlannedLift]]:
    for plan in week.next_week:
        for lift in plan.lifts:
            if lift.exercise not in CALF_RAISES and not lift.contacts and lift.sets.repetitions:
                yield plan, lift


def _to_spare(lift: Lift, config: RuleConfig) -> bool:
    return lift.complete and lift.done[-1] >= lift.asked[-1] + config.spare_repetitions


def load_step_kg(load_kg: float, config: RuleConfig = DEFAULT) -> float | None:
    """The next load [kg]; None where half a kilogram is more than the bound allows."""
    share = load_kg * config.load_step
    if load_kg * config.load_most >= config.load_least_kg:
        step = max(config.load_least_kg, floor(share / config.load_least_kg) * config.load_least_kg)
    else:
        step = max(_FINE_KG, floor(share / _FINE_KG) * _FINE_KG)
    return load_kg + step if step <= load_kg * config.load_most else None


_FINE_KG = 0.5


def _heavier(plan: Planned, lift: PlannedLift, why: Said, config: RuleConfig) -> Adjustment | None:
    new = load_step_kg(lift.sets.load_kg, config) if lift.sets.load_kg else None
    return replace(changed(plan, lift, "R10", why, "load", new), increase=True) if new else None


def _more_sets(plan: Planned, lift: PlannedLift, why: Said, config: RuleConfig) -> Adjustment | None:
    if lift.sets.sets >= config.most_sets:
        return None
    return replace(changed(plan, lift, "R10", why, "sets", lift.sets.sets + 1), increase=True)


def _harder(plan: Planned, lift: PlannedLift, why: Said) -> Adjustment:
    now = find_exercise(lift.exercise)
    then = find_exercise(now.progression) if now and now.progression else None
    if then is None or then.equipment:
        reason = why.then("Give it a load in the plan, such as `{text} @ 5kg`.", text=sets_text(lift.sets))
        return Adjustment("R10", "advice", reason, plan, exercise=lift.exercise)
    sets = Sets(then.name, 3, lift.sets.repetitions, load_kg=lift.sets.load_kg, per_side=then.per_side)
    return exchanged(plan, lift, why, "R10", sets)


def _lighter(plan: Planned, lift: PlannedLift, why: Said, config: RuleConfig) -> Adjustment:
    if lift.sets.load_kg:
        new = round(lift.sets.load_kg * (1 - config.load_less) / _FINE_KG) * _FINE_KG
        return changed(plan, lift, "R11", why, "load", new)
    if lift.sets.sets > config.fewest_sets:
        return changed(plan, lift, "R11", why, "sets", lift.sets.sets - 1)
    return Adjustment("R11", "advice", why.then("Stop each set while it is still clean."), plan, exercise=lift.exercise)


SetsParameter = Literal["load", "sets", "set_repetitions"]


def changed(plan: Planned, lift: PlannedLift, rule: str, why: Said, parameter: SetsParameter, new: float) -> Adjustment:
    """Another number for the sets of an exercise, from now on."""
    old, unit = value_of(lift.sets, parameter), _UNITS[parameter]
    return Adjustment(
        rule,
        parameter,
        why.then("{new} {unit} instead of {old}.", new=new, unit=unit, old=old),
        plan,
        exercise=lift.exercise,
        step_index=lift.step_index,
        scope="onward",
        old_value=value_text(old),
        new_value=value_text(new),
        unit=unit,
    )


_UNITS: dict[SetsParameter, str] = {"load": "kg", "sets": "sets", "set_repetitions": "repetitions"}


def value_of(sets: Sets, parameter: SetsParameter) -> float:
    """What the sets ask now; no load is 0."""
    values = {"load": sets.load_kg, "sets": sets.sets, "set_repetitions": sets.repetitions}
    return values[parameter] or 0


def exchanged(plan: Planned, lift: PlannedLift, why: Said, rule: str, sets: Sets) -> Adjustment:
    """Other sets in the place of an exercise's, from now on."""
    old, new = sets_text(lift.sets), sets_text(sets)
    return Adjustment(
        rule,
        "exercise",
        why.then("{new} instead of {old}.", new=new, old=old),
        plan,
        exercise=lift.exercise,
        step_index=lift.step_index,
        scope="onward",
        old_value=old,
        new_value=new,
        increase=True,
    )


def sets_text(sets: Sets) -> str:
    """Workout text of the sets of one exercise."""
    return text_of(Workout((replace(sets),)))
