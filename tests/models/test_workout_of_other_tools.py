"""Sessions of other tools in our words: the text of intervals.icu, and workouts as a watch has them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.device_workout import device_steps_of
from models.device_workout_reading import workout_of_device
from models.errors import TextError, UsageError
from models.tables import DEVICE_STEPS
from models.workout_text import parse, steps, text_of
from models.workout_text.from_steps import Block, Part, Step, workout_of_parts
from models.workout_text.intervals_icu import parse_intervals_icu
from models.workout_text.tree import Distance, Piece, Recovery, Series, Workout
from tests.support.rows import rows
from tests.support.workout_trees import AMOUNTS, RUNS, STRENGTH

QUARTERS = """\
Faster legs

Warmup
- 15m Z2 Pace

Main Set 6x
- 400mtr 3:50-4:00/km Pace
- Recovery jog 200mtr

Cooldown
- 10m Z1
"""


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (QUARTERS, "15min warmup, 6 x 400m @ 3:50-4:00/km / 200m jog, 10min cooldown"),
        ("- Warmup 10m 60%\n\n5x\n- 3m 120%\n- 2m 50%\n\n- 10m 55%", "10min warmup, 5 x 3min / 2min, 10min easy"),
        ("- 0.4km 1:36/400m Pace\n- 200mtr jog\n- 0.8km 4:00/km", "400m @ 4:00/km / 200m jog, 800m @ 4:00/km"),
        ("- 1mi 6:26/mi Pace", "1609.3m @ 3:59.8/km"),
        ("- 40m Z2 HR", "40min easy"),
        ("- 1h10m easy", "70min easy"),
        ("3x\n- 1'30\" Z5\n- 1m30 Z1", "3 x 90s / 90s"),
        ("Main set 6x\n- RPE9 not quite all out 2m press lap\n- recover 2m Z2", "6 x 2min @ rpe 9 / 2min"),
        ("3x\n- 1km 4:00 Pace\n- 500mtr 5:30 Pace", "3 x 1km @ 4:00/km / 500m"),
        ("4x\n- 400mtr\n- 200mtr", "4 x 400m / 200m"),
        ("- 4km 5:00/km\n- 4km 4:40/km", "1 x 4km @ 5:00/km, 1 x 4km @ 4:40/km"),
        ("4x\n- 5m run Z3 Pace\n- 1m walk", "4 x 5min / 1min walk"),
    ],
)
def test_the_text_of_intervals_icu(text: str, ours: str) -> None:
    found = parse_intervals_icu(text)
    assert text_of(found.workout) == ours
    assert parse(ours) == found.workout


def test_its_title_is_the_name() -> None:
    assert parse_intervals_icu(QUARTERS).name == "Faster legs"
    assert parse_intervals_icu("- 40m").name is None
    assert parse_intervals_icu("Warmup\n- 10m\n\n3x\n- 1km\n- 2m").name is None


def test_what_depends_on_a_threshold_is_left_out_and_said() -> None:
    found = parse_intervals_icu("5x\n- 1km 102-105% Pace\n- 2m 60% Pace\n\n- 6m 300w\n- 2m Z5 HR")
    assert found.left_out == (
        "line 2: 102-105% Pace is left out: it depends on a threshold that is not known here",
        "line 5: 300w is left out: it depends on a threshold that is not known here",
        "line 6: Z5 HR is left out: it depends on a threshold that is not known here",
    )


def test_minutes_that_were_meant_as_metres_are_pointed_at() -> None:
    (said,) = parse_intervals_icu("- 400m 4:00/km Pace").left_out
    assert said == "line 1: 400m are minutes; metres would be 400mtr"


@pytest.mark.parametrize(
    ("text", "said", "shown"),
    [
        ("Warmup\n- run easy", "line 2: a time or a distance is wanted", "run easy"),
        ("- 3x\n  - 1km", "line 1: a time or a distance is wanted", "3x"),
        ("a walk in the park", "there is no step in it", "a walk in the park"),
        ("", "there is no step in it", ""),
    ],
)
def test_a_line_that_is_no_step_is_named(text: str, said: str, shown: str) -> None:
    with pytest.raises(TextError, match=said) as error:
        parse_intervals_icu(text)
    assert error.value.text == shown


@given(st.text(alphabet="0123456789xmskhtri:/-%Z '\"\n.RPEpace", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_intervals_icu(text)
    except TextError:
        return
    assert isinstance(found.workout, Workout)


@pytest.mark.parametrize(
    "text",
    [
        "15min warmup, 6 x 400m @ 3:55-4:05/km / 200m jog, 10min cooldown",
        "4 x (400m / 100m jog + 200m) / 200m jog",
        "20min warmup, 4 x 20s strides / 1min jog, 3 x 5min / 2min jog",
        "10min warmup, 5km @ 3:55-4:05/km, 5min cooldown",
        "40min easy",
        "squat 3x8 @ 60kg, lunge 3x10/side, calf raise 3x15, plank 3x45s, lunge 1x8 left",
        "box jump 4x6, pogo hop 2x10",
    ],
)
def test_a_workout_of_the_watch_says_the_same(text: str) -> None:
    found = workout_of_device(device_steps_of(parse(text)), "Tuesday")
    assert (text_of(found.workout), found.name, found.left_out) == (text, "Tuesday", ())


@given(RUNS)
@example(Workout((Series((Piece(Distance(10.0), None, None),), Recovery(Distance(10.0), None)),)))
def test_of_any_run_the_watch_gives_back_the_same_repetitions(workout: Workout) -> None:
    asked, on_the_watch = steps(workout).filter(kind="work"), device_steps_of(workout)
    if asked.is_empty() or (on_the_watch.height == 1 and on_the_watch["target_type"].item() == "open"):
        return  # of easy running alone a watch does not tell what it is, nor of one stretch that has no target
    again = steps(workout_of_device(on_the_watch).workout).filter(kind="work")
    columns = ("distance_m", "duration_s")
    assert again.select(columns).rows() == asked.select(columns).rows()


@given(STRENGTH)
def test_of_any_strength_session_the_watch_gives_back_the_same_sets(workout: Workout) -> None:
    again = workout_of_device(device_steps_of(workout)).workout
    columns = ("exercise", "repetitions", "duration_s", "load_kg", "side")
    assert steps(again).select(columns).rows() == steps(workout).select(columns).rows()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"duration_type": "open"}, r"step 1 \(Hills\) lasts by open: a plan asks for a time or a distance"),
        ({"duration_type": "hr_greater_than"}, "lasts by hr greater than"),
        ({"duration_type": "repeat_until_steps_cmplt", "repeat_from_index": 3, "repeat_count": 2}, "repeats nothing"),
        ({"duration_type": "reps", "repetitions": 8, "exercise": "moon walk"}, "moon walk is not in the catalogue"),
    ],
)
def test_what_a_plan_cannot_say_is_refused_with_the_step(cells: dict[str, object], said: str) -> None:
    device_steps = rows(DEVICE_STEPS, {"workout_step_index": 0, "name": "Hills"} | cells)
    with pytest.raises(UsageError, match=said):
        workout_of_device(device_steps)


def test_a_target_by_heart_rate_is_left_out_and_said() -> None:
    step = {"workout_step_index": 0, "duration_type": "time", "duration_s": 600.0, "target_type": "heart_rate"}
    assert workout_of_device(rows(DEVICE_STEPS, step)).left_out == ("step 1: its target by heart rate is left out",)


def test_a_workout_without_steps_is_none() -> None:
    with pytest.raises(UsageError, match="there is no step"):
        workout_of_device(DEVICE_STEPS.empty())


STEPS = st.builds(Step, AMOUNTS, st.booleans())
PARTS = st.lists(
    st.one_of(STEPS, st.builds(Block, st.integers(1, 9), st.lists(STEPS, min_size=1, max_size=4).map(tuple))),
    min_size=1,
    max_size=5,
)


@given(PARTS)
def test_any_steps_and_blocks_are_a_text_that_reads_back(parts: list[Part]) -> None:
    workout = workout_of_parts(parts)
    assert parse(text_of(workout)) == workout
