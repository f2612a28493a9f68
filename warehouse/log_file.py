"""DuckDB's log: what was committed, and is not in the database's file yet."""

from __future__ import annotations

from pathlib import Path


def log_of(path: Path) -> Path:
    """DuckDB's log beside the database at `path`."""
    return path.with_name(f"{path.name}.wal")
