"""R9: a first repetition that was too fast."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.standing import bad, started_too_fast, unsure
from models.adjustment.week import Week


def start_slower(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R9. Start slower.

    Trigger: first repetition > 3 % faster than its target, and fade > 3 %.
    Action: none to the target; advice for the first repetition.
    Bound: where R8 speaks for another reason than fade, or the mean is > 1 % slower than the target, R8 counts.
    Grade: C. Source: coaching custom.
    """
    for plan in week.next_week:
        session = week.latest(plan.session_key)
        if session is None or unsure(session, config) or bad(session, config):
            continue
        if started_too_fast(session, config):
            first, target = session.first_s or 0.0, session.first_target_s or 0.0
            reason = said(
                "Repetition 1 on {day} was {ahead} s too fast ({first} s for {target} s), and the last ones were "
                "{fade} % slower than the first. The same again, and no faster than the target in repetition 1.",
                day=session.day,
                ahead=round(target, 1) - round(first, 1),
                first=first,
                target=target,
                fade=session.metrics.fade_percent or 0.0,
            )
            yield Adjustment("R9", "advice", reason, plan)
