"""All real files through `trackwork import`: files a second, memory, one and two processes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.contest import Row, measured, note
from tests.bench.watched import Watched, watched

pytestmark = pytest.mark.real

_FOLDERS = ("fit", "gpx", "tcx")
_ENTRY = "import sys; from pipelines.cli import main; sys.exit(main())"


def brought_in(home: Path, folder: list[Path], processes: int) -> Watched:
    """A new home, and all files of the folder imported."""
    home.mkdir()
    (home / "trackwork.toml").write_text(f"processes = {processes}\n[athletes.me]\nname = 'Me'\n")
    paths = list(map(str, folder))
    return watched([sys.executable, "-c", _ENTRY, "--home", str(home), "--json", "import", *paths])


@pytest.mark.parametrize("processes", [1, 2])
def bench_all_files(benchmark: BenchmarkFixture, real_data: Path, tmp_path: Path, processes: int) -> None:
    folders = [real_data / name for name in _FOLDERS]
    runs: list[Watched] = []
    times = iter(range(9))
    measured(benchmark, lambda: runs.append(brought_in(tmp_path / f"{next(times)}", folders, processes)), rounds=3)
    best = sorted(runs, key=lambda run: run.seconds)[1]
    _told(benchmark, f"all real files imported, {_of(processes)}", best)


def bench_three_times_the_files(benchmark: BenchmarkFixture, real_data: Path, tmp_path: Path) -> None:
    copies = [real_data / name for name in _FOLDERS] + [_copies(real_data, tmp_path, n) for n in (1, 2)]
    runs: list[Watched] = []
    measured(benchmark, lambda: runs.append(brought_in(tmp_path / "home", copies, 1)), rounds=1)
    _told(benchmark, "the same with two more copies of each, other bytes, one process", runs[0])


def _copies(data: Path, to: Path, count: int) -> Path:
    """The same recordings in other bytes: empty ones at the end, which no format minds."""
    folder = to / f"copies-{count}"
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True)
        for path in (data / name).iterdir():
            pad = b"\0" if name == "fit" else b"\n"
            (folder / name / f"{count}-{path.name}").write_bytes(path.read_bytes() + pad * count)
    return folder


def _of(processes: int) -> str:
    return "one process" if processes == 1 else f"{processes} processes"


def _told(benchmark: BenchmarkFixture, what: str, run: Watched) -> None:
    files = len(json.loads(run.out)["files"])
    ours = f"{files / run.seconds:.1f} files/s, at most {run.peak_mb:.0f} MB"
    note(benchmark, Row(f"{what} ({files} files, {run.seconds:.0f} s)", ours))
