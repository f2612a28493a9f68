"""`trackwork up` as a user runs it: a server, a watched inbox, schedules, and one signal that ends all of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from polars.testing import assert_frame_equal

from models.tables import ACTIVITIES, ADJUSTMENTS, TABLES
from pipelines.home import Home
from pipelines.lock import locked
from pipelines.nightly import nightly
from pipelines.up import status_file
from pipelines.weekly_review import review_week
from tests.support.gpx_text import plain_run
from tests.support.homes import TODAY, bench
from warehouse.query import run_query

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]

_FLOWS = """
import asyncio, sys
from pipelines.flows.ingest_files import ingest_files
from pipelines.flows.nightly import nightly
from pipelines.flows.weekly_review import weekly_review

async def main(home, folder, today):
    await ingest_files(home, [folder], athlete="me", today=today)
    await nightly(home, timezone="UTC", today=today)
    await weekly_review(home, "me", today=today)

asyncio.run(main(*sys.argv[1:]))
"""
_COMMAND = [sys.executable, "-c", "from pipelines.cli import main; main()"]


@dataclass
class Served:
    """A home that `up` serves."""

    home: Home
    process: subprocess.Popen[str]

    @property
    def api_url(self) -> str:
        return str(json.loads(status_file(self.home).read_text())["api_url"])

    def ask(self, path: str, **body: object) -> list[dict[str, Any]]:
        answer = httpx.post(f"{self.api_url}/{path}", json=body, trust_env=False, timeout=30)
        while answer.status_code == 503:  # its SQLite is busy; Prefect's own client asks again too
            time.sleep(1)
            answer = httpx.post(f"{self.api_url}/{path}", json=body, trust_env=False, timeout=30)
        assert answer.is_success, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    def runs(self, flow: str, state: str = "COMPLETED") -> list[dict[str, Any]]:
        wanted = {"state": {"type": {"any_": [state]}}, "tags": {"all_": ["trackwork"]}}
        return self.ask("flow_runs/filter", flows={"name": {"any_": [flow]}}, flow_runs=wanted)

    def artifacts(self, key: str) -> list[dict[str, Any]]:
        return self.ask("artifacts/filter", artifacts={"key": {"any_": [key]}})


T = TypeVar("T")


def wait_for(what: Callable[[], T], seconds: float) -> T:
    """What `what` gives once it gives something."""
    give_up_at = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < give_up_at, f"waited {seconds} s in vain"
        time.sleep(0.1)
    return found


def processes_of(home: Home) -> list[str]:
    """The command lines of all processes that serve the home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            served = f"PREFECT_HOME={home.prefect}".encode() in (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if served and command:  # a zombie has none
            found.append(command.replace(b"\0", b" ").decode())
    return found


def start_up(home: Home, **more: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | more
    return subprocess.Popen([*_COMMAND, "up", "--home", str(home.root)], env=environment, text=True)


def nightly_soon(home: Home) -> datetime:
    """Move the night to a minute that leaves the schedule time to be noticed."""
    at = datetime.now(UTC) + timedelta(seconds=90)
    text = f'[schedule]\nnightly_at = "{at:%H:%M}"\n[athletes.me]\nname = "You"\ntimezone = "UTC"\n'
    home.settings_file.write_text(text)
    return at.replace(second=0, microsecond=0)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = bench(tmp_path_factory.mktemp("served"))
    (place.home.inbox / "before.gpx").write_bytes(plain_run(60))
    process = start_up(place.home)
    try:
        wait_for(lambda: status_file(place.home).exists() or process.poll() is not None, 240)
        assert process.poll() is None
        nightly_soon(place.home)
        yield Served(place.home, process)
    finally:
        process.terminate()
        process.wait(30)


def records(home: Home, name: str) -> int:
    """How many records of the file can be asked for."""
    if not home.published.exists():
        return 0
    counted = run_query(
        home.published,
        "select name, count(*) as n from records join activities using (activity_id)"
        " join source_files using (file_id) group by name",
    ).frame
    return int(dict(counted.iter_rows()).get(name, 0))


def test_what_waited_in_the_inbox_is_taken_in_at_the_start(served: Served) -> None:
    assert wait_for(lambda: records(served.home, "before.gpx"), 60) == 61


def test_a_dropped_file_can_be_asked_for_without_any_command(served: Served) -> None:
    (served.home.inbox / "dropped.gpx").write_bytes(plain_run(300))
    assert wait_for(lambda: records(served.home, "dropped.gpx"), 60) == 301
    wait_for(lambda: any(run["name"] == "dropped.gpx" for run in served.runs("ingest_files")), 30)
    (table,) = [a for a in served.artifacts("ingested-files") if "dropped.gpx" in str(a["data"])]
    assert json.loads(table["data"])[0]["outcome"] == "imported"
    assert not list(served.home.inbox.iterdir())


@pytest.mark.real
def test_a_real_session_appears_in_the_view_of_repetitions(served: Served, real_data: Path) -> None:
    shutil.copy(real_data / "fit" / "x3cl__204685264.fit", served.home.inbox / "track.fit")
    wait_for(lambda: records(served.home, "track.fit"), 60)
    assert run_query(served.home.published, "select * from repetitions").frame.height >= 5


def test_a_bad_file_is_named_by_the_run_and_the_service_goes_on(served: Served) -> None:
    (served.home.inbox / "bad.fit").write_text("no recording")
    (run,) = wait_for(lambda: [run for run in served.runs("ingest_files") if run["name"] == "bad.fit"], 60)
    state = served.ask("flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})[0]["state"]
    assert state["message"].startswith("1 rejected: bad.fit (")
    assert (served.home.rejected / "bad.fit.reason.json").exists()


def test_commands_write_while_it_serves(served: Served) -> None:
    told = subprocess.run([*_COMMAND, "log", "rest", "--home", str(served.home.root)], check=False, timeout=60)
    assert told.returncode == 0


def test_a_second_one_is_refused_and_names_the_first(served: Served) -> None:
    command = [*_COMMAND, "up", "--home", str(served.home.root)]
    second = subprocess.run(command, check=False, timeout=60, capture_output=True, text=True)
    assert second.returncode == 3
    assert str(served.process.pid) in second.stderr
    assert status_file(served.home).exists()


def test_nobody_is_told_anything(served: Served) -> None:
    settings = httpx.get(f"{served.api_url}/admin/settings", trust_env=False).json()
    assert settings["server"]["analytics_enabled"] is False
    children = processes_of(served.home)
    assert len(children) == 2
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"PREFECT_HOME={served.home.prefect}".encode() in environment:
            assert b"DO_NOT_TRACK=1" in environment


def test_flow_and_command_give_equal_tables(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    for seconds in (60, 90):
        (folder / f"{seconds}.gpx").write_bytes(plain_run(seconds))
    (folder / "bad.fit").write_text("no")
    command, flow = bench(tmp_path / "command"), bench(tmp_path / "flow")
    command.bring_in(folder)
    nightly(command.home, command.clock, command.settings)
    review_week(command.home, command.clock, command.settings, "me")
    arguments = [str(flow.home.root), str(folder), str(TODAY)]
    environment = os.environ | {"PREFECT_API_URL": served.api_url, "PREFECT_HOME": str(tmp_path / "prefect")}
    subprocess.run([sys.executable, "-c", _FLOWS, *arguments], env=environment, check=True, timeout=120)
    one, other = command.tables(), flow.tables()
    for table in TABLES:
        assert_frame_equal(one[table], other[table], check_exact=True)
    assert one[ACTIVITIES].height == 2
    assert one[ADJUSTMENTS].height == other[ADJUSTMENTS].height


@pytest.mark.parametrize(
    ("flow", "run_name", "artifact"),
    [
        ("weekly_review", "week 2026-W05, me", "weekly-review-me"),
        ("rebuild", "rebuild", "rebuild"),
    ],
)
def test_a_flow_can_be_run_from_the_page(served: Served, flow: str, run_name: str, artifact: str) -> None:
    (deployment,) = served.ask("deployments/filter", flows={"name": {"any_": [flow]}})
    served.ask(f"deployments/{deployment['id']}/create_flow_run")
    (run,) = wait_for(lambda: served.runs(flow), 90)
    assert run["name"] == run_name
    assert run["id"] in [found["flow_run_id"] for found in served.artifacts(artifact)]


def test_a_server_that_is_there_serves_another_home_too(served: Served, tmp_path: Path) -> None:
    other = bench(tmp_path).home
    (other.inbox / "other.gpx").write_bytes(plain_run(30))
    process = start_up(other, PREFECT_API_URL=served.api_url)
    try:
        assert wait_for(lambda: records(other, "other.gpx"), 60) == 31
        assert [command.split()[2] for command in processes_of(other)] == ["pipelines.service"]
    finally:
        process.terminate()
        process.wait(30)
    assert httpx.get(f"{served.api_url}/health", trust_env=False).json() is True
    assert served.process.poll() is None


def test_the_night_comes(served: Served) -> None:
    (run, *_) = wait_for(lambda: served.runs("nightly"), 150)
    assert run["name"] == f"nightly {datetime.now(UTC).date()}"
    assert run["auto_scheduled"]
    tasks = served.ask("task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert {task["state_type"] for task in tasks} == {"COMPLETED"}
    assert any(task["name"].startswith("put_in_order") for task in tasks)
    assert any(artifact["flow_run_id"] == run["id"] for artifact in served.artifacts("nightly"))


def test_one_signal_ends_all_of_it_in_the_middle_of_work(served: Served) -> None:
    with locked(served.home.lock):
        (served.home.inbox / "cut_off.gpx").write_bytes(plain_run(40))
        wait_for(lambda: served.runs("ingest_files", "RUNNING"), 60)
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(5) == 0
    assert processes_of(served.home) == []
    assert not status_file(served.home).exists()
    assert (served.home.inbox / "cut_off.gpx").exists()


def test_the_next_start_takes_up_what_was_cut_off_and_a_kill_leaves_nothing_running(served: Served) -> None:
    served.process = start_up(served.home)
    wait_for(lambda: status_file(served.home).exists() or served.process.poll() is not None, 240)
    assert wait_for(lambda: records(served.home, "cut_off.gpx"), 60) == 41
    wait_for(lambda: not served.runs("ingest_files", "RUNNING"), 30)
    assert any(run["name"] == "cut_off.gpx" for run in served.runs("ingest_files", "CRASHED"))
    served.process.kill()
    served.process.wait(5)
    wait_for(lambda: not processes_of(served.home), 5)
