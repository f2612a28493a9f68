"""R8: less, after a session that was too hard."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from models.adjustment.adjustment import Adjustment, Said, said, value_text
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.standing import bad, bad_in_a_row, too_hard
from models.adjustment.week import Session, Week


def easier_after_a_bad_session(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R8. Less after a session that was too hard.

    Trigger: more than 20 % of the repetitions missed or cut short, or mean > 3 % slower than the target, or fade
        > 5 %.
    Action: target +2 % from now on; the second time in a row 2 repetitions fewer and 30 s more recovery (100 m,
        where it is by distance) for one week; in turns if it goes on.
    Bound: from week 5 on no target slower than that of four weeks ago: one repetition fewer instead; never fewer
        than 2 repetitions; no change after heat above 25 degrees or wind, which nobody knows but the runner: `trackwork
        log heat 28`, `trackwork log wind` (a watch measures the warmth of the wrist).
    Grade: C. Source: coaching custom.
    """
    for plan in week.next_week:
        session = week.latest(plan.session_key)
        if session is None or plan.repetitions < 1 or not too_hard(session, config):
            continue
        if not bad(session, config):
            yield Adjustment("R8", "advice", _weather(session), plan)
            continue
        why = _why(session, config)
        if bad_in_a_row(week, plan.session_key, config) % 2 == 0:
            yield from _shorter(plan, session, config)
        else:
            yield _slower(plan, session, config) or _fewer(plan, why, 1, config)


def _slower(plan: Planned, session: Session, config: RuleConfig) -> Adjustment | None:
    if plan.target is None or plan.unit is None:
        return None
    new = ceil(plan.target * (1 + config.ease_percent / 100) * 2 - _ROUNDING) / 2
    ago = plan.target_weeks_ago
    if plan.weeks_of_plan >= config.floor_from_week and ago is not None and new > ago:
        return None
    reason = _why(session, config).then(
        "A slower even session trains more: next target {new} {unit} instead of {old}.",
        new=new,
        old=plan.target,
        unit=plan.unit,
    )
    return Adjustment(
        "R8",
        "target",
        reason,
        plan,
        scope="onward",
        old_value=value_text(plan.target),
        new_value=value_text(new),
        unit=plan.unit,
    )


_ROUNDING = 1e-6


def _shorter(plan: Planned, session: Session, config: RuleConfig) -> Iterable[Adjustment]:
    why = _why(session, config)
    again = why.then("Not the first time in a row.")
    yield _fewer(plan, again, config.fewer_repetitions, config)
    recovery = _longer_recovery(plan, again, config)
    if recovery is not None:
        yield recovery


def _fewer(plan: Planned, why: Said, by: int, config: RuleConfig) -> Adjustment:
    new = max(config.fewest_repetitions, plan.repetitions - by)
    if not plan.one_block or new >= plan.repetitions:
        return Adjustment("R8", "advice", why.then("Take it easier next time."), plan)
    reason = why.then("Next time {new} repetitions instead of {old}.", new=new, old=plan.repetitions)
    return Adjustment(
        "R8",
        "repetitions",
        reason,
        plan,
        old_value=value_text(plan.repetitions),
        new_value=value_text(new),
        unit="repetitions",
    )


def _longer_recovery(plan: Planned, why: Said, config: RuleConfig) -> Adjustment | None:
    if plan.recovery_s:
        old, new, unit = plan.recovery_s, plan.recovery_s + config.more_recovery_s, "s"
    elif plan.recovery_m:
        old, new, unit = plan.recovery_m, plan.recovery_m + config.more_recovery_m, "m"
    else:
        return None
    reason = why.then("Next time {new} {unit} of recovery instead of {old}.", new=new, old=old, unit=unit)
    return Adjustment("R8", "recovery", reason, plan, old_value=value_text(old), new_value=value_text(new), unit=unit)


def _weather(session: Session) -> Said:
    return said(
        "Slower than asked on {day}, but in {weather}: that changes nothing.",
        day=session.day,
        weather=session.weather or "",
    )


def _why(session: Session, config: RuleConfig) -> Said:
    metrics = session.metrics
    whole = metrics.prescribed - metrics.done + session.cut_short
    if whole > config.missed_share * metrics.prescribed:
        return said(
            "{missed} of {asked} repetitions were missed or cut short on {day}.",
            missed=whole,
            asked=metrics.prescribed,
            day=session.day,
        )
    if (metrics.fade_percent or 0.0) > config.fade_percent:
        return said(
            "The last repetitions on {day} were {fade} % slower than the first (bound {bound} %).",
            day=session.day,
            fade=metrics.fade_percent or 0.0,
            bound=config.fade_percent,
        )
    return said(
        "The repetitions on {day} were {slow} % slower than the target on the whole (bound {bound} %).",
        day=session.day,
        slow=metrics.slow_percent or 0.0,
        bound=config.slow_percent,
    )
