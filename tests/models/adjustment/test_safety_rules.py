from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.adjustment.gap import restart_after_a_gap
from models.adjustment.guard import ask_when_not_sure
from models.adjustment.pain import easy_for_some_pain, stop_for_pain
from models.adjustment.rest import rest_day
from tests.models.adjustment.weeks import NEXT, brief, pain, session, week, weekday

EVERY_DAY = tuple(weekday(n) for n in range(1, 8))


def test_a_week_without_a_rest_day_gets_one_beside_the_planned_one() -> None:
    (found,) = rest_day(week(run_days=EVERY_DAY))
    assert brief([found]) == [("R5", "session", "next-easy-6", "rest")]
    assert found.said.reason == "You trained on 7 of 7 days. One full rest day: Sat 14 Nov becomes rest."


def test_strength_counts_as_training_and_one_free_day_is_enough() -> None:
    assert list(rest_day(week(run_days=EVERY_DAY[:6], strength_days=(EVERY_DAY[6],))))
    assert not list(rest_day(week(run_days=EVERY_DAY[:6], strength_days=())))


def test_without_an_easy_run_rest_is_advice() -> None:
    hard = tuple(p for p in NEXT if p.kind != "easy")
    assert brief(list(rest_day(week(run_days=EVERY_DAY, next_week=hard)))) == [("R5", "advice", "", None)]


def test_a_broken_rest_day_in_a_week_with_another_free_one_is_a_reminder() -> None:
    (found,) = rest_day(week(run_days=EVERY_DAY[:6], strength_days=(), broken_rests=(weekday(5),)))
    assert brief([found]) == [("R5", "advice", "", None)]
    assert "Fri 6 Nov was planned as rest" in found.said.reason


@pytest.mark.parametrize(("value", "rule"), [(3.9, "R13"), (4.0, "R12")])
def test_pain_from_four_on_stops_running(value: float, rule: str) -> None:
    reviewed = week(pains=(pain(value),))
    found = [*stop_for_pain(reviewed), *easy_for_some_pain(reviewed)]
    assert found[0].rule == rule


def test_stopping_takes_out_all_runs_and_jumps_but_not_strength() -> None:
    found = list(stop_for_pain(week(pains=(pain(5),))))
    assert brief(found) == [
        ("R12", "advice", "", None),
        ("R12", "session", "next-intervals-2", "rest"),
        ("R12", "session", "next-easy-3", "rest"),
        ("R12", "session", "next-plyometrics-4", "rest"),
        ("R12", "session", "next-easy-6", "rest"),
        ("R12", "session", "next-long-7", "rest"),
    ]
    assert found[0].said.reason.startswith("Shin pain 5 of 10 on Thu 5 Nov (bound 4). Not a diagnosis.")


def test_pain_said_after_the_week_counts_at_once() -> None:
    assert list(stop_for_pain(week(pains=(pain(5, 1, week=1),))))


def test_rising_pain_stops_and_steady_pain_does_not() -> None:
    assert list(stop_for_pain(week(pains=(pain(1, 2), pain(2, 4)))))
    assert not list(stop_for_pain(week(pains=(pain(2, 2), pain(2, 4)))))
    assert not list(stop_for_pain(week(pains=(pain(3, 2), pain(1, 4)))))


def test_a_stop_does_not_end_by_itself() -> None:
    old = pain(5, week=-3)
    assert brief(list(stop_for_pain(week(pains=(old,))))) == [
        ("R12", "advice", "", None),
        ("R12", "session", "next-intervals-2", "20min easy"),
        ("R12", "session", "next-easy-3", "20min easy"),
        ("R12", "session", "next-plyometrics-4", "rest"),
        ("R12", "session", "next-easy-6", "20min easy"),
        ("R12", "session", "next-long-7", "20min easy"),
    ]


def test_two_runs_without_pain_end_it_and_one_does_not() -> None:
    old = pain(5, week=-3)
    assert not list(stop_for_pain(week(pains=(old, pain(0, 3), pain(0, 6)))))
    assert list(stop_for_pain(week(pains=(old, pain(0, 3)))))
    assert list(stop_for_pain(week(pains=(old, pain(0, 4), pain(0, 6))))), "there was no run on Thursday"


def test_a_little_pain_leaves_easy_running_thirty_percent_shorter() -> None:
    found = list(easy_for_some_pain(week(pains=(pain(2),))))
    assert brief(found) == [
        ("R13", "session", "next-intervals-2", "30min easy"),
        ("R13", "session", "next-easy-3", "28min easy"),
        ("R13", "session", "next-plyometrics-4", "rest"),
        ("R13", "session", "next-easy-6", "21min easy"),
        ("R13", "session", "next-long-7", "42min long"),
    ]


@pytest.mark.parametrize(("value", "fires"), [(0.9, False), (1.0, True)])
def test_pain_below_one_is_none(value: float, fires: bool) -> None:
    assert bool(list(easy_for_some_pain(week(pains=(pain(value),))))) is fires


@pytest.mark.parametrize(
    ("days", "changed"),
    [
        (6, []),
        (7, ["4", "30min easy", "22min easy", "45min long"]),
        (13, ["4", "30min easy", "22min easy", "45min long"]),
        (14, ["3", "98", "20min easy", "15min easy", "30min long"]),
        (27, ["3", "98", "20min easy", "15min easy", "30min long"]),
        (28, ["20min easy", "20min easy", "15min easy", "30min long"]),
    ],
)
def test_the_longer_the_gap_the_less(days: int, changed: list[str]) -> None:
    last = weekday(1, 1) - timedelta(days=days + 1)
    assert [a.new_value for a in restart_after_a_gap(week(run_days=(last,)))] == changed


def test_the_week_after_a_long_gap_is_at_three_quarters() -> None:
    back = week(run_days=(weekday(1) - timedelta(days=14), weekday(2)))
    assert [a.new_value for a in restart_after_a_gap(back)] == ["4", "30min easy", "22min easy", "45min long"]
    shorter = week(run_days=(weekday(1) - timedelta(days=13), weekday(2)))
    assert not list(restart_after_a_gap(shorter))


def test_who_has_never_run_has_no_gap() -> None:
    assert not list(restart_after_a_gap(week(run_days=())))


@pytest.mark.parametrize(
    ("doubt", "asks"),
    [
        ({"confidence": 0.59}, "confidence 59 of 100 %"),
        ({"confidence": 0.6}, None),
        ({"unknown": 1}, "not sure"),
        ({"distance_scale": 0.905}, "10.5 % off"),
        ({"distance_scale": 0.91}, None),
        ({"distance_scale": 1.09}, None),
        ({"distance_scale": 1.1}, "off that of the repetitions"),
        ({"distance_scale": 1.1, "confidence": 1.0}, None),
        ({"confidence": None}, "No repetitions were found"),
    ],
)
def test_what_is_not_sure_is_asked(doubt: dict[str, Any], asks: str | None) -> None:
    found = list(ask_when_not_sure(week(session(**doubt))))
    assert len(found) == (asks is not None)
    if asks:
        assert (found[0].rule, found[0].parameter, found[0].workout) == ("R20", "ask", None)
        assert asks in found[0].said.reason
        assert "`trackwork fix run0 --" in found[0].said.reason


def test_sessions_of_earlier_weeks_are_not_asked_about_again() -> None:
    assert not list(ask_when_not_sure(week(session(week=-1, confidence=0.3), session())))
