"""All that is known of one athlete, as frames: what stage three calculates from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

REMEMBERED = 4
"""What is worked out of an athlete is asked for by matching, compliance and rules in turn; of so many it is kept."""


@dataclass(frozen=True, eq=False)  # one is equal to itself alone, so that what is worked out of it can be remembered
class AthleteData:
    """The frames of one athlete, each with the columns of the table of its name; row order means nothing."""

    athlete_id: str
    as_of: date
    """The athlete's day on which all this was known; workouts before it are due."""
    week_start_day: int
    """First day of the training week, 1 = Monday .. 7 = Sunday."""
    activities: pl.DataFrame
    intervals: pl.DataFrame
    strength_sets: pl.DataFrame
    notes: pl.DataFrame
    """Only what was not taken back."""
    workouts: pl.DataFrame
    """All versions."""
    workout_steps: pl.DataFrame
    """All versions."""
    accepted: pl.DataFrame
    """The rows of `adjustments` that were accepted."""
    compliance_colours: str = "trainingpeaks"
    """One of `models.compliance.PRESETS`."""
