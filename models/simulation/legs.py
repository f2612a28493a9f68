"""What is run, leg by leg: a session with its true times and distances, before any watch sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gait = Literal["run", "walk", "stand"]


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch in one gait, with the duration and the distance that it truly takes."""

    kind: str
    """A kind of the table intervals."""
    duration_s: float
    distance_m: float | None = None
    """Distance covered; None while standing, where it is what rolling out takes [m]."""
    nominal_distance_m: float | None = None
    """Distance that was meant, where one was [m]."""
    gait: Gait = "run"
    set_index: int | None = None
    repetition_index: int | None = None
    step: int | None = None
    """Row of the workout's steps that it fulfils."""
    by_distance: bool = False
    """Whether distance, not time, ends the step."""
    fade: float = 0.0
    """Speed lost from its start to its end, as a share."""
    paused: bool = False
    """Whether the watch's timer stands."""
    grade_percent: float = 0.0
