"""The command line on a home with a plan and a run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.command_line import COMMAND, SETTINGS, Trackwork
from tests.support.gpx_text import plain_run
from tests.support.homes import PLAN, TODAY


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a plan and one run of the week before `TODAY`, made once."""
    folder = tmp_path_factory.mktemp("filled")
    home = folder / "home"
    home.mkdir()
    (home / "trackwork.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "run.gpx").write_bytes(plain_run(600))
    done = subprocess.run(
        [*COMMAND, "import", folder / "run.gpx", "--home", home, "--today", str(TODAY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def trackwork(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Trackwork:
    """The command on a copy of the filled home, which the test may change."""
    shutil.copytree(filled, tmp_path / "home")
    monkeypatch.setenv("COLUMNS", "100")
    return Trackwork(tmp_path / "home", capsys, monkeypatch)


@pytest.fixture
def reader(filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Trackwork:
    """The command on the filled home itself, for tests that only read."""
    monkeypatch.setenv("COLUMNS", "100")
    return Trackwork(filled, capsys, monkeypatch)


def activity_of(trackwork: Trackwork) -> str:
    rows = trackwork("sql", "select activity_id from activities order by start_time", "--json").document
    return str(rows[0]["activity_id"])
