"""How much a recording tells: which of two of the same workout is kept to is decided by it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from models.recording import Recording
from models.running_dynamics import STANCE_TIME

UNSPECIFIED_SPORT = "generic"
"""FIT's word for a sport that nobody named."""


@dataclass(frozen=True, slots=True)
class RichnessConfig:
    """When a recording has something."""

    channel_share: float = 0.25
    """Share of its records that must have a value. Ground contact is empty while one walks: a session with walked
    recoveries has it in about half of them. A sensor that was lost after some minutes has it in fewer. Our choice."""


CONFIG = RichnessConfig()

LEVELS: tuple[str, ...] = (
    "its sport is named",
    "sets of exercises",
    "records with their time",
    "running dynamics",
    "laps of a workout in the watch",
    "laps that were pressed",
    "heart rate",
    "position",
    "speed or distance",
    "cadence",
    "its sub-sport is named",
)
"""What a recording can tell, the most important first: one of these weighs more than all that follow together.

The sport comes first because a run that is not called one would be missing in the week; then what only the recording
itself can tell (sets, contact, laps), then what several devices measure alike. On a track or a treadmill the watch
that was told so measures the distance better.
"""


def richness(recording: Recording, config: RichnessConfig = CONFIG) -> int:
    """How much the recording tells, as one number: the `LEVELS` it has, as the digits of a binary number."""
    has: list[bool | None] = [
        recording.sport != UNSPECIFIED_SPORT,
        recording.sets.height > 0,
        recording.records.height > 1,
        _has(recording.records, (STANCE_TIME.column,), config),
        recording.laps["workout_step_index"].count() > 1,
        (recording.laps["trigger"] == "manual").any(),
        _has(recording.records, ("heart_rate_bpm",), config),
        _has(recording.records, ("latitude_deg",), config),
        _has(recording.records, ("speed_mps", "distance_m"), config),
        _has(recording.records, ("cadence_spm",), config),
        recording.sub_sport not in (None, UNSPECIFIED_SPORT),
    ]
    return sum(2**weight for weight, (_, true) in enumerate(zip(reversed(LEVELS), reversed(has), strict=True)) if true)


def _has(records: pl.DataFrame, columns: tuple[str, ...], config: RichnessConfig) -> bool:
    """Whether enough of the records have a value in one of the columns."""
    return records.height > 0 and any(records[c].count() >= config.channel_share * records.height for c in columns)
