"""What flows decide by themselves; the rest is tested where `up` serves them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import TaskRun
from prefect.states import Failed

from models.errors import HomeError, PlanError, UsageError
from pipelines.flows.chunk_tasks import decode, is_passing, load, of_files
from pipelines.flows.weekly_review import artifact_key, review
from pipelines.flows.workplace import Workplace, ended
from pipelines.importing import Read
from pipelines.incoming import in_inbox
from pipelines.loading import Outcome
from tests.support.gpx_text import plain_run
from tests.support.homes import Bench, bench


def workplace_of(place: Bench) -> Workplace:
    return Workplace(place.home, place.settings, place.clock)


@pytest.mark.parametrize(("error", "again"), [(HomeError("locked"), True), (UsageError("no"), False)])
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    run = TaskRun(task_key="load", dynamic_key=str(uuid4()))
    assert asyncio.run(is_passing(load, run, Failed(data=error))) is again
    assert load.retries == 3


def test_the_tasks_bring_in_a_chunk(tmp_path: Path) -> None:
    place = bench(tmp_path)
    (place.home.inbox / "run.gpx").write_bytes(plain_run())
    files, _ = in_inbox(place.home, place.settings)
    handed: list[Read] = []
    asyncio.run(decode.fn(workplace_of(place), files, handed))
    (outcome,) = asyncio.run(load.fn(workplace_of(place), handed))
    assert (outcome.outcome, outcome.records) == ("imported", 121)


def test_a_home_without_a_complete_week_is_no_failure(tmp_path: Path) -> None:
    place = workplace_of(bench(tmp_path, plan=None))
    said = asyncio.run(review.fn(place, "me", None))
    assert isinstance(said, str)
    assert "no complete week" in said


def test_a_broken_plan_fails_the_review(tmp_path: Path) -> None:
    place = workplace_of(bench(tmp_path, plan="name: x\nstrat: 2026-01-05\n"))
    with pytest.raises(PlanError, match="line 2"):
        asyncio.run(review.fn(place, "me", None))


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
    assert ended([good, bad]).message == "1 imported, 1 rejected: b.fit (it is empty)"
    assert ended([good, fault]).is_failed()


def test_a_run_names_a_few_bad_files_and_counts_the_rest() -> None:
    message = ended([Outcome(f"{i}.fit", "rejected", "empty") for i in range(5)]).message or ""
    assert "2.fit" in message
    assert "3.fit" not in message
    assert message.endswith("and 2 more")


def test_artifact_keys_are_what_prefect_takes() -> None:
    assert artifact_key("Anna_B.") == "weekly-review-anna-b"
