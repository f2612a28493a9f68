"""The times in XML files: ISO 8601, with fractions of a second, with an offset from UTC or without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from models.schema import INSTANT

_DATE_AND_TIME = "%Y-%m-%dT%H:%M:%S"
_LENGTH = 19
_REST = r"^(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?$"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_EARLIEST, _LATEST = (
    (instant - _EPOCH) // _MICROSECOND
    for instant in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
)
"""Beyond them a time cannot be told in every zone; they come from clocks that were never set."""


def _expressions() -> tuple[list[pl.Expr], list[pl.Expr]]:
    text = pl.col("time")
    rest = text.str.slice(_LENGTH)
    local = text.str.slice(0, _LENGTH).str.to_datetime(_DATE_AND_TIME, strict=False, time_unit="us").to_physical()
    fraction = rest.str.extract(r"^\.(\d{1,6})").str.pad_end(6, "0").cast(pl.Int64).fill_null(0)
    zone = rest.str.extract_groups(r"([+-])(\d\d):?(\d\d)?$").struct
    seconds = zone.field("2").cast(pl.Int64) * 3600 + zone.field("3").cast(pl.Int64).fill_null(0) * 60
    offset = pl.when(zone.field("1") == "-").then(-seconds).otherwise(seconds)
    written = rest.str.contains(_REST) & local.is_not_null()
    utc = pl.when(written).then(local + fraction - offset.fill_null(0) * _SECOND)
    odd = (~written & (text != "")).fill_null(value=False)
    known = pl.col("utc").is_between(_EARLIEST, _LATEST)
    timestamp = pl.when(known).then(pl.col("utc")).cast(INSTANT).alias("timestamp")
    told = pl.when(pl.col("offset") != 0).then(pl.col("offset")).alias("utc_offset_s")
    return [utc.alias("utc"), offset.alias("offset"), odd.alias("odd")], [timestamp, told]


_FOUND, _KEPT = _expressions()


def instants(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`timestamp` (UTC) and `utc_offset_s` (null where the text tells none, or UTC itself).

    A time without an offset counts as UTC. What is not written as the standard asks is left to gpxpy, which forgives
    more; null where that finds no time either.
    """
    found = texts.to_frame("time").select(_FOUND)
    utc, offset, odd = found["utc"], found["offset"], np.flatnonzero(found["odd"])
    if len(odd):
        pairs = _forgiven(texts.gather(odd))
        utc, offset = utc.scatter(odd, [pair[0] for pair in pairs]), offset.scatter(odd, [pair[1] for pair in pairs])
    kept = pl.DataFrame({"utc": utc, "offset": offset}).select(_KEPT)
    return kept["timestamp"], kept["utc_offset_s"]


def instant(text: str | None) -> datetime | None:
    """The one time that `text` tells, UTC; None where it tells none."""
    timestamp: datetime | None = instants(pl.Series([text], dtype=pl.String))[0][0]
    return timestamp


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
