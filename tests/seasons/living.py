"""A week of training as rows of the tables: what a watch would have recorded, and what the athlete would have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from models.adjustment.planned import planned
from models.prescription import Prescription
from models.rows import Row
from tests.seasons.fate import Fate
from tests.seasons.runner import Runner
from tests.support.athlete import ME, Athlete


@dataclass
class Life:
    """One athlete's season as it is lived."""

    runner: Runner
    fate: Fate
    rows: Athlete = field(default_factory=Athlete)
    asked: int = 0
    """Repetitions asked in all."""
    failed: int = 0
    """Of them missed, or more than 3 % slow."""
    fast_in_pain: int = 0
    """Sessions of repetitions asked within two weeks of a pain of 4 and more."""
    longest_step: float = 0.0
    """The longest run over the longest of the 30 days before, at most."""

    def before(self, day: date, minutes: float) -> None:
        """An easy run of the weeks before the season."""
        self.rows.ran(day, round(minutes, 1))

    def week(self, number: int, workouts: Sequence[Prescription]) -> float:
        """Live through a week of the plan; minutes run."""
        minutes = 0.0
        days = {asked.local_date for asked in workouts}
        if number not in self.fate.ill:
            for place, asked in enumerate(workouts):
                if (number, place) not in self.fate.missed:
                    minutes += self._do(number, asked)
        self._say(number, sorted(days))
        self.runner.trained(minutes)
        return minutes

    def _do(self, number: int, asked: Prescription) -> float:
        if asked.family == "strength":
            self._lift(asked)
            return 0.0
        if asked.family == "rest":
            if number in self.fate.restless and asked.local_date not in self._ran_on():
                return self._easy(asked.local_date, 30.0)
            return 0.0
        if len(asked.work) > 1:
            return self._intervals(number, asked)
        return self._easy(asked.local_date, planned(asked).minutes or 30.0)

    def _ran_on(self) -> set[date]:
        return {row["local_date"] for row in self.rows.activities}

    def _easy(self, day: date, minutes: float) -> float:
        done = minutes * float(1 + 0.02 * self.runner.rng.standard_normal())
        recent = [row["timer_s"] / 60 for row in self.rows.activities if 0 < (day - row["local_date"]).days <= 30]
        if recent:
            self.longest_step = max(self.longest_step, minutes / max(recent))
        activity_id = self.rows.ran(day, round(done, 1))
        self.rows.note(
            day, "rpe", round(float(5 + 0.3 * self.runner.rng.standard_normal()), 1), activity_id=activity_id
        )
        return done

    def _intervals(self, number: int, asked: Prescription) -> float:
        target = planned(asked).target or 96.0
        hot = number in self.fate.hot
        times, effort = self.runner.interval_session(target, len(asked.work), 0.035 if hot else 0.0)
        noise = 0.1 if self.runner.rng.random() < 0.7 else 0.6
        seen = [round(time + float(noise * self.runner.rng.standard_normal()), 1) for time in times]
        confidence = 0.5 if number in self.fate.doubtful else 0.9
        activity_id = self.rows.ran_intervals(asked.local_date, seen, confidence=confidence)
        self.rows.note(asked.local_date, "rpe", effort, activity_id=activity_id)
        if hot:
            self.rows.note(asked.local_date, "heat", 29.0)
        self.asked += len(asked.work)
        self.failed += len(asked.work) - len(times) + sum(time > target * 1.03 for time in times) * (not hot)
        pains = [week for week, value in self.fate.pain.items() if value >= 4]
        self.fast_in_pain += any(week < number <= week + 2 for week in pains)
        return planned(asked).minutes or 45.0

    def _lift(self, asked: Prescription) -> None:
        for step in asked.sets:
            last = not any(
                other["exercise"] == step["exercise"] and other["step_index"] > step["step_index"]
                for other in asked.sets
            )
            self._set(asked.local_date, step, last=last)

    def _set(self, day: date, step: Row, *, last: bool) -> None:
        asked = step["repetitions"] or 1
        done = asked
        if step["exercise"] == "squat":
            possible = self.runner.set_of(asked, step["load_kg"])
            done = possible if last else min(asked, possible)
        elif self.runner.rng.random() < 0.02:
            done = max(1, asked - 2)
        if step["side"] == "each" and self.runner.weak_side:
            weaker = "left" if self.runner.weak_side == "left" else "right"
            for side in ("left", "right"):
                self._row(day, step, round(done * 0.8) if side == weaker else done, side)
        else:
            self._row(day, step, done, step["side"])

    def _row(self, day: date, step: Row, repetitions: int, side: str | None) -> None:
        number = len(self.rows.strength_sets)
        self.rows.strength_sets.append(
            {
                "set_id": f"{number}-0",
                "athlete_id": ME,
                "local_date": day,
                "set_index": number,
                "exercise": step["exercise"],
                "repetitions": repetitions,
                "weight_kg": step["load_kg"],
                "side": side,
                "source": "log",
            }
        )

    def _say(self, number: int, days: Sequence[date]) -> None:
        if not days:
            return
        if number in self.fate.pain:
            self.rows.note(days[2], "pain", self.fate.pain[number], body_part="shin")
        elif any(value >= 4 and number > week + 1 for week, value in self.fate.pain.items()):
            for day in sorted(self._ran_on() & set(days)):
                self.rows.note(day, "pain", 0.0)
        if number in self.fate.sleepless:
            for day in days[:2]:
                self.rows.note(day, "sleep", text="bad")
