"""Workout texts that rules put in the place of a session."""

from __future__ import annotations

from models.adjustment.planned import Planned, minutes_of
from models.workout_text import parse, scaled, steps, text_of

REST = "rest"
_STEP_MIN = 5
_FEWEST_MIN = 10


def easy_text(minutes: float) -> str:
    """Easy running for about so long [min]: down to five minutes, at least ten."""
    return f"{max(_FEWEST_MIN, int(minutes // _STEP_MIN) * _STEP_MIN)}min easy"


def minutes_in(text: str) -> float:
    """About how long a run takes [min], 0 for rest: the less, the more cautious."""
    return minutes_of(steps(parse(text)).iter_rows(named=True)) or 0.0


def scaled_text(plan: Planned, share: float) -> str | None:
    """A share of the run: of fast running as much easy running; None where it cannot be less."""
    if plan.minutes is None:
        return None
    text = easy_text(plan.minutes * share) if plan.hard else text_of(scaled(parse(plan.text), share))
    return text if minutes_in(text) < plan.minutes else None
