"""The whole question: sources in order, the user's word, what can never happen."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.segmentation import segment
from models.tables import INTERVALS, OVERRIDES
from tests.support.runs import Leg, pressed, repeats, run, word

NOTHING = OVERRIDES.empty()
SIX = repeats(6, (90, 400 / 90), (80, 2.5))


def test_laps_come_before_the_stream() -> None:
    result = segment(run(SIX, laps=pressed(SIX)), None, NOTHING)
    work = result.intervals.filter(pl.col("kind") == "work")
    assert result.structure == "lap"
    assert work["source"].to_list() == ["lap+stream"] * 6
    assert (work["confidence"] >= 0.9).all()
    assert work["start_s"].to_list() == [600 + 170 * i for i in range(6)]


def test_a_late_press_gives_way_to_the_stream_at_both_ends() -> None:
    laps = pressed(SIX)
    laps[3]["end_s"], laps[4]["start_s"] = 872.0, 872.0  # the second repetition ends at 860
    laps[3]["timer_s"], laps[3]["distance_m"] = 102.0, 430.0
    laps[4]["timer_s"], laps[4]["distance_m"] = 68.0, 170.0
    work = segment(run(SIX, laps=laps), None, NOTHING).intervals.filter(pl.col("kind") == "work")
    second = work.row(1, named=True)
    assert second["source"] == "stream"
    assert "late_press" in second["flags"]
    assert second["end_s"] == pytest.approx(860, abs=0.6)
    assert second["start_s"] == pytest.approx(770, abs=0.6)


def test_a_missed_press_is_found_in_the_stream() -> None:
    laps = pressed(SIX)
    kept = [*laps[:4], laps[4] | {"end_s": laps[5]["end_s"], "timer_s": 170.0, "distance_m": 600.0}, *laps[6:]]
    result = segment(run(SIX, laps=kept), None, NOTHING)
    assert result.structure == "lap"
    assert result.intervals.filter(pl.col("kind") == "work").height == 6


@pytest.mark.parametrize("every", [1000.0, 1609.344])
def test_auto_laps_are_no_repetitions(every: float) -> None:
    legs: list[Leg] = [(every / 3, 3.0)] * 8
    result = segment(run(legs, laps=pressed(legs, trigger="distance")), None, NOTHING)
    assert result.structure == "none"


def test_auto_laps_do_not_hide_the_stream() -> None:
    total = sum(d * v for d, v in SIX)
    auto = pressed([(350.0, 1000 / 350)] * int(total // 1000), trigger="distance")
    assert segment(run(SIX, laps=auto), None, NOTHING).structure == "stream"


def test_the_user_says_no_intervals() -> None:
    result = segment(run(SIX), None, word("no_intervals"))
    assert result.structure == "none"
    assert result.intervals.is_empty()
    assert result.structure_reason == "You said that this run has no intervals."


def test_the_user_confirms() -> None:
    result = segment(run(SIX), None, word("confirm"))
    assert set(result.intervals["confidence"].to_list()) == {1.0}
    assert all("confirmed" in flags for flags in result.intervals["flags"].to_list())
    assert result.structure == "stream"


def test_the_user_forces_repetitions_that_a_gate_refuses() -> None:
    weak = repeats(4, (130, 400 / 130), (70, 200 / 70), (600, 2.85))
    assert segment(run(weak), None, NOTHING).structure == "none"
    result = segment(run(weak), None, word("reps", "4x400"))
    work = result.intervals.filter(pl.col("kind") == "work")
    assert result.structure == "user"
    assert work["nominal_distance_m"].to_list() == [400.0] * 4
    assert work["source"].to_list() == ["user"] * 4
    assert work["confidence"].to_list() == [1.0] * 4


def test_what_the_user_says_and_nobody_can_read_is_told() -> None:
    result = segment(run(SIX), None, word("reps", "six of them"))
    assert result.structure == "none"
    assert result.structure_reason.startswith("What you said cannot be read")


@pytest.mark.parametrize(
    ("recording", "words"),
    [
        (run(SIX, sport="cycling"), "The sport is cycling, not running."),
        (run([(60, 3.0)]), "The recording has no distance, or is too short"),
        (run(SIX, distance=False), "The recording has no distance, or is too short"),
        (run([(0, 0.0)]), "The recording has no distance, or is too short"),
    ],
)
def test_what_cannot_be_told_is_none_with_a_sentence(recording: object, words: str) -> None:
    result = segment(recording, None, NOTHING)  # type: ignore[arg-type]  # a Recording, through parametrize
    assert result.structure == "none"
    assert result.intervals.is_empty()
    assert result.structure_reason.startswith(words)


def test_no_records_at_all() -> None:
    empty = replace(run(SIX), records=run(SIX).records.clear(), laps=run(SIX).laps.clear())
    assert segment(empty, None, NOTHING).structure == "none"


def test_dynamics_are_null_until_measured() -> None:
    intervals = segment(run(SIX), None, NOTHING).intervals
    for name in ("stance_time_ms", "avg_heart_rate_bpm", "cadence_spm"):
        assert intervals[name].null_count() == intervals.height


SPEEDS = st.floats(0, 6)
LEGS = st.lists(st.tuples(st.floats(5, 400), SPEEDS), min_size=1, max_size=14)


@settings(max_examples=25)
@given(LEGS, st.booleans(), st.sampled_from([1.0, 3.0]))
def test_intervals_never_overlap_nor_leave_the_activity(legs: list[Leg], with_laps: bool, every_s: float) -> None:
    recording = run(legs, every_s=every_s, laps=pressed(legs) if with_laps else ())
    result = segment(recording, None, NOTHING)
    intervals = result.intervals
    kept = intervals.with_columns(pl.lit("x").alias("activity_id"), pl.lit(1).alias("derivation_version"))
    INTERVALS.check(INTERVALS.conform(kept))
    assert (intervals["start_s"] >= 0).all()
    assert (intervals["end_s"] > intervals["start_s"]).all()
    assert (intervals["end_s"] <= (recording.elapsed_s or 0) + 1e-6).all()
    assert intervals["end_s"].to_list()[:-1] == intervals["start_s"].to_list()[1:]
    assert (result.structure == "none") == intervals.filter(pl.col("kind") == "work").is_empty()


@settings(max_examples=8)
@given(st.integers(3, 8), st.integers(0, 5000), st.booleans())
def test_shifting_all_times_shifts_all_results(n: int, shift_s: int, with_laps: bool) -> None:
    legs = repeats(n, (90, 400 / 90), (80, 2.5))
    laps = pressed(legs) if with_laps else ()
    here = segment(run(legs, laps=laps), None, NOTHING).intervals.filter(pl.col("kind") == "work")
    there = segment(run(legs, laps=laps, shift_s=shift_s), None, NOTHING).intervals.filter(pl.col("kind") == "work")
    assert there["start_s"].to_list() == pytest.approx([s + shift_s for s in here["start_s"]], abs=0.2)
    assert there["duration_s"].to_list() == pytest.approx(here["duration_s"].to_list(), abs=0.2)
