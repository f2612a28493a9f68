"""A prescribed step list in the stream: as it was asked for, and as it was run instead."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.segmentation import Segmentation, segment
from models.segmentation.config import CONFIG
from models.segmentation.expected import expected
from models.segmentation.prescribed_steps import relative_speeds, step_list
from models.segmentation.segment import Amount
from models.tables import OVERRIDES
from models.workout_text import parse, steps
from tests.support.runs import Leg, repeats, run

NOTHING = OVERRIDES.empty()
FAST, JOG, EASY = 4.4, 2.4, 2.8
WARMUP: Leg = (600, EASY)
COOLDOWN: Leg = (300, EASY)


def over(metres: float, mps: float = FAST) -> Leg:
    return (metres / mps, mps)


def session(*work: Leg, recovery: Leg = (84, JOG), warmup: Leg = WARMUP) -> list[Leg]:
    """Warm-up, the repetitions with the recovery between them, cool-down."""
    return [warmup, *[leg for one in work for leg in (one, recovery)][:-1], COOLDOWN]


def read(text: str, legs: list[Leg], **how: float) -> Segmentation:
    return segment(run(legs, every_s=how.get("every_s", 1.0), scale=how.get("scale", 1.0)), steps(parse(text)), NOTHING)


def work(found: Segmentation) -> pl.DataFrame:
    return found.intervals.filter(pl.col("kind") == "work")


LISTS: list[tuple[str, list[Leg]]] = [
    ("6 x 400m / 200m jog", session(*[over(400)] * 6)),
    ("8 x 200m / 200m jog", session(*[over(200, 5)] * 8)),
    ("10 x 300m / 100m jog", session(*[over(300)] * 10, recovery=over(100, JOG))),
    ("4 x 400m / 200m jog, 4 x 200m / 200m jog", session(*[over(400)] * 4, *[over(200, 4.7)] * 4)),
    ("200m, 400m, 800m, 400m, 200m / 200m jog", session(*[over(d) for d in (200, 400, 800, 400, 200)])),
    ("400m, 600m, 800m, 1000m / 200m jog", session(*[over(d) for d in (400, 600, 800, 1000)])),
    ("4 x 4min / 3min jog", session(*[(240.0, FAST)] * 4, recovery=(180, JOG))),
    (
        "2 x (4 x 400m / 200m jog) / 5min",
        [WARMUP, *session(*[over(400)] * 4)[1:-1], (300, 1.3), *session(*[over(400)] * 4)[1:]],
    ),
]


@pytest.mark.parametrize(("text", "legs"), LISTS, ids=[text for text, _ in LISTS])
@pytest.mark.parametrize("scale", [1.0, 1.05])
def test_any_step_list_is_found_as_it_was_run(text: str, legs: list[Leg], scale: float) -> None:
    asked = steps(parse(text)).filter(pl.col("kind") == "work")
    found = read(text, legs, scale=scale)
    true = [duration for duration, speed in legs if speed >= FAST]
    assert found.structure == "stream", found.structure_reason
    assert work(found)["duration_s"].to_list() == pytest.approx(true, abs=0.6)
    assert work(found)["nominal_distance_m"].to_list() == asked["distance_m"].to_list()
    assert (work(found)["confidence"] >= 0.6).all()


def test_recoveries_get_the_distance_that_was_prescribed_between_them() -> None:
    legs = [WARMUP, over(400), over(200, JOG), over(400), over(400, JOG), over(400), COOLDOWN]
    found = read("2 x 400m / 200m jog, 400m jog, 1 x 400m", legs)
    named = found.intervals.filter(pl.col("kind") == "recovery")["nominal_distance_m"].to_list()
    assert named == [200.0, 400.0]


def test_four_minutes_are_no_kilometre_where_minutes_were_prescribed() -> None:
    legs = session(*[(240.0, 1000 / 240)] * 4, recovery=(180, JOG))
    assert work(read("4 x 4min / 3min jog", legs))["nominal_distance_m"].to_list() == [None] * 4
    assert work(read("4 x 1000m / 3min jog", legs))["nominal_distance_m"].to_list() == [1000.0] * 4


def test_a_repetition_cut_short_is_flagged_and_told() -> None:
    found = read("6 x 400m / 200m jog", session(*[over(400)] * 3, over(260), *[over(400)] * 2))
    assert work(found)["nominal_distance_m"].to_list() == [400.0] * 3 + [None] + [400.0] * 2
    assert work(found)["flags"].to_list() == [[], [], [], ["cut_short"], [], []]
    assert "1 cut short" in found.structure_reason


@pytest.mark.parametrize(
    ("run_", "words"),
    [
        ([400] * 4, "4 of 6 prescribed repetitions stand out of the recorded speed, 2 left out at the end."),
        ([400] * 2, "2 of 6 prescribed repetitions stand out of the recorded speed, 4 left out at the end."),
        ([400] * 8, "6 of 6 prescribed repetitions stand out of the recorded speed, 2 added."),
    ],
)
def test_what_was_left_out_and_added_is_told(run_: list[int], words: str) -> None:
    found = read("6 x 400m / 200m jog", session(*[over(d) for d in run_]))
    assert work(found).height == len(run_)
    assert work(found)["flags"].to_list() == [["added"] if i >= 6 else [] for i in range(len(run_))]
    assert words in found.structure_reason[0].lower() + found.structure_reason[1:]


def test_a_repetition_left_out_in_the_middle_of_a_pyramid() -> None:
    found = read("200m, 400m, 800m, 600m, 200m / 200m jog", session(*[over(d) for d in (200, 400, 600, 200)]))
    assert work(found)["nominal_distance_m"].to_list() == [200.0, 400.0, 600.0, 200.0]
    assert found.structure_reason.endswith("1 left out.")


@pytest.mark.parametrize("warmup", [(30.0, EASY), (2400.0, EASY)])
def test_the_warm_up_may_be_missing_or_long(warmup: Leg) -> None:
    found = read("15min easy, 6 x 400m / 200m jog", session(*[over(400)] * 6, warmup=warmup))
    assert work(found)["start_s"][0] == pytest.approx(warmup[0], abs=0.6)
    assert work(found).height == 6


def test_the_target_need_not_be_met() -> None:
    slow = session(*[over(400, 3.6)] * 6)
    found = read("6 x 400m @ 85s / 200m jog", slow)  # 4.7 m/s
    assert work(found)["duration_s"].to_list() == pytest.approx([400 / 3.6] * 6, abs=0.6)


def test_smart_recording_and_a_pause_in_a_recovery() -> None:
    legs = session(*[over(400)] * 3, recovery=(200 / JOG, JOG))
    found = segment(run(legs, every_s=3.0), steps(parse("3 x 400m / 200m jog")), NOTHING)
    assert work(found)["duration_s"].to_list() == pytest.approx([400 / FAST] * 3, abs=1.5)


def test_another_session_is_read_as_what_it_is() -> None:
    found = read("6 x 400m / 200m jog", session(*[over(1000)] * 5, recovery=over(400, JOG)))
    assert work(found)["nominal_distance_m"].to_list() == [1000.0] * 5
    assert found.structure_reason.endswith("they are not those that were prescribed.")


SURGES = [leg for d in (35, 150, 60, 210, 25, 95, 130, 50) for leg in ((float(d), 4.2), (float(d % 70 + 30), EASY))]
OTHERS: dict[str, list[Leg]] = {
    "easy": [(2400, EASY)],
    "tempo": [WARMUP, (1200, 3.9), COOLDOWN],
    "progression": [(300, 2.6 + 0.15 * i) for i in range(8)],
    "surges": [WARMUP, *SURGES, COOLDOWN],
    "run and walk": [leg for _ in range(9) for leg in ((240.0, 2.9), (60.0, 1.5))],
    "strides": [(1500, EASY), *[(20.0, 5.2), (60.0, 1.5)] * 6, (300, EASY)],
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("text", ["6 x 400m / 200m jog", "5 x 1000m / 400m jog", "200m, 400m, 800m, 400m / 90s"])
def test_what_was_not_run_is_not_forced(name: str, text: str) -> None:
    found = read(text, OTHERS[name])
    assert work(found).is_empty()
    assert found.structure == "none"
    assert found.structure_reason.endswith(".")


def test_rounds_over_a_hill_are_no_repetitions() -> None:
    up, down = (150.0, 2.3), (130.0, 3.1)
    legs = [leg for _ in range(6) for leg in (down, up)]
    recording = run(legs)
    seconds = recording.records["elapsed_s"]
    climbing = (seconds % 280) >= 130
    rise = pl.when(climbing).then(0.08 * 2.3).otherwise(-0.08 * 2.3 * 150 / 130)
    hilly = replace(recording, records=recording.records.with_columns((100 + rise.cum_sum()).alias("altitude_m")))
    asked = steps(parse("6 x 400m / 200m jog"))
    assert work(segment(recording, asked, NOTHING)).height == 6  # the same on the flat
    assert segment(hilly, asked, NOTHING).structure == "none"
    assert segment(hilly, None, NOTHING).structure == "none"


def test_the_step_list_offers_copies_at_a_price() -> None:
    list_ = step_list(expected(steps(parse("2 x 400m / 200m jog, 1 x 200m"))), CONFIG)
    assert [(s.amount.distance_m, s.added) for s in list_[:3]] == [(400.0, False), (400.0, False), (400.0, True)]
    assert list_[1].before == Amount(200.0, None)
    assert all(s.run_nats(CONFIG) > 0 and s.left_out_nats(CONFIG) == 0 for s in list_ if s.added)
    assert all(s.run_nats(CONFIG) == 0 and s.left_out_nats(CONFIG) > 0 for s in list_ if not s.added)


def test_shorter_repetitions_are_expected_to_be_faster_unless_targets_say_otherwise() -> None:
    long, short = relative_speeds(expected(steps(parse("1 x 800m / 90s, 1 x 200m"))), CONFIG)
    assert short > 1 > long
    first, second = relative_speeds(expected(steps(parse("1 x 800m @ 4:00/km / 90s, 1 x 200m @ 5:00/km"))), CONFIG)
    assert first / second == pytest.approx(300 / 240, abs=0.002)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.floats(5, 300), st.floats(0, 6)), min_size=1, max_size=12),
    st.sampled_from(
        ["6 x 400m / 200m jog", "3 x 5min / 1min", "200m, 400m, 200m / 90s", "1 x 3000m", "20 x 100m / 50m"]
    ),
    st.sampled_from([1.0, 4.0]),
)
def test_never_crashes_and_intervals_are_ordered(legs: list[Leg], text: str, every_s: float) -> None:
    recording = run(legs, every_s=every_s)
    asked = steps(parse(text))
    found = segment(recording, asked, NOTHING)
    again = segment(recording, asked, NOTHING)
    intervals = found.intervals
    assert intervals.equals(again.intervals)
    assert (intervals["end_s"] > intervals["start_s"]).all()
    assert intervals["end_s"].to_list()[:-1] == intervals["start_s"].to_list()[1:]
    assert (intervals["start_s"] >= 0).all()
    assert (intervals["end_s"] <= (recording.elapsed_s or 0) + 1e-6).all()
    assert (found.structure == "none") == work(found).is_empty()


@settings(max_examples=6)
@given(st.integers(2, 8), st.floats(60, 120), st.floats(40, 150))
def test_more_or_fewer_than_prescribed_are_counted(n: int, seconds: float, rest: float) -> None:
    found = read("6 x 400m / 200m jog", repeats(n, (seconds, 400 / seconds), (rest, 200 / rest), warmup=(600, 2.0)))
    if 400 / seconds > 1.3 * 200 / rest and 400 / seconds > 2.6 * 1.2:
        assert work(found).height == n
