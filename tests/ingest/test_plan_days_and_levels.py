"""Days off, equipment, levels, and the schema that editors read."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import jsonschema
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ingest.plan import Level, default_plan, is_untouched, read_plan, schema, workouts
from models.adjustment.config import DEFAULT
from models.errors import PlanError, UsageError
from models.workout_text import contacts_of, parse

START = date(2026, 11, 23)
HEAD = "name: x\nstart: 2026-11-23\nweeks: 2\n"
LEVELS: tuple[Level, ...] = get_args(Level)


def dated(text: str) -> dict[str, str]:
    rows, _ = workouts(read_plan(HEAD + text), "me", 1)
    return {str(day): words for day, words in rows.select("local_date", "text").iter_rows()}


def test_what_falls_on_dates_without_training_is_left_out() -> None:
    found = dated(
        "unavailable: [2026-11-24 to 2026-11-26, 2026-12-01]\nweek:\n  tuesday: 40min easy\n  friday: 30min easy\n"
    )
    assert found == {
        "2026-11-24": "rest",
        "2026-11-27": "30min easy",
        "2026-12-01": "rest",
        "2026-12-04": "30min easy",
    }


def test_a_weekday_without_training_is_a_day_of_rest() -> None:
    assert dated("unavailable: Friday\nweek:\n  monday: 40min easy\n")["2026-11-27"] == "rest"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("unavailable: friday\nweek:\n  friday: 40min easy\n", (6, 11), "friday is unavailable: move it"),
        ("unavailable: someday\nweek:\n  friday: 40min easy\n", (4, 14), "a weekday, a date or"),
        ("unavailable: 2026-12-27 to 2026-12-24\nweek:\n  friday: rest\n", (4, 14), "ends before it begins"),
        ("equipment: [rope]\nweek:\n  friday:\n    - rest\n", None, ""),
        ("equipment: [rope]\nweek:\n  friday:\n    - box jump 4x6\n", (7, 7), "box jump needs box"),
        ("changes:\n  2:\n    friday: box jump 4x6\nequipment: []\nweek:\n  friday: rest\n", (6, 13), "box jump needs"),
    ],
)
def test_what_cannot_be_has_its_place(text: str, place: tuple[int, int] | None, words: str) -> None:
    if place is None:
        assert dated(text)
        return
    with pytest.raises(PlanError, match=words) as caught:
        dated(text)
    assert (caught.value.line, caught.value.column) == place


def test_equipment_that_is_there_is_enough() -> None:
    assert dated("equipment: [dumbbell, box]\nweek:\n  friday:\n    - box jump 4x6\n    - goblet squat 3x8\n")


@given(st.sampled_from(LEVELS), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(4, 12))
def test_every_level_keeps_the_spacing_in_every_week(level: Level, start: date, weeks: int) -> None:
    rows, _ = workouts(read_plan(default_plan(start, weeks, level)), "me", 1)
    fast = rows.filter(kind="intervals")["local_date"].to_list()
    heavy = sorted(set(rows.filter(pl.col("kind").is_in(["strength", "plyometrics"]))["local_date"]))
    jumps = rows.filter(kind="plyometrics")["local_date"].to_list()
    assert all(not 0 <= (run - day).days < 2 for day in heavy for run in fast)
    assert all((b - a).days >= DEFAULT.jump_days_apart for a, b in pairwise(jumps))
    for _, week in rows.group_by("week_start"):
        days = set(week["local_date"])
        assert (week["kind"] == "rest").any() or len(days) < 7


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_begins_with_the_jumps_that_runners_take(level: Level) -> None:
    rows, _ = workouts(read_plan(default_plan(START, 6, level)), "me", 1)
    contacts = {contacts_of(parse(text)) for text in rows.filter(kind="plyometrics")["text"]}
    assert all(40 <= count <= DEFAULT.first_contacts for count in contacts)
    assert all(f"{count} contacts" in default_plan(START, 6, level) for count in contacts)
    assert set(rows["level"]) == {level}


def test_a_race_sets_the_target() -> None:
    assert "6 x 400m @ 90s / 200m jog" in default_plan(START, 6, "beginner", "5km in 19:56")
    with pytest.raises(UsageError, match="faster than any runner"):
        default_plan(START, race="5km in 1:30")


def test_who_wrote_into_the_plan_is_told_from_who_did_not() -> None:
    assert all(is_untouched(default_plan(START, 8, level)) for level in LEVELS)
    assert not is_untouched(default_plan(START).replace("35min easy", "30min easy"))
    assert not is_untouched("name: x")


def test_the_schema_takes_what_the_plan_takes() -> None:
    told = schema()
    jsonschema.Draft202012Validator.check_schema(told)
    check = jsonschema.Draft202012Validator(told)
    for level in LEVELS:
        plan = YAML(typ="safe", pure=True).load(default_plan(START, 6, level, "5km in 25:00"))
        assert [error.message for error in check.iter_errors({**plan, "start": str(plan["start"])})] == []
    wrong = {"name": "x", "start": "2026-11-23", "weeks": 200, "week": {"someday": "rest"}, "speed": 3}
    assert {tuple(error.absolute_path) for error in check.iter_errors(wrong)} == {("weeks",), ("week",), ()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90 x 4000m / 200m", "is 378 km in all, which is no session"),
        ("6 x (10h easy)", "is 60 hours in all, which is no session"),
        ("40 x 4000m / 200m", None),
    ],
)
def test_a_session_that_nobody_can_run_is_refused_with_its_place(text: str, said: str | None) -> None:
    whole = f"{HEAD}week:\n  friday:\n    - {text}\n"
    if said is None:
        assert read_plan(whole)
        return
    with pytest.raises(PlanError, match=said) as error:
        read_plan(whole)
    assert (error.value.line, error.value.column) == (6, 7)
