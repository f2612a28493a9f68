"""A run that was told, not recorded: an activity with the intervals that its text names."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import polars as pl

from models.activity import activity_id
from models.calendar import offset_in, week_start
from models.journal import AthleteFacts, Logged
from models.tables import ACTIVITIES, INTERVALS
from models.workout_text import parse, steps

_KINDS = {"warmup": "warmup", "work": "work", "recovery": "recovery", "cooldown": "cooldown"}


def told_run(said: Logged, facts: AthleteFacts, derivation_version: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One row of `activities` at noon of the day, and its rows of `intervals`; steps of unknown time are left out."""
    file_id = f"journal:{said.seq}"
    identity = activity_id(said.athlete_id, file_id, 0)
    start = datetime.combine(said.local_date, time(12), ZoneInfo(facts.timezone)).astimezone(UTC)
    told = steps(parse(said.text or "")).filter(pl.col("kind") != "rest")
    timed = _timed(told).with_columns(
        pl.lit(identity).alias("activity_id"), pl.lit(derivation_version).alias("derivation_version")
    )
    intervals = INTERVALS.conform(timed)
    activity = {
        "activity_id": identity,
        "athlete_id": said.athlete_id,
        "file_id": file_id,
        "session_index": 0,
        "sport": "running",
        "start_time": start,
        "utc_offset_s": offset_in(start, facts.timezone),
        "local_date": said.local_date,
        "week_start": week_start(said.local_date, facts.week_start_day),
        "elapsed_s": intervals["duration_s"].sum() or None,
        "distance_m": _metres(told, intervals),
        "device": "told",
        "structure": "user" if (intervals["kind"] == "work").any() else "none",
        "structure_reason": f"as told: {said.text}",
        "ignored": False,
        "derivation_key": "told",
        "derivation_version": derivation_version,
    }
    return ACTIVITIES.rows([activity]), intervals


def _metres(told: pl.DataFrame, intervals: pl.DataFrame) -> float | None:
    """What the text tells of the distance: of the steps with a time, or of all where none has one [m]."""
    among = intervals if intervals.height else told
    return float(among["distance_m"].sum()) or None


def _timed(told: pl.DataFrame) -> pl.DataFrame:
    middle = (pl.col("target_low") + pl.col("target_high")) / 2
    by_target = (
        pl.when(pl.col("target_unit") == "s")
        .then(middle)
        .when(pl.col("target_unit") == "s_per_km")
        .then(middle * pl.col("distance_m") / 1000)
    )
    timed = told.with_columns(pl.coalesce("duration_s", by_target).alias("duration_s")).filter(
        pl.col("duration_s").is_not_null()
    )
    return timed.select(
        pl.int_range(pl.len()).alias("interval_index"),
        pl.col("kind").replace_strict(_KINDS, default="other").alias("kind"),
        "set_index",
        "repetition_index",
        (pl.col("duration_s").cum_sum() - pl.col("duration_s")).alias("start_s"),
        pl.col("duration_s").cum_sum().alias("end_s"),
        "duration_s",
        "distance_m",
        pl.col("distance_m").alias("nominal_distance_m"),
        (pl.col("duration_s") / pl.col("distance_m") * 1000).alias("pace_s_per_km"),
        pl.lit(0).alias("dynamics_samples"),
        pl.lit("told, not recorded").alias("dynamics_reason"),
        pl.lit("user").alias("source"),
        pl.lit(1.0).alias("confidence"),
        pl.lit([], dtype=pl.List(pl.String())).alias("flags"),
    )
