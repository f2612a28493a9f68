"""What a flow works on, made from its parameters, which are plain strings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.home import Home
from pipelines.loading import Outcome
from pipelines.outcomes import is_bad, summary
from pipelines.settings import Settings

_NAMED = 3
"""Rejected files that a run's message names; its table has them all."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A home, its settings as they are now, and the time."""

    home: Home
    settings: Settings
    clock: Clock


def workplace(home: str, today: str | None = None) -> Workplace:
    """The workplace at the folder `home`; `today` is an ISO date that stands for the present one."""
    clock = Clock.at(date.fromisoformat(today)) if today else Clock()
    return Workplace(*open_home(Path(home), clock), clock)


def ended(outcomes: list[Outcome], *more: str) -> State[Any]:
    """The state in which a flow ends: failed only if a fault of ours kept a file out."""
    bad = [f"{outcome.name} ({outcome.reason})" for outcome in outcomes if is_bad(outcome)]
    rest = [f"and {len(bad) - _NAMED} more"] if len(bad) > _NAMED else []
    told = ": ".join(filter(None, [summary(outcomes), ", ".join([*bad[:_NAMED], *rest])]))
    message = "; ".join([told, *more])
    failed = any(outcome.outcome == "failed" for outcome in outcomes)
    return Failed(message=message) if failed else Completed(message=message)
