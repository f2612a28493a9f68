"""Pressed laps and the stream together: late, double and missed presses, auto-laps between, laps of any lengths."""

from __future__ import annotations

import itertools
from typing import Any

import polars as pl
import pytest

from models.segmentation import segment
from models.tables import OVERRIDES
from tests.support.runs import Leg, repeats, run, word

NOTHING = OVERRIDES.empty()
SIX = repeats(6, (90, 400 / 90), (80, 2.5))
STARTS = [600 + 170 * i for i in range(6)]


def laps_at(presses_s: list[float], legs: list[Leg], trigger: str = "manual") -> list[dict[str, Any]]:
    """Laps between presses, with the distance that was truly run in each."""
    bounds = [0.0, *presses_s, sum(d for d, _ in legs)]
    return [
        {
            "lap_index": i,
            "start_s": start,
            "end_s": end,
            "timer_s": end - start,
            "distance_m": _metres(legs, end) - _metres(legs, start),
            "trigger": trigger if i < len(presses_s) else "session_end",
        }
        for i, (start, end) in enumerate(itertools.pairwise(bounds))
    ]


def _metres(legs: list[Leg], until_s: float) -> float:
    metres = 0.0
    for lasted, speed in legs:
        metres += speed * min(max(until_s, 0.0), lasted)
        until_s -= lasted
    return metres


def edges(legs: list[Leg]) -> list[float]:
    ends, time = [], 0.0
    for lasted, _ in legs[:-1]:
        time += lasted
        ends.append(time)
    return ends


def work(legs: list[Leg], laps: list[dict[str, Any]]) -> pl.DataFrame:
    result = segment(run(legs, laps=laps), None, NOTHING)
    assert result.structure == "lap", result.structure_reason
    return result.intervals.filter(pl.col("kind") == "work")


@pytest.mark.parametrize("place", range(12))
def test_one_press_very_late_moves_no_end(place: int) -> None:
    presses = edges(SIX)
    presses[place] += 13
    reps = work(SIX, laps_at(presses, SIX))
    assert reps["start_s"].to_list() == pytest.approx(STARTS, abs=1)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6, abs=1)
    assert reps["source"].to_list().count("stream") == 1
    assert "late_press" in reps["flags"][place // 2]


@pytest.mark.parametrize("place", range(12))
def test_a_missed_press_loses_no_repetition(place: int) -> None:
    presses = edges(SIX)
    del presses[place]
    reps = work(SIX, laps_at(presses, SIX))
    assert reps["start_s"].to_list() == pytest.approx(STARTS, abs=1)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6, abs=1)


def test_two_missed_presses_make_one_lap_of_two_repetitions() -> None:
    presses = edges(SIX)
    del presses[3:5]
    reps = work(SIX, laps_at(presses, SIX))
    assert reps["start_s"].to_list() == pytest.approx(STARTS, abs=1)


@pytest.mark.parametrize("again_s", [2.0, 5.0, 9.0])
@pytest.mark.parametrize("place", [0, 1, 6, 11])
def test_a_double_press_is_one(place: int, again_s: float) -> None:
    presses = sorted([*edges(SIX), edges(SIX)[place] + again_s])
    reps = work(SIX, laps_at(presses, SIX))
    assert reps["start_s"].to_list() == pytest.approx(STARTS, abs=1)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6, abs=1)


def test_auto_laps_between_presses_are_none_of_them() -> None:
    legs = repeats(3, (600, 4.2), (180, 2.4), warmup=(900, 2.8))
    laps: list[dict[str, Any]] = []
    for lap in laps_at(edges(legs), legs):
        speed, start = lap["distance_m"] / lap["timer_s"], lap["start_s"]
        while (lap["end_s"] - start) * speed > 1000:
            auto = {"start_s": start, "end_s": start + 1000 / speed, "timer_s": 1000 / speed, "distance_m": 1000.0}
            laps.append(lap | auto | {"trigger": "distance"})
            start += 1000 / speed
        rest = {"start_s": start, "timer_s": lap["end_s"] - start, "distance_m": (lap["end_s"] - start) * speed}
        laps.append(lap | rest)
    reps = work(legs, [lap | {"lap_index": i} for i, lap in enumerate(laps)])
    assert reps["start_s"].to_list() == pytest.approx([900, 1680, 2460], abs=1)
    assert reps["duration_s"].to_list() == pytest.approx([600] * 3, abs=1)


def test_laps_that_a_workout_ended_without_steps_are_no_auto_laps() -> None:
    legs = repeats(6, (90, 400 / 90), (80, 2.5))
    laps = laps_at(edges(legs), legs, trigger="distance")
    reps = work(legs, laps)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6)
    assert reps["source"].to_list() == ["lap+stream"] * 6


def test_presses_at_starts_only() -> None:
    presses = edges(SIX)[::2]
    result = segment(run(SIX, laps=laps_at(presses, SIX)), None, NOTHING)
    reps = result.intervals.filter(pl.col("kind") == "work")
    assert reps["start_s"].to_list() == pytest.approx(STARTS, abs=1)
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6, abs=1)


def test_strictly_alternating_laps_are_a_session_whatever_their_lengths() -> None:
    lasted = (47.0, 111.0, 163.0, 238.0)
    legs: list[Leg] = [(600, 2.7)]
    for seconds in lasted:
        legs += [(seconds, 4.5), (100, 2.3)]
    reps = work([*legs, (300, 2.6)], laps_at(edges([*legs, (300, 2.6)]), [*legs, (300, 2.6)]))
    assert reps["duration_s"].to_list() == pytest.approx(lasted, abs=1)


def test_a_repetition_by_time_is_as_long_as_the_others_where_the_stream_is_not() -> None:
    """The runner slows down 8 s before the third repetition ends: its lap says 180 s as the others' do."""
    legs: list[Leg] = [(600, 2.7)]
    for i in range(5):
        legs += [(172, 4.3), (8, 2.6), (120, 2.4)] if i == 2 else [(180, 4.3), (120, 2.4)]
    legs.append((300, 2.6))
    presses = [600 + 300 * i + offset for i in range(5) for offset in (0.0, 180.0)]
    reps = work(legs, laps_at(presses, legs))
    assert reps["duration_s"].to_list() == pytest.approx([180] * 5)
    assert "stream_differs" in reps["flags"][2]


@pytest.mark.parametrize("late_s", [6.0, 18.0])
def test_an_open_step_that_was_ended_late_ends_where_the_runner_did(late_s: float) -> None:
    presses = edges(SIX)
    presses[5] += late_s
    steps = [{"workout_step_index": i, "intensity": kind} for i, kind in enumerate(("warmup", "active", "rest"))]
    indices = [0, *[1, 2] * 5, 1, None]
    laps = [lap | {"workout_step_index": i} for lap, i in zip(laps_at(presses, SIX), indices, strict=True)]
    rows = [step | {"duration_type": "open"} for step in steps]
    result = segment(run(SIX, laps=laps, steps=rows), None, NOTHING)
    reps = result.intervals.filter(pl.col("kind") == "work")
    assert result.structure == "workout_step"
    assert reps["duration_s"].to_list() == pytest.approx([90] * 6, abs=1)
    assert "late_press" in reps["flags"][2]


def test_one_step_as_slow_as_the_easy_ones_is_no_repetition() -> None:
    legs: list[Leg] = [(600, 2.8), (1200, 2.7), (300, 2.7)]
    kinds = ("warmup", "interval", "cooldown")
    steps = [{"workout_step_index": i, "intensity": kind, "duration_type": "time"} for i, kind in enumerate(kinds)]
    laps = [lap | {"workout_step_index": i} for i, lap in enumerate(laps_at(edges(legs), legs, trigger="time"))]
    assert segment(run(legs, laps=laps, steps=steps), None, NOTHING).structure == "none"


def test_what_the_user_says_is_read_as_a_step_list() -> None:
    """Two of three distances, slow, without a rest that any gate would accept; the list is the only key."""
    legs: list[Leg] = [(600, 2.8)]
    for metres in (200, 400, 800, 400, 200):
        legs += [(metres / 3.2, 3.2), (60, 2.7)]
    legs.append((300, 2.7))
    said = word("reps", "200m, 400m, 800m, 400m, 200m / 1min jog")
    reps = segment(run(legs), None, said).intervals.filter(pl.col("kind") == "work")
    assert reps["nominal_distance_m"].to_list() == [200, 400, 800, 400, 200]
    assert reps["duration_s"].to_list() == pytest.approx([m / 3.2 for m in (200, 400, 800, 400, 200)], abs=3)
