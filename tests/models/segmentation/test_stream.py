"""Repetitions from the stream alone: truth by construction, and each gate's refusal in its own words."""

from __future__ import annotations

import polars as pl
import pytest

from models.segmentation import Segmentation, segment
from models.tables import OVERRIDES, WORKOUT_STEPS
from models.workout_text import parse, steps
from tests.support.runs import Leg, repeats, run

NOTHING = OVERRIDES.empty()
JOG: Leg = (80, 2.5)


def found(legs: list[Leg], text: str | None = None, *, every_s: float = 1.0, scale: float = 1.0) -> Segmentation:
    asked = WORKOUT_STEPS.conform(steps(parse(text))) if text else None
    return segment(run(legs, every_s=every_s, scale=scale), asked, NOTHING)


def work(result: Segmentation) -> pl.DataFrame:
    return result.intervals.filter(pl.col("kind") == "work")


@pytest.mark.parametrize("every_s", [1.0, 4.0])
def test_six_times_400_jogged_between_are_found_to_the_second(every_s: float) -> None:
    result = found(repeats(6, (93, 400 / 93), JOG), every_s=every_s)
    reps = work(result)
    assert result.structure == "stream"
    assert reps["nominal_distance_m"].to_list() == [400.0] * 6
    assert reps["repetition_index"].to_list() == [1, 2, 3, 4, 5, 6]
    for index, row in enumerate(reps.iter_rows(named=True)):
        assert row["start_s"] == pytest.approx(600 + 173 * index, abs=0.6)
        assert row["duration_s"] == pytest.approx(93, abs=0.6)
        assert row["pace_s_per_km"] == pytest.approx(232.5, abs=1.5)


def test_what_lies_around_repetitions_is_named_and_contiguous() -> None:
    intervals = found(repeats(3, (90, 400 / 90), JOG)).intervals
    assert intervals["kind"].to_list() == ["warmup", "work", "recovery", "work", "recovery", "work", "cooldown"]
    assert intervals["end_s"].to_list()[:-1] == intervals["start_s"].to_list()[1:]
    assert intervals["interval_index"].to_list() == list(range(7))


@pytest.mark.parametrize(("scale", "given"), [(0.97, 1 / 0.97), (1.05, 1 / 1.05), (1.0, 1.0)])
def test_the_scale_is_nominal_over_measured(scale: float, given: float) -> None:
    result = found(repeats(6, (90, 400 / 90), JOG), scale=scale)
    assert result.distance_scale == pytest.approx(given, rel=0.01)
    assert work(result)["nominal_distance_m"].to_list() == [400.0] * 6
    assert work(result)["distance_m"].to_list() == pytest.approx([400 * scale] * 6, rel=0.015)


@pytest.mark.parametrize(
    ("n", "distance", "duration"), [(8, 200, 42), (10, 300, 66), (5, 1000, 235), (4, 800, 184), (3, 1600, 400)]
)
def test_other_distances(n: int, distance: float, duration: float) -> None:
    reps = work(found(repeats(n, (duration, distance / duration), JOG)))
    assert reps["nominal_distance_m"].to_list() == [distance] * n


def test_jogs_by_distance_or_rests_by_the_clock_decide_what_even_repetitions_were() -> None:
    """90 s for 400 m, every time: both are plain, and so is each kind of recovery."""
    jogged = [(93, 200 / 93), (88, 200 / 88), (101, 200 / 101), (85, 200 / 85), (97, 200 / 97)]
    rested = [(60, v) for v in (1.3, 1.6, 1.1, 1.45, 1.2)]
    named = []
    for recoveries in (jogged, rested):
        legs: list[Leg] = [(600, 2.8)]
        for recovery in recoveries:
            legs += [(90, 400 / 90), recovery]
        named.append(work(found([*legs, (90, 400 / 90), (300, 2.8)]))["nominal_distance_m"].to_list())
    assert named == [[400.0] * 6, [None] * 6]


def test_repetitions_by_the_clock_have_no_nominal_distance() -> None:
    speeds = (4.2, 4.35, 4.1, 4.3, 4.15)
    legs: list[Leg] = [(600, 2.8)]
    for speed in speeds:
        legs += [(180, speed), (120, 2.4)]
    reps = work(found(legs))
    assert reps["nominal_distance_m"].to_list() == [None] * 5
    assert reps["pace_s_per_km"].to_list() == pytest.approx([1000 / v for v in speeds], rel=0.01)


def test_a_pyramid_is_a_mix_of_nominal_distances() -> None:
    legs: list[Leg] = [(600, 2.8)]
    for distance in (200, 400, 800, 400, 200):
        legs += [(distance / 4.5, 4.5), JOG]
    assert work(found([*legs, (300, 2.8)]))["nominal_distance_m"].to_list() == [200, 400, 800, 400, 200]


def test_a_long_recovery_parts_rep_sets() -> None:
    one = [leg for _ in range(4) for leg in ((66.0, 300 / 66), (50.0, 2.4))]
    legs: list[Leg] = [(600, 2.8), *one[:-1], (300, 2.0), *one[:-1], (300, 2.8)]
    reps = work(found(legs))
    assert reps["set_index"].to_list() == [1] * 4 + [2] * 4
    assert reps["repetition_index"].to_list() == list(range(1, 9))


def test_recoveries_run_by_distance_are_named_and_walked_ones_are_not() -> None:
    jogged = found(repeats(5, (90, 400 / 90), (78, 200 / 78))).intervals.filter(pl.col("kind") == "recovery")
    walked = found(repeats(5, (90, 400 / 90), (90, 1.2))).intervals.filter(pl.col("kind") == "recovery")
    assert jogged["nominal_distance_m"].to_list() == [200.0] * 4
    assert walked["nominal_distance_m"].to_list() == [None] * 4
    assert walked["distance_m"].to_list() == pytest.approx([108] * 4, abs=6)


def test_a_prescription_accepts_two_repetitions_and_names_their_recovery() -> None:
    legs = repeats(2, (90, 400 / 90), (80, 2.2))
    assert found(legs).structure == "none"
    result = found(legs, "6 x 400m / 200m jog")
    assert work(result)["nominal_distance_m"].to_list() == [400.0, 400.0]
    recovery = result.intervals.filter(pl.col("kind") == "recovery").row(0, named=True)
    assert recovery["nominal_distance_m"] == 200.0
    assert recovery["distance_m"] == pytest.approx(176, abs=5)
    assert (work(result)["confidence"] >= 0.6).all()


def test_a_prescription_decides_between_distances() -> None:
    legs = repeats(4, (307, 1609.344 / 307), (120, 2.4))
    assert work(found(legs, "4 x 1609.344m / 2min"))["nominal_distance_m"].to_list() == [1609.344] * 4
    assert work(found(legs))["nominal_distance_m"].to_list() == [1600.0] * 4


def test_another_session_than_the_prescribed_one_is_found_and_said() -> None:
    result = found(repeats(5, (235, 1000 / 235), (120, 2.4)), "6 x 400m / 200m jog")
    assert work(result)["nominal_distance_m"].to_list() == [1000.0] * 5
    assert (work(result)["confidence"] < 0.9).all()  # a prescription that was not run is a doubt
    assert result.structure_reason.endswith("they are not those that were prescribed.")


def test_strides_before_repetitions_are_strides() -> None:
    strides = [leg for _ in range(4) for leg in ((20.0, 5.2), (60.0, 2.0))]
    result = found([(600, 2.8), *strides, (120, 2.6), *repeats(5, (90, 400 / 90), JOG)[1:]])
    kinds = result.intervals["kind"].to_list()
    assert kinds.count("stride") == 4
    assert kinds.count("work") == 5


REFUSED: dict[str, tuple[list[Leg], str]] = {
    "steady": ([(2400, 3.0)], "Steady running"),
    "strides": ([(1500, 2.8), *[leg for _ in range(6) for leg in ((20.0, 5.0), (60.0, 2.6))]], "Only strides: 6"),
    "contrast": (repeats(6, (90, 3.05), (80, 2.85), (600, 2.8)), "Too little contrast"),
    "rest": (
        repeats(5, (180, 3.5), (90, 2.4), (900, 3.5), (900, 3.5)),
        "",
    ),
    "fartlek": (
        [
            (600, 2.8),
            *[leg for t in (25, 160, 70, 40, 250, 110, 55, 330) for leg in ((float(t), 4.2), (20.0 + t * 0.7, 2.8))],
        ],
        "",
    ),
    "uneven times": ([(300, 2.8), *[x for r in (40, 400, 900) for x in ((60.0, 4.2), (float(r), 2.8))]], "Surges at"),
    "run-walk": ([leg for _ in range(8) for leg in ((240.0, 2.7), (60.0, 1.4))], "Running with walking breaks"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_repetitions_with_a_sentence(name: str) -> None:
    legs, words = REFUSED[name]
    result = found(legs)
    assert result.structure == "none"
    assert work(result).is_empty()
    assert result.structure_reason.startswith(words)
    assert result.structure_reason.endswith(".")


def test_hills_change_speed_too_gradually() -> None:
    wave = [(10.0, v) for v in (2.6, 2.8, 3.0, 3.2, 3.4, 3.6, 3.8, 3.8, 3.6, 3.4, 3.2, 3.0, 2.8, 2.6, 2.4, 2.4)]
    result = found([(600, 2.5), *wave * 8, (300, 2.5)])
    assert result.structure == "none"
    assert "gradually" in result.structure_reason


def test_progression_is_no_session() -> None:
    assert found([(300, 2.6 + 0.15 * i) for i in range(8)]).structure == "none"


def test_strides_alone_are_told_but_are_no_session() -> None:
    result = found(REFUSED["strides"][0])
    assert result.intervals["kind"].to_list().count("stride") == 6
    assert result.structure == "none"
