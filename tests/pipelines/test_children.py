"""Children end with us, whatever ends us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.children import start, stop

_STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)
_PARENT = """
import os, sys, time
from pathlib import Path
from pipelines.children import start
child = start("sleeper", ["sleep", "60"], os.environ, Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(60)
"""


def gone(pid: int) -> bool:
    """Whether the process ends within a while; a zombie has ended."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    willing = start("sleeper", ["sleep", "60"], os.environ, tmp_path / "sleep.log")
    stubborn = start("stubborn", [sys.executable, "-c", _STUBBORN], os.environ, tmp_path / "stubborn.log")
    while not stubborn.tail():
        time.sleep(0.01)
    stop([stubborn, willing], within_s=0.3)
    assert stubborn.process.returncode == -signal.SIGKILL
    assert willing.process.returncode in (-signal.SIGTERM, -signal.SIGKILL)


def test_grandchildren_end_too(tmp_path: Path) -> None:
    child = start("shell", ["sh", "-c", "sleep 60 & echo $!; wait"], os.environ, tmp_path / "shell.log")
    while not child.tail():
        time.sleep(0.01)
    stop([child], within_s=1)
    assert gone(int(child.tail()))


def test_the_log_has_what_the_child_said(tmp_path: Path) -> None:
    child = start("speaker", ["sh", "-c", "seq 100; echo no port >&2; exit 3"], os.environ, tmp_path / "logs" / "x.log")
    assert child.process.wait() == 3
    assert child.tail(2) == "100\nno port"
    stop([child], within_s=0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_killed_parent_leaves_no_child(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert gone(child)
