"""Repetitions from laps: steps of the watch's workout, and laps that alternate."""

from __future__ import annotations

import polars as pl
import pytest

from models.segmentation import segment
from models.tables import OVERRIDES
from tests.support.runs import Leg, pressed, run

NOTHING = OVERRIDES.empty()
REP: Leg = (100, 4.0)
REST: Leg = (90, 1.4)


def step(index: int, **cells: object) -> dict[str, object]:
    return {"workout_step_index": index, "intensity": "active", "duration_type": "open"} | cells


FOUR_HUNDRED = step(0, duration_type="distance", distance_m=400.0)
NINETY_SECONDS = step(1, duration_type="time", duration_s=90.0, intensity="rest")


def twenty(times: int = 20) -> list[dict[str, object]]:
    repeat = step(2, duration_type="repeat_until_steps_cmplt", repeat_from_index=0, repeat_count=times)
    return [FOUR_HUNDRED, NINETY_SECONDS, repeat]


def led(legs: list[Leg], indices: list[int | None]) -> list[dict[str, object]]:
    return [lap | {"workout_step_index": i} for lap, i in zip(pressed(legs), indices, strict=True)]


def work(legs: list[Leg], laps: list[dict[str, object]], steps: list[dict[str, object]]) -> pl.DataFrame:
    result = segment(run(legs, laps=laps, steps=steps), None, NOTHING)
    assert result.structure == "workout_step", result.structure_reason
    return result.intervals.filter(pl.col("kind") == "work")


def test_what_was_run_counts_not_what_was_planned() -> None:
    legs = [REP, REST] * 3 + [(20.0, 2.0)]
    laps = led(legs, [0, 1, 0, 1, 0, 1, None])
    reps = work(legs, laps, twenty())
    assert reps["nominal_distance_m"].to_list() == [400.0] * 3
    assert (reps["confidence"] >= 0.95).all()
    reason = segment(run(legs, laps=laps, steps=twenty()), None, NOTHING).structure_reason
    assert reason == "The watch led through a workout: 3 of 20 planned repetitions."


def test_auto_laps_and_tails_inside_a_step_are_merged() -> None:
    mile_and_half: Leg = (250, 4.0)
    legs: list[Leg] = [mile_and_half, (122, 4.0), (3, 4.0), REST, (375, 4.0), REST]
    steps = [step(0, duration_type="distance", distance_m=1500.0), NINETY_SECONDS]
    reps = work(legs, led(legs, [0, 0, 0, 1, 0, 1]), steps)
    assert reps.height == 2
    assert reps["duration_s"].to_list() == [375, 375]
    assert "merged" in reps["flags"][0]


def test_a_user_workout_that_calls_everything_active() -> None:
    legs: list[Leg] = [(700, 2.7), REP, (90, 2.0), REP, (90, 2.0), REP, (600, 2.6)]
    steps = [step(0), step(1, duration_type="distance", distance_m=400.0), step(2, duration_s=90.0), step(3)]
    reps = work(legs, led(legs, [0, 1, 2, 1, 2, 1, 3]), steps)
    assert reps["start_s"].to_list() == [700, 890, 1080]


def test_a_watch_that_calls_everything_interval_without_steps() -> None:
    legs: list[Leg] = [(600, 2.7), (180, 4.2), (120, 2.2), (180, 4.3), (120, 2.2), (180, 4.2), (600, 2.5)]
    laps = [lap | {"intensity": "interval"} for lap in led(legs, [0, 1, 2, 1, 2, 1, 3])]
    reps = work(legs, laps, [])
    assert reps["start_s"].to_list() == [600, 900, 1200]
    assert reps["nominal_distance_m"].to_list() == [None] * 3


def test_a_pyramid_written_out_step_by_step() -> None:
    distances = (200.0, 400.0, 800.0, 400.0, 200.0)
    legs: list[Leg] = []
    steps: list[dict[str, object]] = []
    for i, distance in enumerate(distances):
        legs += [(distance / 4, 4.0), REST]
        steps += [
            step(2 * i, duration_type="distance", distance_m=distance),
            step(2 * i + 1, duration_type="time", duration_s=90.0, intensity="rest"),
        ]
    assert work(legs, led(legs, list(range(10))), steps)["nominal_distance_m"].to_list() == list(distances)


def test_a_repetition_cut_short_is_flagged_and_one_hardly_begun_is_none() -> None:
    legs: list[Leg] = [REP, REST, (70, 4.0), REST, REP, REST, (30, 4.0)]
    reps = work(legs, led(legs, [0, 1, 0, 1, 0, 1, 0]), twenty(5))
    assert reps["nominal_distance_m"].to_list() == [400.0, None, 400.0]
    assert reps["flags"].to_list()[1] == ["cut_short"]
    assert reps.height == 3


def test_an_easy_step_between_blocks_is_no_repetition() -> None:
    legs: list[Leg] = [REP, REST, REP, REST, (180, 2.6), REP, REST, REP]
    steps = [FOUR_HUNDRED, NINETY_SECONDS, step(2, duration_type="time", duration_s=180.0), step(3), step(4)]
    assert work(legs, led(legs, [0, 1, 0, 1, 2, 0, 1, 0]), steps).height == 4


def test_strides_of_a_workout_are_strides() -> None:
    legs: list[Leg] = [(900, 3.0), *[leg for _ in range(5) for leg in ((10.0, 5.0), (180.0, 3.0))]]
    steps = [
        step(0, intensity="warmup"),
        step(1, intensity="interval", duration_type="time", duration_s=10.0),
        step(2, intensity="rest", duration_type="time", duration_s=180.0),
    ]
    result = segment(run(legs, laps=led(legs, [0, *[1, 2] * 5]), steps=steps), None, NOTHING)
    assert result.intervals["kind"].to_list().count("stride") == 5


def test_a_workout_of_one_step_is_no_interval_session() -> None:
    legs: list[Leg] = [(2400, 3.0)]
    result = segment(run(legs, laps=led(legs, [0]), steps=[step(0)]), None, NOTHING)
    assert result.structure == "none"


def test_a_pause_in_a_repetition_does_not_count() -> None:
    legs: list[Leg] = [REP, REST, (50, 4.0), (40, 0.0), (50, 4.0), REST, REP]
    laps = led([REP, REST, (140, 400 / 140), REST, REP], [0, 1, 0, 1, 0])
    laps[2]["timer_s"] = 100.0
    recording = run(legs, laps=laps, steps=twenty(), pauses=[(240, 280)])
    reps = segment(recording, None, NOTHING).intervals.filter(pl.col("kind") == "work")
    assert reps["duration_s"].to_list() == [100, 100, 100]
    assert reps["end_s"][1] - reps["start_s"][1] == 140
    assert "paused" in reps["flags"][1]


def test_starts_in_whole_seconds_follow_the_sum_of_the_laps() -> None:
    legs: list[Leg] = [(100.6, 4.0), (90, 1.4), (100.6, 4.0), (90, 1.4), (100.6, 4.0)]
    laps = led(legs, [0, 1, 0, 1, 0])
    for lap in laps:
        start, end = float(str(lap["start_s"])), float(str(lap["end_s"]))
        lap["start_s"] = float(round(start))
        lap["end_s"] = float(round(start)) + end - start
    reps = work(legs, laps, twenty())
    assert reps["start_s"].to_list() == pytest.approx([0, 190.6, 381.2])
    assert reps["duration_s"].to_list() == pytest.approx([100.6] * 3)


def alternating(legs: list[Leg], **cells: object) -> pl.DataFrame:
    result = segment(run(legs, laps=pressed(legs, **cells)), None, NOTHING)
    assert result.structure == "lap", result.structure_reason
    return result.intervals.filter(pl.col("kind") == "work")


def test_two_blocks_of_different_repetitions() -> None:
    legs: list[Leg] = [(600, 2.6), *[(60.0, 5.3), (70.0, 1.4)] * 4, (200, 2.2), (40, 5.2), (110, 1.7), (40, 5.2)]
    reps = alternating([*legs, (250, 2.1)])
    assert reps.height == 6
    assert reps["set_index"].to_list() == [1, 1, 1, 1, 2, 2]


def test_double_presses_are_merged_into_the_lap_that_they_belong_to() -> None:
    legs: list[Leg] = [(600, 2.6), *[(3.0, 4.4), (87.0, 4.45), (80.0, 2.4)] * 4, (300, 2.6)]
    reps = alternating(legs)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 4)
    assert reps["start_s"].to_list() == pytest.approx([600, 770, 940, 1110])


def test_auto_laps_among_pressed_laps_are_merged() -> None:
    warmup: list[Leg] = [(1000 / 2.6, 2.6), (200, 2.6)]
    legs = [*warmup, *[(180.0, 4.4), (120.0, 2.3)] * 4]
    laps = pressed(legs)
    laps[0]["trigger"] = "distance"
    result = segment(run(legs, laps=laps), None, NOTHING)
    assert result.structure == "lap"
    assert result.intervals["kind"].to_list()[0] == "warmup"
    assert result.intervals["end_s"][0] == pytest.approx(1000 / 2.6 + 200)


@pytest.mark.parametrize("legs", [[(400.0, 3.0)] * 5, [(300.0, 3.0), (310.0, 3.05)] * 3, [(600.0, 3.0), (500.0, 3.4)]])
def test_laps_that_do_not_alternate_are_no_repetitions(legs: list[Leg]) -> None:
    assert segment(run(legs, laps=pressed(legs)), None, NOTHING).structure == "none"
