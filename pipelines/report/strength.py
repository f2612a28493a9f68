"""Strength and jumps: the sets that were asked against the sets that were done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from models.rows import Row
from pipelines.report.days import of_other_weeks, of_week, sets_on
from pipelines.report.model import Exercise, SetLine
from pipelines.report.rows import ReviewRows, of_version


def exercises(given: ReviewRows, week_start: date, as_of: date) -> tuple[Exercise, ...]:
    """The exercises of the week in order of day: asked ones, then what was done besides."""
    found: list[Exercise] = []
    for workout in (*of_week(given, week_start), *of_other_weeks(given, week_start)):
        day = workout["local_date"] + timedelta(days=workout["days_moved"] or 0)
        steps = of_version(given.steps, workout)
        for name in _names(steps):
            mine, done = [step for step in steps if step["exercise"] == name], _done(given, day, name)
            if done or day < as_of:
                verdict = _verdict(_verdicts(given, workout, mine))
                found.append(Exercise(local_date=day, exercise=name, asked=_asked(mine), done=done, verdict=verdict))
    asked = {(each.local_date, each.exercise) for each in found}
    for day in (week_start + timedelta(days=i) for i in range(7)):
        for name in _names(sets_on(given, day)):
            if (day, name) not in asked:
                done = _done(given, day, name)
                found.append(Exercise(local_date=day, exercise=name, asked=(), done=done, verdict="unknown"))
    return tuple(sorted(found, key=lambda each: each.local_date))


def _names(rows: Sequence[Row]) -> Iterable[str]:
    """The exercises, each once."""
    return dict.fromkeys(row["exercise"] for row in rows if row["exercise"] is not None)


def _verdicts(given: ReviewRows, workout: Row, steps: Sequence[Row]) -> set[str]:
    mine = {step["step_index"] for step in steps}
    return {row["verdict"] for row in of_version(given.compliance, workout) if row["step_index"] in mine}


def _verdict(each: Collection[str]) -> str:
    """One verdict for all sets: short as soon as one is missed or short."""
    told = {verdict for verdict in each if verdict != "unknown"}
    if len(told) < 2:
        return next(iter(told), "unknown")
    return "short" if told & {"missed", "short"} else next(v for v in sorted(told) if v != "met")


def _asked(steps: Sequence[Row]) -> tuple[SetLine, ...]:
    return tuple(
        SetLine(repetitions=s["repetitions"], weight_kg=s["load_kg"], duration_s=s["duration_s"], side=s["side"])
        for s in steps
    )


def _done(given: ReviewRows, day: date, exercise: str) -> tuple[SetLine, ...]:
    return tuple(
        SetLine(repetitions=s["repetitions"], weight_kg=s["weight_kg"], duration_s=s["duration_s"], side=s["side"])
        for s in sets_on(given, day)
        if s["exercise"] == exercise
    )
