"""A home that is copied while somebody writes to it opens again, with all that was acknowledged before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import polars as pl

from models.tables import RECEIPTS, SOURCE_FILES
from pipelines.doctor import examine, repair
from pipelines.rebuild import rebuild
from tests.pipelines.test_replay import assert_same
from tests.support.homes import Bench, bench
from warehouse.query import run_query

ROOT = Path(__file__).parents[2]
COPIES = 30 if "TRACKWORK_SOAK" in os.environ else 4
_PIECE_BYTES = 1 << 18


@dataclass
class Writing:
    """A process that imports, and what it has acknowledged so far."""

    process: subprocess.Popen[str]
    said: list[str]

    def wait_for(self, more: int) -> None:
        wanted = len(self.said) + more
        while len(self.said) < wanted:
            assert self.process.poll() is None, "the writer ended"
            time.sleep(0.01)


@contextmanager
def importing(folder: Path) -> Iterator[Writing]:
    child = [sys.executable, "-m", "tests.pipelines.backup_child", str(folder)]
    process = subprocess.Popen(child, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    out = process.stdout
    assert out
    reader = Thread(target=lambda: said.extend(line.split()[1] for line in out if line.startswith("imported ")))
    reader.start()
    try:
        yield Writing(process, said)
    finally:
        process.kill()
        process.wait()
        reader.join()
        out.close()


def copy_slowly(source: str, target: str) -> str:
    """Piece by piece, as a slow disk does, so that the writer gets in between; what vanishes meanwhile is left out."""
    try:
        with Path(source).open("rb") as read, Path(target).open("wb") as written:
            while piece := read.read(_PIECE_BYTES):
                written.write(piece)
                time.sleep(0.01)
    except FileNotFoundError:
        assert Path(source).name.startswith(".") or ".wal" in source or "published.json" in source, source
    return target


def test_a_home_copied_while_it_is_written_opens_and_has_lost_nothing(tmp_path: Path) -> None:
    acknowledged: dict[Path, list[str]] = {}
    with importing(tmp_path) as writer:
        for number in range(COPIES):
            writer.wait_for(2)
            copy = tmp_path / f"copy-{number}"
            acknowledged[copy] = writer.said.copy()
            shutil.copytree(tmp_path / "home", copy, copy_function=copy_slowly)
    for copy, names in acknowledged.items():
        _opens(bench(copy), names)


def _opens(place: Bench, names: list[str]) -> None:
    """The copy is whole after a repair, and the same after a rebuild, but for what came while it was made."""
    repair(place.home, place.clock, place.settings, lambda _: None)
    wrong = [each for each in examine(place.home, place.clock, place.settings) if not each.ok]
    assert {each.check for each in wrong} <= {"archive"}, wrong
    files = place.read(SOURCE_FILES)
    assert set(names) <= set(files.filter(pl.col("status") == "imported")["name"])
    assert place.read(RECEIPTS)["name"].is_duplicated().sum() == 0
    published = run_query(place.home.published, "SELECT name FROM source_files WHERE status = 'imported'").frame
    assert set(names) <= set(published["name"])
    before = place.tables()
    made = rebuild(place.home, place.clock, place.settings)
    assert not set(made.gone) & set(names)
    if not made.gone:
        assert_same(before, place.tables())
