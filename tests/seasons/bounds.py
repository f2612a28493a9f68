"""The bounds that no proposal may pass, checked from the outside: from the effective plan before and after."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import polars as pl

from models.adjustment.planned import Planned, planned
from models.adjustment.versions import versions
from models.athlete import AthleteData
from models.paces import vdot
from models.prescription import prescriptions
from models.tables import WORKOUT_STEPS, WORKOUTS

_WEEK = timedelta(days=7)
_MILE_M = 1609.344


def broken_bounds(data: AthleteData, first: date, proposed: pl.DataFrame) -> list[str]:
    """What is wrong with the coming week once all that is proposed for it is accepted, in words."""
    at = datetime.combine(first + _WEEK, time(7), UTC)
    taken = proposed.filter(~pl.col("parameter").is_in(["ask", "advice"])).with_columns(
        pl.lit("accepted").alias("status"), pl.lit(at).alias("decided_at")
    )
    before = _week(data, first + _WEEK)
    base = (
        WORKOUTS.conform(data.workouts.filter(pl.col("version") == 0)),
        WORKOUT_STEPS.conform(data.workout_steps.filter(pl.col("version") == 0)),
    )
    asked, steps = versions(*base, pl.concat([data.accepted, taken.select(data.accepted.columns)]))
    after = _week(replace(data, workouts=asked, workout_steps=steps), first + _WEEK)
    months_ago = _week(data, first + _WEEK - 4 * _WEEK)
    pain = data.notes.filter(pl.col("kind") == "pain", pl.col("value") >= 1, pl.col("local_date") >= first).height > 0
    return [f"{first}: {words}" for words in _broken(before, after, months_ago, pain=pain)]


def _week(data: AthleteData, first: date) -> dict[str, Planned]:
    newest = [planned(found[-1]) for found in prescriptions(data).values()]
    return {one.workout_id: one for one in newest if first <= one.local_date < first + _WEEK}


def _broken(
    before: dict[str, Planned], after: dict[str, Planned], months_ago: dict[str, Planned], *, pain: bool
) -> Iterator[str]:
    harder = {words for identity, old in before.items() for words in _harder(old, after[identity])}
    if len(harder) > 1:
        yield f"{len(harder)} increases in one week: {sorted(harder)}"
    if pain and harder:
        yield f"an increase in pain: {sorted(harder)}"
    if len({one.local_date for one in after.values() if one.kind != "rest"}) == 7:
        yield "no day of rest"
    fast = sorted({one.local_date for one in after.values() if one.hard and one.run})
    if any((b - a).days == 1 for a, b in itertools.pairwise(fast)):
        yield "two fast days in a row"
    for identity, new in after.items():
        yield from _of_workout(before[identity], new)
        yield from _too_fast(before[identity], new, months_ago)


def _of_workout(old: Planned, new: Planned) -> Iterator[str]:
    if new.repetitions != old.repetitions and new.repetitions and not 2 <= new.repetitions <= 8:
        yield f"{new.repetitions} repetitions"
    same = new.repetitions <= old.repetitions and new.target == old.target
    if same and (new.minutes or 0) > (old.minutes or 0) * 1.001:
        yield f"a longer run: {old.text} -> {new.text}"
    then = {lift.exercise: lift for lift in old.lifts}
    for lift in new.lifts:
        was = then.get(lift.exercise)
        if was and was.sets.load_kg and (lift.sets.load_kg or 0) > was.sets.load_kg * 1.10 + 1e-9:
            yield f"{lift.exercise} from {was.sets.load_kg} to {lift.sets.load_kg} kg"
    if new.contacts > max(60, 1.10 * old.contacts) + 1e-9:
        yield f"{old.contacts} to {new.contacts} contacts"


def _too_fast(old: Planned, new: Planned, months_ago: dict[str, Planned]) -> Iterator[str]:
    then = next((one for one in months_ago.values() if one.session_key == new.session_key), None)
    if not (then and then.target and new.target and old.target and new.target < old.target):
        return
    gain = vdot(_MILE_M, new.target * _MILE_M / 400) - vdot(_MILE_M, then.target * _MILE_M / 400)
    if gain > 1.0 + 1e-6:
        yield f"{gain:.2f} units of VDOT in four weeks"


def _harder(old: Planned, new: Planned) -> Iterator[str]:
    if old.target and new.target and new.target < old.target:
        yield "target"
    if new.repetitions > old.repetitions:
        yield "repetitions"
    then = {lift.exercise: lift.sets for lift in old.lifts}
    for lift in new.lifts:
        was = then.get(lift.exercise)
        if was is None:
            yield "exercise"
            continue
        pairs = ((lift.sets.load_kg, was.load_kg), (lift.sets.sets, was.sets), (lift.sets.repetitions, was.repetitions))
        if any((now or 0) > (before or 0) for now, before in pairs):
            yield lift.exercise
