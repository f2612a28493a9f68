"""What a weekend's script does: fast parts of the device's speed, filtered by the distances that were asked for.

Both are told the distances and durations of the session, and 400 m where nothing was asked for: more than ours
without the plan knows. Three parts at least make a session.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.odometer import from_positions
from models.recording import Recording
from tests.accuracy.scoring import Span

Array = NDArray[np.float64]

ALIKE = 0.15
"""A fast part is a repetition if its distance or duration is within this of what was asked for."""
RUNNING_MPS = 1.8
"""The threshold parts running from running: over standing and walking too, both would find 9 % fewer sessions."""
SHORTEST_S = 18.0
FEWEST = 3
SMOOTH_S = 5
CLOSED_S = 8.0
PENALTY = 30.0
"""Of PELT, in units of the noise's variance times ln n: the best of 4, 12 and 30 on seeds for tuning."""


def naive(recording: Recording, asked: pl.DataFrame) -> list[Span]:
    """Fast is what is faster than Otsu's threshold of the smoothed device speed."""
    time, speed, distance = signal_of(recording)
    fast = speed > _otsu(speed[speed > RUNNING_MPS])
    return _repetitions(time, distance, _runs(fast), asked)


def pelt(recording: Recording, asked: pl.DataFrame) -> list[Span]:
    """The same threshold on the means of PELT's segments (Killick 2012; ruptures, least squares)."""
    time, speed, distance = signal_of(recording)
    ends = change_points(speed)
    starts = [0, *ends[:-1]]
    means = np.concatenate([np.full(b - a, speed[a:b].mean()) for a, b in zip(starts, ends, strict=True)])
    return _repetitions(time, distance, _runs(means > _otsu(speed[speed > RUNNING_MPS])), asked)


def change_points(speed: Array) -> list[int]:
    """Ends of the segments that PELT finds."""
    import ruptures  # a dependency of the bench alone

    noise = float(np.median(np.abs(np.diff(speed))) / 0.6745) ** 2
    penalty = PENALTY * max(noise, 0.01) * np.log(len(speed))
    found = ruptures.KernelCPD(kernel="linear", min_size=5).fit(speed.reshape(-1, 1)).predict(pen=penalty)
    return [int(end) for end in found]


def signal_of(recording: Recording) -> tuple[Array, Array, Array]:
    """Second by second: time, smoothed device speed and distance."""
    names = ["elapsed_s", "speed_mps", "distance_m", "latitude_deg", "longitude_deg"]
    columns = recording.records.select(names).cast(pl.Float64).to_numpy().T
    elapsed, shown, counted = columns[0], columns[1], columns[2]
    if not np.isfinite(shown).sum() > 2:
        counted, shown = from_positions(elapsed, columns[3], columns[4])
    time = np.arange(elapsed[0], elapsed[-1] + 1)
    good = np.isfinite(shown)
    speed = np.interp(time, elapsed[good], shown[good])
    window = np.ones(SMOOTH_S) / SMOOTH_S
    return (
        time,
        np.convolve(np.pad(speed, SMOOTH_S // 2, mode="edge"), window, "valid"),
        np.interp(time, elapsed[np.isfinite(counted)], counted[np.isfinite(counted)]),
    )


def _otsu(values: Array) -> float:
    ordered = np.sort(values)
    if len(ordered) < 3:
        return float("inf")
    n = np.arange(1, len(ordered))
    sums = np.cumsum(ordered)
    means = sums[:-1] / n, (sums[-1] - sums[:-1]) / (len(ordered) - n)
    return float(ordered[int(np.argmax(n * (len(ordered) - n) * (means[1] - means[0]) ** 2))])


def _runs(fast: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Spans of fast seconds, short slow ones between them closed."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], fast, [False]]).astype(np.int8)))
    runs: list[tuple[int, int]] = []
    for start, end in changes.reshape(-1, 2):
        if runs and start - runs[-1][1] < CLOSED_S:
            runs[-1] = (runs[-1][0], int(end))
        else:
            runs.append((int(start), int(end)))
    return runs


def _repetitions(time: Array, distance: Array, runs: Sequence[tuple[int, int]], asked: pl.DataFrame) -> list[Span]:
    metres, seconds = _wanted(asked)
    spans: list[Span] = []
    for start, end in runs:
        last = min(end, len(time) - 1)
        length, lasted = float(distance[last] - distance[start]), float(time[last] - time[start])
        nominal = min(metres, key=lambda m: abs(length / m - 1), default=None)
        by_distance = nominal is not None and abs(length / nominal - 1) <= ALIKE
        by_time = any(abs(lasted / s - 1) <= ALIKE for s in seconds)
        if lasted >= SHORTEST_S and (by_distance or by_time):
            span = {"start_s": float(time[start]), "end_s": float(time[last]), "duration_s": lasted}
            spans.append(span | {"nominal_distance_m": nominal if by_distance else None})
    return spans if len(spans) >= FEWEST else []


def _wanted(asked: pl.DataFrame) -> tuple[list[float], list[float]]:
    work = asked.filter(pl.col("kind") == "work")
    metres = work["distance_m"].drop_nulls().unique().to_list()
    seconds = work.filter(pl.col("distance_m").is_null())["duration_s"].drop_nulls().unique().to_list()
    return metres, seconds
