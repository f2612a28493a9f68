"""R12 and R13: pain comes before every other rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.adjustment.adjustment import Adjustment, Fact, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.texts import REST, easy_text, scaled_text
from models.adjustment.week import Pain, Week


def stop_for_pain(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R12. Stop running and jumping for pain.

    Trigger: pain >= 4 of 10, or pain that rises from one day it was logged to the next.
    Action: all runs and jumps of the next 7 days become rest, and the advice to see a professional. After that
        repetitions, long runs and jumps stay out: 20 min easy instead.
    Bound: never resumed by itself: only after pain 0 was logged on the days of two easy runs.
    Grade: B. Source: custom of physiotherapy; not a diagnosis.
    """
    stop = _stop(week, config)
    if stop is None:
        return
    fresh = stop.last >= week.week_start
    if not fresh and _confirmed(week, stop.last, config):
        return
    rising = stop.worst.value < config.stop_pain
    what = "{where} {pain} of 10 on {day}" + (", more than before" if rising else " (bound {bound})")
    facts = _facts(stop.worst) | {"bound": config.stop_pain, "runs": config.painfree_runs, "days": config.stop_days}
    yield Adjustment("R12", "advice", said(what + _ADVICE, **facts), subject=str(stop.last))
    for plan in week.next_week:
        change = _stopped(plan, fresh=fresh, config=config)
        if change is not None:
            reason = said(what + (_OUT if fresh else _NOT_YET), **facts, title=plan.title)
            yield Adjustment("R12", "session", reason, plan, old_value=plan.text, new_value=change)


_ADVICE = (
    ". Not a diagnosis. Please stop running and jumping, and see a professional. We resume after {runs} easy runs on "
    "whose days you say `trackwork log pain 0`."
)
_OUT = ": no running and no jumps for {days} days, so no {title}. Not a diagnosis."
_NOT_YET = ", and not yet {runs} easy runs without pain since: still no {title}."


def easy_for_some_pain(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R13. Easy running only with a little pain.

    Trigger: pain of 1 to 3 of 10 in the reviewed week or since.
    Action: repetitions become easy running, jumps rest, and runs are 30 % shorter, for a week.
    Bound: looked at anew each week; what is left out is not made up.
    Grade: C. Source: custom of physiotherapy; not a diagnosis.
    """
    pains = [p for p in week.pains if p.local_date >= week.week_start and p.value >= config.painful_from]
    if not pains:
        return
    facts = _facts(max(pains, key=lambda p: (p.value, p.local_date)))
    less = round(100 * (1 - config.pain_volume))
    for plan in week.next_week:
        if plan.kind == "plyometrics":
            reason = said("{where} {pain} of 10 on {day}: no jumps next week.", **facts)
            yield Adjustment("R13", "session", reason, plan, old_value=plan.text, new_value=REST)
        elif plan.run and (text := scaled_text(plan, config.pain_volume)) is not None:
            reason = said("{where} {pain} of 10 on {day}: easy running only, {less} % less.", **facts, less=less)
            yield Adjustment("R13", "session", reason, plan, old_value=plan.text, new_value=text)


@dataclass(frozen=True, slots=True)
class _Stop:
    worst: Pain
    """The pain that called it."""
    last: date
    """Day of the last such pain."""


def _stop(week: Week, config: RuleConfig) -> _Stop | None:
    """The last pain that asks to stop, however long ago."""
    calls = [pain for pain in week.pains if pain.value >= config.stop_pain]
    calls += [
        now
        for before, now in pairwise(week.pains)
        if now.value > before.value >= config.painful_from
        and now.local_date - before.local_date <= timedelta(days=config.pain_days)
    ]
    if not calls:
        return None
    last = max(pain.local_date for pain in calls)
    recent = [pain for pain in calls if last - pain.local_date < timedelta(days=7)]
    return _Stop(max(recent, key=lambda p: (p.value, p.local_date)), last)


def _confirmed(week: Week, since: date, config: RuleConfig) -> bool:
    """Whether pain 0 was logged on the days of two runs after the last pain."""
    last = max((p.local_date for p in week.pains if p.value >= config.painful_from), default=since)
    runs = {*week.run_days, *week.later_run_days}
    free = [p for p in week.pains if p.value == 0 and p.local_date > last and p.local_date in runs]
    return len(free) >= config.painfree_runs


def _stopped(plan: Planned, *, fresh: bool, config: RuleConfig) -> str | None:
    """What stands in the place of a workout while running is stopped; None if it may stay."""
    if plan.kind in ("rest", "strength"):
        return None
    if fresh or plan.kind == "plyometrics":
        return REST
    test = easy_text(config.test_run_min)
    easy_enough = plan.kind == "easy" and plan.minutes is not None and plan.minutes <= config.test_run_min
    return None if easy_enough or plan.text == test else test


def _facts(pain: Pain) -> dict[str, Fact]:
    where = (pain.body_part or "").strip()
    return {"where": f"{where} pain".strip().capitalize(), "pain": pain.value, "day": pain.local_date}
