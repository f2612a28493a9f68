"""What a table takes of the values that a file holds: anything else is a broken value, and becomes null."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.columns import Numbers
from models.schema import Table

_WHOLE_UP_TO = 2.0**53
"""Beyond it a float is no exact whole number."""


def storable(table: Table, name: str, values: Numbers) -> Numbers:
    """`values`, NaN where the table would refuse them."""
    column = next(column for column in table.columns if column.name == name)
    low = -np.inf if column.at_least is None else column.at_least
    high = np.inf if column.at_most is None else column.at_most
    if column.dtype == pl.Int64():
        low, high = max(low, -_WHOLE_UP_TO), min(high, _WHOLE_UP_TO)
    return np.where((values >= low) & (values <= high) & np.isfinite(values), values, np.nan)


def series(table: Table, columns: dict[str, Numbers]) -> dict[str, pl.Series]:
    """Columns of a table as polars holds them: null where the table would refuse a value."""
    return {name: pl.Series(storable(table, name, values), nan_to_null=True) for name, values in columns.items()}
