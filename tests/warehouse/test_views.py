from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.schema import Table
from models.tables import (
    ACTIVITIES,
    ADJUSTMENTS,
    ATHLETES,
    COMPLIANCE,
    INTERVALS,
    JOURNAL,
    NOTES,
    REFERENCE_SPEEDS,
    SOURCE_FILES,
    STRENGTH_SETS,
    TABLES,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
    WORKOUT_STEPS,
    WORKOUTS,
)
from tests.support.frames import frames
from tests.support.rows import rows
from warehouse.migrations import migrate
from warehouse.store import Store
from warehouse.view import View, read_view, views

MONDAY = date(2026, 1, 5)
NEXT_MONDAY = MONDAY + timedelta(days=7)
each_view = pytest.mark.parametrize("view", views(), ids=lambda view: view.name)


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


@each_view
def test_its_head_names_every_column_in_order_and_the_database_has_the_comments(store: Store, view: View) -> None:
    comment = store.query("SELECT comment FROM duckdb_views() WHERE view_name = ?", [view.name]).item()
    columns = store.query(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [view.name]
    )
    assert comment == f"{view.question} Grain: {view.grain}"
    assert view.question.endswith("?")
    assert columns.rows() == list(view.columns.items())
    assert all(view.columns.values())


@each_view
def test_no_view_asks_what_day_it_is(view: View) -> None:
    select = view.select.lower()
    assert not [
        word for word in ("current_date", "current_timestamp", "now(", "today(", "get_current") if word in select
    ]


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_grain_of_every_view_holds_whatever_lies_in_the_tables(data: st.DataObject) -> None:
    with duckdb.connect() as connection:
        store = _in_memory(connection)
        for table in TABLES:
            if table.name not in ("journal", "records", "record_dynamics"):
                store.insert(table, _alike(table, data.draw(frames(table, max_size=6))))
        for view in views():
            found = store.query(f"FROM {view.name}")
            assert found.select(pl.struct(view.key).n_unique()).item() == found.height, view.name


def _in_memory(connection: duckdb.DuckDBPyConnection) -> Store:
    connection.execute("SET TimeZone = 'UTC'")
    migrate(connection, Path(":memory:"))
    return Store(connection, Path(":memory:"))


def _alike(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with ids from a handful, so that rows of different tables meet."""
    few = [
        (pl.col(name).hash(7) % 3).cast(pl.String).alias(name)
        for name in ("activity_id", "workout_id", "athlete_id", "same_as")
        if name in table.schema
    ] + [(pl.col(name) % 3).alias(name) for name in ("version", "step_index", "interval_index") if name in table.schema]
    return table.check(frame.with_columns(few).unique(table.key, keep="first", maintain_order=True))


def test_repetitions_are_the_work_of_activities_that_count(store: Store) -> None:
    put(store, ACTIVITIES, run("a"), run("ignored", ignored=True), run("twin", same_as="a"))
    put(
        store,
        INTERVALS,
        repetition("a", 1),
        repetition("a", 2, kind="recovery"),
        repetition("a", 3, kind="warmup"),
        repetition("ignored", 1),
        repetition("twin", 1),
    )
    found = store.query("FROM repetitions")
    assert found.select("activity_id", "interval_index").rows() == [("a", 1)]
    [row] = found.rows(named=True)
    assert (row["athlete_id"], row["local_date"], row["week_start"]) == ("ann", MONDAY, MONDAY)
    assert row["start_time"] == datetime(2026, 1, 5, 0, 1, 40, tzinfo=UTC)
    assert (row["verdict"], row["target_low"], row["stance_time_at_reference_ms"]) == (None, None, None)


def test_a_repetition_shows_its_target_and_its_verdict_by_time(store: Store) -> None:
    put(store, ACTIVITIES, run("a"))
    put(store, INTERVALS, repetition("a", 1))
    put(store, WORKOUTS, workout("w"), workout("w", version=1, title="changed"))
    step = {"workout_id": "w", "step_index": 4, "kind": "work", "target_unit": "s"}
    put(
        store,
        WORKOUT_STEPS,
        {**step, "target_low": 90.0},
        {**step, "version": 1, "target_low": 78.0, "target_high": 82.0},
    )
    done = {"workout_id": "w", "version": 1, "step_index": 4, "activity_id": "a", "interval_index": 1}
    put(
        store,
        COMPLIANCE,
        {**done, "metric": "distance_m", "ratio": 1.02, "verdict": "long"},
        {**done, "metric": "duration_s", "ratio": 0.97, "verdict": "met"},
    )
    columns = ("title", "target_low", "target_high", "target_unit", "ratio", "verdict")
    assert store.query("FROM repetitions").select(columns).rows() == [("changed", 78.0, 82.0, "s", 0.97, "met")]


def test_ground_contact_at_reference_speed_takes_the_newest_exponent_for_every_date(store: Store) -> None:
    put(
        store,
        ACTIVITIES,
        run("a"),
        run("b", local_date=MONDAY - timedelta(days=90)),
        run("wrist", dynamics_source="wrist"),
    )
    put(store, INTERVALS, *(repetition(name, 1) for name in ("a", "b", "wrist")))
    put(store, REFERENCE_SPEEDS, reference(exponent=-0.2, valid_from=MONDAY - timedelta(days=60)), reference())
    found = store.query("SELECT activity_id, stance_time_at_reference_ms FROM repetitions ORDER BY 1").rows()
    # 400 m in 80 s is 5 m/s; 200 ms x (4 / 5) ^ -0.5
    assert found == [("a", pytest.approx(223.6068)), ("b", pytest.approx(223.6068)), ("wrist", None)]


def test_ground_contact_trend_never_mixes_sensors(store: Store) -> None:
    put(store, ACTIVITIES, run("a"), run("b"), run("wrist", dynamics_source="wrist"))
    put(
        store,
        INTERVALS,
        *(repetition("a", i, stance_time_ms=ms) for i, ms in ((1, 190.0), (2, 200.0))),
        repetition("b", 1, stance_time_ms=300.0),
        repetition("b", 2, stance_time_ms=None),
        repetition("wrist", 1, stance_time_ms=250.0),
    )
    put(store, REFERENCE_SPEEDS, reference(speed_mps=5.0), reference(speed_mps=5.0, dynamics_source="wrist"))
    columns = ("dynamics_source", "stance_time_at_reference_ms", "pace_s_per_km", "repetitions", "sessions")
    found = store.query("FROM ground_contact_trend ORDER BY dynamics_source").select(columns).rows()
    assert found == [("chest", 200.0, 200.0, 3, 2), ("wrist", 250.0, 200.0, 1, 1)]


def test_weekly_summary_adds_up_what_lies_in_a_week(store: Store) -> None:
    sunday = MONDAY + timedelta(days=6)
    put(store, ATHLETES, {"athlete_id": "ann"})
    put(
        store,
        ACTIVITIES,
        run("a", distance_m=5000.0, timer_s=1800.0),
        run("b", distance_m=3000.0, timer_s=None),
        run("twin", distance_m=5000.0, same_as="a"),
        run("ride", sport="cycling", distance_m=40000.0),
        run("later", local_date=NEXT_MONDAY, week_start=NEXT_MONDAY),
    )
    put(store, INTERVALS, repetition("a", 1), repetition("a", 2, nominal_distance_m=None, distance_m=150.0))
    put(
        store,
        STRENGTH_SETS,
        {"set_id": "1", "athlete_id": "ann", "local_date": sunday, "exercise": "squat"},
        {"set_id": "2", "athlete_id": "ann", "local_date": sunday, "exercise": "box jump"},
        {"set_id": "3", "athlete_id": "ann", "local_date": sunday, "exercise": "squat"},
    )
    put(
        store,
        WORKOUTS,
        workout("w"),
        workout("m"),
        workout("easy"),
        workout("r", kind="rest"),
        workout("q", kind="rest"),
    )
    put(
        store,
        WORKOUT_MATCHES,
        {"athlete_id": "ann", "workout_id": "w", "activity_id": "a", "role": "matched"},
        {"athlete_id": "ann", "workout_id": "m", "role": "missed"},
    )
    put(store, WORKOUT_COMPLIANCE, {"workout_id": "r", "score": 0.0}, {"workout_id": "q", "score": 1.0})
    note = {"athlete_id": "ann", "local_date": sunday, "kind": "pain"}
    retracted = datetime(2026, 1, 12, tzinfo=UTC)
    put(
        store,
        NOTES,
        {**note, "note_id": "1", "value": 2.0},
        {**note, "note_id": "2", "value": 3.0},
        {**note, "note_id": "3", "value": 9.0, "retracted_at": retracted},
        {**note, "note_id": "4", "value": 8.0, "kind": "rpe"},
    )
    first, second = store.query("FROM weekly_summary ORDER BY week_start").rows(named=True)
    assert first == {
        "athlete_id": "ann",
        "week_start": MONDAY,
        "runs": 2,
        "distance_m": 8000.0,
        "timer_s": 1800.0,
        "repetitions": 2,
        "repetitions_distance_m": 550.0,
        "strength_sets": 2,
        "jump_sets": 1,
        "planned": 3,
        "done": 1,
        "missed": 1,
        "rest_days": 2,
        "rest_broken": 1,
        "pain_max": 3.0,
    }
    assert (second["week_start"], second["runs"], second["distance_m"], second["pain_max"]) == (
        NEXT_MONDAY,
        1,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("week_start_day", "wanted"), [(1, date(2026, 1, 5)), (7, date(2026, 1, 4)), (3, date(2025, 12, 31))]
)
def test_weeks_of_sets_and_notes_begin_on_the_athletes_first_day(
    store: Store, week_start_day: int, wanted: date
) -> None:
    put(store, ATHLETES, {"athlete_id": "ann", "week_start_day": week_start_day})
    put(store, STRENGTH_SETS, {"set_id": "1", "athlete_id": "ann", "local_date": date(2026, 1, 6), "exercise": "squat"})
    put(
        store,
        NOTES,
        {"note_id": "1", "athlete_id": "ann", "local_date": date(2026, 1, 6), "kind": "pain", "value": 1.0},
    )
    assert store.query("SELECT week_start FROM strength_progress").item() == wanted
    assert store.query("SELECT week_start, jump_sets, strength_sets, pain_max FROM weekly_summary").rows() == [
        (wanted, 0, 1, 1.0)
    ]


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


def test_strength_progress_counts_both_sides_and_only_what_counts(store: Store) -> None:
    put(store, ACTIVITIES, run("gym"), run("twin", same_as="gym"))
    lunge = {"athlete_id": "ann", "local_date": MONDAY, "exercise": "lunge"}
    put(
        store,
        STRENGTH_SETS,
        {**lunge, "set_id": "1", "activity_id": "gym", "repetitions": 10, "weight_kg": 20.0, "side": "each"},
        {**lunge, "set_id": "2", "repetitions": 8, "weight_kg": 24.0, "side": "left", "rpe": 8.0},
        {**lunge, "set_id": "3", "repetitions": 5},
        {**lunge, "set_id": "4", "activity_id": "twin", "repetitions": 10, "weight_kg": 99.0},
    )
    [row] = store.query("FROM strength_progress").rows(named=True)
    assert (row["sets"], row["repetitions"], row["top_weight_kg"], row["volume_kg"], row["rpe"]) == (
        3,
        33,
        24.0,
        592.0,
        8.0,
    )


def test_data_quality_groups_files_by_what_became_of_them(store: Store) -> None:
    def file(name: str, status: str, reason: str | None, records: int = 0) -> dict[str, object]:
        own = {"file_id": name, "name": f"{name}.fit", "athlete_id": "ann", "size_bytes": 10}
        return {**own, "status": status, "reason": reason, "records_read": records}

    put(
        store,
        SOURCE_FILES,
        file("a", "imported", None, 100),
        file("b", "imported", None, 50),
        *(file(name, "rejected", "it is empty") for name in ("c", "d", "e", "f")),
    )
    columns = ("status", "reason", "files", "records_read", "size_bytes", "examples")
    assert store.query("FROM data_quality ORDER BY status").select(columns).rows() == [
        ("imported", None, 2, 150, 20, ["a.fit", "b.fit"]),
        ("rejected", "it is empty", 4, 0, 40, ["c.fit", "d.fit", "e.fit"]),
    ]


@pytest.mark.parametrize(
    "text", ["SELECT 1", "-- Question: what?\nSELECT 1", "-- Question: what?\n-- Grain: a row\nSELECT 1"]
)
def test_a_view_without_question_or_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="view odd: the head needs"):
        read_view("odd", text)
