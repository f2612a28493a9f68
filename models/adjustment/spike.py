"""R1: no run much longer than the longest of the last month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.texts import scaled_text
from models.adjustment.week import Week


def no_spike(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R1. No run much longer than the longest of the last month.

    Trigger: a planned run more than 10 % longer than the longest run of the last 30 days, by time, or by distance
        where the plan says that. In the first 4 weeks of data: more than 1 km longer, or the time that takes.
    Action: cut to that.
    Bound: easy running is cut, repetitions stay; nothing in the first week of data.
    Grade: A. Source: Frandsen 2025, BJSM, 5,205 runners: 1.5 to 2.3 times the injuries after sessions more than 10 %
        longer than the longest of 30 days.
    """
    recent = [run for run in week.runs if run.local_date >= week.next_start - timedelta(days=config.spike_days)]
    if not recent or week.runs[0].local_date >= week.week_start:
        return
    begun = (week.next_start - week.runs[0].local_date).days < config.first_days
    for plan in (plan for plan in week.next_week if plan.run and not plan.hard):
        measured = _planned_and_longest(plan, [(run.minutes, run.distance_m or 0.0) for run in recent])
        if measured is None:
            continue
        planned, longest, unit, first_step = measured
        most = longest + first_step * config.more_at_first_m if begun else longest * config.spike
        text = scaled_text(plan, most / planned) if planned > most else None
        if text is None:
            continue
        reason = said(
            "{title} on {day} would be {percent} % longer than your longest run of the last {days} days ({longest} "
            "{unit}). Sessions more than {bound} % longer went with 1.5 to 2.3 times the injuries"
            + (", so not that: " if planned > longest * config.refused_spike else ": ")
            + "{text}.",
            title=plan.title,
            day=plan.local_date,
            percent=100 * (planned / longest - 1),
            days=config.spike_days,
            longest=longest,
            unit=unit,
            bound=round(100 * (config.spike - 1)),
            text=text,
        )
        yield Adjustment("R1", "session", reason, plan, old_value=plan.text, new_value=text)


def _planned_and_longest(plan: Planned, recent: list[tuple[float, float]]) -> tuple[float, float, str, float] | None:
    """What is planned, the longest of the same, the unit, and how much of it a metre of running is."""
    longest_min, longest_m = (max(of) for of in zip(*recent, strict=True))
    if plan.whole_m is not None and longest_m:
        return plan.whole_m / 1000, longest_m / 1000, "km", 1 / 1000
    if plan.minutes and longest_min:
        metres, minutes = sum(m for _, m in recent), sum(minutes for minutes, m in recent if m)
        return plan.minutes, longest_min, "min", minutes / metres if metres else 6.5 / 1000
    return None
