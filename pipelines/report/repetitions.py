"""One repetition against its target, from the rows of the view and of compliance."""

from __future__ import annotations

from collections.abc import Sequence

from models.rows import Row
from pipelines.report.model import Repetition
from pipelines.report.rows import ReviewRows, of_version


def repetitions_of(given: ReviewRows, rows: Sequence[Row]) -> list[Repetition]:
    """The repetitions that were run, in order; `rows` are those of one activity in the view `repetitions`."""
    prescribed = {
        (judged["activity_id"], judged["interval_index"]): judged["prescribed"]
        for of_workout in given.compliance.values()
        for judged in of_workout
        if judged["metric"] == "duration_s"
    }
    return [_repetition(row, prescribed.get((row["activity_id"], row["interval_index"]))) for row in rows]


def missed_repetitions(given: ReviewRows, workout: Row) -> list[Repetition]:
    """The repetitions that were asked and not run."""
    missed = {
        judged["step_index"]
        for judged in of_version(given.compliance, workout)
        if judged["verdict"] == "missed" and judged["interval_index"] is None
    }
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
        for step in of_version(given.steps, workout)
        if step["kind"] == "work" and step["step_index"] in missed
        for low, high in (_target(step, step["distance_m"], step["duration_s"]),)
    ]


def _repetition(row: Row, prescribed_s: float | None) -> Repetition:
    low, high = _target(row, row["nominal_distance_m"], prescribed_s)
    middle = prescribed_s if prescribed_s is not None else _middle(low, high)
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
