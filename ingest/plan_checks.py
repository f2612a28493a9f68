"""What a plan must not ask: sessions on days off, exercises without their equipment, more than anybody can run."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.plan_model import DAYS, Day, Plan
from ingest.plan_source import PlanSource
from models.exercises import EXERCISES, find_exercise
from models.workout_text import parse, steps
from models.workout_text.quantities import LIMITS
from models.workout_text.tree import Sets

_Path = tuple[str | int, ...]


def check_days(plan: Plan, source: PlanSource) -> None:
    """No session on a weekday without training.

    Raises:
        PlanError: the first one, and the remedy.
    """
    for path, day, text in _sessions(plan):
        if day in plan.unavailable and text != "rest":
            raise source.error(path, f"{text!r} is planned, but {day} is unavailable: move it, or take {day} out there")


def check_equipment(plan: Plan, source: PlanSource) -> None:
    """No exercise that needs what the plan does not name, if it names equipment at all.

    Raises:
        PlanError: the first one, and what could be done instead.
    """
    if plan.equipment is None:
        return
    for path, _, text in _sessions(plan):
        for item in parse(text).items:
            known = find_exercise(item.exercise) if isinstance(item, Sets) else None
            if known and known.equipment and not _has(plan.equipment, known.equipment):
                instead = [row.name for row in EXERCISES if row.kind == known.kind and not row.equipment][:3]
                what = f"{known.name} needs {known.equipment}, and equipment does not name it"
                raise source.error(path, f"{what}: add it, or take {', '.join(instead)}")


def check_length(plan: Plan, source: PlanSource) -> None:
    """No session that is longer in all than any single run may be.

    Raises:
        PlanError: the first one, with its length.
    """
    most_m, most_s = LIMITS.distance_m[1], LIMITS.duration_s[1]
    for path, _, text in _sessions(plan):
        if "x" not in text:
            continue  # of single stretches each was held against the limits as it was read
        asked = steps(parse(text))
        metres, seconds = (asked[column].sum() or 0 for column in ("distance_m", "duration_s"))
        if metres > most_m or seconds > most_s:
            total = f"{metres / 1000:.0f} km" if metres > most_m else f"{seconds / 3600:.0f} hours"
            raise source.error(path, f"{text!r} is {total} in all, which is no session; look at the number before x")


def _has(mine: tuple[str, ...], wanted: str) -> bool:
    return any(word in wanted for word in mine)


def _sessions(plan: Plan) -> Iterator[tuple[_Path, Day, str]]:
    """Each workout text with its place; the n-th of a day, which may also stand alone."""
    weeks: list[tuple[_Path, dict[Day, tuple[str, ...]]]] = [(("week",), plan.week)]
    weeks += [(("changes", number), week) for number, week in plan.changes.items()]
    for place, week in weeks:
        for day in DAYS:
            for index, text in enumerate(week.get(day, ())):
                yield (*place, day, index), day, text
