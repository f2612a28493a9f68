from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from models.exercises import EXERCISES
from models.tables import (
    ACTIVITIES,
    ATHLETES,
    INTERVALS,
    NOTES,
    SOURCE_FILES,
    STRENGTH_SETS,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
    WORKOUTS,
)
from tests.support.rows import rows
from tests.warehouse.view_rows import MONDAY, NEXT_MONDAY, put, repetition, run, workout
from warehouse.store import Store


def test_weekly_summary_adds_up_what_lies_in_a_week(store: Store) -> None:
    sunday = MONDAY + timedelta(days=6)
    put(store, ATHLETES, {"athlete_id": "ann"})
    put(
        store,
        ACTIVITIES,
        run("a", distance_m=5000.0, timer_s=1800.0),
        run("b", distance_m=3000.0, elapsed_s=900.0),
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
        {"athlete_id": "ann", "workout_id": "r", "role": "missed"},
        {"athlete_id": "ann", "workout_id": "q", "role": "matched"},
    )
    put(store, WORKOUT_COMPLIANCE, {"workout_id": "w", "score": 0.75, "preset": "trainingpeaks"})
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
        "timer_s": 2700.0,
        "repetitions": 2,
        "repetitions_distance_m": 550.0,
        "strength_sets": 2,
        "jump_sets": 1,
        "planned": 3,
        "done": 1,
        "missed": 1,
        "rest_days": 2,
        "rest_broken": 1,
        "runs_percent": 37.5,
        "strength_percent": None,
        "rest_percent": 50.0,
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


def test_what_was_told_of_an_exercise_replaces_the_watchs_guess_of_that_day(store: Store) -> None:
    put(store, ACTIVITIES, run("gym"))
    guessed = {"athlete_id": "ann", "local_date": MONDAY, "activity_id": "gym", "source": "fit", "repetitions": 9}
    told = {"athlete_id": "ann", "local_date": MONDAY, "source": "log", "repetitions": 12}
    put(
        store,
        STRENGTH_SETS,
        {**guessed, "set_id": "1", "exercise": "squat"},
        {**guessed, "set_id": "2", "exercise": "lunge"},
        {**guessed, "set_id": "3", "exercise": "squat", "local_date": NEXT_MONDAY},
        {**told, "set_id": "4", "exercise": "squat"},
    )
    found = store.query("SELECT exercise, local_date, sets, repetitions FROM strength_progress ORDER BY ALL").rows()
    assert found == [("lunge", MONDAY, 1, 9), ("squat", MONDAY, 1, 12), ("squat", NEXT_MONDAY, 1, 9)]


def test_jumps_are_told_from_strength_by_the_words_of_the_catalogue(store: Store) -> None:
    for exercise in EXERCISES:
        for name in (exercise.name, *exercise.aliases):
            row: dict[str, object] = {"set_id": "1", "athlete_id": "ann", "exercise": name, "source": "log"}
            store.replace(STRENGTH_SETS, rows(STRENGTH_SETS, row), set_id="1")
            jumps = int(exercise.kind == "plyometrics")
            counted = store.query("SELECT jump_sets, strength_sets FROM weekly_summary").row(0)
            assert counted == (jumps, 1 - jumps), name


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


def test_data_quality_counts_the_recordings_that_another_one_stands_for(store: Store) -> None:
    file = {"athlete_id": "ann", "size_bytes": 10, "records_read": 1}
    files = ({**file, "file_id": name, "name": name, "status": "imported"} for name in ("watch", "phone", "tri"))
    put(store, SOURCE_FILES, *files, {**file, "file_id": "half", "name": "half", "status": "salvaged", "reason": "cut"})
    put(
        store,
        ACTIVITIES,
        run("a", file_id="watch"),
        run("b", file_id="phone", same_as="a"),
        run("c", file_id="tri", same_as="a"),
        run("d", file_id="tri", same_as="a"),
        run("e", file_id="tri"),
        run("f", file_id="half"),
    )
    found = store.query("SELECT status, files, doubles, records_read FROM data_quality ORDER BY status").rows()
    assert found == [("imported", 3, 3, 3), ("salvaged", 1, 0, 1)]
