"""Whose running dynamics are read, where they stand in the file, and whether a real file of each was seen."""

from __future__ import annotations

from dataclasses import dataclass

from models.running_dynamics import (
    METRICS,
    STANCE_TIME,
    STANCE_TIME_BALANCE,
    STEP_LENGTH,
    VENDOR_FIELDS,
    VERTICAL_OSCILLATION,
    VERTICAL_RATIO,
    Metric,
)


@dataclass(frozen=True)
class Vendor:
    """One maker of sensors, or one way in which its values come into a file."""

    name: str
    how: str
    """In which fields it tells them, and what is done with them."""
    metrics: tuple[Metric, ...]
    """What the reader takes from it."""
    files: int
    """Real recordings from it that the tests read; 0 where it is known by description only."""
    seen: tuple[Metric, ...]
    """What these recordings hold of it."""


def _added(vendor: str) -> tuple[Metric, ...]:
    """What the fields of a vendor's own tell; both feet tell the balance too."""
    fields = [field for field in VENDOR_FIELDS if field.vendor == vendor]
    told = {field.metric for field in fields}
    if any(field.foot and field.metric is STANCE_TIME for field in fields):
        told.add(STANCE_TIME_BALANCE)
    return tuple(metric for metric in METRICS if metric in told)


VENDORS: tuple[Vendor, ...] = (
    Vendor(
        "Garmin", "FIT's own fields, from wrist, HRM-Run, -Tri, -Pro or pod: the sensor is named", METRICS, 18, METRICS
    ),
    Vendor(
        "Stryd app on a Garmin watch",
        "fields of its app; cm become mm; beside values of the watch they go to `record_dynamics`",
        _added("stryd"),
        5,
        _added("stryd"),
    ),
    Vendor(
        "Stryd, its own export",
        "FIT's own fields",
        (STANCE_TIME, VERTICAL_OSCILLATION, STEP_LENGTH),
        1,
        (STANCE_TIME, VERTICAL_OSCILLATION),
    ),
    Vendor(
        "Stryd Duo",
        "FIT's own fields, with the left foot's share of ground contact",
        (STANCE_TIME, STANCE_TIME_BALANCE, VERTICAL_OSCILLATION, STEP_LENGTH),
        0,
        (),
    ),
    Vendor(
        "RunScribe",
        "fields of its apps, by name or, where they have none, by number; both feet make mean and balance",
        _added("runscribe"),
        0,
        (),
    ),
    Vendor("COROS", "FIT's own fields; 0 is no value", METRICS, 2, (STEP_LENGTH,)),
    Vendor("Suunto", "FIT's own fields", METRICS, 3, ()),
    Vendor("Polar", "FIT's own fields", METRICS, 4, ()),
    Vendor(
        "Apple Watch (HealthFit)",
        "FIT's own fields, with gaps between the watch's measurements",
        (STANCE_TIME, VERTICAL_OSCILLATION, VERTICAL_RATIO, STEP_LENGTH),
        30,
        (STANCE_TIME, VERTICAL_OSCILLATION, VERTICAL_RATIO, STEP_LENGTH),
    ),
)
