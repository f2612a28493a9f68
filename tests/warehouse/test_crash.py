from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from models.tables import ACTIVITIES
from tests.warehouse import crash_child
from warehouse.query import run_query
from warehouse.store import Store

ROOT = Path(__file__).parents[2]


def killed_after(delay_s: float, database: Path, published: Path) -> int:
    """The last number that the child said before it was killed, `delay_s` after its first."""
    command = [sys.executable, "-m", "tests.warehouse.crash_child", str(database), str(published)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(delay_s)
        child.kill()
        return int([first, *child.stdout.read().split("\n")[:-1]][-1])


def state(store: Store) -> tuple[int, pl.DataFrame, pl.DataFrame]:
    activities = store.read(ACTIVITIES).select("activity_id", seq="derivation_version")
    records = store.query(
        "SELECT activity_id, power_w::BIGINT AS seq, count(*) AS n, count(DISTINCT record_index) AS places "
        "FROM records GROUP BY ALL ORDER BY 1"
    )
    return store.journal_seq, activities, records


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "trackwork.duckdb"


def test_kill_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_half(database: Path, published: Path) -> None:
    for delay_s in (0.0, 0.013, 0.05, 0.11, 0.23):
        said = killed_after(delay_s, database, published)
        with Store.open(database) as store:
            seq, activities, records = state(store)
        assert seq in (said, said + 1)
        assert activities["seq"].to_list() == sorted_last_seven(seq)
        assert records.select("activity_id", "seq").equals(activities)
        assert set(records["n"]) == set(records["places"]) == {crash_child.RECORDS_EACH}
        assert run_query(published, "SELECT max(seq) FROM journal").frame.item() in (seq, seq - 1)
        assert run_query(published, "FROM records").frame.height == records_in(published)


def sorted_last_seven(seq: int) -> list[int]:
    """The newest number of each of the child's seven activities, in order of their names."""
    newest = {number % 7: number for number in range(max(1, seq - 6), seq + 1)}
    return [newest[place] for place in sorted(newest)]


def records_in(published: Path) -> int:
    return crash_child.RECORDS_EACH * int(run_query(published, "SELECT count(*) FROM activities").frame.item())


def test_a_process_that_dies_right_after_making_the_database_leaves_one_that_opens(database: Path) -> None:
    code = f"""
import os
from pathlib import Path
from warehouse.store import Store
with Store.open(Path({str(database)!r})):
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with Store.open(database) as store:
        assert store.journal_seq == 0
