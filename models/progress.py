"""Has it really improved? Times and fading of repetitions over the weeks, with how sure that is.

Sessions are compared with their like alone: the same distance, on the same kind of ground. How a change is judged:
`models.trend`. No cause is named: one runner, without a control, can only say what coincides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log
from statistics import fmean
from typing import Any

import polars as pl

from models.dynamics.surface import surface
from models.repetition_metrics import fade_percent
from models.tables import PROGRESS
from models.trend import Trend, TrendConfig, in_numbers, in_words, trend_since, up_to_each_week

METRICS = {
    # 1.5 %: scatter of a 5 km time trial (Fisher 2017); 1 %: 0.3 of the scatter from race to race of recreational
    # runners (Hopkins & Hewson 2001).
    "repetition_time": TrendConfig(typical_error=1.5, smallest=1.0, unit="%", lower="better", higher="worse"),
    # Two points of a per cent: what fade is known to in one session; what matters is our choice.
    "fade": TrendConfig(typical_error=2.0, smallest=2.0, unit="points", lower="better", higher="worse"),
}
_SURE = 0.6
"""Repetitions that are less sure say nothing (R20)."""
_FEWEST = 3
"""Fewer repetitions are no session to compare."""


def progress(activities: pl.DataFrame, intervals: pl.DataFrame, compliance: pl.DataFrame) -> pl.DataFrame:
    """Rows of PROGRESS: for each week with repetitions what the sessions of the twelve weeks up to then tell.

    Args:
        activities: rows of `activities`, of one athlete or several.
        intervals: rows of `intervals` of these.
        compliance: rows of `compliance` of these: who is asked to run slower does not get worse by doing so.
    """
    alike = _sessions(activities, intervals, compliance).partition_by(
        "athlete_id", "nominal_distance_m", "surface", maintain_order=True
    )
    weeks = (recent for mine in alike for recent in up_to_each_week(mine.rows(named=True)))
    return PROGRESS.rows([row for recent in weeks for row in _rows(recent)]).sort(
        "athlete_id", "week_start", "subject", "metric"
    )


def _sessions(activities: pl.DataFrame, intervals: pl.DataFrame, compliance: pl.DataFrame) -> pl.DataFrame:
    """One row an activity that counts and distance, in order of time: times of its repetitions, and what was asked."""
    counting = activities.filter(~pl.col("ignored"), pl.col("same_as").is_null())
    kept = counting.select("activity_id", "athlete_id", "week_start", "local_date", "start_time", surface())
    work = intervals.filter(
        pl.col("kind") == "work", pl.col("nominal_distance_m").is_not_null(), pl.col("confidence") >= _SURE
    )
    asked = compliance.filter(pl.col("metric") == "duration_s").select("activity_id", "interval_index", "prescribed")
    return (
        work.join(asked, on=("activity_id", "interval_index"), how="left")
        .sort("activity_id", "interval_index")
        .group_by("activity_id", "nominal_distance_m", maintain_order=True)
        .agg(pl.col("duration_s").alias("times_s"), pl.col("prescribed").median().alias("asked_s"))
        .filter(pl.col("times_s").list.len() >= _FEWEST)
        .join(kept, on="activity_id")
        .sort("start_time", "activity_id")
    )


def _rows(sessions: Sequence[dict[str, Any]]) -> Iterator[dict[str, object]]:
    """The rows of one week, from the like sessions up to it."""
    last, days = sessions[-1], [each["local_date"] for each in sessions]
    means_s = [fmean(each["times_s"]) for each in sessions]
    values = {
        "repetition_time": [100 * log(mean_s / means_s[0]) for mean_s in means_s],
        "fade": [fade_percent(each["times_s"]) or 0.0 for each in sessions],
    }
    for metric, config in METRICS.items():
        found = trend_since(days, values[metric], config)
        row: dict[str, object] = {
            "athlete_id": last["athlete_id"],
            "week_start": last["week_start"],
            "metric": metric,
            "subject": f"{last['nominal_distance_m']:g} m, {last['surface']}",
            "unit": config.unit,
            "sessions": len(days),
            "first_date": days[0],
            "last_date": days[-1],
            "verdict": "unclear",
            "reason": in_words(found, days, config),
        }
        if found is not None:
            row |= {"change": found.change, "change_low": found.low, "change_high": found.high}
            row |= {"typical_error": found.typical_error, "better": found.lower, "worse": found.higher}
            row |= {"verdict": found.verdict}
        if found is not None and metric == "repetition_time":
            row |= _beside_the_target(found, sessions, fmean(means_s))
        yield row


def _beside_the_target(found: Trend, sessions: Sequence[dict[str, Any]], mean_s: float) -> dict[str, object]:
    """Verdict and sentence of times that were run to a target, which the plan may have moved meanwhile."""
    config, days = METRICS["repetition_time"], [each["local_date"] for each in sessions]
    asked = [each["asked_s"] for each in sessions if each["asked_s"] is not None]
    moved = asked[-1] - asked[0] if asked else 0.0
    target = f"the target went from {asked[0]:g} to {asked[-1]:g} s meanwhile" if moved else ""
    in_seconds = f", {found.change / 100 * mean_s:+.1f} s"
    if moved > 0 and config.higher in found.verdict:
        unclear = replace(found, verdict="unclear")
        said = f"{in_numbers(unclear, days, config, in_seconds)}; {target}, so slower times tell nothing."
        return {"verdict": unclear.verdict, "reason": said}
    said = in_words(found, days, config, in_seconds)
    return {"verdict": found.verdict, "reason": f"{said.removesuffix('.')}; {target}." if target else said}
