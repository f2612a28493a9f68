"""A process and its children, watched for the memory that they hold together (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SESSION, _RESIDENT = 3, 21
"""Places in /proc/PID/stat behind the name of the program."""


@dataclass(frozen=True)
class Watched:
    """What a run took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    out: str


def watched(command: list[str]) -> Watched:
    """Run `command` in a session of its own; the peak is that of the sum over all its processes, looked at often."""
    started, before = time.perf_counter(), os.times()
    # A file takes all that is said; a pipe would fill up, for nobody reads it meanwhile.
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=said, start_new_session=True) as process,
    ):
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.05)
        said.seek(0)
        out = said.read()
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Watched(time.perf_counter() - started, cpu, peak / 1e6, out)


def _resident(session: int) -> int:
    """Bytes of all processes of a session."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(told[_SESSION]) == session:
            total += int(told[_RESIDENT]) * _PAGE
    return total
