"""Random frames that keep a table's contract."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
from hypothesis import strategies as st

from models.schema import INSTANT, Column, Table

_INT64 = 2**63


def frames(table: Table, max_size: int = 8) -> st.SearchStrategy[pl.DataFrame]:
    """Frames of the table, legal in every column, no key twice."""
    row = st.fixed_dictionaries({column.name: values(column) for column in table.columns})
    return st.lists(row, max_size=max_size, unique_by=lambda cells: tuple(cells[name] for name in table.key)).map(
        table.rows
    )


def values(column: Column) -> st.SearchStrategy[object]:
    """Every value that the column's rules allow; null too, where it is not required."""
    legal = _of_type(column)
    return legal if column.required else st.none() | legal


def _of_type(column: Column) -> st.SearchStrategy[object]:
    low, high = column.at_least, column.at_most
    if column.one_of:
        return st.sampled_from(column.one_of)
    if isinstance(column.dtype, pl.Float64):
        return st.floats(low, high, allow_nan=False, allow_infinity=False)
    if isinstance(column.dtype, pl.Int64):
        return st.integers(-_INT64 if low is None else int(low), _INT64 - 1 if high is None else int(high))
    return _UNBOUNDED[column.dtype]


_TEXT = st.text(max_size=12)
_UNBOUNDED: dict[pl.DataType, st.SearchStrategy[object]] = {
    pl.String(): _TEXT,
    pl.List(pl.String()): st.lists(st.none() | _TEXT, max_size=3),
    pl.Boolean(): st.booleans(),
    pl.Date(): st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    INSTANT: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
}
