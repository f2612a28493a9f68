"""Runs of one athlete whose ground contact follows the power law exactly: 230 ms at 4 m/s."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from models.tables import ACTIVITIES
from tests.support.rows import rows

START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday."""


def session(
    number: int, speeds: list[float], exponent: float = -0.33, **cells: object
) -> tuple[dict[str, object], ...]:
    """The repetitions of run `number`, 400 m each."""
    return tuple(
        {
            "activity_id": f"run{number}",
            "interval_index": i,
            "repetition_index": i + 1,
            "kind": "work",
            "start_s": 200.0 * i,
            "end_s": 200.0 * i + 400 / v,
            "duration_s": 400 / v,
            "distance_m": 410.0,
            "nominal_distance_m": 400.0,
            "stance_time_ms": 230 * (v / 4) ** exponent,
        }
        | cells
        for i, v in enumerate(speeds)
    )


def activities(n: int, *, every_days: int = 1, **cells: object) -> pl.DataFrame:
    """Runs 0 to n - 1, from Monday on."""
    days = [timedelta(days=i * every_days) for i in range(n)]
    made = [
        {
            "activity_id": f"run{i}",
            "athlete_id": "a",
            "dynamics_source": "hrm_pro",
            "local_date": date(2026, 3, 2) + after,
            "week_start": date(2026, 3, 2) + timedelta(days=after.days // 7 * 7),
            "start_time": START + after,
        }
        | cells
        for i, after in enumerate(days)
    ]
    return rows(ACTIVITIES, *made)
