"""Record messages as rows of the table `records`, the running dynamics of every source beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.storable import storable
from ingest.fit.timestamps import EPOCH_S
from models.running_dynamics import METRICS
from models.schema import INSTANT
from models.tables import RECORDS

SEMICIRCLES_PER_DEGREE = 2**31 / 180

ON_FOOT = frozenset({"running", "walking", "hiking"})
"""Sports in which FIT counts the strides of one leg; in all others cadence stays as it is told."""


def sensor_columns(messages: Messages) -> dict[str, Numbers]:
    """Columns of `records` but for time, cadence and dynamics; NaN where there is none or the table takes none.

    A heart rate of 0 is no signal.
    """
    heart_rate = messages.numbers("heart_rate")
    columns = {
        "latitude_deg": messages.numbers("position_lat") / SEMICIRCLES_PER_DEGREE,
        "longitude_deg": messages.numbers("position_long") / SEMICIRCLES_PER_DEGREE,
        "altitude_m": _first_known(messages, "enhanced_altitude", "altitude"),
        "distance_m": messages.numbers("distance"),
        "speed_mps": _first_known(messages, "enhanced_speed", "speed"),
        "heart_rate_bpm": np.where(heart_rate == 0, np.nan, heart_rate),
        "power_w": messages.numbers("power"),
        "temperature_c": messages.numbers("temperature"),
    }
    return {name: storable(RECORDS, name, values) for name, values in columns.items()}


def native_dynamics(messages: Messages) -> dict[str, Numbers]:
    """The running dynamics in the profile's own fields; 0 is what some watches write for none."""
    return {m.column: measured(m.column, messages.numbers(m.fit_field)) for m in METRICS}


def strides(messages: Messages) -> Numbers:
    """Cadence as FIT tells it: whole strides or revolutions and their fraction [rpm]."""
    return messages.numbers("cadence") + np.nan_to_num(messages.numbers("fractional_cadence"))


def measured(column: str, values: Numbers) -> Numbers:
    """Values of a dynamics column that the table takes, and that are not 0: no metric of a runner is ever 0."""
    return storable(RECORDS, column, np.where(values == 0, np.nan, values))


def records_frame(times: Numbers, start: float, columns: Mapping[str, Numbers]) -> pl.DataFrame:
    """Rows of `records` (but for the owner) from FIT times [s] and columns; NaN becomes null."""
    own = {
        "record_index": pl.Series(np.arange(len(times))),
        "timestamp": instants(times),
        "elapsed_s": pl.Series(times - start),
    }
    told = {name: pl.Series(values, nan_to_null=True) for name, values in columns.items()}
    return RECORDS.unowned(pl.DataFrame(own | told))


def instants(times: Numbers) -> pl.Series:
    """FIT times [s] as instants."""
    return pl.Series(((times + EPOCH_S) * 1_000_000).astype(np.int64)).cast(INSTANT)


def record_messages(file: FitFile) -> Messages:
    """The record messages of a file."""
    return file.messages("record")


def _first_known(messages: Messages, better: str, other: str) -> Numbers:
    values = messages.numbers(better)
    return np.where(np.isnan(values), messages.numbers(other), values)
