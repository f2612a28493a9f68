"""The times in XML files: ISO 8601, with fractions of a second, with an offset from UTC or without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from models.schema import INSTANT

_DATE_AND_TIME = "%Y-%m-%dT%H:%M:%S"
_LENGTH = 19
_REST = r"^(?P<whole>(?P<fraction>\.\d+)?(?:Z|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?)$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_EARLIEST, _LATEST = (
    (instant - _EPOCH) // _MICROSECOND
    for instant in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)
"""Beyond them a time cannot be told in every zone; they come from clocks that were never set."""


def instants(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`timestamp` (UTC) and `utc_offset_s` (null where the text tells none, or UTC itself).

    A time without an offset counts as UTC. What is not written as the standard asks is left to gpxpy, which forgives
    more; null where that finds no time either.
    """
    local = texts.str.slice(0, _LENGTH).str.to_datetime(_DATE_AND_TIME, strict=False, time_unit="us").to_physical()
    added, offset = _rest(texts.str.slice(_LENGTH))
    utc = local + added
    odd = np.flatnonzero(utc.is_null() & (texts != "").fill_null(value=False))
    if len(odd):
        pairs = _forgiven(texts.gather(odd))
        utc, offset = utc.scatter(odd, [pair[0] for pair in pairs]), offset.scatter(odd, [pair[1] for pair in pairs])
    timestamp = utc.set(~utc.is_between(_EARLIEST, _LATEST), None).cast(INSTANT)
    return timestamp.alias("timestamp"), offset.set(offset == 0, None).alias("utc_offset_s")


def instant(text: str | None) -> datetime | None:
    """The one time that `text` tells, UTC; None where it tells none."""
    timestamp: datetime | None = instants(pl.Series([text], dtype=pl.String))[0][0]
    return timestamp


def _rest(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """What follows the second: microseconds that lead to UTC, null where it cannot be read; and the offset [s]."""
    if (
        len(texts) > 1 and texts[0] is not None and (texts == texts[0]).all()
    ):  # nearly always: `Z` or `.000Z` throughout
        added, offset = _rest(texts[:1])
        return added.new_from_index(0, len(texts)), offset.new_from_index(0, len(texts))
    found = texts.str.extract_groups(_REST).struct.unnest().select(_ADDED)
    return found["added"], found["offset"]


def _added() -> list[pl.Expr]:
    micros = pl.col("fraction").str.slice(1, 6).str.pad_end(6, "0").cast(pl.Int64, strict=False).fill_null(0)
    seconds = pl.col("hours").cast(pl.Int64) * 3600 + pl.col("minutes").cast(pl.Int64).fill_null(0) * 60
    offset = pl.when(pl.col("sign") == "-").then(-seconds).otherwise(seconds)
    added = pl.when(pl.col("whole").is_not_null()).then(micros - offset.fill_null(0) * _SECOND)
    return [added.alias("added"), offset.alias("offset")]


_ADDED = _added()


def _forgiven(texts: pl.Series) -> list[tuple[int | None, int | None]]:
    """Microseconds since 1970 and the offset [s] of each text, as gpxpy understands it."""
    return [_understood(text.strip()) for text in texts]


def _understood(text: str) -> tuple[int | None, int | None]:
    # Imported where it is needed: hardly any file needs it, and it takes 30 ms.
    from gpxpy.gpx import GPXException  # noqa: PLC0415
    from gpxpy.gpxfield import parse_time  # noqa: PLC0415

    try:
        time = parse_time(text)
    except (GPXException, ValueError):
        return None, None
    if time is None:
        return None, None
    offset = time.utcoffset() if time.tzinfo else None
    since = time.replace(tzinfo=UTC) - _EPOCH - (offset or timedelta())
    return since // _MICROSECOND, int(offset.total_seconds()) if offset else None
