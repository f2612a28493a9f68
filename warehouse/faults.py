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
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        raise HomeError(_sentence(path, str(error))) from error


def _sentence(path: Path, said: str) -> str:
    if "lock" in said:
        holder = re.search(r"held in (.+?)\.? See", said)
        who = holder.group(1) if holder else "another process"
        return f"{path} is open in {who}; close it there and try again (any number may read the published copy)"
    if "No space left" in said or "out of disk space" in said:
        return f"{path} cannot be written: the disk is full; make room and try again, nothing is lost"
    if "version number" in said:
        return f"{path} was written by a newer DuckDB; upgrade duckdb, or move the file away and run trackwork rebuild"
    if "not a valid DuckDB" in said or "Corrupt" in said or "checksum" in said or isinstance(said, bytes):
        return f"{path} is not a whole DuckDB database; move it away and run trackwork rebuild"
    if "Permission denied" in said:
        return f"{path} cannot be opened: permission denied; mend its permissions and try again"
    return f"{path} cannot be used: {said.splitlines()[0]}"
