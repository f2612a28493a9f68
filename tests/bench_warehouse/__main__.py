"""`python -m tests.bench_warehouse`: make a club, measure, print the table beside its targets."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from tests.bench_warehouse.club import Club, club
from tests.bench_warehouse.measures import Row, measures
from tests.support.readme import README, replaced

_HEAD = ("what", "found", "wanted")
_BYTES_EACH = 100
"""Room that a record needs on the disk while this runs: the database, its copy, a gigabyte twice."""


def main() -> int:
    """Measure; 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_warehouse", description=__doc__)
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--athletes", type=int, default=50)
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    parser.add_argument("--folder", type=Path, help="where the club is made, and removed again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        wanted = given.records * _BYTES_EACH + 3 * 2**30
        if shutil.disk_usage(folder).free < wanted:
            sys.exit(f"{folder} needs {wanted / 2**30:.0f} GB of room; name another place with --folder")
        started = time.perf_counter()
        made = club(Path(folder) / "home", given.athletes, given.records)
        console = Console()
        console.print(f"{told(made)}, made in {time.perf_counter() - started:.0f} s")
        rows = list(measures(made))
    table = Table(*_HEAD)
    for row in rows:
        table.add_row(*row.cells)
    console.print(table, machine())
    if given.write:
        content = f"{told(made)}.\n\n{markdown(rows)}\n\n{machine()}"
        README.write_text(replaced(README.read_text(encoding="utf-8"), "bench-warehouse", content), encoding="utf-8")
    return int(not all(row.kept for row in rows))


def told(made: Club) -> str:
    """What the club is."""
    return f"A club of {made.athletes} athletes with {made.records:,} records"


def markdown(rows: list[Row]) -> str:
    """The table for the README."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (_HEAD, ("---",) * len(_HEAD), *(row.cells for row in rows)))


def machine() -> str:
    """The machine, and what ran on it, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"The fastest of 15 (publishing: of 5) on {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.machine()}, "
        f"load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, duckdb {duckdb.__version__}, "
        f"polars {version('polars')}."
    )


if __name__ == "__main__":
    sys.exit(main())
