"""What a crash leaves half-written; whoever holds the writer's lock knows that nobody is still writing it."""

from __future__ import annotations

from pathlib import Path

from pipelines.home import Home


def leftovers(home: Home) -> list[Path]:
    """Half-written files of ours, not those in the inbox, where others write, nor an archive on its way to exports/."""
    ours = (home.archive, home.rejected, home.reports, home.root / "outbox", home.warehouse)
    partial = [
        path for folder in ours for pattern in (".*.part", ".*.new") for path in folder.rglob(pattern)
        if home.exports not in path.parents and home.prefect not in path.parents
    ]  # fmt: skip
    return sorted(
        path
        for path in (
            *partial,
            home.published.with_name(f".{home.published.name}.part"),
            *home.warehouse.glob("rebuild.duckdb*"),
        )
        if path.is_file()
    )
