from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from models.adjustment import adjustments
from models.adjustment.faster import faster_after_two_good_sessions
from models.adjustment.hold import hold
from models.adjustment.slower import easier_after_a_bad_session
from models.adjustment.week import Change, Week
from tests.models.adjustment.weeks import EVEN, KEY, NEXT, START, brief, missed, pain, plan, session, week, weekday

INTERVALS = "next-intervals-2"


def faster(reviewed: Week) -> list[tuple[str, str, str, str | None]]:
    return brief(list(faster_after_two_good_sessions(reviewed)))


def slower(reviewed: Week) -> list[tuple[str, str, str, str | None]]:
    return brief(list(easier_after_a_bad_session(reviewed)))


def with_plan(reviewed: Week, **cells: Any) -> Week:  # noqa: ANN401  # any field of Planned
    return replace(reviewed, next_week=(plan(**cells),))


MORE = [("R6", "target", INTERVALS, "94")]


def test_two_good_sessions_in_a_row_bring_a_faster_target() -> None:
    found = list(faster_after_two_good_sessions(week(session(week=-1), session())))
    assert brief(found) == MORE
    assert (found[0].increase, found[0].scope, found[0].old_value, found[0].unit) == (True, "onward", "95", "s")
    assert found[0].said.reason == (
        "Two controlled sessions in a row, on Tue 3 Nov 6 of 6 repetitions in time at a mean of 95 s: "
        "next target 94 s instead of 95."
    )


def test_one_good_session_is_held_to_confirm() -> None:
    assert faster(week(session())) == []
    (advice,) = hold(week(session()))
    assert (advice.rule, advice.parameter) == ("R7", "advice")
    assert advice.said.reason.endswith("good, once more to confirm.")


def test_one_repetition_five_seconds_slower_holds_instead() -> None:
    reviewed = week(session(week=-1), session((95, 95, 95, 100, 95, 95)))
    assert (faster(reviewed), slower(reviewed)) == ([], [])
    (advice,) = hold(reviewed)
    assert advice.said.reason == (
        "5 of 6 repetitions in time on Tue 3 Nov; repetition 4 took 100 s for 95 s: the same again, evenly."
    )


@pytest.mark.parametrize(("last", "fires"), [(97.7, True), (97.8, False)])
def test_fade_must_stay_below_three_percent(last: float, fires: bool) -> None:
    times = (95.0, 94.8, 95.5, 96.0, last, last)
    reviewed = week(session(week=-1), session(times, on_target=6))
    quiet = replace(reviewed.sessions[1].metrics, variation_percent=0.0)
    reviewed = replace(reviewed, sessions=(reviewed.sessions[0], replace(reviewed.sessions[1], metrics=quiet)))
    assert bool(faster(reviewed)) is fires


@pytest.mark.parametrize(("variation", "fires"), [(1.99, True), (2.0, False)])
def test_variation_must_stay_below_two_percent(variation: float, fires: bool) -> None:
    last = session()
    uneven = replace(last, metrics=replace(last.metrics, variation_percent=variation))
    assert bool(faster(week(session(week=-1), uneven))) is fires


@pytest.mark.parametrize(("rpe", "fires"), [(None, True), (8.0, True), (8.1, False)])
def test_effort_must_not_exceed_eight(rpe: float | None, fires: bool) -> None:
    assert bool(faster(week(session(week=-1), session(rpe=rpe)))) is fires


def test_a_missed_session_between_two_good_ones_starts_the_count_again() -> None:
    assert faster(week(session(week=-2), missed(-1), session())) == []


def test_no_increase_in_pain_however_little() -> None:
    good = (session(week=-1), session())
    assert faster(week(*good, pains=(pain(1),))) == []
    assert faster(week(*good, pains=(pain(0),))) == MORE
    assert faster(week(*good, pains=(pain(1, week=-1),))) == MORE


def test_target_and_repetitions_take_turns() -> None:
    before = Change("R6", "target", KEY, weekday(1, -3))
    assert faster(week(session(week=-1), session(), changes=(before,))) == [("R6", "repetitions", INTERVALS, "7")]
    again = Change("R6", "repetitions", KEY, weekday(1, -2))
    assert faster(week(session(week=-1), session(), changes=(before, again))) == MORE


def test_after_a_change_two_new_good_sessions_are_needed() -> None:
    recent = Change("R6", "target", KEY, START)
    assert faster(week(session(week=-1), session(), changes=(recent,))) == []


@pytest.mark.parametrize(("target", "new"), [(100.0, "99"), (100.5, "98.5"), (137.0, "135")])
def test_slow_targets_take_bigger_steps(target: float, new: str) -> None:
    reviewed = with_plan(week(session(week=-1), session()), target=target, target_weeks_ago=target)
    assert faster(reviewed) == [("R6", "target", INTERVALS, new)]


def test_steps_follow_the_distance_and_the_unit() -> None:
    good = week(session(week=-1), session())
    half = with_plan(good, distance_m=200.0, target=45.0, target_weeks_ago=45.0)
    pace = with_plan(good, unit="s/km", target=235.0, target_weeks_ago=235.0)
    assert [faster(half)[0][3], faster(pace)[0][3]] == ["44.5", "232.5"]


def test_no_more_than_one_vdot_unit_in_four_weeks() -> None:
    good = week(session(week=-1), session())
    within, beyond = with_plan(good, target=94.5, target_weeks_ago=95.3), with_plan(good, target_weeks_ago=96.5)
    assert faster(within)[0][:2] == ("R6", "target")
    assert faster(beyond) == [("R6", "repetitions", INTERVALS, "7")]


def test_at_both_bounds_the_session_is_held() -> None:
    reviewed = with_plan(week(session(week=-1), session()), target_weeks_ago=97.0, repetitions=8)
    assert faster(reviewed) == []
    assert "the same again" in next(iter(hold(reviewed))).said.reason


def test_never_more_than_eight_repetitions() -> None:
    before = Change("R6", "target", KEY, weekday(1, -3))
    good = week(session(week=-1), session(), changes=(before,))
    assert faster(with_plan(good, repetitions=7))[0][3] == "8"
    assert faster(with_plan(good, repetitions=8)) == MORE


SLOWER = [("R8", "target", INTERVALS, "97")]


@pytest.mark.parametrize(("last", "fires"), [(99.7, False), (99.8, True)])
def test_fade_above_five_percent_makes_it_easier(last: float, fires: bool) -> None:
    reviewed = week(session((95, 95, 95, 95, last, last)))
    assert slower(reviewed) == (SLOWER if fires else [])


@pytest.mark.parametrize(("every", "fires"), [(97.8, False), (97.9, True)])
def test_a_mean_above_three_percent_makes_it_easier(every: float, fires: bool) -> None:
    assert slower(week(session((every,) * 6))) == (SLOWER if fires else [])


def test_more_than_a_fifth_missed_makes_it_easier() -> None:
    assert slower(week(session(EVEN[:4], asked=5))) == []
    found = list(easier_after_a_bad_session(week(session(EVEN[:4]))))
    assert brief(found) == SLOWER
    assert found[0].said.reason.startswith("2 of 6 repetitions were missed or cut short on Tue 3 Nov.")
    assert slower(week(session(EVEN, cut_short=2))) == SLOWER


def test_the_second_bad_session_brings_fewer_repetitions_and_more_recovery() -> None:
    bad = (session((99.0,) * 6, week=-1), session((99.0,) * 6))
    assert slower(week(*bad)) == [("R8", "repetitions", INTERVALS, "4"), ("R8", "recovery", INTERVALS, "300")]
    by_time = with_plan(week(*bad), recovery_m=None, recovery_s=90.0)
    assert slower(by_time)[1] == ("R8", "recovery", INTERVALS, "120")


@pytest.mark.parametrize(("first", "rule"), [(92.1, "R9"), (92.2, "R8")])
def test_a_start_that_was_too_fast_is_not_a_target_that_is(first: float, rule: str) -> None:
    reviewed = week(session((first, first, 95, 95, 98, 99)))
    assert {a.rule for a in adjustments(reviewed)} == {rule}


@pytest.mark.parametrize(("middle", "rule"), [(98.3, "R9"), (98.4, "R8")])
def test_a_fast_start_does_not_excuse_a_slow_mean(middle: float, rule: str) -> None:
    reviewed = week(session((92, 92, middle, middle, 97.5, 97.5)))
    assert {a.rule for a in adjustments(reviewed)} == {rule}


@pytest.mark.parametrize(("last", "rule"), [(94.7, "R7"), (94.8, "R9")])
def test_a_fast_start_that_nobody_paid_for_needs_no_advice(last: float, rule: str) -> None:
    assert {a.rule for a in adjustments(week(session((92, 92, 93, 93, last, last))))} == {rule}


def test_the_advice_says_by_how_much() -> None:
    (found,) = adjustments(week(session((91, 92, 95, 95, 98, 98))))
    assert found.said.reason.startswith("Repetition 1 on Tue 3 Nov was 4 s too fast (91 s for 95 s), and the last")


def test_a_missed_session_is_not_a_bad_one() -> None:
    assert slower(week(missed())) == []


def test_from_week_five_on_no_slower_than_four_weeks_ago() -> None:
    bad = week(session((99.0,) * 6))
    assert slower(with_plan(bad, weeks_of_plan=4)) == SLOWER
    assert slower(with_plan(bad, weeks_of_plan=5)) == [("R8", "repetitions", INTERVALS, "5")]
    assert slower(with_plan(bad, weeks_of_plan=5, target_weeks_ago=97.0)) == SLOWER


def test_never_fewer_than_two_repetitions() -> None:
    bad = week(session((99.0,) * 6, week=-1), session((99.0,) * 6))
    assert slower(with_plan(bad, repetitions=3))[0] == ("R8", "repetitions", INTERVALS, "2")
    assert slower(with_plan(bad, repetitions=2))[0][:2] == ("R8", "advice")


def test_sessions_that_are_not_sure_change_nothing() -> None:
    for doubt in ({"confidence": 0.59}, {"unknown": 1}, {"distance_scale": 1.1}):
        reviewed = week(session((99.0,) * 6, **doubt))
        assert (slower(reviewed), list(hold(reviewed))) == ([], [])
        assert faster(week(session(week=-1), session(**doubt))) == []


def test_what_is_not_planned_next_week_is_not_changed() -> None:
    reviewed = replace(week(session(week=-1), session()), next_week=tuple(p for p in NEXT if p.kind != "intervals"))
    assert (faster(reviewed), slower(reviewed), list(hold(reviewed))) == ([], [], [])


@pytest.mark.parametrize(
    ("last", "says"),
    [
        ((93, 93, 95, 95, 96, 96), "3.2 % slower than the first (bound 3 %)"),
        ((89, 95, 89, 95, 89, 95), "differ by 3.6 % (bound 2 %)"),
        ((95, 95, 95, 95, 95), "5 of 6 repetitions done on Tue 3 Nov"),
    ],
)
def test_the_hold_says_what_was_lacking(last: tuple[float, ...], says: str) -> None:
    (found,) = hold(week(session(last, first_s=None)))
    assert says in found.said.reason


def test_the_hold_says_that_it_felt_hard() -> None:
    (found,) = hold(week(session(rpe=9.0)))
    assert "it felt like 9 of 10 (bound 8)" in found.said.reason
