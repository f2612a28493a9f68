"""Rows of small frames as mappings, where a calculation looks at neighbours more than at columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import polars as pl

Row: TypeAlias = Mapping[str, Any]
"""One row by column name, with the types of its table."""


def grouped(frame: pl.DataFrame, by: str, *order: str) -> dict[Any, list[Row]]:
    """The rows for each value of the column `by`, in the order of the columns `order`; null groups are left out."""
    groups: dict[Any, list[Row]] = {}
    for row in frame.filter(pl.col(by).is_not_null()).sort(by, *order).iter_rows(named=True):
        groups.setdefault(row[by], []).append(row)
    return groups
