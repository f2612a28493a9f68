"""All real files through `trackwork import`, and decoded alone by one process and by two."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ingest.readers import decode
from models.errors import ReadError
from models.recording import Decoded
from tests.bench.contest import Row, measured, note
from tests.bench.watched import Watched, watched

pytestmark = pytest.mark.real

_FOLDERS = ("fit", "gpx", "tcx")
_ENTRY = "import sys; from pipelines.cli import main; sys.exit(main())"
_DECODE = "import sys; from tests.bench.bench_import import main; main()"


def bench_all_files(benchmark: BenchmarkFixture, real_data: Path, tmp_path: Path) -> None:
    runs: list[Watched] = []

    def run() -> None:
        runs.append(_brought_in(tmp_path / f"{len(runs)}", [real_data / name for name in _FOLDERS]))

    measured(benchmark, run, rounds=3)
    _told(benchmark, "`trackwork import` of all real files: read, segmented, written, published", _median(runs))


def bench_three_times_the_files(benchmark: BenchmarkFixture, real_data: Path, tmp_path: Path) -> None:
    copies = [real_data / name for name in _FOLDERS] + [_copies(real_data, tmp_path, n) for n in (1, 2)]
    runs: list[Watched] = []
    measured(benchmark, lambda: runs.append(_brought_in(tmp_path / "home", copies)), rounds=1)
    _told(benchmark, "the same, with two more copies of each in other bytes", runs[0])


@pytest.mark.parametrize("processes", [1, 2])
def bench_decoding_alone(benchmark: BenchmarkFixture, real_data: Path, processes: int) -> None:
    folders = [str(real_data / name) for name in _FOLDERS]
    runs: list[Watched] = []
    command = [sys.executable, "-c", _DECODE, str(processes), *folders]
    measured(benchmark, lambda: runs.append(watched(command)), rounds=3)
    run = _median(runs)
    ours = f"{int(run.out) / run.seconds:.0f} files/s, at most {run.peak_mb:.0f} MB"
    by = "one process" if processes == 1 else f"{processes} more processes, handed back"
    note(benchmark, Row(f"all real files decoded by {by} ({run.seconds:.1f} s with the start)", ours))


def main() -> None:
    """Decode all files of the folders that are named behind the number of processes; prints how many."""
    processes, *folders = sys.argv[1:]
    files = [path for folder in folders for path in sorted(Path(folder).iterdir())]
    if processes == "1":
        print(sum(1 for path in files if decoded(path)))  # noqa: T201  # its reader is the process that started it
        return
    with ProcessPoolExecutor(int(processes), mp_context=get_context("spawn")) as pool:
        print(sum(1 for content in pool.map(decoded, files, chunksize=4) if content))  # noqa: T201  # as above


def decoded(path: Path) -> Decoded | str:
    """What a file tells, or why it tells nothing."""
    try:
        return decode(path.read_bytes(), path.name)
    except ReadError as error:
        return str(error)


def _brought_in(home: Path, folders: list[Path]) -> Watched:
    """A new home, and all files of the folders imported."""
    home.mkdir()
    return watched([sys.executable, "-c", _ENTRY, "--home", str(home), "--json", "import", *map(str, folders)])


def _copies(data: Path, to: Path, count: int) -> Path:
    """The same recordings in other bytes: empty ones at the end, which no format minds."""
    folder = to / f"copies-{count}"
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True)
        for path in (data / name).iterdir():
            pad = b"\0" if name == "fit" else b"\n"
            (folder / name / f"{count}-{path.name}").write_bytes(path.read_bytes() + pad * count)
    return folder


def _median(runs: list[Watched]) -> Watched:
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def _told(benchmark: BenchmarkFixture, what: str, run: Watched) -> None:
    files = len(json.loads(run.out)["files"])
    ours = f"{files / run.cpu_seconds:.1f} files/s, at most {run.peak_mb:.0f} MB"
    note(benchmark, Row(f"{what} ({files} files, {run.cpu_seconds:.0f} s)", ours))
