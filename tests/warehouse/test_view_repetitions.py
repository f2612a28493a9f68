from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from models.tables import (
    ACTIVITIES,
    COMPLIANCE,
    INTERVALS,
    REFERENCE_SPEEDS,
    WORKOUT_STEPS,
    WORKOUTS,
)
from tests.warehouse.view_rows import MONDAY, put, reference, repetition, run, workout
from warehouse.store import Store


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


def test_a_run_with_two_sensors_is_in_the_trend_of_each_and_once_in_that_of_one(store: Store) -> None:
    put(
        store,
        ACTIVITIES,
        run("a", richness=9),
        run("pod", same_as="a", dynamics_source="pod", richness=3),
        run("pod2", same_as="a", dynamics_source="pod", richness=5),
        run("strap", same_as="a", richness=10),
        run("left_out", same_as="a", dynamics_source="wrist", ignored=True),
    )
    contact = {"a": 190.0, "pod": 210.0, "pod2": 220.0, "strap": 230.0, "left_out": 240.0}
    put(store, INTERVALS, *(repetition(name, 1, stance_time_ms=ms) for name, ms in contact.items()))
    put(store, REFERENCE_SPEEDS, reference(), reference(dynamics_source="pod"), reference(dynamics_source="wrist"))
    columns = ("dynamics_source", "stance_time_ms", "repetitions", "sessions")
    trend = store.query("FROM ground_contact_trend ORDER BY dynamics_source").select(columns)
    assert trend.rows() == [("chest", 190.0, 1, 1), ("pod", 220.0, 1, 1)]
    assert store.query("SELECT activity_id FROM repetitions").rows() == [("a",)]


def test_the_trend_is_at_the_same_reference_as_the_repetitions(store: Store) -> None:
    put(store, ACTIVITIES, run("a"))
    put(store, INTERVALS, repetition("a", 1, pace_s_per_km=230.0), repetition("a", 2, pace_s_per_km=0.0))
    put(store, REFERENCE_SPEEDS, reference(exponent=-0.2, valid_from=MONDAY - timedelta(days=60)), reference())
    column = "stance_time_at_reference_ms"
    [(of_trend,)] = store.query(f"SELECT {column} FROM ground_contact_trend").rows()  # noqa: S608  a fixed name
    [(of_repetition,)] = store.query(f"SELECT {column} FROM repetitions WHERE interval_index = 1").rows()  # noqa: S608  a fixed name
    assert of_trend == of_repetition
