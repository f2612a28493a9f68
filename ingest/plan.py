"""Reads plan.yaml: bytes of a person's hand to workouts and their steps, every error with its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.plan_checks import check_days, check_equipment, check_length
from ingest.plan_default import default_plan
from ingest.plan_model import DAYS, Level, Plan, schema
from ingest.plan_source import PlanSource, did_you_mean
from models.calendar import week_start
from models.errors import PlanError
from models.ids import stable_id
from models.tables import WORKOUT_STEPS, WORKOUTS
from models.workout_text import kind_of, parse, steps, title_of

__all__ = ["Level", "Plan", "default_plan", "is_untouched", "read_plan", "schema", "workouts"]

_KEY = "[key]"
"""How pydantic says that the name, not its value, is wrong."""


def read_plan(text: str) -> Plan:
    """The plan that the text of a plan.yaml holds.

    Raises:
        PlanError: the first thing that is wrong, with line and column, what was found and what is known.
    """
    source = PlanSource.of(text)
    try:
        plan = Plan.model_validate(source.value())
    except ValidationError as error:
        raise _first(source, error) from error
    late = [week for week in plan.changes if week > plan.weeks]
    if late:
        message = f"the plan has {plan.weeks} weeks, there is no week {late[0]} to change"
        raise source.error(("changes", late[0]), message, at_key=True)
    check_days(plan, source)
    check_equipment(plan, source)
    check_length(plan, source)
    return plan


def is_untouched(text: str) -> bool:
    """Whether a plan is one of ours that nobody has written into."""
    try:
        plan = read_plan(text)
    except PlanError:
        return False
    return text == default_plan(plan.start, plan.weeks, plan.level)


def workouts(plan: Plan, athlete_id: str, week_start_day: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The dated workouts of a plan, version 0, and their steps.

    Week 1 is the training week that holds the plan's start; days before the start have no workout, nor have
    days that the plan does not name. A day off is a workout of kind rest, and so is all that falls on dates that are
    not available: it is left out, not made up.

    Returns:
        Rows of `workouts` and of `workout_steps`.
    """
    first = week_start(plan.start, week_start_day)
    dated = [
        (week_start(day, week_start_day), day, index, text)
        for day in (first + timedelta(days=offset) for offset in range(7 * plan.weeks))
        if day >= plan.start
        for index, text in enumerate(_texts(plan, (day - first).days // 7 + 1, day))
    ]
    rows = [{**_workout(athlete_id, *one), "level": plan.level} for one in dated]
    expanded = {text: steps(parse(text), plan.paces_s_per_km) for *_, text in dated}
    frames = [
        expanded[str(row["text"])].with_columns(
            pl.lit(row["workout_id"]).alias("workout_id"), pl.lit(0, dtype=pl.Int64).alias("version")
        )
        for row in rows
    ]
    all_steps = WORKOUT_STEPS.conform(pl.concat(frames)) if frames else WORKOUT_STEPS.empty()
    return WORKOUTS.rows(rows), all_steps


def _texts(plan: Plan, week: int, day: date) -> tuple[str, ...]:
    asked = plan.texts_on(week, DAYS[day.weekday()])
    return ("rest",) if asked and plan.is_off(day) else asked


def _workout(athlete_id: str, week: date, day: date, index: int, text: str) -> dict[str, object]:
    workout = parse(text)
    return {
        "workout_id": stable_id(athlete_id, day.isoformat(), index),
        "version": 0,
        "athlete_id": athlete_id,
        "local_date": day,
        "week_start": week,
        "day_index": index,
        "session_key": f"{DAYS[day.weekday()]}-{index + 1}",
        "kind": kind_of(workout),
        "title": title_of(workout),
        "text": text,
    }


def _first(source: PlanSource, error: ValidationError) -> PlanError:
    """The error nearest to the top; a name that is missing counts last, for it may only be misspelt."""
    found = [(one["type"] == "missing", _error(source, one)) for one in error.errors()]
    return min(found, key=lambda pair: (pair[0], pair[1].line, pair[1].column))[1]


def _error(source: PlanSource, error: ErrorDetails) -> PlanError:
    path = [part for part in error["loc"] if part != _KEY]
    at_key = _KEY in error["loc"] or error["type"] == "extra_forbidden"
    context: dict[str, Any] = error.get("ctx", {})
    name = ".".join(str(part) for part in path if isinstance(part, str))
    message = f"{name}: {_words(error, context)}"
    if at_key:
        message = f"there is no {source.key_text(path)!r} here; {_known(path)}"
    elif error["type"] == "missing":
        message = f"{path[-1]} is missing; a plan needs name, start, weeks and week"
    return source.error(path, message, at_key=at_key, offset=int(context.get("offset", 0)))


def _words(error: ErrorDetails, context: dict[str, Any]) -> str:
    """What was wanted and what was found; of pydantic's kinds of error those that a plan can cause."""
    if error["type"] == "plan":
        return str(context["message"])
    found = "nothing" if error["input"] is None else repr(error["input"])
    wanted = {
        "greater_than_equal": "a number of {ge} or more",
        "less_than_equal": "a number of {le} or less",
        "int_parsing": "a whole number",
        "int_from_float": "a whole number",
        "int_type": "a whole number",
        "literal_error": "one of {expected}",
        "string_type": "a text",
        "string_too_short": "a text",
        "string_too_long": "a text of at most {max_length} characters",
        "dict_type": "names with values below it",
        "too_short": "at least one of them",
    }.get(error["type"])
    return f"{wanted.format(**context)} is wanted, found {found}" if wanted else f"{error['msg']}, found {found}"


def _known(path: list[int | str]) -> str:
    said = str(path[-1])
    if path[0] == "paces":
        return did_you_mean(said, ("E", "M", "T", "I", "R"))
    if path[0] == "changes" and len(path) == 2:
        return f"the number of a week is wanted, from 1, found {said!r}"
    return did_you_mean(said, tuple(Plan.model_fields) if len(path) == 1 else DAYS)
