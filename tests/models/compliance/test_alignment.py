from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.compliance.alignment import Size, align, likeness

METRES = st.sampled_from([200.0, 300.0, 400.0, 800.0, 1000.0])


def sizes(*metres: float) -> list[Size]:
    return [Size(m, None) for m in metres]


def test_the_one_that_was_left_out_of_a_pyramid_is_found() -> None:
    assert align(sizes(200, 400, 800, 400, 200), sizes(200, 400, 400, 200)) == [0, 1, None, 2, 3]


def test_the_one_that_was_added_is_passed_over() -> None:
    assert align(sizes(400, 400, 800), sizes(400, 400, 200, 800)) == [0, 1, 3]


def test_of_equal_ones_the_last_is_the_missing_one() -> None:
    assert align(sizes(400, 400, 400), sizes(400, 400)) == [0, 1, None]


def test_measured_distances_that_are_a_little_off_are_paired() -> None:
    assert align(sizes(400, 400), sizes(389, 421)) == [0, 1]


def test_times_are_compared_where_times_were_asked() -> None:
    assert align([Size(None, 180), Size(None, 60)], [Size(300, 61)]) == [None, 0]


@given(st.lists(METRES, max_size=9), st.lists(METRES, max_size=9))
def test_pairs_keep_the_order_and_use_each_once(asked: list[float], done: list[float]) -> None:
    pairs = [j for j in align(sizes(*asked), sizes(*done)) if j is not None]
    assert pairs == sorted(set(pairs))
    assert all(0 <= j < len(done) for j in pairs)
    assert 0 <= likeness(sizes(*asked), sizes(*done)) <= 1


@given(st.lists(METRES, min_size=1, max_size=9))
def test_the_same_sessions_are_paired_one_to_one(asked: list[float]) -> None:
    assert align(sizes(*asked), sizes(*asked)) == list(range(len(asked)))
    assert likeness(sizes(*asked), sizes(*asked)) == 1
