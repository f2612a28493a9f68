"""The change of ground contact over the weeks, for each sensor, in numbers and in a sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.level import level_work
from models.dynamics.surface import surface
from models.dynamics.trend import CONFIG as TREND
from models.dynamics.trend import Trend, trend
from models.running_dynamics import STANCE_TIME
from models.same_workout import once_a_sensor
from models.tables import GROUND_CONTACT_CHANGES

OVER = timedelta(weeks=12)
"""The trend is that of so long: over years shoes, body and place change too; our choice."""


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
        sessions = mine.rows(named=True)
        for place, last in enumerate(sessions):
            if place + 1 < len(sessions) and sessions[place + 1]["week_start"] == last["week_start"]:
                continue
            since = last["local_date"] - OVER
            recent = (each for each in sessions[: place + 1] if each["local_date"] > since)
            rows.append(_row(last, [each for each in recent if each["surface"] == last["surface"]]))
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


def _row(last: dict[str, Any], alike: list[dict[str, Any]]) -> dict[str, object]:
    """The week of the session `last`, from the sessions `alike`, itself the last of them."""
    days = [each["local_date"] for each in alike]
    weeks = np.array([(day - days[0]).days / 7 for day in days])
    found = trend(weeks, np.array([each["value_ms"] for each in alike]))
    cells: dict[str, object] = {name: last[name] for name in ("athlete_id", "week_start", "dynamics_source", "surface")}
    cells |= {"sessions": len(alike), "first_date": days[0], "last_date": days[-1]}
    if found is None:
        few = f"{_counted(len(alike), 'session')} of this sensor on this surface in twelve weeks; "
        least = f"{TREND.fewest} over {TREND.fewest_weeks:g} weeks are needed."
        return cells | {"verdict": "unclear", "reason": f"Unclear: {few}{least}"}
    return cells | {
        "change_ms": found.change_ms,
        "change_low_ms": found.low_ms,
        "change_high_ms": found.high_ms,
        "typical_error_ms": found.typical_error_ms,
        "shorter": found.shorter,
        "longer": found.longer,
        "verdict": found.verdict,
        "reason": _reason(found, days),
    }


def _reason(found: Trend, days: list[date]) -> str:
    weeks = (days[-1] - days[0]).days / 7
    over = f"over {_counted(round(weeks), 'week')}, {_counted(len(days), 'session')}"
    # round() keeps the sign of -0.04; adding 0.0 takes it away.
    change, low, high = (f"{round(ms, 1) + 0.0:+.1f}" for ms in (found.change_ms, found.low_ms, found.high_ms))
    numbers = f"{change} ms {over} (90 % interval {low} to {high})"
    head = f"{found.verdict.capitalize()}: {numbers}"
    if found.verdict != "unclear":
        return f"{head}; {TREND.smallest_ms:g} ms would matter."
    if len(days) < TREND.fewest or weeks < TREND.fewest_weeks:
        return f"{head}; {TREND.fewest} sessions over {TREND.fewest_weeks:g} weeks are needed to tell."
    if found.missing:
        return f"{head}; about {_counted(found.missing, 'session')} more may tell."
    if 1 - found.shorter - found.longer >= TREND.likely:
        return f"{head}; a change of the {TREND.smallest_ms:g} ms that would matter is unlikely."
    return f"{head}; it may or may not reach the {TREND.smallest_ms:g} ms that would matter."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
