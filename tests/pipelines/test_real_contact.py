"""Ground contact of each repetition on three real runs: a watch, a strap and a pod told it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.report.markdown import markdown
from pipelines.weekly_review import review_week
from tests.support.homes import Bench, bench
from warehouse.query import run_query

pytestmark = pytest.mark.real

RUNS = {
    "jimmykane-fit-parser__garmin-stamina.fit": (date(2026, 5, 14), 5),
    "jimmykane-fit-parser__running-with-developer-data.fit": (date(2018, 6, 14), 4),
    "maksvasilev-fit2gpx__1316823498.fit": (date(2016, 8, 22), 4),
}
FIRST = min(day for day, _ in RUNS.values())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Bench:
    place = bench(tmp_path_factory.mktemp("contact") / "home", today=date(2026, 11, 22))
    place.bring_in(*(real_data / "fit" / name for name in RUNS))
    return place


def view(place: Bench, sql: str) -> pl.DataFrame:
    return run_query(place.home.published, sql).frame


def test_every_repetition_has_ground_contact_and_what_goes_with_it(runs: Bench) -> None:
    found = view(runs, "FROM repetitions ORDER BY start_time")
    assert sorted(found.group_by("local_date").len().rows()) == sorted(RUNS.values())
    assert found["dynamics_reason"].drop_nulls().is_empty()
    assert found["dynamics_samples"].min() > 100  # type: ignore[operator]  # a number: there are some
    assert found["stance_time_at_reference_ms"].is_between(190, 280).all()
    assert found["flight_time_ms"].is_between(60, 160).all()
    assert found["grade_percent"].abs().max() < 2  # type: ignore[operator]  # a number: there are some


def test_the_duty_factor_is_what_the_sensor_itself_tells(runs: Bench) -> None:
    told = view(runs, "FROM repetitions WHERE stance_time_percent IS NOT NULL")
    assert told.height == 8
    assert ((told["duty_factor_percent"] / told["stance_time_percent"] - 1).abs() < 0.015).all()


def test_speed_explains_contact_within_the_runs_own_exponents(runs: Bench) -> None:
    found = view(runs, "FROM activities")
    assert found["stance_time_exponent"].is_between(-0.6, -0.2).all()
    assert found["stance_time_exponent_error"].is_between(0, 0.05).all()


@pytest.mark.parametrize(("day", "repetitions"), RUNS.values())
def test_the_review_shows_it(runs: Bench, day: date, repetitions: int) -> None:
    review = review_week(runs.home, runs.clock, runs.settings, "me", day).review
    [session] = review.sessions
    assert [rep.stance_time_ms is not None for rep in session.repetitions] == [True] * repetitions
    page = markdown(review, "metric")
    assert "Ground contact from the first to the last:" in page
    assert "% from the first to the last (90 % interval" in page
    told = "Ground contact at the same speed, " in page and "unclear: 1 session to compare in twelve weeks" in page
    assert told == (day != FIRST), "before the fourth week nothing is said of progress"
