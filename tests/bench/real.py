"""Real recordings that fit the sizes at which speed is told."""

from __future__ import annotations

import struct
from pathlib import Path

from ingest.fit.check_sum import check_sum

SMALL = "fgebhart-workoutizer__2019-09-18-16-02-35.fit"
"""32,700 bytes: a run with 20 definitions, 534 fields."""
MIDDLE = "x3cl__10579441.fit"
"""343,577 bytes: a run with 23 definitions, 474 fields, 32,652 messages."""
LARGE = "fitparse__activity-large-fenxi2-multisport.fit"
"""1,044,262 bytes, the largest there is."""

_HEADER = 14


def fit(data: Path, name: str) -> bytes:
    """The bytes of a FIT file."""
    return (data / "fit" / name).read_bytes()


def three_megabytes(data: Path) -> bytes:
    """The messages of the largest real file three times in one file, under a header and a check sum of their own.

    No real file is as large: so it has a real one's definitions and values, and the size of a very long day.
    """
    body = fit(data, LARGE)[_HEADER:-2] * 3
    head = struct.pack("<BBHI4s", _HEADER, 0x20, 21205, len(body), b".FIT")
    whole = head + struct.pack("<H", check_sum(head)) + body
    return whole + struct.pack("<H", check_sum(whole))
