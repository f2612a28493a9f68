"""R4: days that are too much alike."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean, pstdev

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.texts import REST
from models.adjustment.week import WEEK, Week


def hard_and_easy(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R4. Hard and easy days.

    Trigger: load of the 7 days (effort of 0 to 10 times minutes, rest 0) with mean over standard deviation above 2.0,
        where effort was told for 5 runs and more.
    Action: the middle one of next week's easy runs becomes rest.
    Bound: one day, for one week; only where next week has two easy runs or more.
    Grade: B. Source: Foster 1998 (25 athletes; thresholds are individual).
    """
    loads = [sum(run.minutes * (run.rpe or 0.0) for run in week.runs if run.local_date == day) for day in week.days]
    told = sum(run.rpe is not None for run in week.runs if week.week_start <= run.local_date < week.week_start + WEEK)
    spread = pstdev(loads)
    monotony = fmean(loads) / spread if spread else (float("inf") if any(loads) else 0.0)
    easy = sorted(
        (plan for plan in week.next_week if plan.run and not plan.hard),
        key=lambda plan: (plan.minutes or 0.0, plan.local_date),
    )
    if told < config.logged_days or monotony <= config.monotony or len(easy) < 2:
        return
    plan = easy[(len(easy) - 1) // 2]
    reason = said(
        "Your days are very alike: load {mean} a day, spread {spread} (monotony above {bound}), strain {strain}. Vary "
        "hard and easy: {day} becomes rest.",
        mean=round(fmean(loads)),
        spread=round(spread),
        bound=config.monotony,
        strain=round(sum(loads) * min(monotony, 10.0)),
        day=plan.local_date,
    )
    yield Adjustment("R4", "session", reason, plan, old_value=plan.text, new_value=REST)
