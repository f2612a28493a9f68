"""Texts of points as values that the table `records` takes."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_

import numpy as np
import polars as pl

from ingest.xml.times import PARTS, instants_of
from models.tables import RECORDS


def values(texts: pl.DataFrame) -> pl.DataFrame:
    """Numbers in place of texts, and `timestamp` and `utc_offset_s` in place of `time`.

    `broken` counts what is neither blank nor a number in a row.
    """
    told = [name for name in texts.columns if name != "time" and texts[name].null_count() < texts.height]
    names = tuple(told)
    read = texts.select(*_numbers(names), *PARTS)
    instants = instants_of(texts["time"], read["time"], read["rest"])
    nothing = pl.Series([None], dtype=pl.Float64).new_from_index(0, texts.height)
    untold = [nothing.alias(name) for name in texts.columns if name != "time" and name not in names]
    return pl.DataFrame([*read.select(_storable(names)), *untold, *instants, _broken(texts, read, names)])


def _broken(texts: pl.DataFrame, read: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    broken = np.zeros(texts.height, dtype=np.int64)
    for name in names:
        if read[name].null_count() > texts[name].null_count():
            broken += (read[name].is_null() & (texts[name] != "")).fill_null(value=False).to_numpy()
    return pl.Series("broken", broken)


@cache
def _numbers(names: tuple[str, ...]) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Float64, strict=False) for name in names]


@cache
def _storable(names: tuple[str, ...]) -> list[pl.Expr]:
    """Each column, null where the table would refuse the value, and where a heart rate of 0 means no signal."""
    rules = {column.name: [broken for _, broken in column.violations()] for column in RECORDS.columns}
    rules["heart_rate_bpm"].append(pl.col("heart_rate_bpm") == 0)
    return [pl.when(~reduce(or_, rules[name])).then(pl.col(name)).alias(name) for name in names]
