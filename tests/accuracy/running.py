"""Cases through all detectors, in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

import polars as pl

from models.dynamics import measure
from models.segmentation import segment
from models.tables import OVERRIDES, WORKOUT_STEPS
from models.workout_text import parse, steps
from tests.accuracy.baselines import naive, pelt
from tests.accuracy.drawing import Case, draw
from tests.accuracy.scoring import Score, Span, score

Found = tuple[list[Span], list[Span] | None, str]
"""Repetitions, recoveries (None: not looked for), and why."""
Task = tuple[int, bool, str]
"""Seed, whether a session, and its laps: stream, manual or steps."""

LAPS = ("stream", "manual", "steps")
FOUR_HUNDREDS = WORKOUT_STEPS.conform(steps(parse("6 x 400m / 200m")))


@dataclass(frozen=True, slots=True)
class Result:
    """One detector on one case."""

    seed: int
    family: str
    session: bool
    laps: str
    tags: dict[str, str]
    detector: str
    score: Score


def _ours(case: Case, prescription: pl.DataFrame | None) -> Found:
    recording = case.simulated.recording
    result = segment(recording, prescription, OVERRIDES.empty())
    rows = measure(recording.records, result.intervals).rows(named=True)
    work, rests = ([row for row in rows if row["kind"] == kind] for kind in ("work", "recovery"))
    return work, rests, result.structure_reason


def _asked(case: Case) -> pl.DataFrame:
    return case.prescription if case.session else FOUR_HUNDREDS


DETECTORS: dict[str, Callable[[Case], Found]] = {
    "naive": lambda case: (naive(case.simulated.recording, _asked(case)), None, ""),
    "PELT": lambda case: (pelt(case.simulated.recording, _asked(case)), None, ""),
    "no plan": lambda case: _ours(case, None),
    "plan": lambda case: _ours(case, case.prescription),
}


def evaluate(task: Task, detectors: Sequence[str]) -> list[Result]:
    """Each detector on one case."""
    case = draw(*task)
    results = []
    for name in detectors:
        begin = perf_counter()
        work, rests, reason = DETECTORS[name](case)
        lasted = 1000 * (perf_counter() - begin)
        scored = score(case.simulated.truth, work, rests, case.cut, reason, lasted)
        results.append(Result(case.seed, case.family, case.session, task[2], case.tags, name, scored))
    return results


def run(tasks: Sequence[Task], detectors: Sequence[str], workers: int = 2) -> Iterator[list[Result]]:
    """Results case by case, in the order in which they get done."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(evaluate, task, list(detectors)) for task in tasks]):
            yield done.result()
