"""One repetition against its target, from the rows of the view and of compliance."""

from __future__ import annotations

import polars as pl

from pipelines.report.days import Row
from pipelines.report.frames import ReviewFrames
from pipelines.report.model import Repetition


def repetitions_of(rows: pl.DataFrame, compliance: pl.DataFrame) -> list[Repetition]:
    """The repetitions that were run, in order; `rows` are those of one activity in the view `repetitions`."""
    times = compliance.filter(pl.col("metric") == "duration_s").select("activity_id", "interval_index", "prescribed")
    times = times.drop_nulls("interval_index").unique(["activity_id", "interval_index"], keep="first")
    joined = rows.join(times, on=["activity_id", "interval_index"], how="left").sort("interval_index")
    return [_repetition(row) for row in joined.iter_rows(named=True)]


def missed_repetitions(frames: ReviewFrames, workout: Row) -> list[Repetition]:
    """The repetitions that were asked and not run."""
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    missed = frames.compliance.filter(
        same,
        pl.col("verdict") == "missed",
        pl.col("interval_index").is_null(),
    ).select("step_index")
    steps = frames.workout_steps.filter(same, pl.col("kind") == "work")
    return [
        Repetition(
            repetition_index=step["repetition_index"],
            set_index=step["set_index"],
            nominal_distance_m=step["distance_m"],
            target_low_s=low,
            target_high_s=high,
            duration_s=None,
            difference_s=None,
            pace_s_per_km=None,
            stance_time_ms=None,
            stance_time_at_reference_ms=None,
            avg_heart_rate_bpm=None,
            verdict="missed",
            confidence=None,
            flags=(),
        )
        for step in steps.join(missed.unique(), on="step_index", how="semi").sort("step_index").iter_rows(named=True)
        for low, high in (_target(step, step["distance_m"], step["duration_s"]),)
    ]


def _repetition(row: Row) -> Repetition:
    low, high = _target(row, row["nominal_distance_m"], row["prescribed"])
    middle = row["prescribed"] if row["prescribed"] is not None else _middle(low, high)
    return Repetition(
        repetition_index=row["repetition_index"],
        set_index=row["set_index"],
        nominal_distance_m=row["nominal_distance_m"],
        target_low_s=low,
        target_high_s=high,
        duration_s=row["duration_s"],
        difference_s=None if middle is None else row["duration_s"] - middle,
        pace_s_per_km=row["pace_s_per_km"],
        stance_time_ms=row["stance_time_ms"],
        stance_time_at_reference_ms=row["stance_time_at_reference_ms"],
        avg_heart_rate_bpm=row["avg_heart_rate_bpm"],
        verdict=row["verdict"] or "unknown",
        confidence=row["confidence"],
        flags=tuple(row["flags"] or ()),
        **{name: row[name] for name in _DYNAMICS},
    )


_DYNAMICS = (
    "cadence_spm",
    "duty_factor_percent",
    "flight_time_ms",
    "stance_time_balance_percent",
    "step_length_mm",
    "vertical_oscillation_mm",
    "vertical_ratio_percent",
    "leg_stiffness_kn_per_m",
    "dynamics_samples",
    "dynamics_reason",
)
"""Columns that go into the review as they stand in the view."""


def _target(step: Row, distance_m: float | None, prescribed_s: float | None) -> tuple[float | None, float | None]:
    """Both ends of the target as a time [s]; a pace is one where the distance is known."""
    low, high = step["target_low"], step["target_high"]
    if step["target_unit"] == "s_per_km" and distance_m:
        scale = distance_m / 1000
    elif step["target_unit"] == "s":
        scale = 1.0
    else:
        return prescribed_s, prescribed_s
    return None if low is None else low * scale, None if high is None else high * scale


def _middle(low: float | None, high: float | None) -> float | None:
    ends = [end for end in (low, high) if end is not None]
    return sum(ends) / len(ends) if ends else None
