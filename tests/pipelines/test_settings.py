"""Settings: defaults, and errors that name the key and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import HomeError, UsageError
from pipelines.home import Home
from pipelines.settings import Schedule, load


def home_with(tmp_path: Path, text: str) -> Home:
    home = Home.open(tmp_path)
    home.settings_file.write_text(text)
    return home


def test_a_new_home_gets_a_commented_file_that_reads(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    settings = load(home)
    assert settings.first_athlete == "me"
    assert settings.week_start_day == 1
    assert "#" in home.settings_file.read_text()
    assert load(home) == settings


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(home_with(tmp_path, "")).first_athlete == "me"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('unitz = "metric"', "units"),
        ('units = "furlongs"', "units"),
        ('[athletes.anna]\nname = "Anna"\ntimezone = "Mars/Base"', "athletes.anna.timezone"),
        ("[athletes.anna]\nnam = 'Anna'", "athletes.anna.name"),
        ('[schedule]\nnightly_at = "25:00"', "schedule.nightly_at"),
        ("units = ", "trackwork.toml"),
        ('timezone = "UTC"', r"unknown setting timezone; it belongs in an athlete's block \[athletes.NAME\]$"),
        ('nightly_at = "03:00"', r"unknown setting nightly_at; it belongs in the block \[schedule\]$"),
        ("[athletes.me]\nname = 'Me'\nunits = 'miles'", r"unknown setting athletes.me.units; it belongs at the top"),
        ("[schedule]\nnightly = '03:00'", r"unknown setting schedule.nightly; did you mean 'nightly_at'\?$"),
        ('timezon = "UTC"', "did you mean 'timezone', in an athlete's block"),
        ("[schedule]\nxyz = 1", r"known in the block \[schedule\]: nightly_at, weekly_at$"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        load(home_with(tmp_path, text))


def test_an_unknown_athlete_is_told_who_is_known(tmp_path: Path) -> None:
    settings = load(home_with(tmp_path, '[athletes.anna]\nname = "Anna"\n[athletes.ben]\nname = "Ben"'))
    with pytest.raises(UsageError, match="anna, ben"):
        settings.athlete("carl")
    assert settings.athlete(None) == "anna"


def test_schedules_become_cron_lines() -> None:
    schedule = Schedule(nightly_at="03:05", weekly_at="sunday 18:30")
    assert schedule.nightly_cron() == "5 3 * * *"
    assert schedule.weekly_cron() == "30 18 * * 0"


def test_a_home_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="--home"):
        Home.open(tmp_path / "file" / "home")
