"""Without a plan: what was cut short or left unseen, ladders, recoveries alike in distance, stops at lights."""

from __future__ import annotations

import polars as pl
import pytest

from models.segmentation import Segmentation, segment
from models.tables import OVERRIDES
from tests.support.runs import Leg, run

EASY: Leg = (600, 2.5)
JOG: Leg = (80, 2.5)
REP: Leg = (90, 400 / 90)


def found(*legs: Leg) -> Segmentation:
    return segment(run(list(legs)), None, OVERRIDES.empty())


def work(result: Segmentation) -> pl.DataFrame:
    return result.intervals.filter(pl.col("kind") == "work")


@pytest.mark.parametrize("place", [2, 5])
def test_one_cut_short_is_a_repetition_without_a_nominal_distance(place: int) -> None:
    legs = [leg for number in range(6) for leg in ((60.0 if number == place else 90.0, 400 / 90), JOG)]
    result = found(EASY, *legs, EASY)
    reps = work(result)
    assert reps["nominal_distance_m"].to_list() == [None if number == place else 400.0 for number in range(6)]
    assert reps["flags"].to_list()[place] == ["cut_short"]
    assert result.structure_reason.endswith("1 cut short.")


def test_two_short_surges_among_four_repetitions_are_not_cut_short() -> None:
    legs: list[Leg] = [REP, JOG, REP, JOG, (55, 400 / 90), JOG, REP, JOG, (60, 400 / 90), JOG, REP, JOG]
    assert len(work(found(EASY, *legs, EASY))) == 4


@pytest.mark.parametrize("metres", [(400, 600, 800, 1000), (1600, 1200, 800, 400), (1000, 800, 600, 400, 200)])
def test_a_ladder_of_plain_steps_is_a_session(metres: tuple[int, ...]) -> None:
    legs = [leg for m in metres for leg in ((m / 4.4, 4.4), (120.0, 2.5))]
    assert work(found(EASY, *legs, EASY))["nominal_distance_m"].to_list() == [float(m) for m in metres]


def test_growing_surges_of_odd_lengths_are_no_ladder() -> None:
    legs: list[Leg] = [leg for m in (400, 475, 700, 1130) for leg in ((m / 4.4, 4.4), (120.0, 2.5))]
    assert found(EASY, *legs, EASY).structure == "none"


def test_the_same_distance_walked_and_jogged_between_is_even() -> None:
    rests: list[Leg] = [(67, 3.0), (143, 1.4), (67, 3.0), (143, 1.4), (143, 1.4), (67, 3.0)]
    legs = [leg for rest in rests for leg in (REP, rest)]
    assert len(work(found((600, 2.9), *legs, (600, 2.9)))) == 6


def test_a_mix_of_one_third_more_is_not_made_of_two_and_what_lies_between() -> None:
    """800s with a slow half: 400s and 800s stay what they are."""
    legs: list[Leg] = [REP, JOG, (180, 400 / 90), JOG, REP, JOG, (180, 400 / 90), JOG, REP, JOG]
    assert work(found(EASY, *legs, EASY))["nominal_distance_m"].to_list() == [400.0, 800.0, 400.0, 800.0, 400.0]


def test_blocks_between_lights_are_no_repetitions() -> None:
    stops = (12, 40, 8, 9, 30, 7, 55, 11, 10)
    legs: list[Leg] = [leg for stop in stops for leg in ((100.0, 3.0), (float(stop), 0.0))]
    assert found(*legs).structure == "none"


def test_bare_repetitions_with_even_walks_are_a_session() -> None:
    assert len(work(found(*[(83.0, 420 / 83), (140.0, 1.4)] * 6))) == 6


def test_ends_that_no_threshold_shows_are_where_the_others_have_them() -> None:
    """One repetition ends slowly and a recovery begins fast: any limit puts one of them on its wrong side."""
    rep, jog = (91.0, 4.4), (62.0, 3.2)
    slow_end: list[Leg] = [(66.0, 4.4), (29.0, 3.8), jog]
    fast_rest: list[Leg] = [rep, (26.0, 3.8), (31.0, 3.2)]
    reps = work(found(EASY, rep, jog, rep, jog, *slow_end, *fast_rest, rep, jog, rep, jog, rep, EASY))
    assert reps["duration_s"].to_list() == pytest.approx([91, 91, 95, 91, 91, 91, 91], abs=1)
    assert reps["nominal_distance_m"].to_list() == [400.0] * 7


@pytest.mark.parametrize("place", [2, 5])
@pytest.mark.parametrize("seconds", [113.0, 136.0])
def test_a_longer_one_is_not_cut_to_the_length_of_the_others(place: int, seconds: float) -> None:
    jog = (62.0, 3.2)
    legs = [leg for number in range(6) for leg in ((seconds if number == place else 91.0, 4.4), jog)]
    reps = work(found(EASY, *legs, EASY))
    begin = 600 + 153 * place
    longer = reps.filter((pl.col("start_s") < begin + seconds - 5) & (pl.col("end_s") > begin + 5))
    assert all(abs(s - seconds) < 3 for s in longer["duration_s"])
    assert reps.filter(pl.col("nominal_distance_m") == 400).height == 5
