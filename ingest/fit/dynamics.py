"""Running dynamics of one file by source: the watch's own fields, and those of apps of developers.

The canonical source of an activity is the watch's own fields, unless only an app tells ground contact: sources
are never mixed in one column. The others become rows of `record_dynamics`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.developer import DeveloperField, developer_columns
from ingest.fit.records import measured, native_dynamics
from models.running_dynamics import METRICS, STANCE_TIME, Metric
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

_BRAND = re.compile("^(Ground Time|Vertical Oscillation)$")
"""Names that only Stryd uses: its first app named no application."""


@dataclass(frozen=True)
class Source:
    """The running dynamics that one sensor or app gave."""

    name: str | None
    """None for the watch's own fields: which sensor filled them stands elsewhere in the file."""
    columns: Mapping[str, Numbers]

    def tells(self, column: str, rows: slice | np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
        """Whether there is any value of that column in these rows."""
        return column in self.columns and not np.isnan(self.columns[column][rows]).all()


def sources(file: FitFile, records: Messages) -> tuple[Source, ...]:
    """All sources of running dynamics among the records, the watch's own fields first."""
    found: dict[str, dict[str, list[Numbers]]] = {}
    for field, values in developer_columns(file, records):
        metric = _metric(field)
        if metric is not None:
            scaled = measured(metric.column, values * _factor(metric, field))
            found.setdefault(_name(field), {}).setdefault(metric.column, []).append(scaled)
    apps = (Source(name, {column: _mean(parts) for column, parts in told.items()}) for name, told in found.items())
    return (Source(None, native_dynamics(records)), *apps)


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


def _metric(field: DeveloperField) -> Metric | None:
    """The metric that a developer's field tells: by its name, or, if it has an unknown one, by the field it is like.

    By name first: an old Stryd app declares `Ground Time` to be like the percentage.
    """
    by_name = next((metric for metric in METRICS if field.name in metric.vendor_names), None)
    return by_name or next((metric for metric in METRICS if metric.fit_number == field.native), None)


def _factor(metric: Metric, field: DeveloperField) -> float:
    unit = metric.meaning.rpartition("[")[2].rstrip("]")
    worth = _UNITS.get(unit, {}).get((field.units or "").strip().lower())
    return worth if worth is not None else metric.vendor_names.get(field.name, 1.0)


def _name(field: DeveloperField) -> str:
    return field.application or ("stryd" if _BRAND.match(field.name) else "developer field")


def _mean(parts: list[Numbers]) -> Numbers:
    """The mean of what is there: left and right foot, or the same field described twice."""
    stacked = np.stack(parts)
    told = ~np.isnan(stacked)
    total = np.where(told, stacked, 0).sum(axis=0)
    return np.where(told.any(axis=0), total / np.maximum(told.sum(axis=0), 1), np.nan)
