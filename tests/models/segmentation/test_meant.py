"""Readings of a session: by distance, by the clock, by both, by neither."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.segmentation.config import CONFIG
from models.segmentation.evidence import SCALE_NATS, total
from models.segmentation.meant import nominals
from models.segmentation.nominal import Measured
from models.segmentation.recovered import recovered


def by_distance(rng: np.random.Generator, n: int, metres: float, seconds: float, scale: float) -> list[Measured]:
    """Repetitions of one distance, paced within 1.5 %."""
    return [Measured(metres * scale * rng.normal(1, 0.003), seconds * rng.normal(1, 0.015)) for _ in range(n)]


def by_clock(rng: np.random.Generator, n: int, seconds: float, speed_mps: float) -> list[Measured]:
    """Repetitions of one duration, paced within 1.5 %, with ends found to a fifth of a second."""
    times = seconds + rng.normal(0, 0.2, n)
    return [Measured(float(t * speed_mps * rng.normal(1, 0.015)), float(t)) for t in times]


def read(work: list[Measured], rests: list[Measured]) -> list[float | None]:
    return nominals(work, (), (), CONFIG, rests)


@given(
    st.integers(0, 10_000),
    st.integers(4, 10),
    st.sampled_from([(200, 37.3), (300, 67), (400, 83), (600, 137), (800, 167), (1000, 223), (1600, 391)]),
    st.floats(0.98, 1.04),
)
def test_distances_are_named_through_the_scale_of_the_sensor(
    seed: int, n: int, lap: tuple[float, float], scale: float
) -> None:
    rng = np.random.default_rng(seed)
    jogs = [Measured(200 * scale * rng.normal(1, 0.01), rng.uniform(70, 110)) for _ in range(n - 1)]
    assert read(by_distance(rng, n, *lap, scale), jogs) == [lap[0]] * n


@given(st.integers(0, 10_000), st.integers(4, 10), st.sampled_from([60, 120, 180, 240]), st.floats(3.3, 5.0))
def test_plain_durations_have_no_distance(seed: int, n: int, seconds: float, speed_mps: float) -> None:
    rng = np.random.default_rng(seed)
    rests = [Measured(60 * rng.uniform(1.2, 2.4), 60 + rng.normal(0, 0.3)) for _ in range(n - 1)]
    assert read(by_clock(rng, n, seconds, speed_mps), rests) == [None] * n


@given(st.integers(0, 10_000), st.permutations(range(7)))
def test_the_order_of_repetitions_says_nothing(seed: int, order: list[int]) -> None:
    rng = np.random.default_rng(seed)
    work = [*by_distance(rng, 4, 400, 83, 1.02), *by_distance(rng, 3, 200, 38, 1.02)]
    named = read(work, [])
    assert named == [400.0] * 4 + [200.0] * 3
    assert read([work[i] for i in order], []) == [named[i] for i in order]


def test_some_by_the_clock_and_some_by_distance() -> None:
    work = [Measured(m, t) for m, t in ((325, 59.8), (301, 60.1), (296, 60.0), (314, 60.1))]
    work += [Measured(m, t) for m, t in ((206, 37.9), (204, 41.2), (205, 40.3))]
    assert read(work, []) == [None] * 4 + [200.0] * 3


def test_who_lost_metres_but_no_time_ran_what_the_others_ran() -> None:
    work = [Measured(m, t) for m, t in ((402, 83), (405, 84), (352, 83.5), (404, 85), (401, 82), (407, 84))]
    assert read(work, []) == [400.0] * 6


def test_what_was_asked_for_comes_first() -> None:
    work = [Measured(m, t) for m, t in ((352, 75), (349, 76), (351, 75.5), (350, 76.2))]
    assert nominals(work, (350.0,), (), CONFIG) == [350.0] * 4
    assert nominals([Measured(402, 90), Measured(398, 91)], (), (90.0,), CONFIG) == [None, None]


def test_nothing_is_read_out_of_nothing() -> None:
    assert read([], []) == []
    assert read([Measured(0.0, 0.0)], []) == [None]


@pytest.mark.parametrize("scale", [0.97, 1.0, 1.05])
def test_jogs_of_a_distance_speak_for_their_scale_and_against_rests(scale: float) -> None:
    jogged, rested = recovered([Measured(200 * scale, t) for t in (71, 95, 83, 102)])
    assert total(jogged + SCALE_NATS) > rested
    jogged, rested = recovered([Measured(m, 90.0) for m in (131, 88, 170, 104)])
    assert total(jogged + SCALE_NATS) < rested
