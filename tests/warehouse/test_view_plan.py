from __future__ import annotations

from datetime import date, timedelta

from models.tables import (
    ACTIVITIES,
    ADJUSTMENTS,
    JOURNAL,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
    WORKOUTS,
)
from tests.warehouse.view_rows import MONDAY, NEXT_MONDAY, put, run, workout
from warehouse.store import Store


def test_plan_vs_actual_shows_the_version_that_counted(store: Store) -> None:
    put(store, ACTIVITIES, run("a", local_date=MONDAY + timedelta(days=1), distance_m=6000.0))
    put(
        store,
        WORKOUTS,
        *(workout("done", version=v, text=f"v{v}") for v in (0, 1, 2)),
        *(workout("coming", version=v, text=f"v{v}") for v in (0, 1)),
        workout("missed"),
    )
    put(
        store,
        WORKOUT_COMPLIANCE,
        {"workout_id": "done", "version": 1, "score": 0.9, "colour": "green", "reason": "well"},
    )
    put(
        store,
        WORKOUT_MATCHES,
        {"athlete_id": "ann", "workout_id": "done", "activity_id": "b", "role": "moved", "days_moved": 1},
        {"athlete_id": "ann", "workout_id": "done", "activity_id": "a", "role": "moved", "days_moved": 1},
        {"athlete_id": "ann", "workout_id": "missed", "role": "missed"},
        {"athlete_id": "ann", "activity_id": "extra", "role": "extra"},
    )
    columns = ("workout_id", "text", "role", "activity_id", "done_on", "distance_m", "score", "colour", "reason")
    assert store.query("FROM plan_vs_actual ORDER BY workout_id").select(columns).rows() == [
        ("coming", "v1", None, None, None, None, None, None, None),
        ("done", "v1", "moved", "a", date(2026, 1, 6), 6000.0, 0.9, "green", "well"),
        ("missed", "text of missed", "missed", None, None, None, None, None, None),
    ]


def test_next_week_begins_with_the_first_week_of_the_plan(store: Store) -> None:
    put(store, WORKOUTS, workout("first"), workout("second", week_start=NEXT_MONDAY))
    assert store.query("SELECT workout_id FROM next_week").rows() == [("first",)]


def test_next_week_follows_the_last_week_with_an_activity(store: Store) -> None:
    put(store, WORKOUTS, workout("first"), workout("second", week_start=NEXT_MONDAY))
    put(store, ACTIVITIES, run("a"))
    assert store.query("SELECT workout_id FROM next_week").rows() == [("second",)]


def test_next_week_follows_the_last_reviewed_week_and_tells_what_changed(store: Store) -> None:
    put(
        store,
        WORKOUTS,
        workout("first"),
        workout("second", week_start=NEXT_MONDAY),
        workout("other", week_start=NEXT_MONDAY),
    )
    put(store, WORKOUTS, workout("second", week_start=NEXT_MONDAY, version=1, text="faster"))
    put(store, JOURNAL, {"seq": 1, "athlete_id": "ann", "kind": "review", "entry": f'{{"week_start": "{MONDAY}"}}'})
    change = {"athlete_id": "ann", "week_start": NEXT_MONDAY, "workout_id": "second", "reason": "two good sessions"}
    put(
        store,
        ADJUSTMENTS,
        {**change, "adjustment_id": "1", "status": "accepted"},
        {**change, "adjustment_id": "2", "status": "declined", "reason": "not this"},
        {**change, "adjustment_id": "3", "status": "proposed", "workout_id": "other"},
        {**change, "adjustment_id": "4", "status": "proposed", "workout_id": None},
    )
    columns = ("workout_id", "text", "planned_text", "reasons", "proposals")
    assert store.query("FROM next_week ORDER BY workout_id").select(columns).rows() == [
        ("other", "text of other", "text of other", None, 1),
        ("second", "faster", "text of second", "two good sessions", 0),
    ]
