"""One writer at a time, across processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import HomeError
from pipelines.lock import locked

_HOLD = """
import sys, time
from pathlib import Path
from pipelines.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _HOLD, str(path), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_writer_gives_up_and_names_the_first(tmp_path: Path) -> None:
    process = hold(tmp_path / ".lock", 60)
    try:
        with pytest.raises(HomeError, match=str(process.pid)), locked(tmp_path / ".lock", wait_s=0.2):
            pass
    finally:
        end(process)


def test_a_second_writer_waits_and_says_so_once(tmp_path: Path) -> None:
    said: list[str] = []
    process = hold(tmp_path / ".lock", 1.2)
    try:
        with locked(tmp_path / ".lock", on_wait=said.append):
            pass
    finally:
        end(process)
    assert len(said) == 1
    assert str(process.pid) in said[0]


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    end(hold(tmp_path / ".lock", 60))
    with locked(tmp_path / ".lock", wait_s=1):
        pass


def test_the_lock_is_free_after_an_error_inside(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path / ".lock"):
        raise RuntimeError
    with locked(tmp_path / ".lock", wait_s=0):
        pass
