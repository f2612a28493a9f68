"""Workout files for the watch: what is written is read back, by our reader and by fitparse."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import fitparse
import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal

from ingest.fit.chain import chain
from ingest.fit.encode_workout import MOST_NAME_BYTES, encode_workout
from ingest.fit.workout_steps import device_steps
from models.device_workout import REPEAT, device_steps_of
from models.errors import ContractError
from models.workout_text import Workout, parse
from models.workout_text import steps as steps_of
from tests.support.workout_trees import WORKOUTS

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def read_back(steps: pl.DataFrame, name: str = "6 x 400 m") -> tuple[pl.DataFrame, fitparse.FitFile]:
    data = encode_workout(name, "running", None, steps, NOON)
    (file,) = chain(data)
    assert file.complaint is None
    return device_steps(file), fitparse.FitFile(io.BytesIO(data), check_crc=True)


@given(WORKOUTS)
def test_whatever_the_session_it_is_read_back(workout: Workout) -> None:
    steps = device_steps_of(workout, {"E": 350.0, "R": 240.0})
    if steps.is_empty():
        return
    found, _ = read_back(steps)
    exact = ("target_low", "target_high", "distance_m", "duration_s", "weight_kg")
    assert_frame_equal(found.drop(exact), steps.drop(exact))
    for column, resolution in (("distance_m", 0.01), ("duration_s", 0.001), ("weight_kg", 0.01)):
        assert_frame_equal(found.select(column), steps.select(column), abs_tol=resolution, rel_tol=0)
    for end in ("target_low", "target_high"):
        assert_frame_equal(found.select(end), steps.select(end), abs_tol=0.001, rel_tol=0)


def test_the_session_of_the_plan_as_a_watch_shows_it() -> None:
    steps = device_steps_of(parse("15min easy, 6 x 400m @ 96s / 200m jog, 10min easy"))
    found, file = read_back(steps)
    told = found.select("intensity", "duration_type", "duration_s", "distance_m", "repeat_from_index", "repeat_count")
    assert told.rows() == [
        ("warmup", "time", 900.0, None, None, None),
        ("active", "distance", None, 400.0, None, None),
        ("recovery", "distance", None, 200.0, None, None),
        (None, REPEAT, None, None, 1, 6),
        ("cooldown", "time", 600.0, None, None, None),
    ]
    messages = [message.get_values() for message in file.get_messages("workout_step")]
    assert messages[1]["duration_distance"] == 400.0
    low, high = messages[1]["custom_target_speed_low"], messages[1]["custom_target_speed_high"]
    assert (400 / low, 400 / high) == pytest.approx((96 * 1.02, 96 * 0.98), abs=0.05)
    (head,) = [message.get_values() for message in file.get_messages("workout")]
    assert (head["wkt_name"], head["sport"], head["num_valid_steps"]) == ("6 x 400 m", "running", 5)


def test_repetitions_run_are_those_of_the_text() -> None:
    for text in (
        "2 x (4 x 200m @ 45s / 200m walk) / 5min",
        "6 x (400m @ 3:55/km + 200m jog)",
        "400m, 800m, 400m / 90s",
    ):
        work = steps_of(parse(text)).filter(pl.col("kind") == "work")["distance_m"].to_list()
        run = [row["distance_m"] for row in _run(device_steps_of(parse(text))) if row["intensity"] == "active"]
        assert run == work


def _run(steps: pl.DataFrame) -> list[dict[str, object]]:
    """The steps as a watch runs them, repeats written out."""
    done: list[dict[str, object]] = []
    rows = steps.rows(named=True)
    for row in rows:
        if row["duration_type"] == REPEAT:
            block = rows[row["repeat_from_index"] : row["workout_step_index"]]
            done += block * (row["repeat_count"] - 1)
        else:
            done.append(row)
    return done


def test_sets_stand_in_a_repeat_with_both_sides() -> None:
    found, file = read_back(
        device_steps_of(parse("squat 3x8 @ 40kg, lunge 2x10/side, plank 40s".replace("plank 40s", "plank 1x40s")))
    )
    done = [
        (row["exercise"], row["repetitions"], row["weight_kg"]) for row in _run(found) if row["intensity"] == "active"
    ]
    assert done == [("squat", 8, 40.0)] * 3 + [("lunge", 10, None)] * 4 + [("plank", None, None)]
    titles = [message.get_values()["wkt_step_name"] for message in file.get_messages("exercise_title")]
    assert titles == ["Squat", "Lunge", "Plank"]


def test_what_a_watch_cannot_hold_stands_in_the_notes() -> None:
    found, _ = read_back(device_steps_of(parse("6 x 400m @ rpe 8 / 200m jog")))
    assert found["notes"][0] == "rpe 8"
    assert found["target_type"][0] == "open"


def test_a_long_name_is_cut_between_characters() -> None:
    _, file = read_back(device_steps_of(parse("40min easy")), "ü" * 60)
    (head,) = [message.get_values() for message in file.get_messages("workout")]
    assert head["wkt_name"] == "ü" * (MOST_NAME_BYTES // 2)


def test_a_rest_day_is_no_workout() -> None:
    with pytest.raises(ContractError, match="without steps"):
        encode_workout("rest", "running", None, device_steps_of(parse("rest")), NOON)


def test_exercises_that_share_a_code_are_told_apart_by_their_steps() -> None:
    found, file = read_back(device_steps_of(parse("pogo hop 1x10, single-leg hop 1x6/side, box jump 1x5")))
    done = found.filter(pl.col("intensity") == "active")["exercise"].to_list()
    assert done == ["pogo hop", "single-leg hop", "single-leg hop", "box jump"]
    assert [message.get_value("wkt_step_name") for message in file.get_messages("exercise_title")] == ["Box jump"]


def test_weights_say_the_unit_to_show_them_in() -> None:
    _, file = read_back(device_steps_of(parse("squat 1x8 @ 62.5kg, plank 1x40s")))
    told = [message.get_values() for message in file.get_messages("workout_step")]
    assert (told[0]["exercise_weight"], told[0]["weight_display_unit"]) == (62.5, "kilogram")
    assert told[2].get("weight_display_unit") is None
