"""Which recording or told session was which workout: by day and content, moved by a day or two at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import scipy

from models.athlete import AthleteData
from models.compliance.config import DEFAULT, ComplianceConfig
from models.compliance.sessions import Run, bare_strength, counting, run_fit, runs, sets_by_day
from models.prescription import Prescription, evening, in_force, prescriptions
from models.rows import Row

Versions = tuple[Prescription, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """One row of `workout_matches`."""

    workout_id: str | None
    activity_id: str | None
    role: str
    local_date: date
    """Day of the session; of the workout where there was none."""
    days_moved: int | None = None


def matches(athlete: AthleteData, config: ComplianceConfig = DEFAULT) -> list[Match]:
    """Every workout that was done or is due, and every activity that counts."""
    asked = sorted(
        prescriptions(athlete).values(), key=lambda v: (v[-1].local_date, v[0].workout["day_index"], v[0].workout_id)
    )
    done = [*_runs(asked, runs(athlete), config), *_strength(asked, athlete, config)]
    fulfilled = {m.workout_id for m in done}
    extra = _extra(athlete, {m.activity_id for m in done})
    due = [at_evening(v) for v in asked if v[-1].local_date < athlete.as_of and v[0].workout_id not in fulfilled]
    busy = _busy_days(athlete, [m for m in done if m.role == "matched"])
    rest = [w for w in due if w.family == "rest"]
    kept = [Match(w.workout_id, None, "matched", w.local_date, 0) for w in rest if w.local_date not in busy]
    broken = [Match(w.workout_id, None, "missed", w.local_date) for w in rest if w.local_date in busy]
    missed = [Match(w.workout_id, None, "missed", w.local_date) for w in due if w.family != "rest"]
    return [*done, *extra, *kept, *broken, *missed]


def at_evening(versions: Versions) -> Prescription:
    """The version that counts at the end of the workout's day."""
    return in_force(versions, evening(versions[-1].local_date))


def _runs(asked: Sequence[Versions], done: Sequence[Run], config: ComplianceConfig) -> list[Match]:
    """The pairs of runs with the greatest worth in all; each run and each workout once."""
    worth = np.zeros((len(asked), len(done)))
    for j, run in enumerate(done):
        for i, versions in enumerate(asked):
            if abs((run.local_date - versions[-1].local_date).days) <= config.max_days_moved:
                worth[i, j] = _worth(in_force(versions, run.start_time), run, config)
    if not worth.any():
        return []
    rows, columns = scipy.optimize.linear_sum_assignment(worth, maximize=True)
    return [
        _done(asked[i][-1], done[j].activity_id, done[j].local_date)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if worth[i, j] > 0
    ]


def _worth(asked: Prescription, run: Run, config: ComplianceConfig) -> float:
    if asked.family != "run":
        return 0.0
    fit = run_fit(asked, run)
    days = abs((run.local_date - asked.local_date).days)
    if days == 0:
        return config.same_day_bonus + fit
    return fit - config.day_cost * days if fit >= config.moved_fit else 0.0


def _done(asked: Prescription, activity_id: str | None, day: date) -> Match:
    days = (day - asked.local_date).days
    return Match(asked.workout_id, activity_id, "moved" if days else "matched", day, days)


@dataclass
class _Pools:
    """What strength there is to share out: sets by day, and recordings without sets."""

    sets: dict[date, tuple[Row, ...]]
    bare: dict[date, tuple[str, ...]]
    taken: set[str] = field(default_factory=set)

    def left(self, day: date) -> list[Row]:
        return [row for row in self.sets.get(day, ()) if row["set_id"] not in self.taken]

    def take(self, rows: Iterable[Row]) -> str | None:
        """The activity that holds most of the sets, None where they were told; they are taken from now on."""
        kept = list(rows)
        self.taken |= {row["set_id"] for row in kept}
        ids = sorted(row["activity_id"] for row in kept if row["activity_id"])
        return max(ids, key=lambda found: (ids.count(found), found)) if ids else None


def _strength(asked: Sequence[Versions], athlete: AthleteData, config: ComplianceConfig) -> list[Match]:
    """Sets of the day by exercise, then whatever else was done that day, then sets of a day or two away."""
    wanted = [w for w in map(at_evening, asked) if w.family == "strength" and w.local_date <= _soon(athlete, config)]
    pools = _Pools(sets_by_day(athlete), bare_strength(athlete))
    found: list[Match] = []
    for search in (_same_exercises, _same_day, _moved):
        fulfilled = {m.workout_id for m in found}
        for workout in [w for w in wanted if w.workout_id not in fulfilled]:
            match = search(workout, pools, config)
            if match is not None:
                found.append(match)
    return found


def _soon(athlete: AthleteData, config: ComplianceConfig) -> date:
    return athlete.as_of + timedelta(days=config.max_days_moved)


def _same_exercises(workout: Prescription, pools: _Pools, _: ComplianceConfig) -> Match | None:
    mine = _of_exercises(workout, pools.left(workout.local_date))
    return _done(workout, pools.take(mine), workout.local_date) if mine else None


def _same_day(workout: Prescription, pools: _Pools, _: ComplianceConfig) -> Match | None:
    rest = pools.left(workout.local_date)
    bare = [found for found in pools.bare.get(workout.local_date, ()) if found not in pools.taken]
    if rest:
        return _done(workout, pools.take(rest), workout.local_date)
    if bare:
        pools.taken.add(bare[0])
        return _done(workout, bare[0], workout.local_date)
    return None


def _moved(workout: Prescription, pools: _Pools, config: ComplianceConfig) -> Match | None:
    exercises = {step["exercise"] for step in workout.sets}
    for days in sorted(range(-config.max_days_moved, config.max_days_moved + 1), key=lambda d: (abs(d), -d)):
        day = workout.local_date + timedelta(days=days)
        mine = _of_exercises(workout, pools.left(day))
        if exercises and len({row["exercise"] for row in mine}) >= config.moved_fit * len(exercises):
            return _done(workout, pools.take(mine), day)
    return None


def _of_exercises(workout: Prescription, sets: Iterable[Row]) -> list[Row]:
    exercises = {step["exercise"] for step in workout.sets}
    return [row for row in sets if row["exercise"] in exercises]


def _extra(athlete: AthleteData, matched: set[str | None]) -> list[Match]:
    rows = counting(athlete).sort("start_time", "activity_id").iter_rows(named=True)
    return [
        Match(None, row["activity_id"], "extra", row["local_date"]) for row in rows if row["activity_id"] not in matched
    ]


def _busy_days(athlete: AthleteData, own: Iterable[Match]) -> set[date]:
    """Days with a run or strength that was not asked of that very day."""
    asked_for = {m.activity_id for m in own}
    days_with_asked_sets = {m.local_date for m in own if m.activity_id is None}
    ran = {run.local_date for run in runs(athlete) if run.activity_id not in asked_for}
    bare = {day for day, ids in bare_strength(athlete).items() if not set(ids) <= asked_for}
    lifted = {
        day
        for day, rows in sets_by_day(athlete).items()
        if day not in days_with_asked_sets and any(row["activity_id"] not in asked_for for row in rows)
    }
    return ran | bare | lifted
