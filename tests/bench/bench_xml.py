"""Reading GPX and TCX."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import gpxpy
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ingest import gpx, tcx
from tests.bench.contest import contest

pytestmark = pytest.mark.real

GPX = ("msimms__20210119_run_garmin_fenix6_sapphire.gpx", "maksvasilev-fit2gpx__Fenix3-Run-1321421020.fit.gpx")
TCX = "msimms__20180331_run_garmin_fenix_3_hr.tcx"


@pytest.mark.parametrize("file", GPX)
def bench_gpx(benchmark: BenchmarkFixture, real_data: Path, file: str) -> None:
    data = (real_data / "gpx" / file).read_bytes()
    text = data.decode()
    what = f"GPX, {len(data) // 1000} KB: `read`, up to the frames of the warehouse"
    contest(benchmark, what, lambda: gpx.read(data), ("gpxpy", lambda: gpxpy.parse(text)), 5)


def bench_tcx(benchmark: BenchmarkFixture, real_data: Path) -> None:
    data = (real_data / "tcx" / TCX).read_bytes()
    what = f"TCX, {len(data) // 1000} KB: `read`, up to the frames of the warehouse"
    contest(benchmark, what, lambda: tcx.read(data), ("ElementTree, the tree alone", lambda: ET.fromstring(data)), 0)  # noqa: S314  # a file that we know
