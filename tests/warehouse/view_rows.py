"""Rows from which the tests of the views are built: Ann, one week, a chest sensor."""

from __future__ import annotations

from datetime import date, timedelta

from models.schema import Table
from tests.support.rows import rows
from warehouse.store import Store

MONDAY = date(2026, 1, 5)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def put(store: Store, table: Table, *said: dict[str, object]) -> None:
    store.insert(table, rows(table, *said))


def run(activity_id: str, **cells: object) -> dict[str, object]:
    day = {"athlete_id": "ann", "sport": "running", "local_date": MONDAY, "week_start": MONDAY}
    return {"activity_id": activity_id, **day, "dynamics_source": "chest", "structure": "lap", **cells}


def repetition(activity_id: str, index: int, **cells: object) -> dict[str, object]:
    at = {"start_s": 100.0 * index, "end_s": 100.0 * index + 80, "duration_s": 80.0}
    run_at = {"nominal_distance_m": 400.0, "distance_m": 409.0, "pace_s_per_km": 200.0, "stance_time_ms": 200.0}
    own = {"activity_id": activity_id, "interval_index": index, "kind": "work", "repetition_index": index}
    return {**own, **at, **run_at, "source": "lap", "confidence": 0.9, **cells}


def workout(workout_id: str, **cells: object) -> dict[str, object]:
    when = {"athlete_id": "ann", "local_date": MONDAY, "week_start": MONDAY, "version": 0, "kind": "intervals"}
    return {"workout_id": workout_id, **when, "title": workout_id, "text": f"text of {workout_id}", **cells}


def reference(**cells: object) -> dict[str, object]:
    first = {"athlete_id": "ann", "dynamics_source": "chest", "valid_from": MONDAY}
    return {**first, "speed_mps": 4.0, "exponent": -0.5, **cells}
