"""A shell for SQL that somebody has installed, opened on the published copy."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

from models.errors import HomeError, UsageError
from pipelines.screen import warn

SHELLS: dict[str, tuple[str, ...]] = {"duckdb": ("-readonly",), "harlequin": ("--read-only",)}
"""Programs that open a DuckDB file, in the order of preference, and the options that keep them from writing."""


def open_shell(published: Path) -> NoReturn:
    """Become the first shell that is installed, on the copy; it reads that one until it is opened again.

    Raises:
        HomeError: there is no published copy.
        UsageError: no shell is installed.
    """
    if not published.exists():
        raise HomeError(f"there is no published copy at {published} yet; trackwork import makes it")
    for name, options in SHELLS.items():
        program = shutil.which(name)
        if program:
            warn(f"{name} on {published}, for reading; what comes in meanwhile is seen when it is opened again")
            sys.stdout.flush()
            # Becoming the shell rather than starting it: keys and signals are its own.
            os.execv(program, [program, *options, str(published)])  # noqa: S606  found on the user's own PATH
    raise UsageError(
        'name a query: trackwork sql "select ..." (trackwork sql --examples has some). For a shell install '
        "DuckDB's own (pip install duckdb-cli, brew install duckdb, or duckdb.org) or Harlequin (pip install "
        "harlequin); then `trackwork sql` opens it"
    )
