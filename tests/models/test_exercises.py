"""The catalogue of exercises holds together, and speaks the FIT profile's words."""

from __future__ import annotations

import pytest
from fitparse.profile import FIELD_TYPES

from models.exercises import EXERCISES, Exercise, exercise_of_fit, find_exercise, nearest_exercises


def test_names_and_aliases_are_told_apart() -> None:
    names = [name for row in EXERCISES for name in (row.name, *row.aliases)]
    found = [find_exercise(name) for name in names]
    assert [row.name for row in found if row] == [row.name for row in EXERCISES for _ in (row.name, *row.aliases)]


@pytest.mark.parametrize("row", EXERCISES, ids=lambda row: row.name)
def test_fit_words_are_those_of_the_profile(row: Exercise) -> None:
    category, name = row.fit_category, row.fit_name
    assert category in FIELD_TYPES["exercise_category"].values.values()
    if name is not None:
        assert name in FIELD_TYPES[f"{category}_exercise_name"].values.values()
        assert exercise_of_fit(category, name) is row


def test_fit_numbers_that_the_profile_gives_the_leg_categories() -> None:
    categories = FIELD_TYPES["exercise_category"].values
    assert [categories[number] for number in (28, 17, 20, 1)] == ["squat", "lunge", "plyo", "calf_raise"]


@pytest.mark.parametrize("row", EXERCISES, ids=lambda row: row.name)
def test_progressions_end(row: Exercise) -> None:
    seen = set()
    name: str | None = row.name
    while name is not None:
        assert name not in seen
        seen.add(name)
        harder = find_exercise(name)
        assert harder is not None
        name = harder.progression


def test_jumps_and_only_jumps_have_contacts() -> None:
    assert {row.name for row in EXERCISES if row.contacts_per_repetition} == {
        row.name for row in EXERCISES if row.kind == "plyometrics"
    }


@pytest.mark.parametrize("said", ["Calf Raises", "calf-raise", "CALF  RAISE", "heel raise"])
def test_case_hyphens_and_plural_are_free(said: str) -> None:
    found = find_exercise(said)
    assert found is not None
    assert found.name == "calf raise"


def test_step_ups_are_found() -> None:
    found = find_exercise("step ups")
    assert found is not None
    assert found.name == "step-up"


def test_nearest_names() -> None:
    assert nearest_exercises("sqat")[0] == "squat"
    assert nearest_exercises("zzz") == ()


def test_an_unknown_name_of_a_watch_falls_back_to_the_plain_exercise_of_its_category() -> None:
    plain = exercise_of_fit("squat", "weighted_pistol_squat")
    assert plain is not None
    assert plain.name == "squat"
    assert exercise_of_fit("plyo", None) is None
