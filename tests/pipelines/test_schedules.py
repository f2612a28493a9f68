"""Schedules in each athlete's time zone."""

from __future__ import annotations

import pytest

from pipelines.home import Home
from pipelines.schedules import nightly_schedules, tags_of, weekly_schedules
from pipelines.settings import Athlete, Schedule, Settings

THREE = Settings(
    schedule=Schedule(nightly_at="02:30", weekly_at="sunday 19:05"),
    athletes={
        "anna": Athlete(name="Anna", timezone="Europe/London"),
        "ben": Athlete(name="Ben", timezone="America/New_York"),
        "cleo": Athlete(name="Cleo", timezone="Europe/London"),
    },
)


def test_there_is_one_night_in_each_time_zone() -> None:
    schedules = nightly_schedules(THREE)
    assert [(s.cron, s.timezone, s.slug) for s in schedules] == [
        ("30 2 * * *", "Europe/London", "europe-london"),
        ("30 2 * * *", "America/New_York", "america-new-york"),
    ]


def test_there_is_one_review_for_each_athlete() -> None:
    schedules = weekly_schedules(THREE)
    assert [(s.cron, s.timezone, s.parameters) for s in schedules] == [
        ("5 19 * * 0", "Europe/London", {"athlete": "anna"}),
        ("5 19 * * 0", "America/New_York", {"athlete": "ben"}),
        ("5 19 * * 0", "Europe/London", {"athlete": "cleo"}),
    ]


def test_homes_on_one_server_are_told_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    one, other = (Home(tmp_path_factory.mktemp(name)) for name in ("one", "other"))
    assert set(tags_of(one)) & set(tags_of(other)) == {"trackwork"}
