"""The catalogue of running dynamics: one row a metric, and one row a field in which a vendor's app tells one.

Columns, checks and readers derive from it. FIT names, numbers and scales are the FIT profile's (21.205). Plausible
ranges are for running, from wrist and chest sensors; values outside are kept in `records` and left out of any
calculation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Metric:
    """One running dynamics metric: its column, its unit, the field of FIT's own that tells it, and its ranges."""

    column: str
    meaning: str
    fit_field: str
    fit_number: int
    plausible: tuple[float, float]
    """Values that a running human can have, inclusive, in the column's unit."""
    storable: tuple[float, float]
    """Values that the table accepts; what lies outside is a broken file and becomes null."""


@dataclass(frozen=True)
class VendorField:
    """A field of a vendor's own that tells a metric: apps add such fields to a watch's records."""

    vendor: str
    """As `dynamics_source` calls it."""
    metric: Metric
    name: str
    """The field's name in the file; empty where the app writes no names."""
    number: int | None = None
    """The field's own number, which counts where it has no name."""
    foot: Literal["left", "right"] | None = None
    """Both feet make their mean and, of ground contact, the left one's share; None is a value for both."""
    factor: float = 1.0
    """To the metric's unit, where the field states no unit: a stated unit wins."""


STANCE_TIME = Metric(
    "stance_time_ms",
    "ground contact time of a step, mean of both feet [ms]",
    "stance_time",
    41,
    (140, 400),
    (0, 6553.4),
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

VENDOR_FIELDS: tuple[VendorField, ...] = (
    # Stryd's apps for Garmin watches, from real files. "Ground Time" says that it is like 41 or, in an old app, 40.
    VendorField("stryd", STANCE_TIME, "Ground Time"),
    VendorField("stryd", VERTICAL_OSCILLATION, "Vertical Oscillation", factor=10),
    # RunScribe's apps: a pod on each foot, one pod, or their mean. Names and numbers as its open app makes the fields
    # (ScribeLabs/garmin-connect-iq-runscribe-light, RunScribeDataField.mc, resources.xml) and as Runalyze reads them.
    VendorField("runscribe", STANCE_TIME, "RS_ContactTime_L", foot="left"),
    VendorField("runscribe", STANCE_TIME, "RS_ContactTime_R", foot="right"),
    VendorField("runscribe", STANCE_TIME, "GCT_L", foot="left"),
    VendorField("runscribe", STANCE_TIME, "GCT_R", foot="right"),
    VendorField("runscribe", STANCE_TIME, "GCT"),
    VendorField("runscribe", STANCE_TIME, "ContactTime"),
    VendorField("runscribe", STANCE_TIME, "currContactTime"),
    VendorField("runscribe", STANCE_TIME, "", number=5, foot="left"),
    VendorField("runscribe", STANCE_TIME, "", number=11, foot="right"),
    VendorField("runscribe", STANCE_TIME, "", number=17),
)
"""What vendors add to what the profile has; to read one more field, add its row."""
