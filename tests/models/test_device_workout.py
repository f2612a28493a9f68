"""Sessions as a watch runs them against the same sessions written out stretch by stretch."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from models.device_workout import REPEAT, device_steps_of
from models.workout_text import Workout, parse, steps
from tests.support.workout_trees import RUNS, STRENGTH

PACES = {"E": 350.0, "R": 240.0}
INTENSITY_OF = {
    "work": {"active"},
    "stride": {"active"},
    "easy": {"active", "recovery"},
    "recovery": {"recovery"},
    "warmup": {"warmup", "recovery"},
    "cooldown": {"cooldown", "recovery"},
}


def as_run(workout: Workout) -> list[dict[str, Any]]:
    """The steps in the order in which a watch runs them, repeats written out."""
    rows = device_steps_of(workout, PACES).rows(named=True)
    done: list[dict[str, Any]] = []
    for row in rows:
        if row["duration_type"] == REPEAT:
            done += rows[row["repeat_from_index"] : row["workout_step_index"]] * (row["repeat_count"] - 1)
        else:
            done.append(row)
    return done


def amounts(rows: list[dict[str, Any]]) -> list[tuple[float | None, float | None]]:
    return [(row["distance_m"], row["duration_s"]) for row in rows]


@given(RUNS)
def test_a_watch_runs_every_stretch_in_order_and_beyond_them_only_recoveries(workout: Workout) -> None:
    wanted = steps(workout, PACES).rows(named=True)
    place = 0
    for row in as_run(workout):
        same = place < len(wanted) and amounts([row]) == amounts([wanted[place]])
        if same and row["intensity"] in INTENSITY_OF[wanted[place]["kind"]]:
            place += 1
        else:
            assert row["intensity"] == "recovery"
    assert place == len(wanted)


@given(STRENGTH)
def test_a_watch_counts_every_set_of_each_side(workout: Workout) -> None:
    wanted = [
        (row["exercise"], row["repetitions"], row["duration_s"], row["load_kg"])
        for row in steps(workout).rows(named=True)
        for _ in range(2 if row["side"] == "each" else 1)
    ]
    done = [row for row in as_run(workout) if row["intensity"] == "active"]
    assert [(row["exercise"], row["repetitions"], row["duration_s"], row["weight_kg"]) for row in done] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "400m, 800m / 90s, 200m / 60s, 10min easy",
        "2 x (400m, 200m / 90s) / 3min, 400m @ 90s",
        "2 x (4 x 200m) / 5min, 800m @ 180s",
        "3 x (5min easy + 400m, 200m / 60s)",
    ],
)
def test_where_no_repeat_ends_early_nothing_is_added(text: str) -> None:
    workout = parse(text)
    assert amounts(as_run(workout)) == amounts(steps(workout).rows(named=True))


def test_a_repeat_ends_with_its_recovery_as_watches_know_it() -> None:
    workout = parse("2 x 400m / 200m jog, 10min easy")
    assert amounts(as_run(workout)) == [(400, None), (200, None), (400, None), (200, None), (None, 600)]
    assert len(device_steps_of(workout)) == 4


def test_repeats_within_repeats_are_written_out_once() -> None:
    workout = parse("2 x (4 x 200m / 200m walk) / 5min")
    repeats = [row for row in device_steps_of(workout).rows(named=True) if row["duration_type"] == REPEAT]
    assert [(row["repeat_from_index"], row["repeat_count"]) for row in repeats] == [(0, 4), (4, 4)]


def test_easy_running_warms_up_recovers_or_cools_down_around_repetitions() -> None:
    workout = parse("10min easy, 4 x (200m @ 45s + 200m easy), 5min easy, 4 x 200m @ 45s / 60s, 10min easy")
    told = [row["intensity"] for row in device_steps_of(workout).rows(named=True) if row["duration_type"] != REPEAT]
    assert told == ["warmup", "active", "recovery", "recovery", "active", "recovery", "cooldown"]
    assert device_steps_of(parse("40min easy"))["intensity"].to_list() == ["active"]


def test_an_exercise_without_a_name_in_fit_is_told_in_the_notes() -> None:
    notes = device_steps_of(parse("pogo hop 3x10, squat 3x8"))["notes"].drop_nulls().to_list()
    assert notes[0].startswith("Pogo hop: short contacts")
    assert notes[0].endswith("Achilles pain")
    assert notes[1].startswith("Knees follow")
