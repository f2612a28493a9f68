"""R6: more, once two sessions in a row were under control."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment, said, value_text
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.standing import good_in_a_row, in_pain
from models.adjustment.week import Session, Week
from models.paces import PaceConfig, vdot


def faster_after_two_good_sessions(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R6. More after two good sessions in a row.

    Trigger: two consecutive sessions with all repetitions done in the target's time or faster (verdict `met` or
        `fast`), fade < 3 %, CV < 2 %, RPE <= 8 if told, no pain in the week.
    Action: target -1 s per 400 m (-2 s where it is above 100 s), or one repetition more: in turns.
    Bound: at most one VDOT unit in four weeks, at most 8 repetitions.
    Grade: C. Source: coaching custom; bound after VDOT coach advice (news.vdoto2.com, July 2025).
    """
    for plan in week.next_week:
        session = week.latest(plan.session_key)
        if session is None or plan.target is None or in_pain(week, config):
            continue
        if good_in_a_row(week, plan.session_key, config) >= 2:
            yield from _more(week, plan, session, config)


def _more(week: Week, plan: Planned, session: Session, config: RuleConfig) -> Iterable[Adjustment]:
    change = next_step(week, plan, config)
    if change is None or plan.target is None:
        return
    parameter, old, new, unit = change
    what = "next target {new} {unit} instead of {old}" if parameter == "target" else "next time {new} instead of {old}"
    reason = said(
        "Two controlled sessions in a row, on {day} {done} of {asked} repetitions in time at a mean of {mean} s: "
        + what
        + ".",
        day=session.day,
        done=session.on_target,
        asked=session.metrics.prescribed,
        mean=session.metrics.mean_s or 0.0,
        new=new,
        old=old,
        unit=unit,
    )
    yield Adjustment(
        "R6",
        "target" if parameter == "target" else "repetitions",
        reason,
        plan,
        scope="onward",
        old_value=value_text(old),
        new_value=value_text(new),
        unit=unit,
        increase=True,
    )


def next_step(week: Week, plan: Planned, config: RuleConfig) -> tuple[str, float, float, str] | None:
    """Parameter, old value, new value, unit: the other of the two than last time, if the bounds allow it."""
    before = [c.parameter for c in week.changes if c.rule == "R6" and c.session_key == plan.session_key]
    target, repetitions = _faster(plan, config), _longer(plan, config)
    return (repetitions or target) if before and before[-1] == "target" else (target or repetitions)


def _faster(plan: Planned, config: RuleConfig) -> tuple[str, float, float, str] | None:
    old, pace = plan.target, plan.pace_s_per_km
    if old is None or pace is None or plan.unit is None:
        return None
    per_400m = pace * 0.4
    step = config.big_step_s_per_400m if per_400m > config.big_step_above_s else config.step_s_per_400m
    share = old / per_400m
    new = round(old - max(0.5, round(step * share * 2) / 2), 1)
    base = plan.target_weeks_ago if plan.target_weeks_ago is not None else old
    if _vdot(new / old * pace) - _vdot(base / old * pace) > config.vdot_units:
        return None
    return "target", old, new, plan.unit


def _longer(plan: Planned, config: RuleConfig) -> tuple[str, float, float, str] | None:
    if not plan.one_block or not 0 < plan.repetitions < config.most_repetitions:
        return None
    return "repetitions", plan.repetitions, plan.repetitions + 1, "repetitions"


def _vdot(pace_s_per_km: float) -> float:
    """VDOT of a runner whose race pace over a mile this is, as for R pace."""
    mile_m = PaceConfig().repetition_m
    return vdot(mile_m, pace_s_per_km * mile_m / 1000)
