"""Columns of `records` that only an app tells: its field stands in where the watch's own holds nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from ingest.fit.columns import Numbers
from ingest.fit.developer import DeveloperField

HEART_RATE, CADENCE, POWER = 3, 4, 7
"""Fields of a FIT record that apps say theirs are like."""

_UNITS: Mapping[int, Mapping[str, float]] = MappingProxyType(
    {
        HEART_RATE: {"bpm": 1.0},
        # Strides of one leg a minute; an old Stryd app counts both feet and says SPM.
        CADENCE: {"rpm": 1.0, "strides/min": 1.0, "spm": 0.5, "steps/min": 0.5},
        POWER: {"w": 1.0, "watt": 1.0, "watts": 1.0},
    }
)
"""What one of a field's unit is worth in the watch's own; a field of any other unit stands in for nothing."""


def stand_in(number: int, own: Numbers, apps: Sequence[tuple[DeveloperField, Numbers]]) -> Numbers:
    """The watch's own values or, where it tells none in the whole file, those of the first app that does.

    Never a mixture: an app's value beside one of the watch's is left out.
    """
    if not np.isnan(own).all():
        return own
    for field, values in apps:
        worth = _UNITS[number].get((field.units or "").strip().lower())
        if field.native == number and worth is not None and not np.isnan(values).all():
            return np.where(values >= 0, values * worth, np.nan)
    return own
