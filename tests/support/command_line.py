"""The command line for tests: in this process, and in one of its own."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import main
from tests.support.homes import TODAY

COMMAND = [sys.executable, "-c", "from pipelines.cli import main; main()"]
SETTINGS = '[athletes.me]\nname = "You"\ntimezone = "Europe/Berlin"\n'


@dataclass(frozen=True)
class Said:
    """How a call of the command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401  whatever JSON holds
        """Its stdout, which must be one JSON document."""
        return json.loads(self.out)


class Trackwork:
    """The command line on one home, in this process."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *arguments: object, home: Path | None = None) -> Said:
        texts = [str(argument) for argument in arguments]
        self._patch.setattr(sys, "argv", ["trackwork", *texts, "--home", str(home or self.home), "--today", str(TODAY)])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(int(ended.value.code or 0), said.out, said.err)


def started(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """The command on `home`, in a process of its own."""
    command = [*COMMAND, *arguments, "--home", str(home)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextlib.contextmanager
def held(home: Path) -> Iterator[None]:
    """The home's lock, as if another process held it."""
    handle = os.open(home / "warehouse" / ".lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
