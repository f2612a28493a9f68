"""The rules of the week: what changes in the next one, and why.

A rule is a pure function of the reviewed week; `RULES` names them all. The base plan is never rewritten: what the
rules propose are rows, and what is accepted makes new versions of the workouts (`models.adjustment.versions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl

from models.adjustment.adjustment import Adjustment
from models.adjustment.faster import faster_after_two_good_sessions
from models.adjustment.gap import restart_after_a_gap
from models.adjustment.guard import ask_when_not_sure
from models.adjustment.hold import hold
from models.adjustment.observe import Findings, week_of
from models.adjustment.pain import easy_for_some_pain, stop_for_pain
from models.adjustment.resolve import resolve
from models.adjustment.rest import rest_day
from models.adjustment.slower import easier_after_a_bad_session
from models.adjustment.start import start_slower
from models.adjustment.week import Week
from models.athlete import AthleteData
from models.ids import stable_id
from models.tables import ADJUSTMENTS

Rule = Callable[[Week], Iterable[Adjustment]]

RULES: tuple[Rule, ...] = (
    rest_day,
    faster_after_two_good_sessions,
    hold,
    start_slower,
    easier_after_a_bad_session,
    stop_for_pain,
    easy_for_some_pain,
    restart_after_a_gap,
    ask_when_not_sure,
)

GRADES = MappingProxyType(
    {"R5": "C", "R6": "C", "R7": "C", "R8": "C", "R9": "C", "R12": "B", "R13": "C", "R18": "C", "R20": "D"}
)
"""Strength of each rule's evidence: A trial or large cohort, B consensus or small trials, C convention, D ours."""

RULE_VERSION = 1
"""Raised when what a rule does changes."""


def propose(
    athlete: AthleteData,
    week_start: date,
    matches: pl.DataFrame,
    compliance: pl.DataFrame,
    workout_compliance: pl.DataFrame,
) -> pl.DataFrame:
    """Rows of `adjustments`, all proposed, for the week after the one that begins on `week_start`.

    The other frames are those of `models.compliance` for the same athlete. The same inputs, in any order of rows,
    give the same rows.
    """
    week = week_of(athlete, week_start, Findings(matches, compliance, workout_compliance))
    return ADJUSTMENTS.rows([_row(week, one) for one in adjustments(week)])


def adjustments(week: Week) -> tuple[Adjustment, ...]:
    """What all rules propose for the week, conflicts resolved."""
    return resolve(one for rule in RULES for one in rule(week))


def _row(week: Week, one: Adjustment) -> dict[str, Any]:
    workout = one.workout if one.changes else None
    return {
        "adjustment_id": stable_id(week.athlete_id, week.next_start, one.rule, one.about, one.parameter, length=10),
        "athlete_id": week.athlete_id,
        "week_start": week.next_start,
        "workout_id": workout.workout_id if workout else None,
        "workout_version": workout.version if workout else None,
        "rule": one.rule,
        "rule_version": RULE_VERSION,
        "parameter": one.parameter,
        "scope": one.scope,
        "old_value": one.old_value,
        "new_value": one.new_value,
        "unit": one.unit,
        "reason": one.said.reason,
        "evidence": one.said.evidence,
        "grade": GRADES[one.rule],
        "status": "proposed",
        "derivation_version": RULE_VERSION,
    }
