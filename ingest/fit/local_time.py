"""How far the watch's clock was from UTC."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import numpy as np

from ingest.fit.chain import FitFile
from ingest.fit.columns import Numbers
from ingest.fit.timestamps import timestamps

_QUARTER_HOUR_S = 900
_FARTHEST_S = 14 * 3600
"""No zone on earth is farther from UTC."""
_TURN = 2**32


def utc_offset_s(file: FitFile, record_times: Numbers) -> int | None:
    """Local time minus UTC [s], to a quarter of an hour; None where the file does not tell.

    `record_times` are those of all records of the file. What the activity message tells comes first; a file that is
    cut off before it may still tell by its clock's correction, or by the watch's settings.
    """
    for offset in (*_from_activity(file, record_times), *_from_correction(file), *_from_settings(file)):
        if abs(offset) <= _FARTHEST_S:
            return round(offset / _QUARTER_HOUR_S) * _QUARTER_HOUR_S
    return None


def _from_activity(file: FitFile, record_times: Numbers) -> Iterator[float]:
    """Local time minus UTC; of a device without a clock 0, for all its times are local ones."""
    messages = file.messages("activity")
    known = record_times[~np.isnan(record_times)]
    span = (float(known.min()), float(known.max())) if len(known) else None
    for utc, local in zip(
        timestamps(file, messages).tolist(), messages.numbers("local_timestamp").tolist(), strict=True
    ):
        if not isnan(local - utc):
            yield utc - local if span and _swapped(utc, local, *span) else local - utc


def _swapped(utc: float, local: float, first: float, last: float) -> bool:
    """Whether the two stand in each other's place, as some writers have it.

    UTC is the one that lies in the recording; where both do, or none, the one nearer to its end. Not every watch
    writes the end there: some write the start.
    """
    slack = _QUARTER_HOUR_S / 2
    inside = [first - slack <= time <= last + slack for time in (utc, local)]
    if inside[0] != inside[1]:
        return inside[1]
    return abs(local - last) + slack < abs(utc - last)


def _from_correction(file: FitFile) -> Iterator[float]:
    messages = file.messages("timestamp_correlation")
    offsets = messages.numbers("local_timestamp") - timestamps(file, messages)
    yield from offsets[~np.isnan(offsets)].tolist()


def _from_settings(file: FitFile) -> Iterator[float]:
    """The clock's setting; 0 is also what watches write that do not keep one. Below zero it is written unsigned."""
    offsets = file.messages("device_settings").numbers("time_offset")
    for offset in offsets[offsets > 0].tolist():
        yield offset if offset < _TURN / 2 else offset - _TURN
