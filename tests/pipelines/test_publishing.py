"""The published copy: never behind for long, never forgotten, seldom made."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from models.errors import HomeError
from pipelines import publishing
from pipelines.attending import attending, is_attended
from pipelines.publishing import Published, is_behind, is_due, keep_published, publish_owed, publish_when_due
from pipelines.rebuild import rebuild
from pipelines.telling import Told, log
from tests.support.homes import Bench, bench
from warehouse.log_file import log_of
from warehouse.publish import Pair, publish
from warehouse.query import run_query
from warehouse.store import Store

DAY = date(2026, 1, 5)
NOTES = "SELECT count(*) FROM notes"


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    made = bench(tmp_path / "home")
    say_rest(made)
    return made


def say_rest(place: Bench) -> None:
    log(place.home, place.clock, place.settings, "me", DAY, Told("rest"))


def published_notes(place: Bench) -> int:
    return int(run_query(place.home.published, NOTES).frame.item())


def took_long(place: Bench, seconds: float) -> None:
    """Pretend that the last copy took so long."""
    path = place.home.warehouse / "published.json"
    note = Published.model_validate_json(path.read_bytes())
    path.write_text(note.model_copy(update={"took_s": seconds}).model_dump_json())


def kept_published(place: Bench, seconds: float) -> None:
    """Let `keep_published` work so long."""

    async def work() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        await keep_published(place.home, asyncio.Lock(), stop)

    asyncio.run(work())


@contextmanager
def writing_session(published: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody's SQL window, opened for reading and writing, in a process of its own; each line is executed."""
    code = """
import itertools, sys, duckdb
with duckdb.connect(sys.argv[1]) as window:
    for line in itertools.chain(["SELECT 1"], sys.stdin):
        window.execute(line)
        print("done", flush=True)
"""
    command = [sys.executable, "-c", code, str(published)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdin is not None
        assert window.stdout.readline() == "done\n"
        yield window
        window.stdin.close()
    assert window.returncode == 0


def execute(window: subprocess.Popen[str], sql: str) -> None:
    assert window.stdin is not None
    assert window.stdout is not None
    window.stdin.write(f"{sql}\n")
    window.stdin.flush()
    assert window.stdout.readline() == "done\n"


def test_a_command_alone_publishes_at_its_end_however_soon_after_the_last(place: Bench) -> None:
    took_long(place, 1000.0)
    say_rest(place)
    assert (published_notes(place), is_behind(place.home)) == (2, False)


def test_a_command_that_changes_nothing_publishes_nothing(place: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "publish", _never)
    with pytest.raises(AssertionError):
        say_rest(place)
    with pytest.raises(AssertionError):
        publish_owed(place.home)
    monkeypatch.undo()
    publish_owed(place.home)
    before = place.home.published.stat()
    monkeypatch.setattr(publishing, "publish", _never)
    publish_owed(place.home)
    place.bring_in()
    assert place.home.published.stat() == before


def _never(*_: object) -> None:
    raise AssertionError


def test_where_somebody_attends_a_burst_is_published_once_and_its_last_word_soon_after(place: Bench) -> None:
    with attending(place.home):
        took_long(place, 1000.0)
        before = place.home.published.stat().st_ino
        for _ in range(5):
            say_rest(place)
        assert place.home.published.stat().st_ino == before
        assert is_behind(place.home)
        took_long(place, 0.0)
        publish_when_due(place.home)
    assert (published_notes(place), is_behind(place.home)) == (6, False)


def test_one_that_takes_a_while_is_made_seldom(place: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[float] = []

    def slow(private: Path, published: Path) -> Pair:
        time.sleep(0.1)
        made.append(time.monotonic())
        return publish(private, published)

    monkeypatch.setattr(publishing, "publish", slow)
    with attending(place.home):
        started = time.monotonic()
        while time.monotonic() < started + 3:
            say_rest(place)
    gaps = [after - before for before, after in pairwise(made)]
    assert made
    assert all(gap >= 19 * 0.1 for gap in gaps)


def test_what_is_owed_when_the_watcher_is_stopped_is_published_then(place: Bench) -> None:
    with attending(place.home):
        took_long(place, 1000.0)
        say_rest(place)
        assert not is_due(place.home)
        kept_published(place, 0.1)
    assert (published_notes(place), is_behind(place.home)) == (2, False)


def test_what_a_dead_watcher_owed_is_published_by_the_next_command(place: Bench) -> None:
    with attending(place.home):
        took_long(place, 1000.0)
        say_rest(place)
    assert is_behind(place.home)
    assert not is_attended(place.home)
    place.bring_in()  # no file: nothing of its own to write
    log(place.home, place.clock, place.settings, "me", DAY, Told("rest"))
    assert published_notes(place) == 3


def test_a_lost_note_or_another_start_of_the_machine_costs_one_copy(place: Bench) -> None:
    path = place.home.warehouse / "published.json"
    note = Published.model_validate_json(path.read_bytes())
    path.write_text(note.model_copy(update={"until_s": time.monotonic() + 1e6, "took_s": 1e5}).model_dump_json())
    assert is_due(place.home)
    for content in ("", "{}", "not json"):
        path.write_text(content)
        assert is_behind(place.home)
        assert is_due(place.home)
        publish_owed(place.home)
        assert not is_behind(place.home)


@pytest.mark.parametrize("harm", ["deleted", "emptied", "overwritten", "replaced", "a folder gone"])
def test_a_copy_that_the_user_harmed_is_made_again(place: Bench, harm: str) -> None:
    copy = place.home.published
    match harm:
        case "deleted":
            copy.unlink()
        case "emptied":
            copy.write_bytes(b"")
        case "overwritten":
            copy.write_bytes(bytes(copy.stat().st_size))
        case "replaced":
            (copy.parent / "other").write_bytes(b"mine")
            (copy.parent / "other").replace(copy)
        case _:
            copy.unlink()
            (place.home.warehouse / "published.json").unlink()
    kept_published(place, 0.05)
    assert published_notes(place) == 1


def test_a_window_left_open_for_writing_stops_nobody_and_spoils_no_newer_copy(place: Bench) -> None:
    with writing_session(place.home.published) as window:
        execute(window, "CREATE TABLE mine AS SELECT 1 AS x")
        say_rest(place)
        assert published_notes(place) == 2
        execute(window, "CHECKPOINT")
        execute(window, "INSERT INTO mine VALUES (2)")
        # Its log now lies under the name of the newest copy, which it is not of.
        assert log_of(place.home.published).exists()
        assert is_behind(place.home)
        kept_published(place, 0.05)
        assert published_notes(place) == 2
        say_rest(place)
        execute(window, "INSERT INTO mine VALUES (3)")
    assert published_notes(place) == 3
    assert not log_of(place.home.published).exists()


def test_what_a_crash_left_in_the_log_is_published_too(place: Bench) -> None:
    code = f"""
import os
from pathlib import Path
from tests.warehouse.crash_child import entry
from warehouse.store import Store
with Store.open(Path({str(place.home.database)!r})) as store:
    store.insert(__import__("models.tables").tables.JOURNAL, entry(99))
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert log_of(place.home.database).exists()
    publish_owed(place.home)
    assert run_query(place.home.published, "SELECT max(seq) FROM journal").frame.item() == 99
    assert not log_of(place.home.database).exists()
    with Store.open(place.home.database) as store:
        assert store.journal_seq == 99


def test_a_fault_is_told_and_the_copy_made_when_it_is_over(
    place: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise HomeError("the disk is full")

    say_rest(place)
    place.home.published.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", full)
        kept_published(place, 0.05)
    assert "the disk is full; it is tried again" in capsys.readouterr().out
    kept_published(place, 0.05)
    assert published_notes(place) == 2


def test_a_rebuilt_home_is_published(place: Bench) -> None:
    rebuild(place.home, place.clock, place.settings)
    assert (published_notes(place), is_behind(place.home)) == (1, False)
