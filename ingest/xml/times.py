"""The times in XML files: ISO 8601, with fractions of a second, with an offset from UTC or without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from models.schema import INSTANT

_LENGTH = 19
_REST = re.compile(r"(?P<fraction>\.\d+)?(?:Z|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_EARLIEST, _LATEST = np.datetime64("0001-01-02", "us"), np.datetime64("9999-12-30", "us")
"""Beyond them a time cannot be told in every zone; they come from clocks that were never set."""
PARTS = (
    pl.col("time").str.slice(0, _LENGTH).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us"),
    pl.col("time").str.slice(_LENGTH).alias("rest"),
)
"""Date and time of the column `time`, to the second, and what follows."""

Understood = tuple[int | None, int | None]
"""Microseconds up to a moment in UTC, None where a text tells none; and the offset from UTC [s]."""


def instants(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`timestamp` (UTC) and `utc_offset_s` (null where the text tells none, or UTC itself).

    A time without an offset counts as UTC. What is not written as the standard asks is left to gpxpy, which forgives
    more; null where that finds no time either.
    """
    return instants_of(texts, *texts.to_frame("time").select(PARTS))


def instants_of(texts: pl.Series, local: pl.Series, rests: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The same, of texts whose `PARTS` are at hand."""
    added, offset = _arrays(_after_seconds(rests))
    utc, offset = local.to_numpy() + added, np.broadcast_to(offset, len(texts)).copy()
    odd = np.flatnonzero(np.isnat(utc))
    if len(odd):
        since, offset[odd] = _arrays(_forgiven(text) for text in texts.gather(odd))
        utc[odd] = np.datetime64(0, "us") + since
    utc[~((utc >= _EARLIEST) & (utc <= _LATEST))] = np.datetime64("NaT")
    offset[offset == 0] = np.nan
    timestamp = pl.Series("timestamp", utc).cast(INSTANT)
    return timestamp, pl.Series("utc_offset_s", offset, nan_to_null=True).cast(pl.Int64)


def instant(text: str | None) -> datetime | None:
    """The one time that `text` tells, UTC; None where it tells none."""
    timestamp: datetime | None = instants(pl.Series([text], dtype=pl.String))[0][0]
    return timestamp


def _arrays(found: Iterable[Understood]) -> tuple[NDArray[np.timedelta64], NDArray[np.float64]]:
    pairs = list(found)
    added = np.array([micros for micros, _ in pairs], dtype="timedelta64[us]")
    return added, np.array([offset for _, offset in pairs], dtype=np.float64)


def _after_seconds(rests: pl.Series) -> list[Understood]:
    """What follows the second, of each text; once if it is the same in all, as nearly always: `Z`, or `.000Z`."""
    known = {rest: _after_second(rest) for rest in set(rests.to_list())}
    return list(known.values()) if len(known) == 1 else [known[rest] for rest in rests]


def _after_second(rest: str | None) -> Understood:
    found = None if rest is None else _REST.fullmatch(rest)
    if not found:
        return None, None
    micros = int((found["fraction"] or ".")[1:7].ljust(6, "0"))
    if not found["hours"]:
        return micros, None
    seconds = int(found["hours"]) * 3600 + int(found["minutes"] or 0) * 60
    offset = -seconds if found["sign"] == "-" else seconds
    return micros - offset * _SECOND, offset


def _forgiven(text: str | None) -> Understood:
    """A moment since 1970, as gpxpy understands it."""
    if not text:
        return None, None
    # Imported where it is needed: hardly any file needs it, and it takes 30 ms.
    from gpxpy.gpx import GPXException  # noqa: PLC0415  # only odd times need gpxpy
    from gpxpy.gpxfield import parse_time  # noqa: PLC0415  # as above

    try:
        time = parse_time(text.strip())
    except (GPXException, ValueError):
        return None, None
    if time is None:
        return None, None
    offset = time.utcoffset() if time.tzinfo else None
    since = time.replace(tzinfo=UTC) - _EPOCH - (offset or timedelta())
    return since // _MICROSECOND, int(offset.total_seconds()) if offset else None
