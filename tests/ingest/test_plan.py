"""plan.yaml: what it means, and where exactly it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.plan import read_plan, workouts
from models.errors import PlanError
from models.tables import WORKOUT_STEPS, WORKOUTS

PLAN = """\
name: faster legs
start: 2026-11-24
weeks: 2
week:
  monday: rest
  tuesday: 15min easy, 6 x 400m @ R / 200m jog
  thursday:
    - box jump 4x6
    - squat 3x8
paces:
  r: 4:00
changes:
  2:
    tuesday: 40min easy
"""


def test_dated_workouts() -> None:
    rows, steps = workouts(read_plan(PLAN), "me", 1)
    WORKOUTS.check(rows)
    WORKOUT_STEPS.check(steps)
    assert rows.select("local_date", "week_start", "day_index", "session_key", "kind", "title").rows() == [
        (date(2026, 11, 24), date(2026, 11, 23), 0, "tuesday-1", "intervals", "6 x 400 m"),
        (date(2026, 11, 26), date(2026, 11, 23), 0, "thursday-1", "plyometrics", "Box jump"),
        (date(2026, 11, 26), date(2026, 11, 23), 1, "thursday-2", "strength", "Squat"),
        (date(2026, 11, 30), date(2026, 11, 30), 0, "monday-1", "rest", "Rest"),
        (date(2026, 12, 1), date(2026, 11, 30), 0, "tuesday-1", "easy", "40 min easy"),
        (date(2026, 12, 3), date(2026, 11, 30), 0, "thursday-1", "plyometrics", "Box jump"),
        (date(2026, 12, 3), date(2026, 11, 30), 1, "thursday-2", "strength", "Squat"),
    ]
    assert rows["workout_id"].str.len_chars().unique().to_list() == [12]
    assert set(steps["workout_id"]) == set(rows["workout_id"])
    first = steps.filter(steps["workout_id"] == rows["workout_id"][0], steps["kind"] == "work")
    assert first["target_low"].to_list() == [96.0] * 6


def test_week_follows_the_athletes_first_day() -> None:
    rows, _ = workouts(read_plan(PLAN), "me", 7)
    assert rows["week_start"].unique(maintain_order=True).to_list() == [date(2026, 11, 22), date(2026, 11, 29)]
    assert rows["local_date"].max() == date(2026, 12, 3)


def test_ids_depend_on_athlete_date_and_place_alone() -> None:
    mine, _ = workouts(read_plan(PLAN), "me", 1)
    theirs, _ = workouts(read_plan(PLAN), "anna", 1)
    changed, _ = workouts(read_plan(PLAN.replace("squat 3x8", "squat 4x8")), "me", 1)
    assert mine["workout_id"].to_list() == changed["workout_id"].to_list()
    assert not set(mine["workout_id"]) & set(theirs["workout_id"])


def test_paces_come_from_a_race_and_then_from_what_is_said() -> None:
    plan = read_plan(PLAN + "race: 5km in 20:00\n")
    assert plan.paces_s_per_km["R"] == 240.0
    assert plan.paces_s_per_km["I"] == pytest.approx(235.5, abs=0.5)


def test_names_may_be_written_large() -> None:
    assert read_plan(PLAN.replace("monday", "Monday").replace("name", "Name")) == read_plan(PLAN)


def changed(old: str, new: str) -> str:
    assert old in PLAN
    return PLAN.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        (changed("weeks: 2", "wekks: 2"), 3, 1, "no 'wekks' here; did you mean weeks? Known are name, start, weeks"),
        (changed("weeks: 2\n", ""), 1, 1, "weeks is missing"),
        (changed("tuesday: 15", "tuesdy: 15"), 6, 3, "no 'tuesdy' here; did you mean tuesday? Known are monday"),
        (changed("    tuesday", "    tusday"), 14, 5, "did you mean tuesday?"),
        (changed("weeks: 2", "weeks: 0"), 3, 8, "weeks: a number of 1 or more is wanted, found '0'"),
        (changed("weeks: 2", "weeks: two"), 3, 8, "a whole number is wanted, found 'two'"),
        (changed("2026-11-24", "tomorrow"), 2, 8, "a date is wanted, such as 2026-11-23, found 'tomorrow'"),
        (changed("2026-11-24", "2026-02-30"), 2, 8, "found '2026-02-30'"),
        (changed("2026-11-24", "1732406400"), 2, 8, "a date is wanted"),
        (changed("2026-11-24", "9999-12-01"), 2, 8, "from 2000 to 2100"),
        (changed("6 x 400m", "6 x 5m"), 6, 28, "write 5min; 5 metres: write 5mtr"),
        (changed("6 x 400m", '"'), 6, 24, "cannot stand here"),
        (changed("15min easy, 6 x 400m @ R / 200m jog", '"15min easy, 6 x 5m"'), 6, 29, "write 5min"),
        (changed("15min easy, 6 x 400m @ R / 200m jog", "'15min easy, 6 x 5m'"), 6, 29, "write 5min"),
        (changed("15min easy, 6 x 400m @ R / 200m jog", ">-\n    15min easy,\n    6 x 5m"), 8, 9, "write 5min"),
        (changed("15min easy, 6 x 400m @ R / 200m jog", "15min easy,\n    6 x 5m"), 7, 9, "write 5min"),
        (changed("squat 3x8", "sqat 3x8"), 9, 7, "there is no exercise 'sqat'; did you mean squat"),
        (changed("squat 3x8", "squat 3x8, sqat 3x8"), 9, 18, "there is no exercise 'sqat'"),
        (changed("squat 3x8", "rest"), 8, 5, "a rest day has no other session"),
        (changed("monday: rest", "monday:"), 5, 3, "a day off is written rest"),
        (changed("monday: rest", "monday: []"), 5, 11, "a day off is written rest"),
        (changed("monday: rest", "monday: {a: b}"), 5, 11, "a workout text or a list of texts is wanted"),
        (changed("monday: rest", "monday: [[rest]]"), 5, 12, "a workout text is wanted"),
        (changed("monday: rest", "monday: rest\n  Monday: rest"), 6, 3, "'Monday' is there twice"),
        (changed("  2:", "  3:"), 13, 3, "the plan has 2 weeks, there is no week 3"),
        (changed("  2:", "  two:"), 13, 3, "the number of a week is wanted"),
        (changed("  r: 4:00", "  q: 4:00"), 11, 3, "no 'q' here; known are E, M, T, I, R"),
        (changed("  r: 4:00", "  r: 40"), 11, 6, "such as 4:10, found '40'"),
        (PLAN + "race: 5km in 1:30\n", 15, 7, "faster than any runner"),
        (PLAN + "race: half marathon in 1:45\n", 15, 7, "write 1:45:00"),
        (PLAN + "race: fast\n", 15, 7, "such as 5km in 25:00, found 'fast'"),
        (PLAN + "lane: 0\n", 15, 7, "1 or more"),
        (PLAN + "level: pro\n", 15, 8, "'beginner', 'intermediate' or 'advanced'"),
        (PLAN + "\tlane: 1\n", 15, 1, "indent with spaces, not tabs"),
        (changed("  tuesday: 15", "   tuesday: 15"), 6, 11, "not YAML"),
        ("name: 'a", 1, 9, "not YAML"),
        ("", 1, 1, "the plan is empty"),
        ("# only a comment\n", 1, 1, "the plan is empty"),
        ("- a\n", 1, 1, "names and values"),
        ("a: &x [*x]\n", 1, 4, "nested more than"),
        ("a: " + "[" * 1500, 1, 1, "nested too deep"),
        ("name: \x00", 1, 7, "not allowed"),
        ("x" * 300_000, 1, 1, "longer than"),
    ],
)
def test_errors_name_line_and_column(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(PlanError) as raised:
        read_plan(text)
    assert said in raised.value.message
    assert (raised.value.line, raised.value.column) == (line, column)


def test_a_few_anchors_cannot_mean_millions() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{this}: &{this} [{', '.join([f'*{before}'] * 9)}]\n" for before, this in zip("abcdef", "bcdefg", strict=True)
    )
    with pytest.raises(PlanError, match="more than"):
        read_plan(bomb)


@given(st.integers(0, len(PLAN)), st.text(alphabet="\n\t :-#'\"[]{}&*!|>%@x5mé\ufeff", max_size=4))
def test_a_slip_of_the_finger_is_read_or_refused_with_a_place(place: int, typed: str) -> None:
    text = PLAN[:place] + typed + PLAN[place:]
    try:
        plan = read_plan(text)
    except PlanError as error:
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines) + 1  # noqa: PT017  # the place lies in the text, or just behind it
        assert error.column >= 1  # noqa: PT017  # the place lies in the text, or just behind it
    else:
        WORKOUTS.check(workouts(plan, "me", 1)[0])
