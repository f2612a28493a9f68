"""The change over the weeks: session values at reference speed, one sensor, one surface, twelve weeks."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from models.dynamics import contact_changes, reference_speeds
from models.tables import GROUND_CONTACT_CHANGES, INTERVALS
from tests.models.dynamics.contact_rows import activities, session
from tests.support.rows import rows

MIXED = [4.0, 4.4, 3.7, 4.1]


def getting_shorter(count: int, by_ms: float) -> list[dict[str, object]]:
    """Sessions at all speeds whose contact shrinks at equal speed, from the first to the last."""
    shrunk = 1 + np.linspace(0, by_ms, count) / 230
    return [
        row | {"stance_time_ms": float(str(row["stance_time_ms"])) * float(shrunk[i])}
        for i in range(count)
        for row in session(i, [v + 0.1 * (i % 3) for v in MIXED])
    ]


def changes(runs: pl.DataFrame, work: list[dict[str, object]]) -> pl.DataFrame:
    intervals = rows(INTERVALS, *work)
    return contact_changes(runs, intervals, reference_speeds(runs, intervals))


def test_a_change_at_equal_speed_is_found_and_said() -> None:
    found = changes(activities(9, every_days=7), getting_shorter(9, -10.0))
    GROUND_CONTACT_CHANGES.check(found.with_columns(derivation_version=pl.lit(1, pl.Int64)))
    assert found.height == 9  # a row a week, each with what was known up to then
    assert found["sessions"].to_list() == list(range(1, 10))
    last = found.row(-1, named=True)
    assert last["change_ms"] == pytest.approx(-10, abs=0.3)
    assert (last["verdict"], last["first_date"], last["last_date"]) == (
        "very likely shorter",
        date(2026, 3, 2),
        date(2026, 3, 2) + timedelta(weeks=8),
    )
    assert last["reason"] == (
        f"Very likely shorter: {last['change_ms']:+.1f} ms over 8 weeks, 9 sessions (90 % interval "
        f"{last['change_low_ms']:+.1f} to {last['change_high_ms']:+.1f}); 4.5 ms would matter."
    )


def test_few_sessions_are_unclear_and_say_so() -> None:
    found = changes(activities(4, every_days=7), getting_shorter(4, -10.0))
    assert found["verdict"].to_list() == ["unclear"] * 4
    assert found["change_ms"].to_list()[:2] == [None, None]
    assert found["reason"][0] == ("Unclear: 1 session to compare in twelve weeks; 6 sessions over 4 weeks are needed.")
    assert found["reason"][3].endswith("; 6 sessions over 4 weeks are needed to tell.")


def test_twelve_weeks_and_no_more() -> None:
    found = changes(activities(20, every_days=7), getting_shorter(20, 0.0))
    assert found["sessions"].max() == 12


def test_sensors_and_surfaces_are_never_mixed() -> None:
    runs = activities(12, every_days=7).with_columns(
        pl.Series("dynamics_source", ["hrm_pro", "hrm_pro", "pod"] * 4),
        pl.Series("sub_sport", ["track", "treadmill", "track"] * 4),
    )
    found = changes(runs, getting_shorter(12, 0.0))
    last = found.group_by("dynamics_source").agg(pl.all().sort_by("week_start").last()).sort("dynamics_source")
    assert last.select("dynamics_source", "surface", "sessions").rows() == [
        ("hrm_pro", "treadmill", 4),
        ("pod", "track", 4),
    ]


def test_no_sensor_no_change() -> None:
    assert changes(activities(3, dynamics_source=None), getting_shorter(3, 0.0)).is_empty()
