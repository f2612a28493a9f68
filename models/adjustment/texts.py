"""Workout texts that rules put in the place of a session."""

from __future__ import annotations

from models.adjustment.planned import Planned

REST = "rest"
_EASY = "min easy"
_STEP_MIN = 5
_FEWEST_MIN = 10


def easy_text(minutes: float) -> str:
    """Easy running for about so long [min]: down to five minutes, at least ten."""
    return f"{max(_FEWEST_MIN, int(minutes // _STEP_MIN) * _STEP_MIN)}{_EASY}"


def minutes_in(text: str) -> float:
    """Length of a text made here [min]: the less, the more cautious."""
    return 0.0 if text == REST else float(text.removesuffix(_EASY))


def scaled_text(plan: Planned, share: float) -> str | None:
    """Easy running for a share of the time that the run takes; None where that is not known or no change."""
    if plan.minutes is None:
        return None
    text = easy_text(plan.minutes * share)
    return text if text != plan.text else None
