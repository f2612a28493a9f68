"""Decoding FIT files: against fitparse, fitdecode and fitfast."""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fitdecode
import fitfast
import fitparse
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.every_column import every_column
from tests.bench.contest import Row, contest, measured, note, shown
from tests.bench.real import MIDDLE, SMALL, fit, three_megabytes

pytestmark = pytest.mark.real

SIZES: dict[str, tuple[Callable[[Path], bytes], float]] = {
    "30 KB": (lambda data: fit(data, SMALL), 120),
    "330 KB": (lambda data: fit(data, MIDDLE), 200),
    "3 MB": (three_megabytes, 500),
}


def decode(data: bytes) -> int:
    """All messages as typed columns, the check sum compared; how many kinds of message."""
    kinds = 0
    for file in chain(data):
        assert file.complaint is None
        kinds += len(every_column(file))
    return kinds


def parse(data: bytes) -> int:
    """The same by fitparse; how many messages."""
    return sum(1 for _ in fitparse.FitFile(data, check_crc=True).get_messages())


def records(data: bytes) -> None:
    """The columns of records alone, as fitfast gives them."""
    for file in chain(data):
        messages = file.messages("record")
        for block in messages.blocks:
            assert len(block.numbers / block.layout.scale - block.layout.offset)


@pytest.mark.parametrize("size", SIZES)
def bench_all_messages_to_typed_columns(benchmark: BenchmarkFixture, real_data: Path, size: str) -> None:
    file, wanted = SIZES[size]
    data = file(real_data)
    what = f"FIT, {size}: all messages to typed columns, with check sum"
    contest(benchmark, what, lambda: decode(data), ("fitparse", lambda: parse(data)), wanted)


@pytest.mark.parametrize("size", SIZES)
def bench_read_to_recordings(benchmark: BenchmarkFixture, real_data: Path, size: str) -> None:
    data = SIZES[size][0](real_data)
    what = f"FIT, {size}: `read`, up to the frames of the warehouse"
    contest(benchmark, what, lambda: read(data), ("fitparse", lambda: parse(data)), 0)


def bench_all_real_files_of_about_30_kb(benchmark: BenchmarkFixture, real_data: Path) -> None:
    paths = [path for path in sorted((real_data / "fit").glob("*.fit")) if 27_000 < path.stat().st_size < 36_000]
    files = [data for data in (path.read_bytes() for path in paths) if not any(f.complaint for f in chain(data))]
    what = f"FIT, all {len(files)} sound real files of 27-36 KB: the same"
    ours, theirs = (lambda: [decode(data) for data in files]), (lambda: [parse(data) for data in files])
    contest(benchmark, what, ours, ("fitparse", theirs), 0)


def bench_against_fitdecode(benchmark: BenchmarkFixture, real_data: Path) -> None:
    data = fit(real_data, MIDDLE)
    what = "FIT, 330 KB: all messages to typed columns, with check sum"
    contest(
        benchmark, what, lambda: decode(data), ("fitdecode", lambda: list(fitdecode.FitReader(io.BytesIO(data)))), 0
    )


def bench_record_columns(benchmark: BenchmarkFixture, real_data: Path) -> None:
    data = three_megabytes(real_data)
    what = "FIT, 3 MB: the columns of records, with check sum"
    contest(benchmark, what, lambda: records(data), ("fitfast", lambda: fitfast.records(data)), 3)


def bench_import_of_the_reader(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    bare: list[float] = []
    whole: list[float] = []
    _started("import ingest.readers", tmp_path)  # which leaves the compiled modules there, as any first start does
    measured(
        benchmark,
        lambda: whole.append(_started("import ingest.readers", tmp_path)),
        lambda: bare.append(_started("pass", tmp_path)),
        rounds=9,
    )
    took = statistics.median(whole) - statistics.median(bare)
    note(benchmark, Row("import of `ingest.readers` in a new process", shown(took), wanted="≤ 0.4 s"))


def _started(code: str, compiled: Path) -> float:
    """The processor's time of a new interpreter that runs `code` [s]."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(compiled)}
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system
