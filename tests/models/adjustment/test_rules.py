"""What holds for every rule, whatever the week."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.adjustment import GRADES, RULES, Rule, adjustments
from models.adjustment.adjustment import Adjustment
from models.adjustment.config import DEFAULT
from models.adjustment.resolve import PRIORITY, resolve
from models.adjustment.texts import minutes_in
from models.adjustment.week import Change, Pain, Session, Week
from models.paces import vdot
from tests.models.adjustment.weeks import KEY, NEXT, START, brief, missed, pain, plan, session, week, weekday

EMPTY = Week("anna", START)
PERFECT = week(session(week=-1), session())
MISSED = week(missed(-1), missed(), run_days=(), strength_days=())

RULE_NUMBERS = tuple(f"R{number}" for number in range(1, 21))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_is_quiet_on_the_empty_and_the_missed_week(rule: Rule) -> None:
    assert list(rule(EMPTY)) == []
    assert list(rule(MISSED)) == []


def test_the_perfect_week_asks_for_a_little_more_and_nothing_else() -> None:
    assert brief(adjustments(PERFECT)) == [("R6", "target", "next-intervals-2", "94")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_says_trigger_action_bound_grade_and_source(rule: Rule) -> None:
    text = rule.__doc__ or ""
    number = re.match(r"R\d+", text)
    assert number
    assert number[0] in RULE_NUMBERS
    assert number[0] in PRIORITY
    assert all(f"{word}:" in text for word in ("Trigger", "Action", "Bound", "Grade", "Source"))
    assert f"Grade: {GRADES[number[0]]}." in text


def test_pain_comes_before_faster() -> None:
    found = adjustments(replace(PERFECT, pains=(pain(5),)))
    assert {a.rule for a in found} == {"R12"}


def test_a_replaced_session_is_not_changed_otherwise() -> None:
    bad = week(session((99.0,) * 6), pains=(pain(2),))
    assert [a.rule for a in adjustments(bad) if a.about == "next-intervals-2"] == ["R13"]


def test_of_two_replacements_the_more_cautious_stays() -> None:
    tired = week(session(), pains=(pain(2),), run_days=tuple(weekday(n) for n in range(1, 8)))
    saturday = [a for a in adjustments(tired) if a.about == "next-easy-6"]
    assert brief(saturday) == [("R5", "session", "next-easy-6", "rest")]


def test_of_two_increases_one_stays() -> None:
    other: dict[str, Any] = {"session_key": "second", "workout_id": "other"}
    two = week(
        session(week=-1),
        session(),
        session(week=-1, **other),
        session(**other),
        next_week=(plan(), plan(number=4, session_key="second")),
    )
    assert brief(adjustments(two)) == [("R6", "target", "next-intervals-2", "94")]


TIMES = st.lists(st.floats(60, 160), min_size=1, max_size=9)
DOUBTS = st.fixed_dictionaries(
    {
        "confidence": st.none() | st.floats(0, 1),
        "distance_scale": st.none() | st.floats(0.5, 2),
        "rpe": st.none() | st.floats(0, 10),
        "unknown": st.integers(0, 2),
        "cut_short": st.integers(0, 2),
    }
)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Session, ...]:
    found = []
    for n in range(-draw(st.integers(0, 5)), 1):
        kind = draw(st.sampled_from(["missed", "good", "any"]))
        if kind == "missed":
            found.append(missed(n))
        elif kind == "good":
            found.append(session(week=n, rpe=draw(st.none() | st.floats(0, 10))))
        else:
            doubts: dict[str, Any] = draw(DOUBTS)
            found.append(session(draw(TIMES), week=n, **doubts))
    return tuple(found)


PAINS = st.lists(
    st.builds(Pain, st.integers(-30, 13).map(lambda n: START + timedelta(days=n)), st.floats(0, 10)),
    max_size=5,
    unique_by=lambda p: p.local_date,
).map(lambda pains: tuple(sorted(pains, key=lambda p: p.local_date)))
DAYS = st.sets(st.integers(-60, 6)).map(lambda ns: tuple(sorted(START + timedelta(days=n) for n in ns)))
CHANGES = st.lists(
    st.builds(
        Change,
        st.sampled_from(["R6", "R8"]),
        st.sampled_from(["target", "repetitions"]),
        st.just(KEY),
        st.integers(-5, 0).map(lambda n: weekday(1, n)),
    ),
    max_size=3,
).map(lambda changes: tuple(sorted(changes, key=lambda c: c.week_start)))


@st.composite
def next_weeks(draw: st.DrawFn) -> tuple[object, ...]:
    target = draw(st.none() | st.integers(120, 320).map(lambda n: n / 2))
    intervals = plan(
        target=target,
        repetitions=draw(st.integers(1, 8)),
        target_weeks_ago=draw(st.none() | st.integers(120, 320).map(lambda n: n / 2)),
        weeks_of_plan=draw(st.integers(0, 8)),
    )
    kept = [p for p in NEXT if draw(st.booleans())]
    return tuple(intervals if p.kind == "intervals" else p for p in kept)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    return week(
        *draw(sessions()),
        next_week=draw(next_weeks()),
        pains=draw(PAINS),
        run_days=draw(DAYS),
        strength_days=draw(DAYS),
        changes=draw(CHANGES),
    )


MANY = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(weeks())
def test_any_week_ends_the_same_way_twice(any_week: Week) -> None:
    assert adjustments(any_week) == adjustments(any_week)


@MANY
@given(weeks(), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(any_week: Week, random: object) -> None:
    proposed = [one for rule in RULES for one in rule(any_week)]
    turned = list(reversed(proposed))
    random.shuffle(turned)  # type: ignore[attr-defined]  # a random.Random
    assert resolve(turned) == resolve(proposed)


@MANY
@given(weeks())
def test_at_most_one_increase_and_nothing_changed_twice(any_week: Week) -> None:
    found = adjustments(any_week)
    assert sum(a.increase for a in found) <= 1
    changed = [(a.about, a.parameter) for a in found if a.changes]
    assert len(changed) == len(set(changed))
    replaced = {a.about for a in found if a.parameter == "session"}
    assert not [a for a in found if a.changes and a.parameter != "session" and a.about in replaced]


@MANY
@given(weeks())
def test_what_is_an_increase_says_so(any_week: Week) -> None:
    for one in adjustments(any_week):
        assert one.increase == (_demand(one) > 0)


@MANY
@given(weeks())
def test_no_bound_is_passed(any_week: Week) -> None:
    for one in adjustments(any_week):
        if one.parameter == "repetitions":
            assert DEFAULT.fewest_repetitions <= float(one.new_value or 0) <= DEFAULT.most_repetitions
        if one.parameter == "target" and one.increase and one.workout and one.workout.target_weeks_ago:
            assert _vdot(float(one.new_value or 0)) - _vdot(one.workout.target_weeks_ago) <= DEFAULT.vdot_units


@MANY
@given(weeks(), st.integers(0, 13), st.floats(1, 10))
def test_more_pain_never_raises_anything(any_week: Week, number: int, value: float) -> None:
    day = START + timedelta(days=number)
    others = [p for p in any_week.pains if p.local_date != day]
    before = next((p.value for p in any_week.pains if p.local_date == day), 0.0)
    worse = Pain(day, max(before, value))
    pains = tuple(sorted([*others, worse], key=lambda p: p.local_date))
    assert not [a for a in adjustments(replace(any_week, pains=pains)) if a.increase]


@MANY
@given(weeks(), st.floats(0, 10))
def test_more_effort_never_raises_anything(any_week: Week, more: float) -> None:
    harder = tuple(replace(s, rpe=min(10.0, (s.rpe or 0.0) + more)) for s in any_week.sessions)
    increases = {(a.about, a.parameter, a.new_value) for a in adjustments(any_week) if a.increase}
    now = {(a.about, a.parameter, a.new_value) for a in adjustments(replace(any_week, sessions=harder)) if a.increase}
    assert now <= increases


@MANY
@given(weeks())
def test_every_number_in_a_sentence_is_in_its_evidence(any_week: Week) -> None:
    for one in adjustments(any_week):
        facts = json.loads(one.said.evidence)
        known = {float(n) for fact in facts.values() for n in re.findall(r"\d+(?:\.\d+)?", str(fact))}
        words = re.sub(r"`[^`]*`|of 10\b|[Rr]epetition 1\b|of 100 %|in a row", "", one.said.reason)
        assert {float(n) for n in re.findall(r"\d+(?:\.\d+)?", words)} <= known, one.said.reason
        assert list(facts) == sorted(facts)


def _demand(one: Adjustment) -> float:
    """Above 0 where the new value asks more than the old one."""
    if one.parameter == "target":
        return float(one.old_value or 0) - float(one.new_value or 0)
    if one.parameter == "repetitions":
        return float(one.new_value or 0) - float(one.old_value or 0)
    if one.parameter == "recovery":
        return float(one.old_value or 0) - float(one.new_value or 0)
    if one.parameter == "session" and one.workout and one.workout.minutes is not None:
        return minutes_in(one.new_value or "") - one.workout.minutes
    return 0.0


def _vdot(target_s: float) -> float:
    return vdot(1609.344, target_s * 1609.344 / 400)
