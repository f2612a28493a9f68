"""What was asked against what was done: `match` pairs workouts with sessions, `comply` judges each step."""

from __future__ import annotations

from typing import Any

import polars as pl

from models.athlete import AthleteData
from models.compliance.config import DEFAULT, PRESETS, Bands, ComplianceConfig
from models.compliance.judging import judged
from models.compliance.matching import matches
from models.tables import COMPLIANCE, WORKOUT_COMPLIANCE, WORKOUT_MATCHES

__all__ = ["DEFAULT", "PRESETS", "Bands", "ComplianceConfig", "comply", "match"]

VERSION = 1


def match(athlete: AthleteData, config: ComplianceConfig = DEFAULT) -> pl.DataFrame:
    """Rows of `workout_matches`: every workout that was done or is due, every activity that counts.

    A rest day that was kept is matched with no activity, one that was not is missed. Row order of the athlete's
    frames does not matter.
    """
    rows: list[dict[str, Any]] = [
        {
            "athlete_id": athlete.athlete_id,
            "workout_id": found.workout_id,
            "activity_id": found.activity_id,
            "role": found.role,
            "by": "auto",
            "days_moved": found.days_moved,
            "derivation_version": VERSION,
        }
        for found in matches(athlete, config)
    ]
    return WORKOUT_MATCHES.rows(rows).sort("workout_id", "activity_id", nulls_last=True)


def comply(
    athlete: AthleteData, matches: pl.DataFrame, config: ComplianceConfig | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `compliance` and of `workout_compliance` for the workouts in `matches`; in the athlete's colours."""
    config = config or ComplianceConfig(preset=athlete.compliance_colours)
    found = judged(athlete, matches, config)
    steps: list[dict[str, Any]] = [cells | {"derivation_version": VERSION} for one in found for cells in one.rows]
    workouts: list[dict[str, Any]] = [
        {
            "workout_id": one.asked.workout_id,
            "version": one.asked.workout["version"],
            "score": one.score.score,
            "colour": one.score.colour,
            "preset": config.preset,
            "reason": one.score.reason,
            "derivation_version": VERSION,
        }
        for one in found
    ]
    key = ("workout_id", "version", "step_index", "metric")
    return COMPLIANCE.rows(steps).sort(key), WORKOUT_COMPLIANCE.rows(workouts).sort("workout_id", "version")
