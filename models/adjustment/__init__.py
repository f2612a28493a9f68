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
from models.adjustment.calves import calf_raises
from models.adjustment.deload import easier_week
from models.adjustment.faster import faster_after_two_good_sessions
from models.adjustment.gap import restart_after_a_gap
from models.adjustment.guard import ask_when_not_sure
from models.adjustment.hold import hold
from models.adjustment.jumps import jump_contacts
from models.adjustment.loads import less_weight, more_weight
from models.adjustment.monotony import hard_and_easy
from models.adjustment.observe import Findings, week_of
from models.adjustment.order import legs_fresh
from models.adjustment.pain import easy_for_some_pain, stop_for_pain
from models.adjustment.resolve import resolve
from models.adjustment.rest import rest_day
from models.adjustment.sides import weaker_side
from models.adjustment.slower import easier_after_a_bad_session
from models.adjustment.spike import no_spike
from models.adjustment.start import start_slower
from models.adjustment.volume import steady_volume, workload_ratio
from models.adjustment.week import Week
from models.athlete import AthleteData
from models.ids import stable_id
from models.tables import ADJUSTMENTS

Rule = Callable[[Week], Iterable[Adjustment]]

RULES: tuple[Rule, ...] = (
    no_spike,
    steady_volume,
    workload_ratio,
    hard_and_easy,
    rest_day,
    faster_after_two_good_sessions,
    hold,
    start_slower,
    easier_after_a_bad_session,
    more_weight,
    less_weight,
    stop_for_pain,
    easy_for_some_pain,
    jump_contacts,
    calf_raises,
    weaker_side,
    easier_week,
    restart_after_a_gap,
    legs_fresh,
    ask_when_not_sure,
)

GRADES = MappingProxyType(
    {
        **dict.fromkeys(("R2", "R3", "R5", "R6", "R7", "R8", "R9"), "C"),
        **dict.fromkeys(("R11", "R13", "R14", "R15", "R16", "R17", "R18", "R19"), "C"),
        "R1": "A",
        "R4": "B",
        "R10": "B",
        "R12": "B",
        "R20": "D",
    }
)
"""Strength of each rule's evidence: A trial or large cohort, B consensus or small trials, C convention, D ours."""

SAFETY_RULES = ("R1", "R12", "R13")
"""The rules that only take load away, for pain or for a run much longer than any of the last month."""

RULE_VERSION = 2
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


def _identity(week: Week, one: Adjustment) -> tuple[object, ...]:
    exercise = (one.exercise,) if one.exercise else ()
    return week.athlete_id, week.next_start, one.rule, one.about, one.parameter, *exercise


def _row(week: Week, one: Adjustment) -> dict[str, Any]:
    workout = one.workout if one.changes else None
    return {
        "adjustment_id": stable_id(*_identity(week, one), length=10),
        "athlete_id": week.athlete_id,
        "week_start": week.next_start,
        "workout_id": workout.workout_id if workout else None,
        "workout_version": workout.version if workout else None,
        "step_index": one.step_index,
        "exercise": one.exercise,
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
