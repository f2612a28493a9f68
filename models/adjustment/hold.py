"""R7: the same again, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment, Said, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.faster import next_step
from models.adjustment.standing import bad, good, good_in_a_row, lacking, started_too_fast, unsure
from models.adjustment.week import Session, Week


def hold(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R7. The same again.

    Trigger: one good session, or one that was neither good enough for R6 nor so hard that R8 speaks.
    Action: none; the sentence says what is still missing.
    Bound: none.
    Grade: C. Source: coaching custom.
    """
    for plan in week.next_week:
        session = week.latest(plan.session_key)
        if session is None or not plan.hard or session.activity_id is None:
            continue
        if unsure(session, config) or bad(session, config) or started_too_fast(session, config):
            continue
        if good(session, config) and good_in_a_row(week, plan.session_key, config) >= 2:
            if next_step(week, plan, config) is None:
                yield Adjustment("R7", "advice", _at_bound(config), plan)
            continue
        yield Adjustment("R7", "advice", _why_again(session, config), plan)


def _at_bound(config: RuleConfig) -> Said:
    return said(
        "Two controlled sessions in a row, but the target has come down by as much as {units} VDOT unit in {weeks} "
        "weeks allows: the same again.",
        units=config.vdot_units,
        weeks=config.vdot_weeks,
    )


def _why_again(session: Session, config: RuleConfig) -> Said:
    metrics, lack = session.metrics, lacking(session, config)
    if lack is None:
        return said(
            "{done} of {asked} repetitions in time on {day}, mean {mean} s, fade {fade} %: good, once more to confirm.",
            done=session.on_target,
            asked=metrics.prescribed,
            day=session.day,
            mean=session.metrics.mean_s or 0.0,
            fade=metrics.fade_percent or 0.0,
        )
    return _LACKS[lack](session, config)


def _on_target(session: Session, _: RuleConfig) -> Said:
    if session.slowest is None or session.slowest_s is None or session.slowest_target_s is None:
        return _done(session, _)
    return said(
        "{hit} of {asked} repetitions in time on {day}; repetition {number} took {time} s for {target} s: "
        "the same again, evenly.",
        hit=session.on_target,
        asked=session.metrics.prescribed,
        day=session.day,
        number=session.slowest,
        time=session.slowest_s,
        target=session.slowest_target_s,
    )


def _done(session: Session, _: RuleConfig) -> Said:
    return said(
        "{done} of {asked} repetitions done on {day}: the same again until all are.",
        done=session.metrics.done,
        asked=session.metrics.prescribed,
        day=session.day,
    )


def _no_target(session: Session, _: RuleConfig) -> Said:
    if session.middle_s is not None:
        return said(
            "Repetitions {first} to {last} on {day} took {middle} s in the middle, and there is no target yet: "
            "`@ {middle}s` in plan.yaml makes it one.",
            first=2,
            last=min(5, session.metrics.done),
            day=session.day,
            middle=session.middle_s,
        )
    return said(
        "{done} of {asked} repetitions done on {day}, mean {mean} s; there is no target yet to judge them by. "
        "Give one in plan.yaml, and they will be.",
        done=session.metrics.done,
        asked=session.metrics.prescribed,
        day=session.day,
        mean=session.metrics.mean_s or 0.0,
    )


def _fade(session: Session, config: RuleConfig) -> Said:
    return said(
        "On time on {day}, but the last repetitions were {fade} % slower than the first (bound {bound} %): "
        "the same again, starting slower.",
        day=session.day,
        fade=session.metrics.fade_percent or 0.0,
        bound=config.good_fade_percent,
    )


def _variation(session: Session, config: RuleConfig) -> Said:
    return said(
        "On time on {day}, but the repetitions differ by {cv} % (bound {bound} %): the same again, evenly.",
        day=session.day,
        cv=session.metrics.variation_percent or 0.0,
        bound=config.good_variation_percent,
    )


def _rpe(session: Session, config: RuleConfig) -> Said:
    return said(
        "On time on {day}, but it felt like {rpe} of 10 (bound {bound}): the same again until it is easier.",
        day=session.day,
        rpe=session.rpe or 0.0,
        bound=config.good_rpe,
    )


_LACKS = {
    "target": _no_target,
    "done": _done,
    "on_target": _on_target,
    "fade": _fade,
    "variation": _variation,
    "rpe": _rpe,
}
