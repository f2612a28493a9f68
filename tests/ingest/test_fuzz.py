"""Damaged files of each format: nothing but our own error, no hang, bounded memory, and what was whole is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.fuzz_child import FOLDERS, MOST_MB, STUCK_S

pytestmark = pytest.mark.real

SEED = int(os.environ.get("TRACKWORK_SOAK") or 0)
"""The quick run's mutations are always the same; `TRACKWORK_SOAK=2` sees others than `TRACKWORK_SOAK=1`."""
COUNT = 5_000 if SEED else 60
LONGEST_RUN_S = COUNT * STUCK_S
MOST_PROBLEMS = 20
ROOT = Path(__file__).parents[2]


@dataclass
class Report:
    """What the child processes say of the mutations of one format."""

    problems: list[str] = field(default_factory=list)
    done: int = 0
    figures: list[dict[str, Any]] = field(default_factory=list)


def fuzz(format_: str, folder: Path) -> Report:
    """Reads all mutations; behind one that ends the child, another child goes on."""
    report = Report()
    while report.done < COUNT and len(report.problems) < MOST_PROBLEMS:
        arguments = [format_, SEED, report.done, COUNT - report.done, folder]
        child = subprocess.run(
            [sys.executable, "-W", "error", "-m", "tests.support.fuzz_child", *map(str, arguments)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_RUN_S,
            check=False,
        )
        told = [json.loads(line) for line in child.stdout.splitlines()]
        report.problems += [f"{line['number']} {line['what']}: {line['problem']}" for line in told if "problem" in line]
        report.figures += [line for line in told if "done" in line]
        begun = [line for line in told if "begins" in line]
        if child.returncode and not begun:
            raise AssertionError(child.stderr)
        report.done = begun[-1]["begins"] + 1
        if child.returncode:
            what = f"{begun[-1]['begins']} {begun[-1]['what']}"
            report.problems.append(f"{what}: ended the process ({child.returncode}): {child.stderr[-2000:]}")
    return report


@pytest.mark.timeout(LONGEST_RUN_S)
@pytest.mark.parametrize("format_", FOLDERS)
def test_whatever_happens_to_a_file_it_is_read_or_refused(format_: str, real_data: Path) -> None:
    report = fuzz(format_, real_data)
    print(format_, report.figures)  # noqa: T201  # the soak's figures
    assert report.problems == []
    assert sum(figures["done"] for figures in report.figures) == COUNT
    assert all(figures["peak_mb"] <= MOST_MB for figures in report.figures)
