"""R17: an easier week, so that the work can settle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from statistics import fmean

from models.adjustment.adjustment import Adjustment, Said, said, value_text
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.gap import gap_before
from models.adjustment.loads import changed
from models.adjustment.planned import Planned
from models.adjustment.standing import bad
from models.adjustment.texts import scaled_text
from models.adjustment.week import WEEK, Session, Week


def easier_week(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R17. An easier week.

    Trigger: every fourth week of the plan after three weeks of training; or two of these in the reviewed week: a
        session too hard (as in R8), effort 2 above what is usual for the session, two bad nights, ground contact
        rising within a session.
    Action: easy running -35 %, a third of the repetitions less at the same target, one set less of each exercise.
    Bound: not where the plan itself asks 15 % less than before, not within three weeks of the last one, not after a
        gap (R18); one short fast session stays.
    Grade: C. Source: coaching custom.
    """
    why = _why(week, config)
    if why is None or _light_already(week, config):
        return
    for plan in week.next_week:
        yield from _lighter(plan, why, config)


def _why(week: Week, config: RuleConfig) -> Said | None:
    signs = _signs(week, config)
    if len(signs) >= config.deload_signs:
        return said("An easier week, for {signs}.", signs=" and ".join(signs))
    trained = all(week.minutes_before(config.deload_every - 1))
    if week.plan_week % config.deload_every == 0 and trained:
        return said(
            "Week {week} of the plan, the easier one of {every}.", week=week.plan_week, every=config.deload_every
        )
    return None


def _light_already(week: Week, config: RuleConfig) -> bool:
    since = week.next_start - (config.deload_every - 1) * WEEK
    recent = any(change.rule == "R17" and change.week_start >= since for change in week.changes)
    planned = sum(plan.minutes or 0.0 for plan in week.next_week if plan.run)
    before = [minutes for minutes in week.weeks_planned if minutes]
    lighter = bool(before) and planned <= config.lighter_already * fmean(before)
    return recent or lighter or gap_before(week, config)


def _signs(week: Week, config: RuleConfig) -> list[str]:
    last = [session for session in week.sessions if session.local_date >= week.week_start]
    found = [
        ("a session that was too hard", any(bad(session, config) for session in last)),
        ("more effort than usual", any(_felt_harder(session, week, config) for session in last)),
        (f"{week.poor_nights} bad nights", week.poor_nights >= config.poor_nights),
        ("ground contact that rose within a session", week.contact_rising),
    ]
    return [words for words, seen in found if seen]


def _felt_harder(session: Session, week: Week, config: RuleConfig) -> bool:
    earlier = [s.rpe for s in week.history(session.session_key) if s.rpe is not None and s.local_date < week.week_start]
    if session.rpe is None or len(earlier) < config.usual_sessions:
        return False
    return session.rpe >= fmean(earlier) + config.rpe_above_usual


def _lighter(plan: Planned, why: Said, config: RuleConfig) -> Iterable[Adjustment]:
    if plan.hard and plan.one_block:
        new = max(config.fewest_repetitions, round(plan.repetitions * config.deload_repetitions))
        if new < plan.repetitions:
            reason = why.then("{new} repetitions instead of {old}, as fast as before.", new=new, old=plan.repetitions)
            old = value_text(plan.repetitions)
            yield Adjustment(
                "R17", "repetitions", reason, plan, old_value=old, new_value=value_text(new), unit="repetitions"
            )
    elif plan.run and not plan.hard and (text := scaled_text(plan, config.deload_volume)) is not None:
        reason = why.then("{text} instead of {title}.", text=text, title=plan.title)
        yield Adjustment("R17", "session", reason, plan, old_value=plan.text, new_value=text)
    for lift in plan.lifts:
        if lift.sets.sets > config.fewest_sets:
            yield replace(changed(plan, lift, "R17", why, "sets", lift.sets.sets - 1), scope="week")
