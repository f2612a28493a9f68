"""The watched inbox, without Prefect."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import HomeError
from pipelines.attending import attending
from pipelines.home import Home
from pipelines.watch import Inbox, settled_batches
from tests.support.gpx_text import plain_run
from tests.support.homes import bench
from tests.support.zips import zipped
from warehouse.query import run_query

_WATCH = """
import sys
from pathlib import Path
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.watch import watch
watch(*[(home, Clock(), settings) for home, settings in [open_home(Path(sys.argv[1]), Clock())]][0])
"""


async def _batches(inbox: Path, drop: dict[str, bytes], wanted: int) -> list[str]:
    stop = asyncio.Event()
    names: list[str] = []

    def waiting() -> list[Path]:
        return sorted(path for path in inbox.iterdir() if path.suffix == ".gpx")

    async for batch in settled_batches(waiting, inbox, 0.05, stop):
        for path in batch:
            names.append(path.name)
            path.unlink()
        for name, data in drop.items():
            (inbox / name).write_bytes(data)
        drop = {}
        if len(names) >= wanted:
            stop.set()
    return names


def test_what_lies_there_comes_first_and_what_is_dropped_comes_after(tmp_path: Path) -> None:
    (tmp_path / "early.gpx").write_bytes(b"x")
    names = asyncio.run(_batches(tmp_path, {"late.gpx": b"x", "later.gpx": b"x", "no.txt": b"x"}, wanted=3))
    assert names == ["early.gpx", "late.gpx", "later.gpx"]


def test_unknown_athletes_and_broken_settings_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = bench(tmp_path)
    (place.home.inbox / "carl").mkdir()
    (place.home.inbox / "carl" / "run.gpx").write_bytes(b"x")
    (place.home.inbox / "mine.gpx").write_bytes(b"x")
    inbox = Inbox(place.home, place.settings)
    assert [path.name for path in inbox.waiting()] == ["mine.gpx"]
    place.home.settings_file.write_text("untis = 'miles'")
    assert [path.name for path in inbox.waiting()] == ["mine.gpx"]
    inbox.waiting()
    said = capsys.readouterr().out
    assert said.count("nobody of that name") == 1
    assert said.count("did you mean 'units'") == 1
    assert inbox.settings == place.settings


def test_one_process_attends_to_a_home(tmp_path: Path) -> None:
    home = Home.open(tmp_path)
    with attending(home), pytest.raises(HomeError, match="kill"), attending(home):
        pass
    with attending(home):
        pass


def test_the_command_takes_in_what_is_dropped_and_ends_when_asked(tmp_path: Path) -> None:
    place = bench(tmp_path)
    process = subprocess.Popen([sys.executable, "-c", _WATCH, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "watching" in process.stdout.readline()
        (place.home.inbox / "run.gpx").write_bytes(plain_run())
        assert "imported: run.gpx" in process.stdout.readline()
        (place.home.inbox / "export.zip").write_bytes(zipped([("a.csv", b"a"), ("activities/1.gpx", plain_run(60))]))
        assert "imported: export.zip/activities/1.gpx" in process.stdout.readline()
        assert "passed over: export.zip (1 other file)" in process.stdout.readline()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert run_query(place.home.published, "select count(*) as n from records").frame["n"].to_list() == [121 + 61]
