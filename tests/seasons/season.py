"""A season: week after week the plan is lived, reviewed by the real rules, and what they propose is accepted."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import polars as pl

from ingest.plan import read_plan, workouts
from ingest.plan_default import start_target_s
from models.adjustment import propose
from models.adjustment.planned import planned
from models.adjustment.versions import versions
from models.athlete import AthleteData
from models.compliance import comply, match
from models.prescription import Prescription, prescriptions
from models.tables import ADJUSTMENTS
from tests.seasons.bounds import broken_bounds
from tests.seasons.fate import WEEKS, new_fate
from tests.seasons.living import Life
from tests.seasons.plans import plan_text
from tests.seasons.runner import new_runner
from tests.support.athlete import ME

MONDAY = date(2026, 1, 5)
_WEEK = timedelta(days=7)
_WEEKS_BEFORE = 4
Way = Literal["rules", "fixed", "acwr"]


@dataclass
class Season:
    """What came of it."""

    seed: int
    start_error: float
    """Units of VDOT that the plan took too much (+) or too little (-) for the truth."""
    errors: list[float] = field(default_factory=list)
    """By week: target over what the athlete can do, minus one; positive is too slow a target."""
    targets: list[float] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """Bounds that were passed, in words."""
    failed_share: float = 0.0
    fast_in_pain: int = 0
    longest_step: float = 0.0
    gained_vdot: float = 0.0

    @property
    def turns(self) -> int:
        """How often the target changed its direction."""
        steps = [after - before for before, after in zip(self.targets, self.targets[1:], strict=False)]
        signs = [step > 0 for step in steps if step]
        return sum(a is not b for a, b in itertools.pairwise(signs))


def season(
    seed: int, way: Way = "rules", weeks: int = WEEKS, on_week: Callable[[int], None] = lambda _: None
) -> Season:
    """The season of the athlete of that seed."""
    life = Life(new_runner(seed), new_fate(seed))
    error = float(life.runner.rng.uniform(-1, 1)) if seed % 2 else (3.0 if seed % 4 else -3.0)
    text = plan_text(seed, MONDAY, weeks + 1, start_target_s(life.runner.vdot + error))
    base = workouts(read_plan(text), ME, 1)
    accepted = ADJUSTMENTS.empty()
    found = Season(seed, error)
    _habit(life)
    for number in range(weeks + 1):
        first = MONDAY + (number - 1) * _WEEK
        if number:  # week 0 is that before the plan: its review looks at the plan's first week
            data = _data(life, base, accepted, first)
            mine = _of_week(data, first)
            target = next((planned(one).target for one in mine if len(one.work) > 1), None)
            if target is not None:
                found.targets.append(target)
                found.errors.append(target / life.runner.can_s() - 1)
            life.week(number, mine)
        data = _data(life, base, accepted, first + _WEEK)
        if way == "rules":
            proposed = _proposed(data, first)
            found.fired.update(set(proposed["rule"]))
            found.broken += broken_bounds(data, first, proposed)
            accepted = pl.concat([accepted, _accepted(proposed, first + _WEEK)])
        elif way == "acwr":
            base = _by_ratio(data, base, first)
        on_week(number)
    found.failed_share = life.failed / max(life.asked, 1)
    found.fast_in_pain = life.fast_in_pain
    found.longest_step = life.longest_step
    found.gained_vdot = life.runner.vdot_now - life.runner.vdot
    return found


def _habit(life: Life) -> None:
    for week in range(-_WEEKS_BEFORE, 0):
        for day, share in ((1, 0.3), (2, 0.3), (5, 0.4)):
            life.before(MONDAY + week * _WEEK + timedelta(days=day), life.runner.habit_min * share)


def _data(life: Life, base: tuple[pl.DataFrame, pl.DataFrame], accepted: pl.DataFrame, as_of: date) -> AthleteData:
    asked, steps = versions(*base, accepted)
    return replace(life.rows.data(as_of), workouts=asked, workout_steps=steps, accepted=accepted)


def _of_week(data: AthleteData, first: date) -> list[Prescription]:
    newest = [found[-1] for found in prescriptions(data).values()]
    mine = [one for one in newest if first <= one.local_date < first + _WEEK]
    return sorted(mine, key=lambda one: (one.local_date, one.workout["day_index"]))


def _proposed(data: AthleteData, first: date) -> pl.DataFrame:
    matches = match(data)
    return propose(data, first, matches, *comply(data, matches))


def _accepted(proposed: pl.DataFrame, day: date) -> pl.DataFrame:
    at = datetime.combine(day, time(7), UTC)
    return ADJUSTMENTS.conform(
        proposed.filter(~pl.col("parameter").is_in(["ask", "advice"])).with_columns(
            pl.lit("accepted").alias("status"), pl.lit(at).alias("decided_at"), pl.lit("user").alias("decided_by")
        )
    )


def _by_ratio(
    data: AthleteData, base: tuple[pl.DataFrame, pl.DataFrame], first: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rule of garmin-coach-mcp: next week's volume x 0.85 above a workload ratio of 1.3, x 1.10 below 0.8."""
    minutes = data.activities.group_by("week_start").agg(pl.col("timer_s").sum() / 60)
    by_week = dict(minutes.iter_rows())
    last_four = [by_week.get(first - n * _WEEK, 0.0) for n in range(4)]
    ratio = last_four[0] / (sum(last_four) / 4) if sum(last_four) else 1.0
    factor = 0.85 if ratio > 1.3 else 1.10 if ratio < 0.8 else 1.0
    asked, steps = base
    next_week = asked.filter(pl.col("week_start") == first + _WEEK, pl.col("kind").is_in(["easy", "long"]))
    mine = pl.col("workout_id").is_in(next_week["workout_id"].implode())
    scaled = pl.when(mine).then(pl.col("duration_s") * factor).otherwise(pl.col("duration_s")).alias("duration_s")
    return asked, steps.with_columns(scaled)
