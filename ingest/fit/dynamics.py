"""Running dynamics of one file by source: the watch's own fields, and those of apps of developers.

The canonical source of an activity is the watch's own fields, unless only an app tells ground contact: sources
are never mixed in one column. The others become rows of `record_dynamics`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.fit.columns import Messages, Numbers
from ingest.fit.developer import DeveloperField
from ingest.fit.records import measured, native_dynamics
from models.running_dynamics import METRICS, STANCE_TIME, STANCE_TIME_BALANCE, VENDOR_FIELDS, Metric, VendorField
from models.tables import RECORD_DYNAMICS

_UNITS: Mapping[str, Mapping[str, float]] = {
    "ms": {
        **dict.fromkeys(("ms", "milli", "millisecond", "milliseconds"), 1),
        **dict.fromkeys(("s", "second", "seconds"), 1000),
    },
    "mm": {
        **dict.fromkeys(("mm", "millimeter", "millimeters"), 1),
        **dict.fromkeys(("cm", "centimeter", "centimeters"), 10),
        **dict.fromkeys(("m", "meter", "meters"), 1000),
    },
    "%": {"%": 1, "percent": 1},
}
"""Unit of a column -> what a field's own unit is worth in it."""


@dataclass(frozen=True)
class Source:
    """The running dynamics that one sensor or app gave."""

    name: str | None
    """None for the watch's own fields: which sensor filled them stands elsewhere in the file."""
    columns: Mapping[str, Numbers]

    def tells(self, column: str, rows: slice | np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
        """Whether there is any value of that column in these rows."""
        return column in self.columns and not np.isnan(self.columns[column][rows]).all()


Told = tuple[str | None, Numbers]
"""Which foot, and its values."""


def sources(apps: Sequence[tuple[DeveloperField, Numbers]], records: Messages) -> tuple[Source, ...]:
    """All sources of running dynamics among the records, the watch's own fields first; `apps` are all other fields."""
    found: dict[str, dict[str, list[Told]]] = {}
    for field, values in apps:
        row = _row(field)
        metric = row.metric if row else next((m for m in METRICS if m.fit_number == field.native), None)
        if metric is not None:
            scaled = measured(metric.column, values * _factor(metric, field, row))
            told = found.setdefault(_name(field, row), {})
            told.setdefault(metric.column, []).append((row.foot if row else None, scaled))
    others = (Source(name, _of_both_feet(told)) for name, told in found.items())
    return (Source(None, native_dynamics(records)), *others)


def canonical(
    found: tuple[Source, ...], rows: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[Source | None, tuple[Source, ...]]:
    """The source whose values are the activity's, and the others that have any in these rows."""
    telling = [source for source in found if any(source.tells(m.column, rows) for m in METRICS)]
    with_contact = [source for source in telling if source.tells(STANCE_TIME.column, rows)]
    first = next(iter(with_contact or telling), None)
    return first, tuple(source for source in telling if source is not first)


def others_frame(
    others: tuple[Source, ...], rows: np.ndarray[tuple[int], np.dtype[np.int64]], own: str
) -> pl.DataFrame:
    """Rows of `record_dynamics` (but for the owner); `own` names the watch's own fields where they come second."""
    frames = [RECORD_DYNAMICS.unowned(RECORD_DYNAMICS.empty())]
    for source in others:
        told = {column: pl.Series(values[rows], nan_to_null=True) for column, values in source.columns.items()}
        frame = pl.DataFrame({"record_index": np.arange(len(rows)), **told})
        frame = frame.filter(pl.any_horizontal(pl.col(*told).is_not_null()))
        frames.append(RECORD_DYNAMICS.unowned(frame.with_columns(pl.lit(source.name or own).alias("source"))))
    return pl.concat(frames)


def _row(field: DeveloperField) -> VendorField | None:
    """The catalogue's row of a field: by its name, or by its number in an app that gives no names.

    By name before the field that it says it is like: an old Stryd app declares `Ground Time` to be like the percentage.
    """
    if field.name:
        return next((row for row in VENDOR_FIELDS if row.name == field.name), None)
    unnamed = (row for row in VENDOR_FIELDS if not row.name and row.vendor == field.application)
    return next((row for row in unnamed if row.number == field.number), None)


def _factor(metric: Metric, field: DeveloperField, row: VendorField | None) -> float:
    unit = metric.meaning.rpartition("[")[2].rstrip("]")
    worth = _UNITS.get(unit, {}).get((field.units or "").strip().lower())
    if worth is not None:
        return worth
    return row.factor if row else 1.0


def _name(field: DeveloperField, row: VendorField | None) -> str:
    return field.application or (row.vendor if row else "developer field")


def _of_both_feet(told: Mapping[str, list[Told]]) -> dict[str, Numbers]:
    """The mean of what is there for each column; of ground contact of both feet, the left one's share too."""
    columns = {column: _mean([values for _, values in parts]) for column, parts in told.items()}
    feet = {foot: values for foot, values in told.get(STANCE_TIME.column, []) if foot}
    if {"left", "right"} <= set(feet):
        share = 100 * feet["left"] / (feet["left"] + feet["right"])
        columns.setdefault(STANCE_TIME_BALANCE.column, share)
    return columns


def _mean(parts: list[Numbers]) -> Numbers:
    """The mean of what is there: left and right foot, or the same field described twice."""
    stacked = np.stack(parts)
    told = ~np.isnan(stacked)
    total = np.where(told, stacked, 0).sum(axis=0)
    return np.where(told.any(axis=0), total / np.maximum(told.sum(axis=0), 1), np.nan)
