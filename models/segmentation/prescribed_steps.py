"""The step list that a prescription asks for, with what it costs to depart from it.

Runners leave repetitions out, cut them short and add some. So each step may be left out at a price, and behind each
run of equal steps stand copies that nobody asked for and that cost something to use.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from models.segmentation.config import SegmentationConfig
from models.segmentation.segment import Amount, Expected


@dataclass(frozen=True, slots=True)
class Step:
    """One repetition that may be run."""

    amount: Amount
    before: Amount
    """The recovery before it."""
    place: int
    """Which of the prescribed repetitions it is, or is a copy of."""
    added: bool
    relative_speed: float
    """Its speed over that of the whole session's repetitions."""

    def left_out_nats(self, config: SegmentationConfig) -> float:
        """What it costs not to run it."""
        return 0.0 if self.added else config.left_out_nats

    def run_nats(self, config: SegmentationConfig) -> float:
        """What it costs to run it."""
        return config.added_nats if self.added else 0.0


def step_list(expected: Expected, config: SegmentationConfig) -> tuple[Step, ...]:
    """The repetitions asked for in order, and copies of them; empty where one of them is open-ended."""
    if not expected or any(not (a.distance_m or a.duration_s) for a in expected.work):
        return ()
    speeds = relative_speeds(expected, config)
    steps: list[Step] = []
    for places in _equal(expected.work):
        usual = expected.before(places[1] if len(places) > 1 else max(places[0], 1))
        steps += [Step(expected.work[p], expected.before(p), p, False, speeds[p]) for p in places]
        last = places[-1]
        copies = _copies(len(places), last == len(expected.work) - 1, config)
        steps += [Step(expected.work[last], usual, last, True, speeds[last])] * copies
    return tuple(steps)


def relative_speeds(expected: Expected, config: SegmentationConfig) -> list[float]:
    """Speed of each repetition over their mean: as their targets say, else slower the longer they are."""
    targets = [t for t in expected.targets_mps if t]
    if len(targets) == len(expected.work):
        raw = [float(t) for t in targets]
    else:
        metres = [a.distance_m or config.usual_mps * (a.duration_s or 1.0) for a in expected.work]
        raw = [m**-config.endurance for m in metres]
    mean = sum(raw) / len(raw)
    return [round(speed / mean, 3) for speed in raw]


def _equal(work: tuple[Amount, ...]) -> Iterator[list[int]]:
    """Places of repetitions that follow each other and ask for the same."""
    for _, group in itertools.groupby(range(len(work)), key=lambda place: work[place]):
        yield list(group)


def _copies(run: int, is_last: bool, config: SegmentationConfig) -> int:
    """How many more than asked are looked for: mostly at the session's end."""
    return ceil(config.added_share * run) + 1 if is_last else 1
