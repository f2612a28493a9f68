"""What DuckDB says about a file, in words that name the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from models.errors import HomeError


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors about the file itself into HomeError; other errors pass.

    Raises:
        HomeError: the file is held by another process, is not a database, is of a newer DuckDB, or the disk is full.
    """
    try:
        yield
    except duckdb.Error as error:
        sentence = _sentence(path, str(error), about_file=isinstance(error, _ABOUT_THE_FILE))
        if sentence is None:
            raise
        raise HomeError(sentence) from error


_ABOUT_THE_FILE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)
_HOLDER = re.compile(r"held in (.+?)\.? See")


def _sentence(path: Path, said: str, *, about_file: bool) -> str | None:
    """What the user is told; None where the error is not about the file."""
    for mark, told in _KNOWN.items():
        if mark in said:
            holder = _HOLDER.search(said)
            return f"{path} {told.format(holder=holder.group(1) if holder else 'another process')}"
    return f"{path} cannot be used: {said.splitlines()[0]}" if about_file else None


_DAMAGED = "is not a whole DuckDB database; trackwork rebuild makes it anew"
_FULL = "cannot be written: the disk is full; make room and try again, nothing is lost"
_KNOWN = {
    "Could not set lock": "is open in {holder}; close it there and try again (any number may read the published copy)",
    "No space left": _FULL,
    "out of disk space": _FULL,
    "version number": "was written by a newer DuckDB; upgrade duckdb, or make it anew with trackwork rebuild",
    "not a valid DuckDB": _DAMAGED,
    "Corrupt database file": _DAMAGED,
    "replaying WAL": _DAMAGED,
    "Permission denied": "cannot be opened: permission denied; mend its permissions and try again",
}
"""Words in DuckDB's message (1.5.5 and 2.0.0) -> what to tell; a damaged block comes as a plain duckdb.Error."""
