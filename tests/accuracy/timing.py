"""How long one run takes to segment, by its length, beside PELT on the same signal."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import polars as pl

from models.recording import Recording
from models.segmentation import segment
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from models.tables import OVERRIDES, WORKOUT_STEPS
from models.workout_text import parse, steps
from tests.accuracy.baselines import change_points, signal_of
from tests.accuracy.drawing import BEGIN

MINUTES = (20, 40, 80, 160)
_ROUND_S = 180.0
"""What a repetition of 400 m and its recovery take, with the athlete of the simulation [s]."""
_TIMES = 7
_JUMP = 5
"""PELT in Python looks at each fifth second only, its own default; at each it takes 20 s for the longest run."""


def timing() -> list[list[str]]:
    """Rows: minutes, median ms without and with the plan, of PELT as compiled code, of PELT in Python."""
    segment(*_session(20), OVERRIDES.empty())  # imports, once
    return [_row(minutes) for minutes in MINUTES]


def _row(minutes: int) -> list[str]:
    recording, asked = _session(minutes)
    speed = signal_of(recording)[1]
    measured = [
        _ms(lambda: segment(recording, None, OVERRIDES.empty())),
        _ms(lambda: segment(recording, asked, OVERRIDES.empty())),
        _ms(lambda: change_points(speed)),
        _ms(lambda: _python_pelt(speed), times=1),
    ]
    return [str(minutes), *(f"{ms:.0f}" for ms in measured)]


def _python_pelt(speed: np.typing.NDArray[np.float64]) -> None:
    import ruptures  # a dependency of the bench alone

    ruptures.Pelt(model="l2", min_size=5, jump=_JUMP).fit(speed.reshape(-1, 1)).predict(pen=10.0)


def _session(minutes: int) -> tuple[Recording, pl.DataFrame]:
    """A track session of 400s with 15 minutes around them, at 1 Hz, without laps."""
    count = max(3, round((60 * minutes - 900) / _ROUND_S))
    asked = WORKOUT_STEPS.conform(steps(parse(f"{count} x 400m / 200m")))
    conditions = Conditions(laps="none", warmup_s=600.0, cooldown_s=300.0)
    return simulate_run(asked, SimulatedAthlete(), *BEGIN, 1, conditions).recording, asked


def _ms(call: Callable[[], object], times: int = _TIMES) -> float:
    lasted = []
    for _ in range(times):
        begin = perf_counter()
        call()
        lasted.append(1000 * (perf_counter() - begin))
    return median(lasted)
