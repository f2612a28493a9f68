"""Six weeks in the life of one athlete, told so that each rule of the weekly review has its week.

Week 1 starts too fast, week 2 is even, week 3 fades, week 4 recovers with one slow repetition, weeks 5 and 6 are even
and on target: two good sessions in a row. Ground contact gets a few milliseconds shorter on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from models.calendar import offset_in
from models.exercises import find_exercise
from models.recording import Recording
from models.simulation.asks import asked
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.noise import stream
from models.simulation.session import simulate_run
from models.simulation.strength import simulate_strength


@dataclass(frozen=True, slots=True)
class Week:
    """How a week goes."""

    rep_shares: tuple[float, ...]
    """Time of each repetition over its target; the last one counts for all that follow."""
    stance_shift_ms: float = 0.0
    """Ground contact against the athlete's own law [ms]."""
    tiredness: float = 0.0


SIX_WEEKS = (
    Week((0.966, 0.978, 0.995, 1.006, 1.012, 1.014), 3.5),
    Week((0.998, 1.002, 0.997, 1.004, 1.001, 0.995), 2.5),
    Week((0.983, 0.988, 1.004, 1.026, 1.044, 1.052), 3.0, tiredness=0.8),
    Week((1.001, 1.004, 1.008, 1.030, 1.012, 1.009), 1.0),
    Week((0.997, 1.001, 1.003, 0.999, 1.002, 0.994), -0.5),
    Week((0.996, 0.999, 1.001, 0.998, 1.002, 0.992), -2.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The demo's story, and the knobs that change it."""

    monday: date
    """First day of the first week."""
    athlete: SimulatedAthlete = field(default_factory=SimulatedAthlete)
    weeks: tuple[Week, ...] = SIX_WEEKS
    timezone: str = "Europe/Berlin"
    seed: int = 2026
    slower_by_s: Mapping[tuple[date, int], float] = field(default_factory=dict)
    """Day and number of a repetition (from 1) that takes longer than the story has it [s]."""
    extra_runs: Mapping[date, float] = field(default_factory=dict)
    """Easy runs that no plan asks for: day and duration [s]."""
    skipped: frozenset[date] = frozenset()
    """Days on which nothing planned is done."""

    def week(self, day: date) -> Week:
        """The week that `day` lies in; after the last one, the last."""
        return self.weeks[min(max((day - self.monday).days // 7, 0), len(self.weeks) - 1)]


def simulate_day(steps: pl.DataFrame, scenario: Scenario, day: date) -> Recording | None:
    """The recording of one workout's steps (columns of WORKOUT_STEPS) done on `day`; None for a rest day."""
    if day in scenario.skipped or not set(steps["kind"]) - {"rest"}:
        return None
    if (steps["kind"] == "exercise").any():
        jumps = _jumps(steps)
        start = _start(scenario, day, time(11, 30) if jumps else time(12, 15))
        offset = offset_in(start, scenario.timezone)
        seed = _seed(scenario, day, "jumps" if jumps else "strength")
        return simulate_strength(steps, scenario.athlete, start, offset, seed)
    intervals = (steps["kind"] == "work").any()
    conditions = _intervals(steps, scenario, day) if intervals else _easy(scenario, day)
    return _run(steps, scenario, day, conditions)


def extra_run(scenario: Scenario, day: date) -> Recording:
    """An easy run on `day` that no plan asks for, as long as `extra_runs` says."""
    return _run(None, scenario, day, _easy(scenario, day, scenario.extra_runs[day]))


def _jumps(steps: pl.DataFrame) -> bool:
    """Whether all exercises are jumps, which are done before the weights."""
    known = (find_exercise(name) for name in steps["exercise"].drop_nulls().unique())
    return all(exercise is not None and exercise.kind == "plyometrics" for exercise in known)


def _run(steps: pl.DataFrame | None, scenario: Scenario, day: date, conditions: Conditions) -> Recording:
    evening = time(18, 0) if day.isoweekday() <= 5 else time(9, 30)
    # An extra run on the day of another one begins earlier, so that they never overlap.
    start = _start(scenario, day, evening if steps is not None else time(6, 30))
    seed = _seed(scenario, day, "run" if steps is not None else "extra")
    offset = offset_in(start, scenario.timezone)
    return simulate_run(steps, scenario.athlete, start, offset, seed, conditions).recording


def _intervals(steps: pl.DataFrame, scenario: Scenario, day: date) -> Conditions:
    week = scenario.week(day)
    work = [ask for ask in asked(steps, Conditions()) if ask.kind == "work"]
    times = []
    for index, ask in enumerate(work):
        share = week.rep_shares[min(index, len(week.rep_shares) - 1)]
        times.append((ask.target_s or 0.0) * share + scenario.slower_by_s.get((day, index + 1), 0.0))
    known = all(ask.target_s is not None for ask in work)
    return Conditions(
        place="track",
        laps="steps",
        odometer_scale=1.008,
        rep_times_s=tuple(times) if known else None,
        tiredness=week.tiredness,
        stance_shift_ms=_form_ms(scenario, day),
    )


def _easy(scenario: Scenario, day: date, duration_s: float = 2400.0) -> Conditions:
    return Conditions(
        place="road", laps="auto", easy_s=duration_s, odometer_scale=1.004, stance_shift_ms=_form_ms(scenario, day)
    )


def _form_ms(scenario: Scenario, day: date) -> float:
    """Ground contact of the day: the week's, and a millisecond of chance."""
    chance = stream(_seed(scenario, day, "form"), "form").standard_normal()
    return scenario.week(day).stance_shift_ms + float(chance)


def _start(scenario: Scenario, day: date, at: time) -> datetime:
    minutes = int(stream(_seed(scenario, day, "start"), "start").integers(0, 12))
    local = datetime.combine(day, at, ZoneInfo(scenario.timezone)) + timedelta(minutes=minutes)
    return local.astimezone(UTC)


def _seed(scenario: Scenario, day: date, what: str) -> int:
    """A seed of its own for each day and thing, so that a change on one day leaves the others as they are."""
    return int(stream(scenario.seed * 1_000_000 + day.toordinal(), what).integers(2**32))
