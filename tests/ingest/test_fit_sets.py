"""Strength sets of FIT files: by construction, and all real strength files one by one."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.write import Messages, Value, fit_file
from models.errors import ReadError
from models.recording import SETS_SCHEMA, Recording
from tests.support.fit_bytes import SET, START, T0, Field, FitBytes, activity, session
from tests.support.fit_reading import only

NONE = 0xFFFF
FIELDS: list[Field] = [(6, "uint32"), (0, "uint32"), (3, "uint16"), (4, "uint16"), (5, "uint8")]


def gym(out: FitBytes) -> Recording:
    return only(session(out, T0, 300, sport=10, sub_sport=20).file())


@pytest.mark.parametrize(
    ("guesses", "names", "said"),
    [
        ((65534, 28, 30), (None, None, None), "squat"),
        ((28, 17, 0), (None, None, None), "squat"),
        ((65534, 65534, 65534), (None, None, None), "unknown"),
        ((None, None, None), (None, None, None), "unknown"),
        ((23, 28, 0), (15, None, None), "renegade row"),
        ((23, 28, 0), (999, None, None), "our own row"),
        ((999, 28, 0), (3, None, None), "999"),
    ],
)
def test_the_first_guess_that_says_anything_counts(
    guesses: tuple[int | None, ...], names: tuple[int | None, ...], said: str
) -> None:
    title: dict[str, list[Value]] = {
        "exercise_category": [23],
        "exercise_name": [999],
        "wkt_step_name": ["Our own row"],
    }
    done: dict[str, list[Value]] = {"start_time": [START], "duration": [30.0], "set_type": ["active"]}
    done |= {"category": [guesses], "category_subtype": [names]}
    whole: dict[str, list[Value]] = {"start_time": [START], "sport": ["training"], "total_elapsed_time": [300.0]}
    data = fit_file(
        [Messages("exercise_title", [0], title), Messages("set", [1], done), Messages("session", [2], whole)]
    )
    assert only(data).sets["exercise"].to_list() == [said]


def test_nothing_counted_and_nothing_lifted_are_null_and_rests_are_left_out() -> None:
    out = activity().define(1, SET, [*FIELDS, (7, "uint16")])
    out.add(1, T0 + 10, 30_000, 0, 0, 1, 28).add(1, T0 + 40, 60_000, NONE, NONE, 0, NONE)
    out.add(1, T0 + 100, 31_000, 9, 726, 1, 28)  # 726 / 16 kg: 100 lb
    sets = gym(out).sets
    assert sets.select("set_index", "repetitions", "weight_kg", "duration_s").rows() == [
        (0, None, None, 30.0),
        (1, 9, 45.375, 31.0),
    ]
    assert [(at - START).total_seconds() for at in sets["start_time"]] == [10, 100]


@pytest.mark.real
def test_every_set_of_every_real_file_is_there(real_data: Path) -> None:
    files = sets = named = 0
    for path in sorted((real_data / "fit").rglob("*.fit")):
        data = path.read_bytes()
        told = [file.messages("set") for file in chain(data) if len(file.messages("set"))]
        if not told:
            continue
        active = sum(word != "rest" for messages in told for word in messages.words("set_type"))
        try:
            found = pl.concat([recording.sets for recording in read(data).recordings])
        except ReadError:
            continue
        assert dict(found.schema) == dict(SETS_SCHEMA)
        assert found.height == active, path.name
        assert found["start_time"].is_sorted(), path.name
        assert (found["repetitions"].drop_nulls() > 0).all()
        assert found["weight_kg"].drop_nulls().is_between(0.5, 200).all(), path.name
        files, sets = files + 1, sets + found.height
        named += int((found["exercise"] != "unknown").sum())
    assert files >= 20
    assert sets >= 400
    assert named / sets > 0.8


@pytest.mark.real
def test_a_workout_s_sets_have_the_exercises_of_its_steps_and_their_load(real_data: Path) -> None:
    name = "mhballin-liftosaur-garmin-uploader__strength_workout_garmin_reference.fit"
    recording = only(next((real_data / "fit").rglob(name)).read_bytes())
    asked = set(recording.device_steps["exercise"].drop_nulls().to_list())
    assert set(recording.sets["exercise"].to_list()) <= asked
    # Shown in pounds, kept in kilograms: 100 lb and 201 lb.
    assert recording.sets["weight_kg"].drop_nulls().unique().sort().to_list() == [45.375, 91.1875]
