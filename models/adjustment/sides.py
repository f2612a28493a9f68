"""R16: an extra set for the side that does less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import Lift
from models.adjustment.standing import in_pain
from models.adjustment.week import Week
from models.workout_text import parse
from models.workout_text.change_sets import extra_side


def weaker_side(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R16. One set more for the weaker side.

    Trigger: in two consecutive sessions of a one-sided exercise the same side did more than 10 % less (repetitions
        times load), where sides were told: `lunge 3x10 left, lunge 3x8 right`.
    Action: one extra set on that side in each session from now on.
    Bound: one extra set, never two; none in a week with pain. A difference of sides is no injury, and foretells none.
    Grade: C. Source: coaching custom, 10 to 15 %.
    """
    for plan in week.next_week:
        for lift in (lift for lift in plan.lifts if lift.sets.per_side and not lift.contacts):
            two = week.last_two(lift.exercise)
            sides = {weaker_of(one, config) for one in two} if two else {None}
            side = sides.pop() if len(sides) == 1 else None
            now = extra_side(parse(plan.text), lift.exercise)
            if two is None or side is None or side == now or in_pain(week, config):
                continue
            reason = said(
                "{exercise}: the {side} side did {first} % and {second} % less than the other on {before} and {day}: "
                "one set more on it.",
                exercise=lift.exercise.capitalize(),
                side=side,
                first=_less_percent(two[0]),
                second=_less_percent(two[1]),
                before=two[0].local_date,
                day=two[1].local_date,
            )
            more = Adjustment("R16", "extra_set", reason, plan, exercise=lift.exercise, step_index=lift.step_index)
            yield replace(more, scope="onward", old_value=now, new_value=side, increase=True)


def weaker_of(lift: Lift, config: RuleConfig) -> str | None:
    """The side that did more than the bound less; None where neither did, or sides were not told apart."""
    if lift.left is None or lift.right is None or _less_percent(lift) <= 100 * config.side_difference:
        return None
    return "left" if lift.left < lift.right else "right"


def _less_percent(lift: Lift) -> float:
    left, right = lift.left or 0.0, lift.right or 0.0
    return 100 * (1 - min(left, right) / max(left, right)) if max(left, right) else 0.0
