"""Strength and jumps as the rules see them: each exercise of a session that was done, and those of the coming week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.compliance.sets import sides_paired
from models.exercises import find_exercise
from models.prescription import Prescription
from models.rows import Row
from models.workout_text import parse, sets_of
from models.workout_text.naming import contacts_of_sets
from models.workout_text.tree import Sets, Workout


@dataclass(frozen=True, slots=True)
class Lift:
    """One exercise of a session: what was asked of it, and what was done."""

    exercise: str
    local_date: date
    """Day on which it was done."""
    asked: tuple[int, ...]
    """Repetitions of each set; of each side, where the exercise is one-sided."""
    done: tuple[int, ...]
    """The same; of the side that did fewer."""
    load_kg: float | None = None
    """Load that was asked."""
    lifted_kg: float | None = None
    """The smallest load of a set, where it is known."""
    rpe: float | None = None
    """The highest of a set, where it was told."""
    seconds_each: float | None = None
    """Time for a repetition in the quickest set, where a watch measured it."""
    left: float | None = None
    """Repetitions on the left, times the load where it is known; None where sides were not told apart."""
    right: float | None = None
    contacts: int = 0
    """Foot contacts of the jumps."""

    @property
    def complete(self) -> bool:
        """Whether all sets were done with all repetitions, and with the load where that is known."""
        loaded = not self.load_kg or self.lifted_kg is None or self.lifted_kg >= self.load_kg
        return loaded and len(self.done) >= len(self.asked) and all(map(int.__ge__, self.done, self.asked))

    @property
    def fell_short(self) -> bool:
        """Whether a set ended before the repetitions that were asked."""
        return any(done < asked for done, asked in zip(self.done, self.asked, strict=False))


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """One exercise of a workout of the coming week; only such as stands in it once, for both sides."""

    sets: Sets
    step_index: int
    """Its first set among the steps."""

    @property
    def exercise(self) -> str:
        """Name in the catalogue."""
        return self.sets.exercise

    @property
    def contacts(self) -> int:
        """Foot contacts; 0 for strength."""
        return contacts_of_sets(self.sets)


def planned_lifts(asked: Prescription) -> tuple[PlannedLift, ...]:
    """The exercises of a workout that can be changed, in order."""
    if not asked.sets:
        return ()
    tree: Workout = parse(str(asked.workout["text"]))
    first = {step["exercise"]: int(step["step_index"]) for step in reversed(asked.sets)}
    found = (
        (sets_of(tree, exercise), first[exercise]) for exercise in dict.fromkeys(s["exercise"] for s in asked.sets)
    )
    return tuple(PlannedLift(sets, index) for sets, index in found if sets is not None)


def lifts_done(
    done: Iterable[tuple[Prescription, Row]], sets: Mapping[date, Sequence[Row]], end: date
) -> tuple[Lift, ...]:
    """The exercises of all strength sessions before `end`, oldest first.

    Args:
        done: each workout that was done, with its row of `workout_matches`.
        sets: the strength sets that count, by day.
        end: first day that is not looked at.
    """
    found: list[Lift] = []
    for asked, match in done:
        day = asked.local_date + timedelta(days=match["days_moved"] or 0)
        if asked.family == "strength" and day < end:
            found += _of_session(asked, day, sets.get(day, ()))
    return tuple(sorted(found, key=lambda lift: (lift.local_date, lift.exercise)))


def _of_session(asked: Prescription, day: date, rows: Sequence[Row]) -> Iterable[Lift]:
    for exercise in dict.fromkeys(step["exercise"] for step in asked.sets):
        steps = [step for step in asked.sets if step["exercise"] == exercise and step["side"] in (None, "each")]
        mine = [row for row in rows if row["exercise"] == exercise and row["repetitions"] is not None]
        if steps and mine and all(step["repetitions"] for step in steps):
            yield _lift(exercise, day, steps, mine)


def _lift(exercise: str, day: date, steps: Sequence[Row], rows: Sequence[Row]) -> Lift:
    known = find_exercise(exercise)
    each = (known.contacts_per_repetition if known else 0) * (2 if known and known.per_side else 1)
    pairs = sides_paired(rows)
    times = [row["duration_s"] / row["repetitions"] for row in rows if row["duration_s"] and row["repetitions"]]
    left, right = (_volume(rows, side) for side in ("left", "right"))
    return Lift(
        exercise,
        day,
        asked=tuple(step["repetitions"] for step in steps),
        done=tuple(row["repetitions"] for row in pairs),
        load_kg=steps[0]["load_kg"],
        lifted_kg=min((row["weight_kg"] for row in rows if row["weight_kg"] is not None), default=None),
        rpe=max((row["rpe"] for row in rows if row["rpe"] is not None), default=None),
        seconds_each=min(times, default=None),
        left=left if left and right else None,
        right=right if left and right else None,
        contacts=each * sum(row["repetitions"] for row in pairs),
    )


def _volume(rows: Sequence[Row], side: str) -> float:
    return float(sum(row["repetitions"] * (row["weight_kg"] or 1.0) for row in rows if row["side"] == side))
