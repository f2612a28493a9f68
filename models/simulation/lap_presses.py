"""When laps end: by the watch's programme, by a thumb, by distance, or never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.simulation.asks import Ask
from models.simulation.conditions import Conditions
from models.simulation.legs import Leg
from models.simulation.motion import Motion

_BEEP_REACTION_S = (1.2, 0.25)
"""Mean and deviation of how long the runner goes on after the beep that ends a distance; real laps 1.9 s [s]."""
_PRESS_LATE_S = (0.5, 0.6)
"""Mean and deviation of a press after the line; our choice [s]."""
_PRESS_MUCH_LATE_S = (4.0, 20.0)
"""Range of the presses that come really late; our choice [s]."""
_PRESSED_AGAIN_S = (1.5, 8.0)
"""How much later the second of two presses comes: real laps of it last 2 to 10 s [s]."""


@dataclass(frozen=True, slots=True)
class LapEnd:
    """One lap's end [s], what ended it, and the step that it belonged to."""

    end_s: float
    trigger: str
    ask: int | None = None
    distance_m: float | None = None
    """What the watch counted, where it ended the lap at exactly that [m]."""


def lap_ends(
    asks: Sequence[Ask],
    legs: Sequence[Leg],
    motion: Motion,
    conditions: Conditions,
    rng: np.random.Generator,
) -> tuple[LapEnd, ...]:
    """All laps' ends in order, but for distance laps, which the odometer decides; the last one ends the session."""
    lines = _lines(legs, motion)
    if conditions.laps in {"none", "auto"} or not lines:
        return (LapEnd(float(motion.ends_s[-1]), "session_end"),)
    if conditions.laps == "manual":
        return _presses(lines, conditions, rng)
    return _programmed(asks, lines, rng)


def _lines(legs: Sequence[Leg], motion: Motion) -> tuple[tuple[int, float], ...]:
    """Each step with the time at which it truly ends [s]."""
    last = {leg.step: float(end) for leg, end in zip(legs, motion.ends_s, strict=True) if leg.step is not None}
    return tuple(last.items())


def _programmed(
    asks: Sequence[Ask], lines: Sequence[tuple[int, float]], rng: np.random.Generator
) -> tuple[LapEnd, ...]:
    """The watch ends a step by its own count, and the runner reacts; a step by time keeps its length exactly."""
    ends: list[LapEnd] = []
    late = 0.0
    for index, line in lines[:-1]:
        ask = asks[index]
        if ask.distance_m is not None:
            late = float(np.clip(rng.normal(*_BEEP_REACTION_S), 0.3, 2.5))
            ends.append(LapEnd(line - late, "distance", index, ask.distance_m))
        elif ask.duration_s is not None:
            ends.append(LapEnd(line - late, "time", index))
        else:
            late = float(rng.uniform(0.1, 0.5))
            ends.append(LapEnd(line - late, "manual", index))
    index, line = lines[-1]
    return (*ends, LapEnd(line, "session_end", index))


def _presses(
    lines: Sequence[tuple[int, float]], conditions: Conditions, rng: np.random.Generator
) -> tuple[LapEnd, ...]:
    """A thumb presses at each line: about half a second late, sometimes much later, sometimes not at all."""
    ends: list[LapEnd] = []
    session_end = lines[-1][1]
    for _, line in lines[:-1]:
        missed, much = rng.random(2)
        late = max(rng.normal(*_PRESS_LATE_S), -0.3)
        if much < conditions.late_press_share:
            late = rng.uniform(*_PRESS_MUCH_LATE_S)
        end = line + late
        if missed >= conditions.missed_press_share and (ends[-1].end_s if ends else 0.0) + 1 < end < session_end - 1:
            ends.append(LapEnd(float(end), "manual"))
            twice = conditions.double_press_share > 0 and rng.random() < conditions.double_press_share
            again = end + rng.uniform(*_PRESSED_AGAIN_S) if twice else session_end
            if again < session_end - 1:
                ends.append(LapEnd(float(again), "manual"))
    return (*ends, LapEnd(session_end, "session_end"))
