"""The coming sessions as a page of markdown, to print or to send."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from models.workout_text import steps
from models.workout_text.tree import Workout
from pipelines.outgoing.planned import PlannedWorkout
from pipelines.report.calendar_words import day_name, day_words
from pipelines.report.units import Units, clock, pace


def page(name: str, workouts: Sequence[PlannedWorkout], units: Units) -> str:
    """What is asked on each day, what a repetition is to take, and what was changed and why."""
    lines = [f"# {name}", ""]
    for day, ones in groupby(workouts, key=lambda one: one.local_date):
        lines += [f"## {day_name(day)}, {day_words(day).partition(' ')[2]}", ""]
        for one in ones:
            lines += _session(one, units)
    return "\n".join(lines).rstrip() + "\n"


def _session(one: PlannedWorkout, units: Units) -> list[str]:
    was = f" (instead of {one.instead_of})" if one.instead_of else ""
    lines = [f"**{one.title}**{was}", ""]
    if one.kind != "rest":
        lines += [f"- {part}" for part in one.parts]
    lines += [f"- each {words}" for words in _targets(one.tree, one.paces, units)]
    lines += [f"- changed: {reason}" for reason in one.reasons]
    return [*lines, ""] if lines[-1] else lines


def _targets(tree: Workout, paces: dict[str, float], units: Units) -> list[str]:
    """Each distance of the repetitions with the time and pace that is asked for it, once."""
    found: dict[str, None] = {}
    for step in steps(tree, paces).iter_rows(named=True):
        ends = [end for end in (step["target_low"], step["target_high"]) if end is not None]
        if step["kind"] != "work" or step["target_unit"] != "s" or not step["distance_m"] or not ends:
            continue
        seconds = sum(ends) / len(ends)
        of_pace = pace(seconds / step["distance_m"] * 1000, units)
        found[f"{step['distance_m']:g} m in {clock(seconds)}, {of_pace}"] = None
    return list(found)
