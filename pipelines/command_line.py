"""How a command is typed in this place: what the review prints must work as it stands there."""

from __future__ import annotations

import shlex
import shutil
import sysconfig
from pathlib import Path

from pipelines.clock import Clock
from pipelines.home import Home, default_root
from pipelines.report.model import CommandLine

_NAME = "trackwork"


def command_line(home: Home, clock: Clock, timezone: str) -> CommandLine:
    """The beginning and the end of commands for this home, and for the day that a fixed clock stands at."""
    options = "" if home.root == default_root().absolute() else f" --home {_typed(home.root)}"
    options += f" --today {clock.today(timezone)}" if clock.fixed else ""
    return CommandLine(program=_program(), options=options)


def _program() -> str:
    """The name alone where the shell finds it, else where it lies."""
    script = Path(sysconfig.get_path("scripts")) / _NAME
    found = shutil.which(_NAME)
    if not script.exists() or (found and Path(found).resolve() == script.resolve()):
        return _NAME
    return _typed(script)


def _typed(path: Path) -> str:
    """A path as the shell takes it, short where it lies below the user's folder."""
    user = Path.home()
    return f"~/{shlex.quote(str(path.relative_to(user)))}" if path.is_relative_to(user) else shlex.quote(str(path))
