"""What was asked: a workout version with its steps, and which version counts for a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache

from models.athlete import REMEMBERED, AthleteData
from models.rows import Row, grouped

RUN_KINDS = ("intervals", "easy", "long", "tempo", "other")
STRENGTH_KINDS = ("strength", "plyometrics")


@dataclass(frozen=True)
class Prescription:
    """One version of a dated workout."""

    workout: Row
    steps: tuple[Row, ...]

    @property
    def workout_id(self) -> str:
        """The workout."""
        return str(self.workout["workout_id"])

    @property
    def local_date(self) -> date:
        """The day it is planned for."""
        day: date = self.workout["local_date"]
        return day

    @property
    def kind(self) -> str:
        """Kind of session."""
        return str(self.workout["kind"])

    @cached_property
    def work(self) -> tuple[Row, ...]:
        """The steps that are repetitions."""
        return tuple(step for step in self.steps if step["kind"] == "work")

    @cached_property
    def sets(self) -> tuple[Row, ...]:
        """The steps that are sets of an exercise."""
        return tuple(step for step in self.steps if step["kind"] == "exercise")

    @cached_property
    def family(self) -> str:
        """`run`, `strength` or `rest`: which sessions can fulfil it."""
        if self.kind == "rest":
            return "rest"
        return "strength" if self.kind in STRENGTH_KINDS or self.sets else "run"


@lru_cache(maxsize=REMEMBERED)
def prescriptions(athlete: AthleteData) -> dict[str, tuple[Prescription, ...]]:
    """For each workout its versions, oldest first."""
    steps: dict[tuple[str, int], list[Row]] = {}
    for row in athlete.workout_steps.sort("workout_id", "version", "step_index").iter_rows(named=True):
        steps.setdefault((row["workout_id"], row["version"]), []).append(row)
    return {
        workout_id: tuple(Prescription(row, tuple(steps.get((workout_id, row["version"]), ()))) for row in rows)
        for workout_id, rows in grouped(athlete.workouts, "workout_id", "version").items()
    }


def in_force(versions: Sequence[Prescription], instant: datetime) -> Prescription:
    """The newest version that was valid at `instant`; the plan's own where none was."""
    valid = [v for v in versions if v.workout["valid_from"] is None or v.workout["valid_from"] <= instant]
    return valid[-1] if valid else versions[0]


def evening(day: date) -> datetime:
    """The end of `day` in UTC: which version counts for a session without a start."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)
