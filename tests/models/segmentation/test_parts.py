"""The small parts: two-state search, edges, nominal distances, signal."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.recording import Recording
from models.segmentation.config import CONFIG
from models.segmentation.edges import refined, sharpness
from models.segmentation.meant import nominals
from models.segmentation.nominal import Measured, by_time, groups, nearest_distance, scale_of
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal, signal_of
from models.segmentation.viterbi import fast_seconds
from tests.support.runs import Leg, repeats, run


def _with(recording: Recording, records: pl.DataFrame) -> Recording:
    return replace(recording, records=records)


def _series(name: str, values: NDArray[np.float64]) -> pl.Series:
    return pl.Series(name, values)


def signal(legs: list[Leg], **how: object) -> Signal:
    made = signal_of(run(legs, **how), CONFIG)  # type: ignore[arg-type]  # keywords of run
    assert made is not None
    return made


@settings(max_examples=60)
@given(st.lists(st.floats(2.0, 5.0), min_size=1, max_size=9))
def test_the_search_finds_what_trying_every_course_finds(speeds: list[float]) -> None:
    threshold = 3.5
    z = (np.array(speeds) - threshold) / (CONFIG.softness * threshold)
    ceiling = np.log(2)
    work = np.clip(ceiling - np.logaddexp(0, -z), CONFIG.evidence_floor_nats, ceiling)
    recovery = np.clip(ceiling - np.logaddexp(0, z), CONFIG.evidence_floor_nats, ceiling)

    def score(course: tuple[bool, ...]) -> float:
        kept = sum(w if fast else r for fast, w, r in zip(course, work, recovery, strict=True))
        return float(kept - CONFIG.switch_nats * sum(a != b for a, b in itertools.pairwise(course)))

    found = tuple(bool(x) for x in fast_seconds([np.array(speeds)], np.array([threshold]), CONFIG)[0])
    best = max(score(course) for course in itertools.product([False, True], repeat=len(speeds)))
    assert score(found) == pytest.approx(best)


@settings(max_examples=25)
@given(st.floats(0.1, 0.9), st.floats(2.0, 3.0), st.floats(3.6, 5.5))
def test_edges_are_found_between_the_seconds(part: float, slow: float, quick: float) -> None:
    here = signal([(60 + part, slow), (60, quick), (60, slow)])
    (edge,) = refined(here, [Segment(58.0, 122.0)], CONFIG)
    assert edge.start_s == pytest.approx(60 + part, abs=0.3)
    assert edge.end_s == pytest.approx(120 + part, abs=0.3)


def test_a_step_is_sharp_and_a_slope_is_not() -> None:
    step = signal([(60, 2.5), (60, 4.5), (60, 2.5)])
    slope = signal([(40, 2.5), *[(2.0, 2.5 + 0.1 * i) for i in range(20)], *[(2.0, 4.5 - 0.1 * i) for i in range(20)]])
    assert sharpness(step, [Segment(60, 120)]) == pytest.approx(1.0, abs=0.05)
    assert sharpness(slope, [Segment(60, 100)]) < 0.6


@pytest.mark.parametrize(
    ("measured", "nominal"),
    [(407, 400), (382, 400), (430, 400), (196, 200), (1043, 1000), (861, 800), (1620, 1600), (350, None), (700, None)],
)
def test_the_nearest_distance_that_a_receiver_can_have_meant(measured: float, nominal: float | None) -> None:
    assert nearest_distance(measured, CONFIG) == nominal


@given(st.sampled_from([200.0, 400.0, 800.0, 1000.0]), st.floats(0.93, 1.07), st.integers(3, 12))
def test_scaled_repetitions_snap_together(distance: float, scale: float, n: int) -> None:
    measured = [Measured(distance * scale * (1 + 0.004 * (-1) ** i), distance / 4.37 + (-1) ** i) for i in range(n)]
    named = nominals(measured, (), (), CONFIG)
    assert named == [distance] * n
    assert scale_of([m.distance_m for m in measured], named) == pytest.approx(1 / scale, rel=0.01)


def test_even_times_of_uneven_distances_were_run_by_the_clock() -> None:
    times = (182.9, 180.5, 182.2, 180.4, 180.5)
    distances = (808.0, 807.0, 762.0, 759.0, 743.0)  # 5 x 3 min of a real session
    assert by_time([Measured(d, t) for d, t in zip(distances, times, strict=True)], CONFIG)
    assert not by_time([Measured(d, t) for t, d in ((92, 401), (90, 405), (94, 402), (91, 399))], CONFIG)


@given(st.lists(st.floats(50, 2000), min_size=1, max_size=12))
def test_each_distance_is_in_one_group(distances: list[float]) -> None:
    found = groups(distances, 0.08)
    assert sorted(i for group in found for i in group) == list(range(len(distances)))
    assert [len(g) for g in found] == sorted((len(g) for g in found), reverse=True)


def test_a_pause_is_standing_still_not_running_slowly() -> None:
    here = signal([(100, 3.0), (60, 0.0), (100, 3.0)], pauses=[(100, 160)])
    assert here.distance_of(Segment(90, 100)) == pytest.approx(30, abs=0.1)
    assert here.distance_of(Segment(100, 160)) == pytest.approx(0, abs=0.1)
    assert here.timer_of(Segment(90, 170)) == pytest.approx(20)


def test_a_dropout_while_moving_is_known_as_interpolated() -> None:
    recording = run([(300, 3.0)])
    lost = recording.records["elapsed_s"].is_between(101, 129)
    here = signal_of(_with(recording, recording.records.filter(~lost)), CONFIG)
    assert here is not None
    assert here.interpolated_s(Segment(0, 300)) == pytest.approx(30)
    assert here.distance_of(Segment(100, 130)) == pytest.approx(90)


def test_positions_stand_in_for_a_missing_odometer() -> None:
    legs = repeats(4, (90, 400 / 90), (80, 2.5))
    recording = run(legs)
    metres = recording.records["distance_m"].to_numpy()
    placed = recording.records.with_columns(
        _series("latitude_deg", 50 + metres / 111_195), _series("longitude_deg", np.full(len(metres), 8.0))
    ).with_columns(distance_m=None)
    here = signal_of(_with(recording, placed.cast(recording.records.schema)), CONFIG)
    assert here is not None
    assert here.gps_only
    assert here.distance_of(Segment(600, 690)) == pytest.approx(400, abs=4)
