"""Sessions with repetitions: each repetition against its target, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from statistics import multimode

from models.repetition_metrics import fade_percent, variation_percent
from models.rows import Row
from pipelines.report.contact import ground_contact
from pipelines.report.days import STRENGTH, matched, of_other_weeks, of_week
from pipelines.report.model import (
    IntervalSession,
    LongBreak,
    Recoveries,
    Repetition,
    RepetitionSummary,
)
from pipelines.report.repetitions import missed_repetitions, repetitions_of
from pipelines.report.rows import ReviewRows, of_version

DOUBTFUL_BELOW = 0.6
"""Below it a runner is asked to confirm: rule R20."""


def sessions(given: ReviewRows, week_start: date) -> tuple[IntervalSession, ...]:
    """The sessions of the week that have repetitions, asked for or found, in order of time."""
    found: list[IntervalSession] = []
    used: set[str] = set()
    for workout in (*of_week(given, week_start), *of_other_weeks(given, week_start)):
        asked = sum(step["kind"] == "work" for step in of_version(given.steps, workout))
        parts = [done.activity_id for done in matched(given, workout["workout_id"])]
        used.update(parts)
        if workout["kind"] in STRENGTH or not parts:
            continue
        # A session that was stopped and begun again: what is missing is missing once.
        main = max(parts, key=lambda part: len(_reps(given, part)))
        found.extend(
            _session(given, workout, given.activities[part], with_missed=part == main)
            for part in parts
            if _reps(given, part) or (part == main and asked > 1)
        )
    found.extend(
        _session(given, None, activity, with_missed=False)
        for identity, activity in given.activities.items()
        if activity["week_start"] == week_start and identity not in used and _reps(given, identity)
    )
    return tuple(sorted(found, key=lambda session: session.local_date))


def _session(given: ReviewRows, workout: Row | None, activity: Row, *, with_missed: bool) -> IntervalSession:
    rows = _reps(given, activity["activity_id"])
    done = repetitions_of(given, rows)
    missed = missed_repetitions(given, workout) if workout and with_missed else []
    confidence = min((row["confidence"] for row in rows), default=None)
    doubtful = confidence is None or confidence < DOUBTFUL_BELOW
    return IntervalSession(
        activity_id=activity["activity_id"],
        workout_id=workout["workout_id"] if workout else None,
        local_date=activity["local_date"],
        planned_for=workout["local_date"] if workout else None,
        title=workout["title"] if workout else "Repetitions that no plan asked for",
        prescribed=workout["text"] if workout else None,
        repetitions=(*done, *missed),
        summaries=_summaries(done),
        ground_contact=ground_contact(given, activity, rows),
        ground_contact_reason=_reason(rows),
        recoveries=_recoveries(given, workout, activity["activity_id"]),
        source=min(multimode(row["source"] for row in rows), default=None),
        confidence=confidence,
        structure_reason=activity["structure_reason"],
        confirm_commands=_commands(activity["activity_id"], done or missed) if doubtful else (),
        colour=workout["colour"] if workout else None,
        reason=workout["reason"] if workout else None,
    )


def _reps(given: ReviewRows, activity_id: str) -> Sequence[Row]:
    return given.repetitions.get(activity_id, ())


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


def _reason(rows: Sequence[Row]) -> str | None:
    return next((row["dynamics_reason"] for row in rows if row["dynamics_reason"] is not None), None)


def _recoveries(given: ReviewRows, workout: Row | None, activity_id: str) -> Recoveries | None:
    """Of the rests between repetitions of the same rep set; those between rep sets are told beside."""
    seconds: list[float] = []
    longer: list[LongBreak] = []
    repetition, rep_set, resting = 0, None, 0.0
    for interval in given.intervals.get(activity_id, ()):
        kind, set_index, duration_s = (interval[name] for name in ("kind", "set_index", "duration_s"))
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
    asked = _asked_recovery(given, workout)
    return Recoveries(
        count=len(seconds),
        mean_s=sum(seconds) / len(seconds),
        first_s=seconds[0],
        last_s=seconds[-1],
        asked_distance_m=asked.get("distance_m"),
        asked_s=asked.get("duration_s"),
        longer=tuple(longer),
    )


def _asked_recovery(given: ReviewRows, workout: Row | None) -> Row:
    if workout is None:
        return {}
    return next((step for step in of_version(given.steps, workout) if step["kind"] == "recovery"), {})


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
