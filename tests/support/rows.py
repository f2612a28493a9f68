"""Rows of a table of which a test says only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from models.schema import INSTANT, Column, Table

_STAND_INS: dict[pl.DataType, object] = {
    pl.String(): "",
    pl.Boolean(): False,
    pl.Date(): date(2026, 1, 5),
    INSTANT: datetime(2026, 1, 5, tzinfo=UTC),
}


def rows(table: Table, *said: dict[str, object]) -> pl.DataFrame:
    """A frame with one row for each dictionary; what it leaves out is null, or a stand-in where it is required."""
    needed = {column.name: _stand_in(column) for column in table.columns if column.required}
    return table.rows([needed | cells for cells in said])


def _stand_in(column: Column) -> object:
    if column.one_of:
        return column.one_of[0]
    if column.dtype in _STAND_INS:
        return _STAND_INS[column.dtype]
    least = column.at_least if column.at_least is not None else 0.0
    return int(least) if isinstance(column.dtype, pl.Int64) else float(least)
