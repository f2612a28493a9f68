"""Each workout that was done or is due against what was asked: its steps, its score, its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from models.athlete import AthleteData
from models.compliance import score
from models.compliance.config import ComplianceConfig
from models.compliance.repetitions import left_out, repetitions
from models.compliance.score import Score
from models.compliance.sessions import Run, runs, sets_by_day
from models.compliance.sets import sets_done, sets_left_out
from models.compliance.whole_runs import whole_run, whole_run_missed
from models.prescription import Prescription, evening, in_force, prescriptions
from models.rows import Row

Cells = dict[str, object]


@dataclass(frozen=True)
class Judged:
    """A workout version with its rows of `compliance` and its score."""

    asked: Prescription
    rows: list[Cells]
    score: Score


@dataclass(frozen=True)
class _Done:
    """What the athlete did and said, ready to be looked up."""

    runs: dict[str, Run]
    sets: dict[date, tuple[Row, ...]]
    told: dict[date, str]
    """Reasons that were told for days without training."""


def judged(athlete: AthleteData, matches: pl.DataFrame, config: ComplianceConfig) -> list[Judged]:
    """One a matched or missed workout, in order of workout_id."""
    asked = prescriptions(athlete)
    done = _Done({run.activity_id: run for run in runs(athlete)}, sets_by_day(athlete), _told(athlete))
    rows = matches.filter(pl.col("workout_id").is_not_null()).sort("workout_id", "activity_id", nulls_last=True)
    return [_judge(asked[row["workout_id"]], row, done, config) for row in rows.iter_rows(named=True)]


def _judge(versions: Sequence[Prescription], match: Row, done: _Done, config: ComplianceConfig) -> Judged:
    run = done.runs.get(match["activity_id"] or "")
    asked = in_force(versions, run.start_time if run else evening(versions[-1].local_date))
    if asked.family == "rest":
        return _rest(asked, match)
    if match["role"] == "missed":
        return _missed(asked, done)
    found = _run(asked, run, config) if run else _strength(asked, match, done, config)
    days = match["days_moved"] or 0
    if not days:
        return found
    moved = f"; done {abs(days)} day{'s' if abs(days) > 1 else ''} {'later' if days > 0 else 'earlier'}"
    return replace(found, score=replace(found.score, reason=found.score.reason + moved))


def _rest(asked: Prescription, match: Row) -> Judged:
    if match["role"] == "matched":
        return Judged(asked, [], Score(1.0, "green", "rest day kept"))
    return Judged(asked, [], Score(0.0, "red", "rest day not kept: there was training on it"))


def _missed(asked: Prescription, done: _Done) -> Judged:
    rows = [*left_out(asked, "missed"), *sets_left_out(asked.sets, "missed")] or whole_run_missed(asked)
    told = done.told.get(asked.local_date)
    return Judged(asked, rows, Score(0.0, "red", told or "not done, or not recorded"))


def _run(asked: Prescription, run: Run, config: ComplianceConfig) -> Judged:
    if run.work and asked.work:
        rows = repetitions(asked, run, config)
        return Judged(asked, rows, score.parts(asked, rows, len(run.work), config))
    rows = whole_run(asked, run, config)
    if len(asked.work) <= 1 and rows:
        return Judged(asked, rows, score.whole(rows[0], config))
    if not asked.work:
        return Judged(asked, rows, Score(None, None, "done; what was asked adds up to neither a time nor a distance"))
    if run.said_none:
        reason = "another run than asked: you said that it has no repetitions"
        return Judged(asked, left_out(asked, "missed"), Score(0.0, "red", reason))
    reason = f"done, but no repetitions were found in it: {run.activity['structure_reason']}"
    return Judged(asked, left_out(asked, "unknown"), Score(None, None, reason))


def _strength(asked: Prescription, match: Row, done: _Done, config: ComplianceConfig) -> Judged:
    day = asked.local_date + timedelta(days=match["days_moved"] or 0)
    sets = done.sets.get(day, ())
    exercises = {step["exercise"] for step in asked.sets}
    mine = [one for one in sets if one["exercise"] in exercises]
    if not asked.sets:
        return Judged(asked, [], Score(None, None, "done; the plan does not say which sets were asked"))
    if not sets:
        reason = "recorded without sets; say them with `trackwork log strength`"
        return Judged(asked, sets_left_out(asked.sets, "unknown"), Score(None, None, reason))
    rows = sets_done(asked, mine, config)
    found = score.parts(asked, rows, len(mine), config)
    others = sorted({one["exercise"] for one in sets} - exercises)
    if others and not mine:
        found = replace(found, reason=f"{found.reason}; done instead: {', '.join(others)}")
    return Judged(asked, rows, found)


def _told(athlete: AthleteData) -> dict[date, str]:
    """The last word of a day about not training."""
    said = athlete.notes.filter(pl.col("kind").is_in(["skip", "rest"])).sort("recorded_at", "note_id")
    words = {"skip": "skipped", "rest": "rested instead"}
    return {
        row["local_date"]: f"{words[row['kind']]}: {row['text']}" if row["text"] else words[row["kind"]]
        for row in said.iter_rows(named=True)
    }
