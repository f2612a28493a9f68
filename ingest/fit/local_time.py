"""How far the watch's clock was from UTC."""

from __future__ import annotations

from math import isnan

from ingest.fit.chain import FitFile
from ingest.fit.timestamps import timestamps

_QUARTER_HOUR_S = 900
_FARTHEST_S = 14 * 3600
"""No zone on earth is farther from UTC."""


def utc_offset_s(file: FitFile, last_record: float | None) -> int | None:
    """Local time minus UTC [s], to a quarter of an hour; None where the file does not tell.

    Some writers swap the two times: of them, the one nearer to the last record is UTC.
    """
    messages = file.messages("activity")
    for utc, local in zip(
        timestamps(file, messages).tolist(), messages.numbers("local_timestamp").tolist(), strict=True
    ):
        offset = local - utc  # 0 for a device without a clock, whose times are local ones
        if isnan(offset) or abs(offset) > _FARTHEST_S:
            continue
        swapped = last_record is not None and abs(local - last_record) + _QUARTER_HOUR_S / 2 < abs(utc - last_record)
        quarters: int = round((-offset if swapped else offset) / _QUARTER_HOUR_S)
        return quarters * _QUARTER_HOUR_S
    return None
