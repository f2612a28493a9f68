"""The catalogue of running dynamics: one row a metric, from which columns, checks and readers derive.

FIT names, numbers and scales are the FIT profile's (21.205). Plausible ranges are for running, from wrist
and chest sensors; values outside are kept in `records` and left out of any calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Metric:
    """One running dynamics metric: its column, unit, plausible range and the names that vendors give it."""

    column: str
    meaning: str
    fit_field: str
    fit_number: int
    plausible: tuple[float, float]
    """Values that a running human can have, inclusive, in the column's unit."""
    storable: tuple[float, float]
    """Values that the table accepts; what lies outside is a broken file and becomes null."""
    vendor_names: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Developer field name -> factor to the column's unit; where the field states a unit, the unit wins."""


STANCE_TIME = Metric(
    "stance_time_ms",
    "ground contact time of a step, mean of both feet [ms]",
    "stance_time",
    41,
    (140, 400),
    (0, 6553.4),
    MappingProxyType(
        {
            "Ground Time": 1.0,  # Stryd
            # RunScribe: a pod on each foot, or one alone. Several fields of one source make their mean.
            **dict.fromkeys(("RS_ContactTime_L", "RS_ContactTime_R", "ContactTime", "currContactTime"), 1.0),
        }
    ),
)
STANCE_TIME_PERCENT = Metric(
    "stance_time_percent",
    "ground contact time over stride time (two steps), the duty factor [%]",
    "stance_time_percent",
    40,
    (25, 42),
    (0, 100),
)
STANCE_TIME_BALANCE = Metric(
    "stance_time_balance_percent",
    "left foot's share of ground contact time [%]",
    "stance_time_balance",
    84,
    (40, 60),
    (0, 100),
)
VERTICAL_OSCILLATION = Metric(
    "vertical_oscillation_mm",
    "bounce of the torso in a step [mm]",
    "vertical_oscillation",
    39,
    (40, 150),
    (0, 6553.4),
    MappingProxyType({"Vertical Oscillation": 10.0}),
)
VERTICAL_RATIO = Metric(
    "vertical_ratio_percent",
    "vertical oscillation over step length [%]",
    "vertical_ratio",
    83,
    (4, 14),
    (0, 655.34),
)
STEP_LENGTH = Metric("step_length_mm", "length of a step [mm]", "step_length", 85, (500, 2200), (0, 6553.4))

METRICS: tuple[Metric, ...] = (
    STANCE_TIME,
    STANCE_TIME_PERCENT,
    STANCE_TIME_BALANCE,
    VERTICAL_OSCILLATION,
    VERTICAL_RATIO,
    STEP_LENGTH,
)
