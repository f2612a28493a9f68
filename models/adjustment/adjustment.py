"""What a rule proposes: one change, question or advice, with the sentence and the numbers in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.adjustment.planned import Planned

Parameter = Literal[
    "target",
    "repetitions",
    "recovery",
    "session",
    "day",
    "load",
    "sets",
    "set_repetitions",
    "exercise",
    "extra_set",
    "ask",
    "advice",
]
CHANGES: frozenset[Parameter] = frozenset(get_args(Parameter)) - {"ask", "advice"}
"""Parameters that change a workout; the others only say something."""

Fact = str | int | float | date


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One proposal of one rule."""

    rule: str
    parameter: Parameter
    said: Said
    workout: Planned | None = None
    """Workout of the next week that it changes, or speaks of."""
    subject: str = ""
    """What a question or advice is about where it is no workout: an activity."""
    exercise: str | None = None
    """Exercise of it whose sets it changes."""
    step_index: int | None = None
    """The first of those sets among the steps."""
    scope: Literal["week", "onward"] = "week"
    old_value: str | None = None
    new_value: str | None = None
    unit: str | None = None
    increase: bool = False
    """Whether it asks more of the athlete."""

    @property
    def changes(self) -> bool:
        """Whether it changes the plan."""
        return self.parameter in CHANGES

    @property
    def about(self) -> str:
        """The workout or activity that it is about."""
        return self.workout.workout_id if self.workout else self.subject


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and the numbers that it states."""

    reason: str
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def evidence(self) -> str:
        """The numbers as JSON, keys sorted."""
        return json.dumps(self.facts, sort_keys=True, default=str, ensure_ascii=False)

    def then(self, template: str, **facts: Fact) -> Said:
        """This and a further sentence, with the facts of both."""
        more = said(template, **facts)
        return Said(f"{self.reason} {more.reason}", {**self.facts, **more.facts})


def said(template: str, **facts: Fact) -> Said:
    """The template with its facts filled in, numbers rounded to one decimal in both sentence and evidence."""
    named = {name for _, name, _, _ in Formatter().parse(template) if name}
    rounded = {name: _rounded(facts[name]) for name in named}
    return Said(template.format_map({name: _shown(fact) for name, fact in rounded.items()}), rounded)


def _rounded(fact: Fact) -> Fact:
    return round(fact, 1) if isinstance(fact, float) else fact


def _shown(fact: Fact) -> str:
    if isinstance(fact, date):
        return f"{fact:%a} {fact.day} {fact:%b}"
    return f"{fact:g}" if isinstance(fact, float) else str(fact)


def value_text(value: float) -> str:
    """A number as `old_value` and `new_value` have it."""
    return f"{value:g}"
