"""R2 and R3: how a week stands to those before it."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.texts import scaled_text
from models.adjustment.week import Week


def steady_volume(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R2. No week much longer than those before.

    Trigger: running planned for the week above 1.3 times the mean of the last 3 weeks, each of which had runs.
    Action: easy and long runs are shortened until the week has 1.2 times that mean.
    Bound: repetitions stay; no easy run below half. No claim about injuries: a trial of the 10 % rule found none.
    Grade: C. Source: coaching custom; against the claim: Buist 2008 (20.8 against 20.3 % injured), Frandsen 2025.
    """
    before = week.minutes_before(config.volume_weeks)
    runs = [plan for plan in week.next_week if plan.run and plan.minutes]
    planned = sum(plan.minutes or 0.0 for plan in runs)
    mean = sum(before) / len(before)
    if not all(before) or planned <= config.volume_ratio * mean:
        return
    easy = sum(plan.minutes or 0.0 for plan in runs if not plan.hard)
    share = max(0.5, (config.volume_held * mean - (planned - easy)) / easy) if easy else 1.0
    for plan in (plan for plan in runs if not plan.hard):
        text = scaled_text(plan, share)
        if text is None:
            continue
        reason = said(
            "{planned} min of running planned after {mean} min a week in the last {weeks}: volume grows quickly. We "
            "keep it to about {bound} %: {text} instead of {title}.",
            planned=round(planned),
            mean=round(mean),
            weeks=config.volume_weeks,
            bound=round(100 * config.volume_held),
            text=text,
            title=plan.title,
        )
        yield Adjustment("R2", "session", reason, plan, old_value=plan.text, new_value=text)


def workload_ratio(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R3. The workload ratio is shown, and nothing else.

    Trigger: minutes run in the week below 0.8 or above 1.3 times the weekly mean of the last 4, each of which had runs.
    Action: none; it is shown because other tools act on it.
    Bound: none.
    Grade: C. Source: Impellizzeri 2020 (no validated predictor of injury); Frandsen 2025 found no dose response.
    """
    weeks = week.minutes_before(4)
    ratio = weeks[-1] / (sum(weeks) / len(weeks)) if all(weeks) else 1.0
    if config.acwr_low <= ratio <= config.acwr_high:
        return
    reason = said(
        "Workload ratio of the week to the last {weeks} weeks: {ratio} ({minutes} min). Shown for information; it is "
        "no validated predictor of injury, and nothing is changed for it.",
        weeks=len(weeks),
        ratio=ratio,
        minutes=round(weeks[-1]),
    )
    yield Adjustment("R3", "advice", reason, subject=str(week.week_start))
