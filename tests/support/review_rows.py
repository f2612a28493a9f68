"""A week of an athlete as rows of the warehouse: six 400s on Tuesday, squats on Thursday, rest on Friday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.schema import Table
from models.tables import (
    ACTIVITIES,
    ADJUSTMENTS,
    ATHLETES,
    COMPLIANCE,
    GROUND_CONTACT_CHANGES,
    GROUND_CONTACT_SESSIONS,
    INTERVALS,
    NOTES,
    REFERENCE_SPEEDS,
    SOURCE_FILES,
    STRENGTH_SETS,
    WORKOUT_COMPLIANCE,
    WORKOUT_MATCHES,
    WORKOUT_STEPS,
    WORKOUTS,
)
from warehouse.store import Store

WEEK = date(2026, 11, 16)
NEXT_MONDAY = date(2026, 11, 23)
TIMES_S = (94.0, 94.6, 95.2, 95.4, 96.0, 97.2)
CONTACT_MS = (210.0, 211.0, 213.0, 214.0, 216.0, 219.0)
REPS_TEXT = "6 x 400m @ 95s / 200m jog"

Row = dict[str, Any]


def day(offset: int) -> date:
    """The day `offset` days after Monday."""
    return WEEK + timedelta(days=offset)


class Rows:
    """Rows by table, changed by the tests before they are stored."""

    def __init__(self) -> None:
        self.by_table: dict[Table, list[Row]] = {}
        self.add(ATHLETES, athlete_id="me", name="Ada", timezone="Europe/Berlin", week_start_day=1)

    def add(self, table: Table, **row: object) -> Rows:
        """One more row; what all rows of the table must have is filled in."""
        filled = {"athlete_id": "me", "derivation_version": 1} | row
        self.by_table.setdefault(table, []).append({k: v for k, v in filled.items() if k in table.schema})
        return self

    def change(self, table: Table, where: Row, **values: object) -> Rows:
        """Other values in the rows that have those of `where`."""
        for row in self.by_table[table]:
            if all(row.get(key) == value for key, value in where.items()):
                row.update(values)
        return self

    def remove(self, table: Table, **where: object) -> Rows:
        """Without the rows that have the values of `where`."""
        kept = [r for r in self.by_table[table] if not all(r.get(k) == v for k, v in where.items())]
        self.by_table[table] = kept
        return self

    def workout(self, workout_id: str, offset: int, kind: str, title: str, text: str, **more: object) -> Rows:
        """A workout on the day `offset` days after Monday."""
        planned: Row = {
            "workout_id": workout_id,
            "version": 0,
            "local_date": day(offset),
            "week_start": WEEK + timedelta(days=offset // 7 * 7),
            "day_index": 0,
            "session_key": workout_id,
            "kind": kind,
            "title": title,
            "text": text,
        }
        return self.add(WORKOUTS, **(planned | more))

    def activity(self, activity_id: str, offset: int, **more: object) -> Rows:
        """A run of an hour and 10 km."""
        start = datetime(2026, 11, 16, 17, tzinfo=UTC) + timedelta(days=offset)
        run: Row = {
            "activity_id": activity_id,
            "file_id": f"file-{activity_id}",
            "session_index": 0,
            "sport": "running",
            "start_time": start,
            "utc_offset_s": 3600,
            "local_date": day(offset),
            "week_start": WEEK,
            "elapsed_s": 3600.0,
            "timer_s": 3000.0,
            "distance_m": 10_000.0,
            "structure": "none",
            "structure_reason": "an even run",
            "ignored": False,
            "derivation_key": "x",
        }
        return self.add(ACTIVITIES, **(run | more))

    def matched(self, workout_id: str | None, activity_id: str | None, role: str = "matched", moved: int = 0) -> Rows:
        """A pair of workout and activity."""
        pair = {"workout_id": workout_id, "activity_id": activity_id, "role": role, "days_moved": moved, "by": "auto"}
        return self.add(WORKOUT_MATCHES, **pair)

    def scored(self, workout_id: str, score: float, colour: str, reason: str) -> Rows:
        """A workout's compliance."""
        row = {"workout_id": workout_id, "version": 0, "score": score, "colour": colour, "preset": "runner"}
        return self.add(WORKOUT_COMPLIANCE, **row, reason=reason)

    def store(self, store: Store) -> None:
        """Into the warehouse."""
        for table, rows in self.by_table.items():
            store.insert(table, table.rows(rows))


def repetitions(rows: Rows, workout_id: str, activity_id: str, **more: object) -> Rows:
    """Six 400s with 200 m jogs between them, target 95 s."""
    start = 900.0
    for index, (time, contact) in enumerate(zip(TIMES_S, CONTACT_MS, strict=True)):
        step = {"workout_id": workout_id, "version": 0, "set_index": 1, "repetition_index": index + 1}
        rows.add(WORKOUT_STEPS, **step, step_index=2 * index, kind="work", distance_m=400.0, **_TARGET)
        rows.add(WORKOUT_STEPS, **(step | {"step_index": 2 * index + 1, "kind": "recovery", "distance_m": 200.0}))
        interval: Row = {
            "activity_id": activity_id,
            "interval_index": 2 * index,
            "kind": "work",
            "set_index": 1,
            "repetition_index": index + 1,
            "start_s": start,
            "end_s": start + time,
            "duration_s": time,
            "nominal_distance_m": 400.0,
            "pace_s_per_km": time * 2.5,
            "avg_heart_rate_bpm": 165.0 + index,
            "stance_time_ms": contact,
            "dynamics_samples": 80,
            "source": "workout_step",
            "confidence": 0.95,
            "flags": [],
        }
        rows.add(INTERVALS, **(interval | more))
        rest = {"kind": "recovery", "interval_index": 2 * index + 1, "duration_s": 70.0 + 2 * index}
        ends = {"start_s": start + time, "end_s": start + time + 70 + 2 * index, "stance_time_ms": None}
        if index < 5:
            rows.add(INTERVALS, **(interval | rest | ends | {"repetition_index": None}))
        verdict = "met" if abs(time / 95 - 1) <= 0.02 else "slow"
        asked = {"metric": "duration_s", "prescribed": 95.0, "achieved": time, "ratio": time / 95, "verdict": verdict}
        place = {"activity_id": activity_id, "interval_index": 2 * index, "step_index": 2 * index}
        rows.add(COMPLIANCE, workout_id=workout_id, version=0, **place, **asked)
        start += time + 70 + 2 * index
    return rows


_TARGET: Row = {"target_low": 95.0, "target_high": 95.0, "target_unit": "s"}


def squats(rows: Rows, workout_id: str, offset: int, done: tuple[int, ...], weight_kg: float | None = 40.0) -> Rows:
    """Three sets of twelve squats asked; `done` repetitions of each set."""
    for index in range(3):
        step = {"workout_id": workout_id, "version": 0, "step_index": index, "kind": "exercise", "exercise": "squat"}
        rows.add(WORKOUT_STEPS, **step, set_index=index + 1, repetitions=12, load_kg=weight_kg)
        achieved = float(done[index]) if index < len(done) else None
        verdict = "missed" if achieved is None else "met" if achieved >= 12 else "short"
        asked = {"metric": "repetitions", "prescribed": 12.0, "achieved": achieved, "verdict": verdict}
        rows.add(COMPLIANCE, workout_id=workout_id, version=0, step_index=index, **asked)
    for index, count in enumerate(done):
        told = {"set_id": f"{workout_id}-{index}", "local_date": day(offset), "set_index": index, "source": "log"}
        rows.add(STRENGTH_SETS, **told, exercise="squat", repetitions=count, weight_kg=weight_kg)
    return rows


def proposal(rows: Rows, **more: object) -> Rows:
    """A change to next Tuesday's 400s."""
    change: Row = {
        "adjustment_id": "3f9a0c41d2b7",
        "week_start": NEXT_MONDAY,
        "workout_id": "next-tue",
        "workout_version": 0,
        "rule": "R6",
        "rule_version": 1,
        "parameter": "target",
        "scope": "onward",
        "old_value": "95",
        "new_value": "94",
        "unit": "s",
        "reason": "Two controlled sessions in a row: next target 1:34.",
        "evidence": "{}",
        "grade": "C",
        "status": "proposed",
    }
    return rows.add(ADJUSTMENTS, **(change | more))


def note(rows: Rows, kind: str, offset: int, **more: object) -> Rows:
    """What the athlete said about a day."""
    number = str(len(rows.by_table.get(NOTES, ())) + 1)
    said = {
        "note_id": number,
        "kind": kind,
        "local_date": day(offset),
        "recorded_at": datetime(2026, 11, 20, tzinfo=UTC),
    }
    return rows.add(NOTES, **(said | more))


def file(rows: Rows, file_id: str, status: str, reason: str, received: datetime) -> Rows:
    """A file that was handed in."""
    row = {"file_id": file_id, "name": f"{file_id}.fit", "size_bytes": 10, "records_read": 0}
    return rows.add(SOURCE_FILES, **row, received_at=received, status=status, reason=reason)


def contact(rows: Rows, activity_id: str, **more: object) -> Rows:
    """What ground contact did within a session of Tuesday, and over the weeks up to it."""
    sensor = {"dynamics_source": "HRM-Pro", "surface": "track"}
    drift = {"drift_percent": 3.24, "drift_low_percent": 1.06, "drift_high_percent": 5.42, "rising": True}
    balance = {"balance_percent": 51.04, "balance_band": "note"}
    within = {"activity_id": activity_id, "local_date": day(1), "repetitions": 6} | sensor | drift | balance
    rows.add(GROUND_CONTACT_SESSIONS, **(within | more))
    since = {"sessions": 8, "first_date": date(2026, 10, 6), "last_date": day(1), "verdict": "likely shorter"}
    reason = "Likely shorter: -5.1 ms over 6 weeks, 8 sessions (90 % interval -8.0 to -2.2); 4.5 ms would matter."
    return rows.add(GROUND_CONTACT_CHANGES, week_start=WEEK, **sensor, **since, reason=reason)


def ordinary_week() -> Rows:
    """Tue 6 x 400 m done, Thu squats done but for two repetitions, Fri rest kept, Sun long run missed."""
    rows = Rows()
    rows.workout("tue", 1, "intervals", "6 x 400m", REPS_TEXT).activity("a-tue", 1, dynamics_source="HRM-Pro")
    rows.matched("tue", "a-tue").scored("tue", 0.83, "green", "5 of 6 repetitions on target")
    repetitions(rows, "tue", "a-tue")
    rows.workout("thu", 3, "strength", "Strength", "squat 3x12 @40kg").matched("thu", None)
    rows.scored("thu", 0.9, "green", "34 of 36 repetitions")
    squats(rows, "thu", 3, (12, 12, 10))
    rows.workout("fri", 4, "rest", "Rest", "rest").matched("fri", None)
    rows.workout("sun", 6, "long", "Long run", "80min easy").matched("sun", None, "missed")
    rows.scored("sun", 0.0, "red", "not done")
    rows.workout("next-tue", 8, "intervals", "6 x 400m", REPS_TEXT).workout("next-fri", 11, "rest", "Rest", "rest")
    speed = {"dynamics_source": "HRM-Pro", "valid_from": date(2026, 10, 1), "speed_mps": 4.2, "exponent": -0.33}
    return rows.add(REFERENCE_SPEEDS, **speed)
