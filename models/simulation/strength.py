"""A strength session as the watch records it: sets with their repetitions and loads, and the heart rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from models.exercises import find_exercise
from models.recording import SETS_SCHEMA, Recording
from models.simulation import sensors
from models.simulation.athlete import SimulatedAthlete
from models.simulation.noise import stream
from models.simulation.watch import records
from models.tables import DEVICE_STEPS, LAPS, PAUSES, RECORD_DYNAMICS

_WEIGHT_STEPS_PER_KG = 16
"""FIT keeps loads in 1/16 kg."""


@dataclass(frozen=True, slots=True)
class StrengthConfig:
    """How long things take and what they ask of the heart; all our choice."""

    begin_s: float = 20.0
    repetition_s: float = 3.2
    """A slow repetition with load [s]."""
    jump_s: float = 2.0
    calf_raise_s: float = 4.4
    """Up fast, down in three seconds."""
    rest_s: float = 75.0
    set_effort: float = 0.62
    """Heart rate during a set, as a share of the heart rate reserve."""
    rest_effort: float = 0.30
    uneven: float = 0.08
    """Standard deviation of each duration, as a share."""


CONFIG = StrengthConfig()


def simulate_strength(
    steps: pl.DataFrame,
    athlete: SimulatedAthlete,
    start_time: datetime,
    utc_offset_s: int,
    seed: int,
    extra_repetitions: int = 0,
) -> Recording:
    """The exercises of `steps` (columns of WORKOUT_STEPS), done as asked; more repetitions in each last set if told.

    `start_time` is UTC and a whole second. The same arguments give the same recording.
    """
    rng = stream(seed, "strength")
    sets = _sets(steps.filter(pl.col("kind") == "exercise"), start_time, extra_repetitions, rng)
    began = (sets["start_time"] - start_time).dt.total_seconds().to_numpy()
    lasted = sets["duration_s"].to_numpy()
    elapsed = float(np.ceil((began + lasted).max(initial=0) + CONFIG.rest_s))
    time = np.arange(elapsed + 1)
    busy = ((time[:, None] >= began) & (time[:, None] < began + lasted)).any(axis=1)
    span = athlete.max_heart_rate_bpm - athlete.rest_heart_rate_bpm
    asked = athlete.rest_heart_rate_bpm + span * np.where(busy, CONFIG.set_effort, CONFIG.rest_effort)
    beats = sensors.following(asked, athlete, stream(seed, "heart"))
    return Recording(
        session_index=0,
        sport="training",
        sub_sport="strength_training",
        start_time=start_time,
        utc_offset_s=utc_offset_s,
        elapsed_s=elapsed,
        timer_s=elapsed,
        distance_m=None,
        device="garmin fr965",
        dynamics_source=None,
        records=records(start_time, time, {"heart_rate_bpm": beats}),
        laps=LAPS.unowned(LAPS.empty()),
        pauses=PAUSES.unowned(PAUSES.empty()),
        device_steps=DEVICE_STEPS.unowned(DEVICE_STEPS.empty()),
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=sets,
    )


def _sets(steps: pl.DataFrame, start_time: datetime, extra: int, rng: np.random.Generator) -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    at = CONFIG.begin_s
    asked = steps.select("exercise", "repetitions", "duration_s", "load_kg", "side").rows(named=True)
    for index, step in enumerate(asked):
        last = index + 1 == len(asked) or asked[index + 1]["exercise"] != step["exercise"]
        repetitions = None if step["repetitions"] is None else step["repetitions"] + extra * last
        duration = _duration_s(step, repetitions or 0) * (1 + CONFIG.uneven * rng.standard_normal())
        load = step["load_kg"]
        rows.append(
            {
                "set_index": index,
                "exercise": step["exercise"],
                "start_time": start_time + timedelta(seconds=round(at)),
                "duration_s": round(duration, 3),
                "repetitions": repetitions,
                "weight_kg": None if load is None else round(load * _WEIGHT_STEPS_PER_KG) / _WEIGHT_STEPS_PER_KG,
            }
        )
        at += duration + CONFIG.rest_s * (1 + CONFIG.uneven * rng.standard_normal())
    return pl.DataFrame(rows, schema=SETS_SCHEMA)


def _duration_s(step: dict[str, object], repetitions: int) -> float:
    """How long a set takes: a hold as long as asked, else its repetitions, on both sides where it has sides [s]."""
    if step["duration_s"] is not None:
        return float(str(step["duration_s"]))
    known = find_exercise(str(step["exercise"]))
    each = CONFIG.jump_s if known and known.kind == "plyometrics" else CONFIG.repetition_s
    if known and known.fit_category == "calf_raise":
        each = CONFIG.calf_raise_s
    return max(repetitions, 1) * each * (2 if step["side"] == "each" else 1)
