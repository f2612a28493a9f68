"""A recording and its owner make an activity: ids, local calendar, means over the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

import polars as pl

from models.calendar import local_date, week_start
from models.ids import stable_id
from models.recording import Recording
from models.richness import richness
from models.running_dynamics import STANCE_TIME
from models.schema import Table
from models.tables import ACTIVITIES, DEVICE_STEPS, LAPS, PAUSES, RECORD_DYNAMICS, RECORDS, SPLITS, STRENGTH_SETS

OWNED: tuple[Table, ...] = (ACTIVITIES, RECORDS, LAPS, SPLITS, PAUSES, DEVICE_STEPS, RECORD_DYNAMICS, STRENGTH_SETS)
"""The tables whose rows come from a recording, each row with its `activity_id`."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose recording it is, and in which calendar that athlete lives."""

    athlete_id: str
    week_start_day: int


def activity_id(athlete_id: str, file_id: str, session_index: int) -> str:
    """The id of an activity: the same bytes for the same athlete give the same on every machine."""
    return stable_id(athlete_id, file_id, session_index)


def owned(recording: Recording, owner: Owner, file_id: str, utc_offset_s: int) -> dict[Table, pl.DataFrame]:
    """The rows of every recorded table for one recording; the activity is not yet segmented."""
    identity = activity_id(owner.athlete_id, file_id, recording.session_index)
    day = local_date(recording.start_time, utc_offset_s)
    activity: dict[str, object] = {
        "activity_id": identity,
        "athlete_id": owner.athlete_id,
        "file_id": file_id,
        "session_index": recording.session_index,
        "sport": recording.sport,
        "sub_sport": recording.sub_sport,
        "start_time": recording.start_time.astimezone(UTC),
        "utc_offset_s": utc_offset_s,
        "local_date": day,
        "week_start": week_start(day, owner.week_start_day),
        "elapsed_s": recording.elapsed_s,
        "timer_s": recording.timer_s,
        "distance_m": recording.distance_m,
        **_means(recording.records),
        "recorded_s": recording.records["elapsed_s"].max(),
        "record_count": recording.records.height,
        "richness": richness(recording),
        "device": recording.device,
        "dynamics_source": recording.dynamics_source,
        "structure": "none",
        "structure_reason": "not segmented yet",
        "ignored": False,
        "derivation_key": "",
        "derivation_version": 0,
    }
    name = pl.lit(identity).alias("activity_id")
    sets = recording.sets.with_columns(
        name,
        pl.format("{}-{}", pl.lit(identity), "set_index").alias("set_id"),
        pl.lit(owner.athlete_id).alias("athlete_id"),
        pl.lit(day).alias("local_date"),
        pl.lit("fit").alias("source"),
    )
    frames = {
        RECORDS: recording.records,
        LAPS: recording.laps,
        SPLITS: recording.splits,
        PAUSES: recording.pauses,
        DEVICE_STEPS: recording.device_steps,
        RECORD_DYNAMICS: recording.record_dynamics,
    }
    return {
        ACTIVITIES: ACTIVITIES.rows([activity]),
        STRENGTH_SETS: STRENGTH_SETS.conform(sets),
        **{table: table.conform(frame.with_columns(name)) for table, frame in frames.items()},
    }


def recording_of(activity: dict[str, object], frames: dict[Table, pl.DataFrame], sets: pl.DataFrame) -> Recording:
    """The recording again, from the rows of one activity."""
    fields = ("sport", "sub_sport", "start_time", "utc_offset_s", "elapsed_s", "timer_s", "distance_m", "device")
    return Recording(
        session_index=int(str(activity["session_index"])),
        **{name: activity[name] for name in (*fields, "dynamics_source")},  # type: ignore[arg-type]  # row of ACTIVITIES
        records=RECORDS.unowned(frames[RECORDS]),
        laps=LAPS.unowned(frames[LAPS]),
        pauses=PAUSES.unowned(frames[PAUSES]),
        device_steps=DEVICE_STEPS.unowned(frames[DEVICE_STEPS]),
        record_dynamics=RECORD_DYNAMICS.unowned(frames[RECORD_DYNAMICS]),
        sets=sets,
        splits=SPLITS.unowned(frames[SPLITS]),
    )


def _means(records: pl.DataFrame) -> dict[str, float | None]:
    stance = pl.col(STANCE_TIME.column)
    means = records.select(
        pl.col("heart_rate_bpm").mean().alias("avg_heart_rate_bpm"),
        pl.col("cadence_spm").filter(pl.col("cadence_spm") > 0).mean().alias("avg_cadence_spm"),
        stance.filter(stance.is_between(*STANCE_TIME.plausible)).mean().alias("avg_stance_time_ms"),
    )
    return means.row(0, named=True)
