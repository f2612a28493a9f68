"""The view of the watch's own workouts."""

from __future__ import annotations

from models.tables import ACTIVITIES, DEVICE_STEPS, LAPS
from tests.warehouse.view_rows import put, run
from warehouse.store import Store

REPEAT = "repeat_until_steps_cmplt"


def test_steps_are_counted_through_blocks_in_blocks(store: Store) -> None:
    """Warm-up, 2 x (3 x (400 m, rest), jog), then until the heart is slow."""
    put(store, ACTIVITIES, run("a"), run("twin", same_as="a"), run("other"))
    steps: list[dict[str, object]] = [
        {"duration_type": "open", "intensity": "warmup", "notes": "Easy."},
        {"duration_type": "distance", "distance_m": 400.0, "name": "fast"},
        {"duration_type": "time", "duration_s": 60.0},
        {"duration_type": REPEAT, "repeat_from_index": 1, "repeat_count": 3},
        {"duration_type": "time", "duration_s": 300.0},
        {"duration_type": REPEAT, "repeat_from_index": 1, "repeat_count": 2},
        {"duration_type": "time", "duration_s": 30.0},
        {"duration_type": "repeat_until_hr_less_than", "repeat_from_index": 6, "until_value": 120.0},
    ]
    for owner in ("a", "twin"):
        told = [{"activity_id": owner, "workout_step_index": i} | step for i, step in enumerate(steps)]
        put(store, DEVICE_STEPS, *told)
    laps = [{"activity_id": "a", "lap_index": i, "start_s": 0.0, "end_s": 1.0} for i in range(4)]
    put(store, LAPS, *(lap | {"workout_step_index": step} for lap, step in zip(laps, (0, 1, 2, 1), strict=True)))
    found = store.query(
        "SELECT activity_id, workout_step_index, name, distance_m, times_asked, laps"
        " FROM watch_workouts ORDER BY workout_step_index",
        [],
    )
    assert found.rows() == [
        ("a", 0, "Easy.", None, 1, 1),
        ("a", 1, "fast", 400.0, 6, 2),
        ("a", 2, None, None, 6, 1),
        ("a", 4, None, None, 2, 0),
        ("a", 6, None, None, None, 0),
    ]
