"""Sessions with repetitions: each repetition against its target, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import polars as pl

from models.repetition_metrics import fade_percent, variation_percent
from pipelines.report.contact import ground_contact
from pipelines.report.days import STRENGTH, Row, matched, of_other_weeks, of_week
from pipelines.report.frames import ReviewFrames
from pipelines.report.model import (
    IntervalSession,
    LongBreak,
    Recoveries,
    Repetition,
    RepetitionSummary,
)
from pipelines.report.repetitions import missed_repetitions, repetitions_of

DOUBTFUL_BELOW = 0.6
"""Below it a runner is asked to confirm: rule R20."""


def sessions(frames: ReviewFrames, week_start: date) -> tuple[IntervalSession, ...]:
    """The sessions of the week that have repetitions, asked for or found, in order of time."""
    found: list[IntervalSession] = []
    used: set[str] = set()
    for workout in (*of_week(frames, week_start), *of_other_weeks(frames, week_start)):
        asked = _work_steps(frames, workout)
        parts = [done.activity_id for done in matched(frames, workout["workout_id"])]
        used.update(parts)
        if workout["kind"] in STRENGTH or not parts:
            continue
        # A session that was stopped and begun again: what is missing is missing once.
        main = max(parts, key=lambda part: _reps(frames, part).height)
        found.extend(
            _session(frames, workout, _activity(frames, part), with_missed=part == main)
            for part in parts
            if _reps(frames, part).height or (part == main and asked.height > 1)
        )
    week = frames.activities.filter(pl.col("week_start") == week_start)
    found.extend(
        _session(frames, None, activity, with_missed=False)
        for activity in week.sort("start_time").iter_rows(named=True)
        if activity["activity_id"] not in used and _reps(frames, activity["activity_id"]).height
    )
    return tuple(sorted(found, key=lambda session: session.local_date))


def _session(frames: ReviewFrames, workout: Row | None, activity: Row, *, with_missed: bool) -> IntervalSession:
    rows = _reps(frames, activity["activity_id"])
    done = repetitions_of(rows, frames.compliance)
    missed = missed_repetitions(frames, workout) if workout and with_missed else []
    confidence = rows["confidence"].min()
    doubtful = not done or (isinstance(confidence, float) and confidence < DOUBTFUL_BELOW)
    return IntervalSession(
        activity_id=activity["activity_id"],
        workout_id=workout["workout_id"] if workout else None,
        local_date=activity["local_date"],
        planned_for=workout["local_date"] if workout else None,
        title=workout["title"] if workout else "Repetitions that no plan asked for",
        prescribed=workout["text"] if workout else None,
        repetitions=(*done, *missed),
        summaries=_summaries(done),
        ground_contact=ground_contact(frames, activity, rows),
        ground_contact_reason=_reason(rows),
        recoveries=_recoveries(frames, workout, activity["activity_id"]),
        source=rows["source"].mode().sort()[0] if rows.height else None,
        confidence=confidence if isinstance(confidence, float) else None,
        structure_reason=activity["structure_reason"],
        confirm_commands=_commands(activity["activity_id"], done or missed) if doubtful else (),
        colour=workout["colour"] if workout else None,
        reason=workout["reason"] if workout else None,
    )


def _reps(frames: ReviewFrames, activity_id: str) -> pl.DataFrame:
    return frames.repetitions.filter(pl.col("activity_id") == activity_id).sort("interval_index")


def _activity(frames: ReviewFrames, activity_id: str) -> Row:
    return frames.activities.row(by_predicate=pl.col("activity_id") == activity_id, named=True)


def _work_steps(frames: ReviewFrames, workout: Row) -> pl.DataFrame:
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    return frames.workout_steps.filter(same, pl.col("kind") == "work").sort("step_index")


def _summaries(done: Sequence[Repetition]) -> tuple[RepetitionSummary, ...]:
    summaries = []
    for distance in dict.fromkeys(rep.nominal_distance_m for rep in done):
        times = [r.duration_s for r in done if r.nominal_distance_m == distance and r.duration_s is not None]
        if len(times) > 1:
            summaries.append(
                RepetitionSummary(
                    nominal_distance_m=distance,
                    count=len(times),
                    mean_s=sum(times) / len(times),
                    variation_percent=variation_percent(times),
                    fade_percent=fade_percent(times),
                )
            )
    return tuple(summaries)


def _reason(rows: pl.DataFrame) -> str | None:
    reasons = rows["dynamics_reason"].drop_nulls()
    return str(reasons[0]) if len(reasons) else None


def _recoveries(frames: ReviewFrames, workout: Row | None, activity_id: str) -> Recoveries | None:
    """Of the rests between repetitions of the same rep set; those between rep sets are told beside."""
    mine = frames.intervals.filter(pl.col("activity_id") == activity_id).sort("interval_index")
    seconds: list[float] = []
    longer: list[LongBreak] = []
    repetition, rep_set, resting = 0, None, 0.0
    for kind, set_index, duration_s in mine.select("kind", "set_index", "duration_s").iter_rows():
        if kind == "recovery":
            resting += duration_s
        elif kind == "work":
            if resting and rep_set == (set_index or 1):
                seconds.append(resting)
            elif resting and repetition:
                longer.append(LongBreak(after_repetition=repetition, duration_s=resting))
            repetition, rep_set, resting = repetition + 1, set_index or 1, 0.0
    if not seconds:
        return None
    asked = _asked_recovery(frames, workout)
    return Recoveries(
        count=len(seconds),
        mean_s=sum(seconds) / len(seconds),
        first_s=seconds[0],
        last_s=seconds[-1],
        asked_distance_m=asked.get("distance_m"),
        asked_s=asked.get("duration_s"),
        longer=tuple(longer),
    )


def _asked_recovery(frames: ReviewFrames, workout: Row | None) -> Row:
    if workout is None:
        return {}
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    steps = frames.workout_steps.filter(same, pl.col("kind") == "recovery").sort("step_index")
    return steps.row(0, named=True) if steps.height else {}


def _commands(activity_id: str, repetitions: Sequence[Repetition]) -> tuple[str, ...]:
    fix = f"fix {activity_id}"
    return (f"{fix} --confirm", f'{fix} --reps "{_as_workout(repetitions)}"', f"{fix} --no-intervals")


def _as_workout(repetitions: Sequence[Repetition]) -> str:
    """Repetitions as workout text, such as 4x400m, 1x800m: what was found, or asked where nothing was."""
    lengths = [_length(rep) for rep in repetitions]
    runs = [(length, len(list(same))) for length, same in groupby(length for length in lengths if length)]
    return ", ".join(f"{count}x{length}" for length, count in runs) or "6x400m"


def _length(rep: Repetition) -> str | None:
    if rep.nominal_distance_m is not None:
        return f"{rep.nominal_distance_m:.0f}m"
    seconds = rep.duration_s if rep.duration_s is not None else rep.target_low_s
    return None if seconds is None else f"{max(5, round(seconds / 5) * 5)}s"
