"""Time zones of places."""

from __future__ import annotations

import math

import pytest

from ingest.zone import zone_at


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (51.5, -0.12, "Europe/London"),
        (-33.87, 151.21, "Australia/Sydney"),
        (37.77, -122.42, "America/Los_Angeles"),
        (0.0, -30.0, "Etc/GMT+2"),
        (math.nan, 0.0, None),
        (0.0, math.nan, None),
        (91.0, 0.0, None),
        (0.0, 181.0, None),
    ],
)
def test_zone_of_a_place(latitude: float, longitude: float, zone: str | None) -> None:
    assert zone_at(latitude, longitude) == zone
