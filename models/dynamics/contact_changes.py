"""The change of ground contact over the weeks, for each sensor, in numbers and in a sentence."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.level import level_work
from models.dynamics.surface import surface
from models.running_dynamics import STANCE_TIME
from models.same_workout import once_a_sensor
from models.tables import GROUND_CONTACT_CHANGES
from models.trend import TrendConfig, in_words, trend_since, up_to_each_week

TREND = TrendConfig(typical_error=3.0, smallest=4.5, unit="ms", lower="shorter", higher="longer")
"""A session at reference speed scatters by 3 ms (one athlete's 56 runs); 4.5 ms are 0.2 of the 19 to 25 ms between
athletes (Hopkins' rule)."""


def contact_changes(
    activities: pl.DataFrame, intervals: pl.DataFrame, references: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of GROUND_CONTACT_CHANGES: for each week with repetitions, what the sessions up to then tell.

    A session's value is the median of its level repetitions at reference speed, all with the newest exponent. Those
    on another surface than the week's last session, or by another sensor, are left out.
    """
    values = _values(activities, intervals, references, config)
    rows: list[dict[str, object]] = []
    for mine in values.partition_by("athlete_id", "dynamics_source", maintain_order=True):
        rows += [
            _row([each for each in recent if each["surface"] == recent[-1]["surface"]])
            for recent in up_to_each_week(mine.rows(named=True))
        ]
    return GROUND_CONTACT_CHANGES.rows(rows)


def _values(
    activities: pl.DataFrame, intervals: pl.DataFrame, references: pl.DataFrame, config: DynamicsConfig
) -> pl.DataFrame:
    """One row a session: its value at reference speed [ms], in order of time."""
    reference = references.select(
        "athlete_id", "dynamics_source", "exponent", pl.col("speed_mps").alias("reference_mps")
    )
    kept = ("activity_id", "athlete_id", "dynamics_source", "week_start", "local_date", "start_time")
    runs = once_a_sensor(activities).select(*kept, surface())
    at_reference = pl.col(STANCE_TIME.column) * (pl.col("reference_mps") / pl.col("speed_mps")) ** pl.col("exponent")
    return (
        level_work(intervals, config)
        .select("activity_id", "speed_mps", STANCE_TIME.column)
        .join(runs, on="activity_id")
        .join(reference, on=("athlete_id", "dynamics_source"))
        .group_by(*kept, "surface")
        .agg(at_reference.median().alias("value_ms"))
        .sort("start_time", "activity_id")
    )


def _row(alike: list[dict[str, Any]]) -> dict[str, object]:
    """The week of the last session, from the sessions alike it, itself among them."""
    last, days = alike[-1], [each["local_date"] for each in alike]
    found = trend_since(days, [each["value_ms"] for each in alike], TREND)
    cells: dict[str, object] = {name: last[name] for name in ("athlete_id", "week_start", "dynamics_source", "surface")}
    cells |= {"sessions": len(alike), "first_date": days[0], "last_date": days[-1]}
    if found is not None:
        cells |= {
            "change_ms": found.change,
            "change_low_ms": found.low,
            "change_high_ms": found.high,
            "typical_error_ms": found.typical_error,
            "shorter": found.lower,
            "longer": found.higher,
        }
    verdict = found.verdict if found else "unclear"
    return cells | {"verdict": verdict, "reason": in_words(found, days, TREND)}
