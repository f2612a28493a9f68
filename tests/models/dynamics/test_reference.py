"""The speed at which contact is compared, and the athlete's own exponent: truth by construction."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from models.dynamics import reference_speeds
from models.tables import ACTIVITIES, INTERVALS, REFERENCE_SPEEDS
from tests.models.dynamics.contact_rows import activities, session
from tests.support.rows import rows

Own = tuple[float | None, float | None]


def exponent_of(*own: Own, every_days: int = 1) -> dict[str, float]:
    """The reference of one sensor where the runs' own exponents and errors are these."""
    made = activities(len(own), every_days=every_days).with_columns(
        pl.Series("stance_time_exponent", [value for value, _ in own], dtype=pl.Float64),
        pl.Series("stance_time_exponent_error", [error for _, error in own], dtype=pl.Float64),
    )
    every = rows(INTERVALS, *(row for i in range(len(own)) for row in session(i, [4.0] * 3)))
    return reference_speeds(made, every).row(0, named=True)


def test_reference_speed_is_the_median_of_the_first_three_sessions_and_stays() -> None:
    speeds = ([4.0, 4.0, 4.2], [4.1, 4.1, 4.1], [4.2, 4.2, 4.0], [5.0, 5.0, 5.0])
    every = [row for i, v in enumerate(speeds) for row in session(i, v)]
    result = reference_speeds(activities(4), rows(INTERVALS, *every))
    assert result.height == 1
    assert result["speed_mps"][0] == pytest.approx(4.1)
    assert result["valid_from"][0] == date(2026, 3, 2)
    REFERENCE_SPEEDS.check(result.with_columns(pl.lit(1).cast(pl.Int64).alias("derivation_version")))


@pytest.mark.parametrize("grade", [2.1, -2.1])
def test_hills_set_no_reference_speed(grade: float) -> None:
    hills = session(0, [2.9] * 5, grade_percent=grade)
    level = session(1, [4.2] * 3, grade_percent=2.0)
    result = reference_speeds(activities(2), rows(INTERVALS, *hills, *level))
    assert result["speed_mps"].to_list() == [pytest.approx(4.2)]
    assert reference_speeds(activities(1), rows(INTERVALS, *hills)).is_empty()


def test_the_exponent_is_the_prior_where_no_run_tells_its_own() -> None:
    found = exponent_of((None, None), (None, None))
    assert found["exponent"] == pytest.approx(-0.33)
    assert found["exponent_high"] - found["exponent"] == pytest.approx(1.645 * 0.08, rel=1e-3)


def test_a_sure_run_counts_for_its_precision_against_the_prior() -> None:
    found = exponent_of((-0.5, 0.04))
    # (-0.5 / 0.04^2 - 0.33 / 0.08^2) / (1 / 0.04^2 + 1 / 0.08^2) = (-312.5 - 51.5625) / 781.25
    assert found["exponent"] == pytest.approx(-0.466)
    assert found["exponent_high"] - found["exponent"] == pytest.approx(1.645 / 781.25**0.5, rel=1e-3)


def test_no_run_is_surer_than_blocks_that_err_together_can_be() -> None:
    assert exponent_of((-0.5, 0.0))["exponent"] == pytest.approx(exponent_of((-0.5, 0.02))["exponent"])


def test_runs_that_differ_by_more_than_their_errors_tell_less() -> None:
    alike = exponent_of((-0.5, 0.03), (-0.5, 0.03))
    unlike = exponent_of((-0.3, 0.03), (-0.7, 0.03))
    assert alike["exponent"] < unlike["exponent"] < -0.33
    width = unlike["exponent_high"] - unlike["exponent_low"]
    assert width > 2 * (alike["exponent_high"] - alike["exponent_low"])


def test_only_the_last_eight_weeks_tell_the_exponent() -> None:
    assert exponent_of((-0.7, 0.02), (-0.33, 0.02), every_days=56)["exponent"] == pytest.approx(-0.33)
    assert exponent_of((-0.7, 0.02), (-0.33, 0.02), every_days=55)["exponent"] < -0.35


@pytest.mark.parametrize(("own", "clipped"), [(-1.6, -0.8), (0.9, 0.0)])
def test_an_exponent_that_no_runner_has_is_clipped(own: float, clipped: float) -> None:
    assert exponent_of((own, 0.02))["exponent"] == clipped


def test_sensors_are_never_mixed() -> None:
    both = activities(2).with_columns(
        pl.Series("dynamics_source", ["hrm_pro", "stryd"]),
        pl.Series("stance_time_exponent", [-0.6, None], dtype=pl.Float64),
        pl.Series("stance_time_exponent_error", [0.02, None], dtype=pl.Float64),
    )
    every = rows(INTERVALS, *session(0, [4.0] * 4), *session(1, [4.5] * 4))
    result = reference_speeds(both, every)
    assert result.select("dynamics_source", "speed_mps").rows() == [
        ("hrm_pro", pytest.approx(4.0)),
        ("stryd", pytest.approx(4.5)),
    ]
    assert result["exponent"][0] < -0.5
    assert result["exponent"][1] == pytest.approx(-0.33)


def test_a_run_with_two_sensors_is_data_for_both_and_once_for_one_that_two_watches_hear() -> None:
    every = rows(INTERVALS, *session(0, [4.0] * 4), *session(1, [4.5] * 4))

    def speeds(*sources: str) -> list[tuple[object, ...]]:
        one_run = activities(2).with_columns(
            pl.Series("dynamics_source", sources), pl.Series("same_as", [None, "run0"]), local_date=date(2026, 3, 2)
        )
        return reference_speeds(one_run, every).select("dynamics_source", "speed_mps").rows()

    assert speeds("hrm_pro", "stryd") == [("hrm_pro", pytest.approx(4.0)), ("stryd", pytest.approx(4.5))]
    assert speeds("hrm_pro", "hrm_pro") == [("hrm_pro", pytest.approx(4.0))]


@pytest.mark.parametrize("cells", [{"ignored": True}, {"dynamics_source": None}])
def test_what_does_not_count_gives_no_reference_speed(cells: dict[str, object]) -> None:
    made = activities(1).with_columns(pl.lit(value).alias(name) for name, value in cells.items())
    assert reference_speeds(ACTIVITIES.conform(made), rows(INTERVALS, *session(0, [4.0] * 4))).is_empty()


def test_no_activity_gives_no_reference_speed() -> None:
    assert reference_speeds(ACTIVITIES.empty(), INTERVALS.empty()).schema == REFERENCE_SPEEDS.schema
