"""Recordings of runs whose truth is known because it is built piece by piece: no noise, no chance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from models.recording import SETS_SCHEMA, Recording
from models.tables import DEVICE_STEPS, LAPS, OVERRIDES, PAUSES, RECORD_DYNAMICS, RECORDS

START = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
Leg = tuple[float, float]
"""Duration [s] and speed [m/s]."""


def run(
    legs: Sequence[Leg],
    *,
    every_s: float = 1.0,
    laps: Sequence[dict[str, object]] = (),
    steps: Sequence[dict[str, object]] = (),
    pauses: Sequence[tuple[float, float]] = (),
    scale: float = 1.0,
    shift_s: float = 0.0,
    sport: str = "running",
    distance: bool = True,
) -> Recording:
    """A run of `legs`, recorded every `every_s`; nothing is recorded inside `pauses`, which must be legs of speed 0.

    `scale` is measured over true distance; `shift_s` moves everything in time.
    """
    ends = np.cumsum([0.0, *(d for d, _ in legs)])
    metres = np.cumsum([0.0, *(d * v for d, v in legs)])
    time = np.arange(0, ends[-1] + 1e-9, every_s)
    for start, end in pauses:
        time = time[(time <= start) | (time >= end)]
    speed = np.asarray([v for _, v in legs])[np.clip(np.searchsorted(ends, time, side="right") - 1, 0, len(legs) - 1)]
    records = pl.DataFrame(
        {
            "record_index": np.arange(len(time)),
            "timestamp": [START + timedelta(seconds=float(t) + shift_s) for t in time],
            "elapsed_s": time + shift_s,
            "distance_m": np.interp(time, ends, metres) * scale if distance else [None] * len(time),
            "cadence_spm": np.where(speed >= 2, 150 + 5 * speed, 60.0),
            "heart_rate_bpm": 120 + 5 * speed,
        }
    )
    stops: list[dict[str, object]] = [
        {"pause_index": i, "start_s": a + shift_s, "end_s": b + shift_s} for i, (a, b) in enumerate(pauses)
    ]
    return Recording(
        session_index=0,
        sport=sport,
        sub_sport=None,
        start_time=START,
        utc_offset_s=3600,
        elapsed_s=float(ends[-1]) + shift_s,
        timer_s=float(ends[-1]) - sum(b - a for a, b in pauses),
        distance_m=float(metres[-1]) * scale,
        device=None,
        dynamics_source=None,
        records=RECORDS.unowned(records),
        laps=LAPS.unowned(LAPS.rows([lap | _shifted(lap, shift_s) for lap in laps])),
        pauses=PAUSES.unowned(PAUSES.rows(stops)),
        device_steps=DEVICE_STEPS.unowned(DEVICE_STEPS.rows(list(steps))),
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=SETS_SCHEMA.to_frame(),
    )


def repeats(n: int, work: Leg, recovery: Leg, warmup: Leg = (600, 2.8), cooldown: Leg = (300, 2.8)) -> list[Leg]:
    """Warm-up, n times work with recoveries between, cool-down."""
    inner = [leg for _ in range(n) for leg in (work, recovery)][:-1]
    return [warmup, *inner, cooldown]


def pressed(legs: Sequence[Leg], **cells: object) -> list[dict[str, object]]:
    """A lap for each leg, as a thumb presses exactly at its end."""
    laps: list[dict[str, object]] = []
    start = 0.0
    for index, (duration, speed) in enumerate(legs):
        laps.append(
            {
                "lap_index": index,
                "start_s": start,
                "end_s": start + duration,
                "timer_s": duration,
                "distance_m": duration * speed,
                "trigger": "manual",
            }
            | cells
        )
        start += duration
    return laps


def word(kind: str, value: str | None = None) -> pl.DataFrame:
    """One row of OVERRIDES."""
    row = {"override_id": "1", "athlete_id": "a", "activity_id": "x", "kind": kind, "value": value}
    return OVERRIDES.rows([row | {"recorded_at": START}])


def _shifted(lap: dict[str, object], shift_s: float) -> dict[str, object]:
    return {name: float(str(lap[name])) + shift_s for name in ("start_s", "end_s")}
