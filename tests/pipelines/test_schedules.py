"""Schedules in each athlete's time zone."""

from __future__ import annotations

import pytest

from pipelines.flows.chunk_tasks import of_files
from pipelines.flows.weekly_review import artifact_key
from pipelines.flows.workplace import ended
from pipelines.home import Home
from pipelines.loading import Outcome
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


@pytest.mark.parametrize(
    ("names", "words"),
    [([], "no files"), (["a.fit"], "a.fit"), (["a.fit", "b.fit", "c.fit"], "3 files, first a.fit")],
)
def test_runs_are_named_after_their_files(names: list[str], words: str) -> None:
    assert of_files(names) == words


def test_only_a_fault_of_ours_fails_a_run() -> None:
    good, bad = Outcome("a.fit", "imported"), Outcome("b.fit", "rejected", "it is empty")
    fault = Outcome("c.fit", "failed", "please report it")
    assert ended([good, bad]).is_completed()
    assert ended([good, bad]).message == "1 imported, 1 rejected; rejected: b.fit (it is empty)"
    assert ended([good, fault]).is_failed()


def test_a_run_names_a_few_bad_files_and_counts_the_rest() -> None:
    message = ended([Outcome(f"{i}.fit", "rejected", "empty") for i in range(5)]).message or ""
    assert "2.fit" in message
    assert "3.fit" not in message
    assert message.endswith("and 2 more")


def test_artifact_keys_are_what_prefect_takes() -> None:
    assert artifact_key("Anna_B.") == "weekly-review-anna-b"
