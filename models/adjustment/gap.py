"""R18: back after days without running."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.adjustment.adjustment import Adjustment, said, value_text
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.planned import Planned
from models.adjustment.texts import scaled_text
from models.adjustment.week import Week

_DAY = timedelta(days=1)


def restart_after_a_gap(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R18. Less after days without running.

    Trigger: 7 days or more without a run up to the week that comes; or a gap of 14 days or more that ended in the
        reviewed week.
    Action: 7-13 days: 75 % of the volume; 14-27: 50 %, then 75 %, targets +3 %; 28 and more: 50 % easy running only,
        targets +5 %, then 75 %.
    Bound: nothing is made up; one week at a time.
    Grade: C. Source: coaching custom; VO2max falls about 6 % in two weeks without training.
    """
    gap = _gap(week, config)
    if gap is None:
        return
    percent = round(100 * gap.volume)
    for plan in (plan for plan in week.next_week if plan.run):
        start = "After {days} days without a run we restart at {percent} %: "
        facts = {"days": gap.days, "percent": percent}
        if plan.hard and plan.one_block and gap.days < config.restart_gap_days:
            yield from _fewer(plan, gap, start, facts, config)
            continue
        text = scaled_text(plan, gap.volume)
        if text is not None:
            reason = said(start + "{text} instead of {title}.", **facts, text=text, title=plan.title)
            yield Adjustment("R18", "session", reason, plan, old_value=plan.text, new_value=text)


def gap_before(week: Week, config: RuleConfig = DEFAULT) -> bool:
    """Whether R18 speaks."""
    return _gap(week, config) is not None


@dataclass(frozen=True, slots=True)
class _Gap:
    days: int
    volume: float
    ease_percent: float


def _gap(week: Week, config: RuleConfig) -> _Gap | None:
    """The gap that is open at the end of the reviewed week, or the long one that ended in it."""
    if not week.run_days:
        return None
    open_days = (week.next_start - week.run_days[-1] - _DAY).days
    if open_days >= config.restart_gap_days:
        return _Gap(open_days, config.long_gap_volume, config.restart_ease_percent)
    if open_days >= config.long_gap_days:
        return _Gap(open_days, config.long_gap_volume, config.long_gap_ease_percent)
    if open_days >= config.short_gap_days:
        return _Gap(open_days, config.short_gap_volume, 0.0)
    ended = _ended_in(week.run_days, week.week_start)
    return _Gap(ended, config.short_gap_volume, 0.0) if ended >= config.long_gap_days else None


def _ended_in(run_days: tuple[date, ...], week_start: date) -> int:
    """Days without a run before the first one of the week; 0 where there was none before."""
    gaps = [(after - before - _DAY).days for before, after in pairwise(run_days) if after >= week_start]
    return max(gaps, default=0)


def _fewer(plan: Planned, gap: _Gap, start: str, facts: dict[str, int], config: RuleConfig) -> Iterable[Adjustment]:
    new = max(config.fewest_repetitions, int(plan.repetitions * gap.volume))
    if new < plan.repetitions:
        reason = said(start + "{new} repetitions instead of {old}.", **facts, new=new, old=plan.repetitions)
        texts = (value_text(plan.repetitions), value_text(new))
        yield Adjustment("R18", "repetitions", reason, plan, old_value=texts[0], new_value=texts[1], unit="repetitions")
    if gap.ease_percent and plan.target is not None and plan.unit is not None:
        slower = round(plan.target * (1 + gap.ease_percent / 100) * 2) / 2
        reason = said(
            "After {days} days without a run the target is {slower} {unit} instead of {target}.",
            days=gap.days,
            slower=slower,
            unit=plan.unit,
            target=plan.target,
        )
        texts = (value_text(plan.target), value_text(slower))
        yield Adjustment("R18", "target", reason, plan, old_value=texts[0], new_value=texts[1], unit=plan.unit)
