"""An athlete by hand: weeks of planned sessions, and runs with known repetitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models.athlete import AthleteData
from models.calendar import week_start
from models.tables import ACTIVITIES, ADJUSTMENTS, INTERVALS, NOTES, STRENGTH_SETS, WORKOUT_STEPS, WORKOUTS

MONDAY = date(2026, 10, 5)
ME = "anna"

Rows = list[dict[str, Any]]


def day(week: int, weekday: int) -> date:
    """Day of week 1, 2, ... of the plan; weekday 1 = Monday."""
    return MONDAY + timedelta(days=7 * (week - 1) + weekday - 1)


@dataclass
class Athlete:
    """Collects rows; `data()` makes the frames of them."""

    activities: Rows = field(default_factory=list)
    intervals: Rows = field(default_factory=list)
    strength_sets: Rows = field(default_factory=list)
    notes: Rows = field(default_factory=list)
    workouts: Rows = field(default_factory=list)
    steps: Rows = field(default_factory=list)
    accepted: Rows = field(default_factory=list)

    def plan(self, on: date, kind: str, text: str, steps: Rows, key: str | None = None) -> str:
        """A workout of the plan; its id."""
        same_day = sum(w["local_date"] == on for w in self.workouts)
        workout_id = f"w-{on:%y%m%d}-{same_day}"
        self.workouts.append(
            {
                "workout_id": workout_id,
                "version": 0,
                "athlete_id": ME,
                "local_date": on,
                "week_start": week_start(on, 1),
                "day_index": same_day,
                "session_key": key or f"{kind}-{on.isoweekday()}",
                "kind": kind,
                "title": text,
                "text": text,
            }
        )
        self.steps += [
            {"workout_id": workout_id, "version": 0, "step_index": n, **step} for n, step in enumerate(steps)
        ]
        return workout_id

    def intervals_planned(self, on: date, count: int = 6, target: float = 95.0) -> str:
        """`count` x 400 m in `target` s with 200 m jog between."""
        rep = {"kind": "work", "distance_m": 400, "target_low": target, "target_high": target, "target_unit": "s"}
        steps: Rows = []
        for n in range(1, count + 1):
            steps.append({**rep, "set_index": 1, "repetition_index": n})
            if n < count:
                steps.append({"kind": "recovery", "distance_m": 200})
        return self.plan(on, "intervals", f"{count} x 400m @ {target:g}s / 200m jog", steps)

    def easy_planned(self, on: date, minutes: float = 40) -> str:
        """Easy running."""
        return self.plan(on, "easy", f"{minutes:g}min easy", [{"kind": "easy", "duration_s": minutes * 60}])

    def rest_planned(self, on: date) -> str:
        """A day without training."""
        return self.plan(on, "rest", "rest", [{"kind": "rest"}])

    def strength_planned(self, on: date, exercise: str = "squat", sets: int = 3, kind: str = "strength") -> str:
        """Sets of 8."""
        rows = [
            {"kind": "exercise", "exercise": exercise, "set_index": n, "repetitions": 8} for n in range(1, sets + 1)
        ]
        return self.plan(on, kind, f"{exercise} {sets}x8", rows)

    def ran(self, on: date, minutes: float = 40, hour: int = 17, **cells: object) -> str:
        """A run without repetitions; its id."""
        activity_id = f"a-{on:%y%m%d}-{hour}"
        self.activities.append(
            {
                "activity_id": activity_id,
                "athlete_id": ME,
                "file_id": activity_id,
                "session_index": 0,
                "sport": "running",
                "start_time": datetime.combine(on, time(hour), UTC),
                "utc_offset_s": 0,
                "local_date": on,
                "week_start": week_start(on, 1),
                "elapsed_s": minutes * 60,
                "timer_s": minutes * 60,
                "distance_m": minutes * 170,
                "structure": "none",
                "structure_reason": "even running",
                "ignored": False,
                "derivation_key": "",
                "derivation_version": 1,
                **cells,
            }
        )
        return activity_id

    def ran_intervals(self, on: date, times: Sequence[float], hour: int = 17, **cells: object) -> str:
        """400s in `times` [s] with 200 m jog between; `cells` go to each repetition."""
        activity_id = self.ran(on, minutes=45, hour=hour, structure="lap", distance_scale=1.0)
        start, rows = 900.0, []
        for n, seconds in enumerate(times, 1):
            rows.append(_interval("work", start, seconds, 400, repetition_index=n, set_index=1, **cells))
            start += seconds
            if n < len(times):
                rows.append(_interval("recovery", start, 80, 200))
                start += 80
        self.intervals += [{"activity_id": activity_id, "interval_index": n, **row} for n, row in enumerate(rows)]
        return activity_id

    def lifted(self, on: date, exercise: str = "squat", repetitions: Sequence[int] = (8, 8, 8)) -> None:
        """Sets that were told."""
        entry = len(self.strength_sets)
        self.strength_sets += [
            {
                "set_id": f"{entry}-{n}",
                "athlete_id": ME,
                "local_date": on,
                "set_index": n,
                "exercise": exercise,
                "repetitions": count,
                "source": "log",
            }
            for n, count in enumerate(repetitions)
        ]

    def note(self, on: date, kind: str, value: float | None = None, **cells: object) -> None:
        """What was said about a day."""
        self.notes.append(
            {
                "note_id": str(len(self.notes)),
                "athlete_id": ME,
                "local_date": on,
                "kind": kind,
                "value": value,
                "recorded_at": datetime.combine(on, time(20), UTC),
                **cells,
            }
        )

    def data(self, as_of: date = date(2026, 12, 31)) -> AthleteData:
        """The frames."""
        return AthleteData(
            athlete_id=ME,
            as_of=as_of,
            week_start_day=1,
            activities=ACTIVITIES.check(ACTIVITIES.rows(self.activities)),
            intervals=INTERVALS.check(INTERVALS.rows(self.intervals)),
            strength_sets=STRENGTH_SETS.check(STRENGTH_SETS.rows(self.strength_sets)),
            notes=NOTES.check(NOTES.rows(self.notes)),
            workouts=WORKOUTS.check(WORKOUTS.rows(self.workouts)),
            workout_steps=WORKOUT_STEPS.check(WORKOUT_STEPS.rows(self.steps)),
            accepted=ADJUSTMENTS.rows(self.accepted),
        )


def _interval(kind: str, start_s: float, duration_s: float, distance_m: float, **cells: object) -> dict[str, Any]:
    return {
        "kind": kind,
        "start_s": start_s,
        "end_s": start_s + duration_s,
        "duration_s": duration_s,
        "distance_m": distance_m,
        "nominal_distance_m": distance_m,
        "pace_s_per_km": duration_s / distance_m * 1000,
        "dynamics_samples": 0,
        "source": "lap",
        "confidence": 0.9,
        "derivation_version": 1,
        **cells,
    }
