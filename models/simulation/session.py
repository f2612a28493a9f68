"""A whole run: a workout, an athlete, a place and a seed become a recording, with the truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.recording import SETS_SCHEMA, Recording
from models.simulation import gps, sensors, watch
from models.simulation.asks import Ask, asked
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.lap_presses import LapEnd, lap_ends
from models.simulation.lap_rows import anchored, by_distance, laps, with_auto_laps
from models.simulation.legs import Leg
from models.simulation.motion import Motion, move
from models.simulation.noise import ar1, stream
from models.simulation.pacing import legs_of
from models.simulation.programme import device_steps
from models.simulation.track import STADIUM_ALTITUDE_M
from models.tables import DEVICE_STEPS, RECORD_DYNAMICS

Array = NDArray[np.float64]

TRUTH_SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "set_index": pl.Int64(),
        "repetition_index": pl.Int64(),
        "start_s": pl.Float64(),
        "end_s": pl.Float64(),
        "distance_m": pl.Float64(),
        "nominal_distance_m": pl.Float64(),
        "stance_time_ms": pl.Float64(),
    }
)
"""Grain: one interval as it truly was. `stance_time_ms` is the mean over the interval; null where nobody ran."""

_SUB_SPORT = {"track": "track", "road": "generic", "treadmill": "treadmill"}
CONDITIONS = Conditions()


@dataclass(frozen=True, slots=True)
class Simulated:
    """A recording, and what truly happened."""

    recording: Recording
    truth: pl.DataFrame
    """Columns of TRUTH_SCHEMA."""
    motion: Motion


@dataclass(frozen=True, slots=True)
class _Course:
    """One session's true course, from which everything written down follows."""

    asks: tuple[Ask, ...]
    legs: tuple[Leg, ...]
    motion: Motion
    athlete: SimulatedAthlete
    conditions: Conditions
    seed: int


def simulate_run(
    steps: pl.DataFrame | None,
    athlete: SimulatedAthlete,
    start_time: datetime,
    utc_offset_s: int,
    seed: int,
    conditions: Conditions = CONDITIONS,
) -> Simulated:
    """A run of a workout's steps (columns of WORKOUT_STEPS; None: an easy run) as the watch records it.

    `start_time` is UTC and a whole second. The same arguments give the same recording.
    """
    asks = asked(steps, conditions)
    legs = legs_of(asks, athlete, conditions, stream(seed, "pacing"))
    return simulate_legs(asks, legs, athlete, (start_time, utc_offset_s), seed, conditions)


def simulate_legs(
    asks: tuple[Ask, ...],
    legs: tuple[Leg, ...],
    athlete: SimulatedAthlete,
    begin: tuple[datetime, int],
    seed: int,
    conditions: Conditions = CONDITIONS,
) -> Simulated:
    """A run of exactly these legs, for sessions that no workout's text tells; `begin` is UTC start and offset [s]."""
    motion = move(legs, stream(seed, "motion"), conditions.moving)
    course = _Course(asks, legs, motion, athlete, conditions, seed)
    return Simulated(_recorded(course, *begin), _truth(course), motion)


def _recorded(course: _Course, start_time: datetime, utc_offset_s: int) -> Recording:
    conditions, motion = course.conditions, course.motion
    end = round(float(motion.ends_s[-1]), 3)
    ends, odometer = _counted(course)
    stopped = watch.pauses(course.legs, motion, conditions)
    by_second = _by_second(course, odometer)
    recording = stream(course.seed, "recording")
    times = watch.record_times_s(end, stopped, conditions, recording, by_second.get("speed_mps"))
    written = watch.records(start_time, times, by_second)
    steps, carried = _programme(course)
    counted = [float(np.interp(lap.end_s, motion.time_s, odometer)) for lap in ends]
    rows = laps(ends, counted, written, stopped, carried)
    return Recording(
        session_index=0,
        sport="running",
        sub_sport=_SUB_SPORT[conditions.place],
        start_time=start_time,
        utc_offset_s=utc_offset_s,
        elapsed_s=end,
        timer_s=round(end - float((stopped["end_s"] - stopped["start_s"]).sum()), 3),
        distance_m=round(float(odometer[-1]), 2) if conditions.odometer else None,
        device=conditions.device,
        dynamics_source=conditions.dynamics_source,
        records=written,
        laps=rows if conditions.odometer else rows.with_columns(pl.lit(None, pl.Float64).alias("distance_m")),
        pauses=stopped,
        device_steps=steps,
        record_dynamics=RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty()),
        sets=SETS_SCHEMA.to_frame(),
    )


def _counted(course: _Course) -> tuple[tuple[LapEnd, ...], Array]:
    """Where laps end, and the device's odometer at each instant of the motion [m]."""
    conditions, motion = course.conditions, course.motion
    odometer = gps.odometer_m(motion, conditions, stream(course.seed, "odometer"))
    if conditions.laps == "auto":
        return by_distance(odometer, motion, conditions.auto_lap_m), odometer
    ends = lap_ends(course.asks, course.legs, motion, conditions, stream(course.seed, "laps"))
    if conditions.auto_lap_too:
        ends = with_auto_laps(ends, odometer, motion, conditions.auto_lap_m)
    return ends, anchored(odometer, motion, ends)


def _by_second(course: _Course, odometer: Array) -> dict[str, Array]:
    """What the watch knows at each whole second, by column of RECORDS."""
    conditions, motion, seed = course.conditions, course.motion, course.seed
    # Rounded as the end that the watch writes is: 3470.9996 s ends in second 3471.
    time = np.arange(int(round(float(motion.ends_s[-1]), 3)) + 1, dtype=np.float64)
    latitude, longitude = gps.positions_deg(motion, time, conditions, stream(seed, "gps"))
    climbed = np.interp(time, motion.time_s, motion.altitude_m)
    columns = {
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "altitude_m": STADIUM_ALTITUDE_M + climbed + ar1(len(time), 0.4, 120, stream(seed, "altitude")),
        "heart_rate_bpm": sensors.heart_rate_bpm(motion, time, course.athlete, stream(seed, "heart")),
        "temperature_c": np.full(len(time), conditions.temperature_c),
        **sensors.gait(motion, time, course.athlete, conditions, stream(seed, "gait")),
    }
    if conditions.odometer:
        columns["distance_m"] = np.interp(time, motion.time_s, odometer)
        columns["speed_mps"] = gps.device_speed_mps(odometer, motion, time, conditions.speed_lag_s)
    return columns


def _programme(course: _Course) -> tuple[pl.DataFrame, list[dict[str, object]]]:
    """The workout in the watch, and what a lap of each ask carries of it; nothing where laps are not its."""
    if course.conditions.laps != "steps":
        return DEVICE_STEPS.unowned(DEVICE_STEPS.empty()), [{} for _ in course.asks]
    steps, index_of = device_steps(course.asks)
    said = steps["intensity"].to_list()
    return steps, [{"workout_step_index": index, "intensity": said[index]} for index in index_of]


def _truth(course: _Course) -> pl.DataFrame:
    """One row an interval: legs of the same step and kind that follow each other are one."""
    motion, legs = course.motion, course.legs
    stance = sensors.true_stance_time_ms(motion, course.athlete, course.conditions)
    rows: list[dict[str, object]] = []
    start = 0.0
    for index, (leg, ending) in enumerate(zip(legs, motion.ends_s, strict=True)):
        if index + 1 < len(legs) and (legs[index + 1].step, legs[index + 1].kind) == (leg.step, leg.kind):
            continue
        end = float(ending)
        inside = (motion.time_s >= start) & (motion.time_s < end) & np.isfinite(stance)
        rows.append(
            {
                "kind": leg.kind,
                "set_index": leg.set_index,
                "repetition_index": leg.repetition_index,
                "start_s": start,
                "end_s": end,
                "distance_m": float(motion.distance_at(end) - motion.distance_at(start)),
                "nominal_distance_m": leg.nominal_distance_m,
                "stance_time_ms": float(stance[inside].mean()) if inside.any() else None,
            }
        )
        start = end
    return pl.DataFrame(rows, schema=TRUTH_SCHEMA)
