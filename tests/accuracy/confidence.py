"""`python -m tests.accuracy.confidence`: the weights of `models.segmentation.confidence`, fitted to known truth.

Logistic regression with a small ridge on repetitions found in simulated sessions (with and without a plan, laps of
nobody, a thumb and a workout), in runs without any, and in labelled real sessions, which count ten times: they are few,
and the world is what it is about.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rich.console import Console

from models.recording import Recording
from models.segmentation.confidence import EVIDENCE, evidence
from models.segmentation.config import CONFIG
from models.segmentation.deciding import first
from models.segmentation.expected import expected
from models.segmentation.laps import laps_of
from models.segmentation.signal import signal_of
from tests.accuracy.drawing import TUNE_FROM, draw
from tests.accuracy.real_files import labelled_recordings
from tests.accuracy.running import LAPS
from tests.accuracy.scoring import EXACT_S, matched

_REAL_WEIGHT = 10.0
_RIDGE = 1.0
_STEPS = 30
"""Of Newton's method; some ten are enough."""

Row = tuple[list[float], bool, float]
"""Evidence, whether the repetition is right, and its weight."""
Array = NDArray[np.float64]


def main() -> None:
    """Fit, print weights and the share right by what they say."""
    parser = argparse.ArgumentParser("python -m tests.accuracy.confidence", description=__doc__)
    parser.add_argument("--sessions", type=int, default=300, help="so many of each sort")
    count: int = parser.parse_args().sessions
    tasks = [(seed, True, laps) for laps in LAPS for seed in range(TUNE_FROM, TUNE_FROM + count)]
    tasks += [(seed, False, "stream") for seed in range(TUNE_FROM, TUNE_FROM + count)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rows = [row for some in pool.map(simulated, tasks, chunksize=20) for row in some]
    data = os.environ.get("TRACKWORK_TEST_DATA")
    rows += list(real(Path(data))) if data else []
    weights = fitted(rows)
    out = Console(highlight=False)
    for name, weight in zip(EVIDENCE, weights, strict=True):
        out.print(f'        "{name}": {weight:.1f},')
    for line in table(rows, np.round(weights, 1)):
        out.print(line)


def simulated(task: tuple[int, bool, str]) -> list[Row]:
    """One case, with its plan and without."""
    case = draw(*task)
    truth = case.simulated.truth.filter(pl.col("kind") == "work").rows(named=True) if case.session else []
    rows: list[Row] = []
    for plan in (None, case.prescription):
        rows += _rows(case.simulated.recording, plan, truth, 1.0)
    return rows


def real(folder: Path) -> Iterator[Row]:
    """Labelled sessions, as they are and with their laps hidden."""
    for recording, hidden, truth in labelled_recordings(folder):
        for one in (recording, hidden):
            yield from _rows(one, None, truth.rows(named=True), _REAL_WEIGHT)


def _rows(
    recording: Recording, plan: pl.DataFrame | None, truth: Sequence[dict[str, object]], weight: float
) -> list[Row]:
    signal = signal_of(recording, CONFIG)
    if signal is None:
        return []
    found, basis = first(recording, signal, laps_of(recording.laps, signal, CONFIG), expected(plan), CONFIG)
    spans = [{"start_s": p.span.start_s, "end_s": p.span.end_s} for p in found.work]
    right = {
        id(f)
        for t, f in matched(list(truth), spans)
        if max(abs(f["start_s"] - t["start_s"]), abs(f["end_s"] - t["end_s"])) <= EXACT_S
    }
    facts = evidence(found, basis, signal)
    return [(row, id(span) in right, weight) for row, span in zip(facts, spans, strict=True)]


def fitted(rows: Sequence[Row]) -> Array:
    """Weights with the greatest likelihood, but for a ridge (Newton's method)."""
    x, y, w = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    ridge = np.diag([0.0] + [_RIDGE] * (x.shape[1] - 1))
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (w * (y - p)) - ridge @ weights
        bend = (x.T * (w * p * (1 - p))) @ x + ridge
        weights += np.linalg.solve(bend + 1e-6 * np.eye(len(weights)), slope)
    return np.asarray(weights)


def table(rows: Sequence[Row], weights: Array) -> Iterator[str]:
    """Share right by confidence, of simulated and of real repetitions."""
    x, y, w = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    p = np.clip(1 / (1 + np.exp(-x @ weights)), *CONFIG.sure_between)
    edges = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 1.01)
    for name, kind in (("simulated", w == 1), ("real", w != 1)):
        for low, high in itertools.pairwise(edges):
            some = kind & (p >= low) & (p < high)
            if some.any():
                said, right, n = p[some].mean(), y[some].mean(), some.sum()
                yield f"{name}: {low:.2f} to {high:.2f}: said {said:.2f}, right {right:.3f}, n {n}"


if __name__ == "__main__":
    main()
