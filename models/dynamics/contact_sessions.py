"""What ground contact did within each session: drift from first to last, balance of left and right."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import polars as pl

from models.dynamics import balance
from models.dynamics.config import CONFIG, DynamicsConfig
from models.dynamics.drift import drift
from models.dynamics.level import level_work
from models.dynamics.surface import surface
from models.running_dynamics import STANCE_TIME, STANCE_TIME_BALANCE
from models.same_workout import once_a_sensor
from models.tables import GROUND_CONTACT_SESSIONS
from models.trend import Z90


def contact_sessions(
    activities: pl.DataFrame, intervals: pl.DataFrame, references: pl.DataFrame, config: DynamicsConfig = CONFIG
) -> pl.DataFrame:
    """Rows of GROUND_CONTACT_SESSIONS, one an activity and sensor that counts; `references` are REFERENCE_SPEEDS."""
    sessions = {row["activity_id"]: row for row in _sessions(intervals, config).iter_rows(named=True)}
    exponents = {(row["athlete_id"], row["dynamics_source"]): row for row in references.iter_rows(named=True)}
    runs = once_a_sensor(activities).with_columns(surface()).sort("start_time", "activity_id").select(*_KEPT)
    balances: dict[tuple[str, ...], list[float]] = defaultdict(list)
    rows: list[dict[str, object]] = []
    for run in runs.iter_rows(named=True):
        session = sessions.get(run["activity_id"])
        if session is None:
            continue
        alike = balances[run["athlete_id"], run["dynamics_source"], run["surface"]]
        reference = exponents.get((run["athlete_id"], run["dynamics_source"]))
        rows.append(run | _drift(session, reference, config) | _balance(session["balance_percent"], alike))
    return GROUND_CONTACT_SESSIONS.rows(rows)


_KEPT = ("activity_id", "athlete_id", "local_date", "dynamics_source", "surface")


def _sessions(intervals: pl.DataFrame, config: DynamicsConfig) -> pl.DataFrame:
    """One row a session: its repetitions with ground contact, and of the level ones number, speed and contact."""
    having = intervals.filter(pl.col("kind") == "work", pl.col(STANCE_TIME.column).is_not_null())
    every = having.group_by("activity_id").agg(
        pl.len().alias("with_contact"), pl.col(STANCE_TIME_BALANCE.column).median().alias("balance_percent")
    )
    level = level_work(having, config).drop_nulls("repetition_index").sort("activity_id", "repetition_index")
    lists = level.group_by("activity_id").agg("repetition_index", "speed_mps", STANCE_TIME.column)
    return every.join(lists, on="activity_id", how="left")


def _drift(session: dict[str, Any], reference: dict[str, Any] | None, config: DynamicsConfig) -> dict[str, object]:
    columns = ("repetition_index", "speed_mps", STANCE_TIME.column)
    number, speed, stance = (np.array(session[name] or [], dtype=np.float64) for name in columns)
    cells: dict[str, object] = {"repetitions": len(number)}
    found = None
    if reference is not None:
        error = (reference["exponent_high"] - reference["exponent_low"]) / (2 * Z90)
        found = drift(number, speed, stance, reference["exponent"], error, config)
    if found is None:
        hills = session["with_contact"] - len(number)
        left_out = (
            f"; {hills} without a distance, or on a slope of more than {config.hill_percent:g} %, do not count"
            if hills
            else ""
        )
        has = "repetition has" if len(number) == 1 else "repetitions have"
        needed = f"{config.fewest_repetitions} are needed{left_out}."
        return cells | {"drift_reason": f"{len(number) or 'No'} level {has} ground contact, {needed}"}
    return cells | {
        "drift_percent": found.percent,
        "drift_low_percent": found.low_percent,
        "drift_high_percent": found.high_percent,
        "rising": found.rising,
    }


def _balance(found: float | None, alike: list[float]) -> dict[str, object]:
    """Against those of the earlier sessions, `alike`, which it joins."""
    if found is None:
        return {}
    alike.append(found)
    return {
        "balance_percent": found,
        "balance_band": balance.band(found),
        "balance_usual_percent": balance.usual(alike),
        "balance_changed": balance.changed(alike),
    }
