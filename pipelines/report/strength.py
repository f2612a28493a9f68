"""Strength and jumps: the sets that were asked against the sets that were done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from pipelines.report.days import Row, of_other_weeks, of_week, sets_on
from pipelines.report.frames import ReviewFrames
from pipelines.report.model import Exercise, SetLine


def exercises(frames: ReviewFrames, week_start: date, as_of: date) -> tuple[Exercise, ...]:
    """The exercises of the week in order of day: asked ones, then what was done besides."""
    found: list[Exercise] = []
    for workout in (*of_week(frames, week_start), *of_other_weeks(frames, week_start)):
        day = workout["local_date"] + timedelta(days=workout["days_moved"] or 0)
        steps = _steps(frames, workout)
        for name in steps["exercise"].unique(maintain_order=True):
            mine, done = steps.filter(pl.col("exercise") == name), _done(frames, day, name)
            if done or day < as_of:
                verdict = _verdict(_verdicts(frames, workout, mine))
                found.append(Exercise(local_date=day, exercise=name, asked=_asked(mine), done=done, verdict=verdict))
    asked = {(each.local_date, each.exercise) for each in found}
    for day in (week_start + timedelta(days=i) for i in range(7)):
        for name in sets_on(frames, day)["exercise"].unique(maintain_order=True):
            if (day, name) not in asked:
                done = _done(frames, day, name)
                found.append(Exercise(local_date=day, exercise=name, asked=(), done=done, verdict="unknown"))
    return tuple(sorted(found, key=lambda each: each.local_date))


def _steps(frames: ReviewFrames, workout: Row) -> pl.DataFrame:
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    return frames.workout_steps.filter(same, pl.col("exercise").is_not_null()).sort("step_index")


def _verdicts(frames: ReviewFrames, workout: Row, steps: pl.DataFrame) -> set[str]:
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    rows = frames.compliance.filter(same).join(steps.select("step_index"), on="step_index", how="semi")
    return set(rows["verdict"])


def _verdict(each: Collection[str]) -> str:
    """One verdict for all sets: short as soon as one is missed or short."""
    told = {verdict for verdict in each if verdict != "unknown"}
    if len(told) < 2:
        return next(iter(told), "unknown")
    return "short" if told & {"missed", "short"} else next(v for v in sorted(told) if v != "met")


def _asked(steps: pl.DataFrame) -> tuple[SetLine, ...]:
    return tuple(
        SetLine(repetitions=s["repetitions"], weight_kg=s["load_kg"], duration_s=s["duration_s"], side=s["side"])
        for s in steps.iter_rows(named=True)
    )


def _done(frames: ReviewFrames, day: date, exercise: str) -> tuple[SetLine, ...]:
    sets = sets_on(frames, day).filter(pl.col("exercise") == exercise)
    return tuple(
        SetLine(repetitions=s["repetitions"], weight_kg=s["weight_kg"], duration_s=s["duration_s"], side=s["side"])
        for s in sets.iter_rows(named=True)
    )
