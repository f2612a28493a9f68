"""Workout text in both directions: each example of the contract, what is unclear, and the identity."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from models.errors import TextError
from models.workout_text import contacts_of, kind_of, parse, text_of, title_of
from models.workout_text.quantities import LIMITS
from models.workout_text.tree import Workout
from models.workout_text.unroll import size
from tests.support.workout_trees import WORKOUTS

EXAMPLES = [
    ("6 x 400m @ 95s / 200m jog", "6 x 400m @ 95s / 200m jog", "intervals", "6 x 400 m"),
    ("6x400m @ R / 200m", "6 x 400m @ R / 200m", "intervals", "6 x 400 m"),
    ("6 x (400m @ 3:55/km + 200m jog)", "6 x 400m @ 3:55/km / 200m jog", "intervals", "6 x 400 m"),
    ("2 x (4 x 200m / 200m walk) / 5min", "2 x (4 x 200m / 200m walk) / 5min", "intervals", "2 x 4 x 200 m"),
    ("400m, 800m, 400m / 90s", "400m, 800m, 400m / 90s", "intervals", "400 m, 800 m, 400 m"),
    (
        "15min easy, 6 x 400m @ 92-96s / 200m jog, 10min easy",
        "15min easy, 6 x 400m @ 92-96s / 200m jog, 10min easy",
        "intervals",
        "6 x 400 m",
    ),
    ("40min easy", "40min easy", "easy", "40 min easy"),
    ("squat 3x8 @60kg", "squat 3x8 @ 60kg", "strength", "Squat"),
    ("squat 3x8 @ 60 kg", "squat 3x8 @ 60kg", "strength", "Squat"),
    ("calf raise 3x15", "calf raise 3x15", "strength", "Calf raise"),
    ("lunge 3x10/side", "lunge 3x10/side", "strength", "Lunge"),
    ("box jump 4x6", "box jump 4x6", "plyometrics", "Box jump"),
    ("rest", "rest", "rest", "Rest"),
    ("6x400m @ 1:35 / 200m jog", "6 x 400m @ 95s / 200m jog", "intervals", "6 x 400 m"),
    ("5 x 3min @ 4:10/km / 2min jog", "5 x 3min @ 4:10/km / 2min jog", "intervals", "5 x 3 min"),
    ("4 x 1km @ I / 3min", "4 x 1km @ I / 3min", "intervals", "4 x 1 km"),
    ("10km easy", "10km easy", "easy", "10 km easy"),
    ("8km long", "8km long", "long", "8 km long"),
    ("60min long", "60min long", "long", "60 min long"),
    ("20min tempo @ 4:30/km", "20min tempo @ 4:30/km", "tempo", "20 min tempo"),
    ("strides 6x20s", "6 x 20s strides / 40s walk", "other", "Strides"),
    ("40min easy, 6 x 20s strides / 40s walk", "40min easy, 6 x 20s strides / 40s walk", "easy", "40 min easy"),
    ("6 x 400m @ rpe 8 / 200m jog", "6 x 400m @ rpe 8 / 200m jog", "intervals", "6 x 400 m"),
    ("6x400", "6 x 400m", "intervals", "6 x 400 m"),
    (
        "Squats 3 x 8, LUNGES 3x10 / side , calf-raises 3x15",
        "squat 3x8, lunge 3x10/side, calf raise 3x15",
        "strength",
        "Squat, lunge, calf raise",
    ),
    ("squat 3x8, box jump 4x6", "squat 3x8, box jump 4x6", "strength", "Squat, box jump"),
    ("6X400M@95S/200MJOG", "6 x 400m @ 95s / 200m jog", "intervals", "6 x 400 m"),
    ("6 × 400 m @ 92–96 s / 200 m jog", "6 x 400m @ 92-96s / 200m jog", "intervals", "6 x 400 m"),  # noqa: RUF001  # as phones type it
    ("15' easy, 4x2'30\" / 90''", "15min easy, 4 x 2min30s / 90s", "intervals", "4 x 2min30s"),
    ("1h30 long", "90min long", "long", "90 min long"),
    ("4 x 400m / 1:30", "4 x 400m / 90s", "intervals", "4 x 400 m"),
    ("tempo 3x10min @ 4:30/km / 2min", "3 x 10min tempo @ 4:30/km / 2min", "tempo", "3 x 10 min tempo"),
    ("plank 3x45s", "plank 3x45s", "strength", "Plank"),
    ("6 x 20mtr / 1min walk", "6 x 20mtr / 1min walk", "intervals", "6 x 20 m"),
]


@pytest.mark.parametrize(("text", "canonical", "kind", "title"), EXAMPLES)
def test_examples(text: str, canonical: str, kind: str, title: str) -> None:
    workout = parse(text)
    assert text_of(workout) == canonical
    assert parse(canonical) == workout
    assert (kind_of(workout), title_of(workout)) == (kind, title)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("5m", 1, "'5m' is unclear: 5 minutes: write 5min; 5 metres: write 5mtr"),
        ("6 x 400m / 5m", 12, "5 minutes: write 5min; 5 metres: write 5mtr"),
        ("49m easy", 1, "49 minutes: write 49min; 49 metres: write 49mtr"),
        ("6x400/200", 7, "200 metres: write 200m; 200 seconds: write 200s"),
        ("4 x 30 / 30s", 5, "30 metres: write 30mtr; 30 seconds: write 30s"),
        ("6 x 400m @ 95 / 200m", 12, "seconds for the distance: write 95s; effort: write rpe 95"),
        ("1:30 easy", 1, "hours and minutes: write 1h30min; minutes and seconds: write 1min30s"),
        ("40min", 1, "easy running: write 40min easy; one repetition: write 1 x 40min"),
        ("15min, 6 x 400m / 200m", 1, "write 15min easy"),
        ("15min, 400m @ 95s / 200m jog", 1, "write 15min / 3min"),
        ("lunge 3x10", 9, "for each side: write lunge 3x10/side; in all: write lunge 3x5/side"),
    ],
)
def test_unclear_text_names_the_place_and_two_readings(text: str, column: int, said: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text)
    assert raised.value.column == column
    assert said in raised.value.message
    assert str(raised.value).splitlines()[-1] == " " * (column + 1) + "^"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "there is no text"),
        ("hello", 1, "there is no exercise 'hello'"),
        ("sqat 3x8", 1, "did you mean squat"),
        ("squat", 6, "sets and repetitions are wanted, such as 3x8"),
        ("squat 3x8/side", 9, "works both sides at once"),
        ("squat 3x8 @ 60", 13, "a load (60kg)"),
        ("squat 3x8 @ 60kg @ 70kg", 1, "said twice"),
        ("3x8 squat", 5, "squat 3x8"),
        ("squat 3x8, 40min easy", 12, "two texts of the same day"),
        ("rest, 40min easy", 5, "the end"),
        ("40min esay", 7, "did you mean easy?"),
        ("jog 10min", 1, "comes after its time"),
        ("6 x", 4, "ends too early"),
        ("6 x 400m /", 11, "ends too early"),
        ("6 x 400m $", 10, "'$' cannot stand here"),
        ("6 x 400m @ 95s 200m jog", 16, "/ and a recovery"),
        ("6 x (400m + 200m jog) / 3min", 1, "two recoveries"),
        ("3 x (200m jog)", 1, "nothing to repeat"),
        ("15min easy / 3min", 1, "easy running has none"),
        ("20s strides, 90s / 90s", 1, "give the strides their own"),
        ("0 x 400m", 1, "from 1 to 100"),
        ("2.5 x 400m", 1, "whole number"),
        ("100 x (100 x 400m)", 1, "30100 steps"),
        ("6 x 400m @ 20s", 12, "no running pace"),
        ("10km easy @ 5:30", 13, "write 5:30/km"),
        ("3min @ 95s", 8, "needs a distance"),
        ("6 x 400m @ rpe 12", 12, "from 1 to 10"),
        ("1000h easy", 1, "beyond any session"),
        ("1 x (" * 150, 13, "'x' cannot stand here"),
    ],
)
def test_wrong_text_names_the_place(text: str, column: int, said: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text)
    assert said in raised.value.message
    assert raised.value.column == column


def test_a_very_long_text_is_refused() -> None:
    with pytest.raises(TextError, match="longer than"):
        parse("400m, " * 1000)


@given(WORKOUTS)
def test_text_of_a_tree_reads_back_as_the_tree(workout: Workout) -> None:
    text = text_of(workout)
    assume(len(text) <= LIMITS.characters and size(workout.items) <= LIMITS.steps)
    assert parse(text) == workout


@given(st.text(alphabet="0123456789 xmskin:@/,+()jogeasyR'-.", max_size=40))
@example("6 x 400m @ 95s / 200m jog")
@example("9999999999999999999999 x 1m")
@example("1:99/km")
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        workout = parse(text)
    except TextError as error:
        assert 1 <= error.column <= len(text) + 1  # noqa: PT017  # the place lies in the text, or just behind it
    else:
        assert parse(text_of(workout)) == workout


def test_contacts_count_both_sides_and_single_legs_double() -> None:
    assert contacts_of(parse("box jump 4x6, pogo hop 2x10")) == 44
    assert contacts_of(parse("single-leg hop 2x5/side")) == 2 * 5 * 2 * 2
    assert contacts_of(parse("squat 3x8")) == 0
