"""Sessions in the table: drift with the athlete's exponent, balance with the athlete's own on that surface."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamics import contact_changes, contact_sessions, reference_speeds
from models.tables import GROUND_CONTACT_CHANGES, GROUND_CONTACT_SESSIONS, INTERVALS, REFERENCE_SPEEDS
from tests.models.dynamics.contact_rows import activities, session
from tests.support.rows import rows

EVEN = [4.0, 4.2, 3.9, 4.1]
UNCOUNTED = "2 without a distance, or on a slope of more than 2 %, do not count."


def sessions_of(runs: pl.DataFrame, *work: dict[str, object]) -> pl.DataFrame:
    intervals = rows(INTERVALS, *work)
    return contact_sessions(runs, intervals, reference_speeds(runs, intervals))


def test_a_session_in_the_table() -> None:
    found = sessions_of(activities(1, sub_sport="track"), *session(0, EVEN, stance_time_balance_percent=51.0))
    GROUND_CONTACT_SESSIONS.check(found.with_columns(derivation_version=pl.lit(1, pl.Int64)))
    row = found.row(0, named=True)
    assert (row["activity_id"], row["dynamics_source"], row["surface"]) == ("run0", "hrm_pro", "track")
    assert (row["repetitions"], row["rising"], row["drift_reason"]) == (4, False, None)
    assert row["drift_percent"] == pytest.approx(0, abs=1e-9)
    assert (row["balance_percent"], row["balance_band"], row["balance_usual_percent"]) == (51.0, "note", None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({}, "2 level repetitions have ground contact, 3 are needed."),
        (
            {"grade_percent": 5.0},
            f"No level repetitions have ground contact, 3 are needed; {UNCOUNTED}",
        ),
    ],
)
def test_without_a_drift_the_reason_is_told(cells: dict[str, object], reason: str) -> None:
    found = sessions_of(activities(1), *(row | cells for row in session(0, EVEN[:2])))
    assert found.select("drift_percent", "rising", "drift_reason").rows() == [(None, None, reason)]


def test_no_contact_no_row() -> None:
    none = [row | {"stance_time_ms": None} for row in session(0, EVEN)]
    assert sessions_of(activities(1), *none).is_empty()
    assert sessions_of(activities(1, dynamics_source=None), *session(0, EVEN)).is_empty()
    assert contact_sessions(activities(0), INTERVALS.empty(), REFERENCE_SPEEDS.empty()).is_empty()


def test_balance_is_compared_on_the_same_surface_only() -> None:
    """Seven runs on the track and seven on roads by turns: even on roads, longer on the left on bends."""
    shares = [51.8 if i % 2 == 0 else 50.1 for i in range(14)]
    work = [row for i in range(14) for row in session(i, EVEN, stance_time_balance_percent=shares[i])]
    runs = activities(14).with_columns(pl.Series("sub_sport", ["track", "generic"] * 7))
    found = sessions_of(runs, *work)
    assert found["balance_usual_percent"].to_list()[:12] == [None] * 12
    assert found["balance_usual_percent"].to_list()[12:] == [51.8, 50.1]
    assert found["balance_changed"].to_list()[12:] == [False, False]


def test_a_balance_that_left_the_usual_twice_is_told() -> None:
    shares = [50.2] * 5 + [52.0, 52.1]
    work = [row for i in range(7) for row in session(i, EVEN, stance_time_balance_percent=shares[i])]
    assert sessions_of(activities(7), *work)["balance_changed"].to_list() == [None] * 6 + [True]


REPETITION = st.fixed_dictionaries(
    {
        "activity_id": st.sampled_from(["run0", "run1", "run2"]),
        "kind": st.sampled_from(["work", "work", "recovery"]),
        "repetition_index": st.none() | st.integers(1, 9),
        "duration_s": st.floats(0, 400),
        "distance_m": st.none() | st.floats(0, 2000),
        "grade_percent": st.none() | st.floats(-20, 20),
        "stance_time_ms": st.none() | st.floats(140, 400),
        "stance_time_balance_percent": st.none() | st.floats(40, 60),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(REPETITION, max_size=14))
def test_whatever_was_run_the_rows_keep_their_contracts(work: list[dict[str, object]]) -> None:
    runs = activities(3, every_days=7)
    intervals = rows(INTERVALS, *(row | {"interval_index": i} for i, row in enumerate(work)))
    version = pl.lit(1, pl.Int64).alias("derivation_version")
    references = reference_speeds(runs, intervals)
    within = contact_sessions(runs, intervals, references)
    over = contact_changes(runs, intervals, references)
    for table, frame in (
        (REFERENCE_SPEEDS, references),
        (GROUND_CONTACT_SESSIONS, within),
        (GROUND_CONTACT_CHANGES, over),
    ):
        table.check(table.conform(frame.with_columns(version)))
    assert (within["drift_percent"].is_null() == within["drift_reason"].is_not_null()).all()
    assert (within["rising"].fill_null(value=False) <= (within["drift_percent"].fill_null(0.0) >= 3)).all()
