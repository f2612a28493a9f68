"""R1, R2, R3, R4, R17 and the weather of R8, just below and just above what triggers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.adjustment import adjustments
from models.adjustment.deload import easier_week
from models.adjustment.monotony import hard_and_easy
from models.adjustment.slower import easier_after_a_bad_session
from models.adjustment.spike import no_spike
from models.adjustment.texts import minutes_in
from models.adjustment.volume import steady_volume, workload_ratio
from models.adjustment.week import Change, RunDone, Week
from tests.models.adjustment.weeks import KEY, START, brief, plan, session, week, weekday


def ran(minutes: float, number: int = 2, week: int = 0, rpe: float | None = None) -> RunDone:
    return RunDone(weekday(number, week), minutes, minutes * 170, rpe)


def with_runs(*runs: RunDone, planned: float = 60.0, **cells: object) -> Week:
    made = week(next_week=(plan("long", 7, minutes=planned, text=f"{planned:g}min long"),))
    return replace(made, runs=tuple(sorted(runs, key=lambda run: run.local_date)), **cells)  # type: ignore[arg-type]  # fields of Week


LONG_AGO = ran(30, week=-6)


@pytest.mark.parametrize(("planned", "new"), [(55.0, []), (56.0, ["55min long"])])
def test_a_run_is_at_most_a_tenth_longer_than_the_longest(planned: float, new: list[str]) -> None:
    assert [change.new_value for change in no_spike(with_runs(LONG_AGO, ran(50), planned=planned))] == new


def test_much_longer_is_refused_in_words() -> None:
    (change,) = no_spike(with_runs(LONG_AGO, ran(50), planned=70))
    assert "40 % longer" in change.said.reason
    assert "so not that: 55min long" in change.said.reason


def test_what_lies_further_back_than_thirty_days_does_not_count() -> None:
    old = RunDone(weekday(1, 1) - timedelta(days=31), 60.0, 10_200.0)
    assert list(no_spike(with_runs(old, ran(50))))
    assert not list(no_spike(with_runs(replace(old, local_date=old.local_date + timedelta(days=1)), ran(50))))


def test_at_first_a_kilometre_more_and_nothing_in_the_first_week() -> None:
    (change,) = no_spike(with_runs(ran(50, week=-1), planned=60))
    assert change.new_value == "55min long"
    assert not list(no_spike(with_runs(ran(50), planned=60)))


@given(st.floats(5, 300), st.lists(st.floats(5, 200), min_size=1, max_size=6))
def test_no_run_passes_the_bound(planned: float, minutes: list[float]) -> None:
    reviewed = with_runs(LONG_AGO, *(ran(each) for each in minutes), planned=round(planned))
    for change in no_spike(reviewed):
        assert minutes_in(change.new_value or "") <= 1.10 * max(minutes) + 1e-6


@pytest.mark.parametrize(("planned", "fires"), [(130.0, False), (131.0, True)])
def test_a_week_grows_by_less_than_a_third(planned: float, fires: bool) -> None:
    found = list(steady_volume(with_runs(*(ran(100, week=-ago) for ago in range(3)), planned=planned)))
    assert bool(found) is fires
    assert not fires or minutes_in(found[0].new_value or "") == pytest.approx(120, abs=1)


def test_a_week_without_runs_says_nothing_about_growth() -> None:
    assert not list(steady_volume(with_runs(ran(100), ran(100, week=-1), planned=200)))


@pytest.mark.parametrize(("last", "fires"), [(144.0, False), (145.0, True), (76.0, False), (74.0, True)])
def test_the_workload_ratio_is_only_shown(last: float, fires: bool) -> None:
    found = list(workload_ratio(with_runs(*(ran(100, week=-ago) for ago in (1, 2, 3)), ran(last))))
    assert brief(found) == ([("R3", "advice", "", None)] if fires else [])


EASY = (plan("easy", 3), plan("easy", 6, minutes=30.0), plan("long", 7))


@pytest.mark.parametrize(("alike", "fires"), [(7, True), (5, False)])
def test_days_that_are_alike_become_hard_and_easy(alike: int, fires: bool) -> None:
    runs = tuple(ran(40, number, rpe=5) for number in range(1, alike + 1))
    found = list(hard_and_easy(replace(week(next_week=EASY), runs=runs)))
    assert brief(found) == ([("R4", "session", "next-easy-3", "rest")] if fires else [])


def test_without_the_effort_of_five_runs_nothing_is_said_of_monotony() -> None:
    runs = tuple(ran(40, number, rpe=5 if number < 5 else None) for number in range(1, 8))
    assert not list(hard_and_easy(replace(week(next_week=EASY), runs=runs)))


TRAINED = tuple(ran(150, week=-ago) for ago in range(3))


def fourth(**cells: object) -> Week:
    made = week(session(), runs=TRAINED, plan_week=4, weeks_planned=(150.0, 150.0, 150.0))
    return replace(made, **cells)  # type: ignore[arg-type]  # fields of Week


@pytest.mark.parametrize(("number", "fires"), [(3, False), (4, True), (5, False), (8, True)])
def test_every_fourth_week_is_easier(number: int, fires: bool) -> None:
    assert bool(list(easier_week(fourth(plan_week=number)))) is fires


def test_an_easier_week_keeps_a_short_fast_session() -> None:
    found = {change.about: change.new_value for change in easier_week(fourth())}
    assert found["next-intervals-2"] == "4"
    assert found["next-easy-3"] == "26min easy"


def test_a_plan_that_has_its_easy_week_is_not_reduced_twice() -> None:
    planned = sum(plan.minutes or 0 for plan in fourth().next_week if plan.run)
    assert not list(easier_week(fourth(weeks_planned=(planned / 0.85,) * 3)))
    assert list(easier_week(fourth(weeks_planned=(planned / 0.86,) * 3)))
    recent = Change("R17", "session", KEY, START - timedelta(weeks=1))
    assert not list(easier_week(fourth(changes=(recent,))))


def test_two_signs_bring_an_easier_week_and_one_does_not() -> None:
    tired = week(session((99.0,) * 6), plan_week=3)
    assert not list(easier_week(tired))
    assert list(easier_week(replace(tired, poor_nights=2)))
    assert not list(easier_week(replace(tired, poor_nights=1)))
    assert list(easier_week(replace(tired, contact_rising=True)))


@pytest.mark.parametrize(("rpe", "fires"), [(8.9, False), (9.0, True)])
def test_effort_two_above_the_usual_is_a_sign(rpe: float, fires: bool) -> None:
    before = [session(week=-ago, rpe=7.0) for ago in (1, 2, 3)]
    tired = week(*before, session(rpe=rpe), plan_week=6, poor_nights=2)
    assert bool(list(easier_week(tired))) is fires


def test_in_an_easier_week_nothing_gets_harder() -> None:
    good = fourth(sessions=(session(week=-1), session()))
    assert not any(change.increase for change in adjustments(good))


def test_slow_in_heat_changes_nothing() -> None:
    hot = week(session((99.0,) * 6, weather="heat of 28 degrees"))
    assert [(change.parameter, change.new_value) for change in easier_after_a_bad_session(hot)] == [("advice", None)]
