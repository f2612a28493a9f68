"""Points in order of time become records: seconds since the start, distance and speed, cadence of both feet, pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from ingest.xml.words import ON_FOOT
from models.odometer import from_positions
from models.recording import SETS_SCHEMA
from models.tables import DEVICE_STEPS, LAPS, PAUSES, RECORD_DYNAMICS, RECORDS, SPLITS

NO_LAPS = LAPS.unowned(LAPS.empty())
NO_DEVICE_STEPS = DEVICE_STEPS.unowned(DEVICE_STEPS.empty())
NO_RECORD_DYNAMICS = RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty())
NO_RECORDS = RECORDS.unowned(RECORDS.empty())
NO_SPLITS = SPLITS.unowned(SPLITS.empty())
NO_SETS = pl.DataFrame(schema=SETS_SCHEMA)
_NO_PAUSES = PAUSES.unowned(PAUSES.empty())
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MICROSECOND_S = 1e-6
_PLACE = ("elapsed_s", "latitude_deg", "longitude_deg")


@dataclass(frozen=True, slots=True)
class RecordingConfig:
    """What is assumed where a GPX or TCX file does not tell."""

    both_feet_from_spm: float = 120.0
    """A median cadence above it counts steps, not strides: 120 strides are 240 steps a minute; our choice."""
    most_falls: float = 0.02
    """A distance that falls more often does not count from the start: some apps write each step's; our choice."""
    most_runs: int = 1_000
    """With more pauses than this, positions are smoothed across them: bounds the time; our choice."""


CONFIG = RecordingConfig()


def in_order(points: pl.DataFrame) -> pl.DataFrame:
    """The points that have a time, in order of it."""
    if points["timestamp"].null_count():
        points = points.filter(pl.col("timestamp").is_not_null())
    return points if points["timestamp"].is_sorted() else points.sort("timestamp", maintain_order=True)


def records_since(points: pl.DataFrame, start: datetime) -> pl.DataFrame:
    """`points`, which are in order of time, with `record_index` and `elapsed_s`."""
    since = points["timestamp"].cast(pl.Int64).to_numpy() - (start - _EPOCH) // _MICROSECOND
    return points.hstack(
        [pl.Series("record_index", np.arange(points.height)), pl.Series("elapsed_s", since * _MICROSECOND_S)],
    )


def spans_between(records: pl.DataFrame, part: str) -> list[tuple[float, float]]:
    """The spans [s] between parts of a recording, in which nothing was recorded."""
    number = records[part].to_numpy()
    if (number == number[0]).all():
        return []
    spans = (
        records.group_by(part)
        .agg(pl.col("elapsed_s").min().alias("from"), pl.col("elapsed_s").max().alias("to"))
        .sort("from", "to")
        .select(pl.col("to").cum_max().shift().alias("start_s"), pl.col("from").alias("end_s"))
        .filter(pl.col("end_s") > pl.col("start_s"))
    )
    return list(spans.iter_rows())


def pauses_of(spans: list[tuple[float, float]]) -> pl.DataFrame:
    """Rows of `pauses` (but for the owner)."""
    rows: list[dict[str, object]] = [
        {"pause_index": index, "start_s": start, "end_s": end} for index, (start, end) in enumerate(spans)
    ]
    return PAUSES.unowned(PAUSES.rows(rows)) if rows else _NO_PAUSES


def with_motion(
    records: pl.DataFrame, spans: list[tuple[float, float]], config: RecordingConfig = CONFIG
) -> pl.DataFrame:
    """Distance and speed from positions, none in the pauses, where the file has none of its own."""
    counted = "distance_m" in records.columns and counts_up(records["distance_m"], config)
    has_speed = "speed_mps" in records.columns and records["speed_mps"].count() > 0
    time, latitude, longitude = (records[name].to_numpy() for name in _PLACE)
    if (counted and has_speed) or not np.isfinite(latitude).any():
        return records
    distance, speed = np.empty(len(time)), np.empty(len(time))
    before = 0.0
    ends = [end for _, end in spans] if len(spans) <= config.most_runs else []
    for start, stop in pairwise([0, *np.searchsorted(time, ends), len(time)]):
        along, speed[start:stop] = from_positions(time[start:stop], latitude[start:stop], longitude[start:stop])
        distance[start:stop] = before + along
        before = float(np.nanmax(distance[start:stop], initial=before))
    told = ({} if counted else {"distance_m": distance}) | ({} if has_speed else {"speed_mps": speed})
    columns = {column.name: column for column in records.get_columns()}
    columns |= {name: pl.Series(name, values, nan_to_null=True) for name, values in told.items()}
    return pl.DataFrame(list(columns.values()))


def strides_to_steps(cadence: pl.Series, sport: str, config: RecordingConfig = CONFIG) -> int:
    """2 where the file counts one leg's strides on foot, 1 where it counts steps, or turns of a pedal."""
    told = cadence.to_numpy()
    told = told[told > 0]
    return 2 if sport in ON_FOOT and len(told) and np.median(told) <= config.both_feet_from_spm else 1


def storable_records(records: pl.DataFrame, steps: int) -> pl.DataFrame:
    """The columns of `records` (but for the owner); a count of cadence is so many `steps`."""
    none = pl.Series([None], dtype=pl.Float64).new_from_index(0, records.height)
    present = {column.name: column for column in records.get_columns()}
    present["cadence_spm"] = present["cadence_spm"] * steps
    wanted = NO_RECORDS.schema.items()
    return pl.DataFrame([present.get(name, none).cast(dtype).alias(name) for name, dtype in wanted])


def counts_up(distance: pl.Series, config: RecordingConfig = CONFIG) -> bool:
    """Whether the file's distance is that since the start."""
    told = distance.to_numpy()
    told = told[np.isfinite(told)]
    if not len(told) or told.max() <= 0:
        return False
    return bool((np.diff(told) < 0).sum() <= config.most_falls * len(told))
