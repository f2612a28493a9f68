"""What ground contact did within each session: drift from first to last, balance of left and right."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from models.dynamics import balance
from models.dynamics.config import CONFIG, Z90, DynamicsConfig
from models.dynamics.drift import drift
from models.dynamics.level import level_work
from models.dynamics.surface import surface
from models.running_dynamics import STANCE_TIME, STANCE_TIME_BALANCE
from models.same_workout import once_a_sensor
from models.tables import GROUND_CONTACT_SESSIONS


def contact_sessions(
    activities: pl.DataFrame, intervals: pl.DataFrame, references: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of GROUND_CONTACT_SESSIONS, one an activity and sensor that counts; `references` are REFERENCE_SPEEDS."""
    having = intervals.filter(pl.col("kind") == "work", pl.col(STANCE_TIME.column).is_not_null())
    by_activity = {str(key): work for (key,), work in having.partition_by("activity_id", as_dict=True).items()}
    exponents = {(row["athlete_id"], row["dynamics_source"]): row for row in references.iter_rows(named=True)}
    runs = once_a_sensor(activities).with_columns(surface()).sort("start_time", "activity_id")
    balances: dict[tuple[str, ...], list[float]] = defaultdict(list)
    rows: list[dict[str, object]] = []
    for run in runs.iter_rows(named=True):
        work = by_activity.get(run["activity_id"])
        if work is None:
            continue
        alike = balances[run["athlete_id"], run["dynamics_source"], run["surface"]]
        kept = ("activity_id", "athlete_id", "local_date", "dynamics_source", "surface")
        reference = exponents.get((run["athlete_id"], run["dynamics_source"]))
        rows.append({name: run[name] for name in kept} | _drift(work, reference, config) | _balance(work, alike))
    return GROUND_CONTACT_SESSIONS.rows(rows)


def _drift(work: pl.DataFrame, reference: dict[str, Any] | None, config: DynamicsConfig) -> dict[str, object]:
    level = level_work(work, config)
    counted: dict[str, object] = {"repetitions": level.height}
    if level.height < config.fewest_repetitions or reference is None:
        hills = work.height - level.height
        left_out = f"; {hills} on a slope of more than {config.hill_percent:g} % do not count" if hills else ""
        has = "repetition has" if level.height == 1 else "repetitions have"
        number = level.height or "No"
        return counted | {
            "drift_reason": f"{number} level {has} ground contact, {config.fewest_repetitions} are needed{left_out}."
        }
    error = (reference["exponent_high"] - reference["exponent_low"]) / (2 * Z90)
    found = drift(level, reference["exponent"], error, config)
    if found is None:
        return counted
    return counted | {
        "drift_percent": found.percent,
        "drift_low_percent": found.low_percent,
        "drift_high_percent": found.high_percent,
        "rising": found.rising,
    }


def _balance(work: pl.DataFrame, alike: list[float]) -> dict[str, object]:
    """Against those of the earlier sessions, `alike`, which it joins."""
    found = work[STANCE_TIME_BALANCE.column].median()
    if not isinstance(found, float):
        return {}
    alike.append(found)
    return {
        "balance_percent": found,
        "balance_band": balance.band(found),
        "balance_usual_percent": balance.usual(alike),
        "balance_changed": balance.changed(alike),
    }
