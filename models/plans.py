"""Which plan counts on which day, when an athlete has changed plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from models.tables import WORKOUT_STEPS, WORKOUTS

DatedPlan = tuple[date, pl.DataFrame, pl.DataFrame]
"""The day on which a plan was made known, its workouts and their steps."""


def in_force(plans: Sequence[DatedPlan]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The workouts and steps that counted on each day.

    A plan counts from the day on which it was made known until the next one's; of several plans of one day the
    last. The first day's plan counts for all days before as well, so that older recordings can be compared.
    What was asked of a day that is over is thus never rewritten.
    """
    by_day = {made_known: (workouts, steps) for made_known, workouts, steps in plans}
    days = sorted(by_day)
    kept = []
    for index, day in enumerate(days):
        workouts, _ = by_day[day]
        starts = pl.lit(True) if index == 0 else pl.col("local_date") >= day
        ends = pl.col("local_date") < days[index + 1] if index + 1 < len(days) else pl.lit(True)
        kept.append(workouts.filter(starts & ends))
    workouts = pl.concat(kept) if kept else WORKOUTS.empty()
    steps = [
        by_day[day][1].join(mine.select("workout_id"), on="workout_id", how="semi")
        for day, mine in zip(days, kept, strict=True)
    ]
    return workouts, pl.concat(steps) if steps else WORKOUT_STEPS.empty()
