"""The table at the end of the run, and in the README with `--write-readme`."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version

import pytest
from rich.console import Console
from rich.table import Table

from tests.bench.contest import Row
from tests.support.readme import README, replaced

_HEAD = ("what", "trackwork", "other", "ratio", "wanted")
_PACKAGES = ("numpy", "polars", "duckdb", "python-fitparse", "fitdecode", "fitfast", "gpxpy")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-readme", action="store_true", help="write the table into the README")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    told = getattr(config, "_benchmarksession").benchmarks  # noqa: B009  # pytest-benchmark names no public one
    rows = [Row(**row) for each in told for row in each.extra_info.get("rows", [])]
    table = Table(*_HEAD)
    for row in rows:
        table.add_row(row.what, row.ours, row.other, row.ratio, row.wanted)
    Console(width=160).print(table, machine())
    whole = rows and not any(terminalreporter.stats.get(what) for what in ("failed", "error", "skipped"))
    if config.getoption("--write-readme") and whole:
        README.write_text(replaced(README.read_text(encoding="utf-8"), "bench", markdown(rows)), encoding="utf-8")


def markdown(rows: list[Row]) -> str:
    lines = [_HEAD, ("---",) * len(_HEAD), *((r.what, r.ours, r.other, r.ratio, r.wanted) for r in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n{machine()}"


def machine() -> str:
    """The machine and what ran on it, in a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    load = os.getloadavg()[2]
    return (
        f"Medians of one run on {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"load {load:.1f}; Python {platform.python_version()}, {packages}."
    )
