"""Texts of points as values that the table `records` takes."""

from __future__ import annotations

from functools import cache

import polars as pl

from ingest.xml.times import instants
from models.tables import RECORDS


def values(texts: pl.DataFrame) -> pl.DataFrame:
    """Numbers in place of texts, and `timestamp` and `utc_offset_s` in place of `time`.

    `broken` counts what is neither blank nor a number in a row.
    """
    names = tuple(name for name in texts.columns if name != "time")
    numbers = texts.select(_numbers(names))
    return numbers.select(_storable(names)).hstack([*instants(texts["time"])])


@cache
def _numbers(names: tuple[str, ...]) -> list[pl.Expr]:
    columns = pl.col(*names)
    number = columns.cast(pl.Float64, strict=False)
    broken = number.is_null() & (columns != "")
    return [number, pl.sum_horizontal(broken).cast(pl.Int64).alias("broken")]


@cache
def _storable(names: tuple[str, ...]) -> list[pl.Expr]:
    """Each column, null where the table would refuse the value, and where a heart rate of 0 means no signal."""
    rules = {column.name: [broken for _, broken in column.violations()] for column in RECORDS.columns}
    rules["heart_rate_bpm"].append(pl.col("heart_rate_bpm") == 0)
    wrong = {name: pl.any_horizontal(rules[name]).fill_null(value=False) for name in names}
    return [*(pl.when(~wrong[name]).then(pl.col(name)).alias(name) for name in names), pl.col("broken")]
