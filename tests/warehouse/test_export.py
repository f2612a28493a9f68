"""What is exported is what lies in the tables, in files that other programs read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from models.errors import HomeError, UsageError
from models.tables import ACTIVITIES, LAPS, RECORDS, TABLES
from tests.support.rows import rows
from warehouse.export import MARK, export
from warehouse.query import run_query
from warehouse.store import Store
from warehouse.view import views

START = datetime(2025, 12, 31, 12, tzinfo=UTC)
RUNS = (("a", "ann", 0), ("b", "ann", 1), ("c", "b/ö b=1", 0), ("d", "ann", 2))
"""Activity, athlete, and days after `START`."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "trackwork.duckdb"
    with Store.open(path) as store:
        for activity, athlete, days in RUNS:
            at = START + timedelta(days=days)
            said = {"activity_id": activity, "athlete_id": athlete, "start_time": at, "local_date": at.date()}
            store.insert(ACTIVITIES, rows(ACTIVITIES, {**said, "week_start": date(2025, 12, 29), "sport": "running"}))
            records = ({"activity_id": activity, "record_index": i, "timestamp": at, "elapsed_s": i} for i in range(5))
            store.insert(RECORDS, rows(RECORDS, *records))
        store.insert(LAPS, rows(LAPS, {"activity_id": "a", "lap_index": 0}))
    return path


def test_every_table_and_view_can_be_read_back(copy: Path, tmp_path: Path) -> None:
    made = export(copy, tmp_path / "out", "parquet")
    assert set(made.rows) == {table.name for table in TABLES} | {view.name for view in views()}
    for table in TABLES:
        path = tmp_path / "out" / table.name
        order = ", ".join(table.key)
        stored = run_query(copy, f"FROM {table.name} ORDER BY {order}").frame
        found = pl.read_parquet(path if path.is_dir() else path.with_suffix(".parquet"))
        assert found.height == made.rows[table.name]
        assert_frame_equal(found.select(stored.columns).sort(table.key), stored)
    for view in views():
        stored = run_query(copy, f"FROM {view.name}").frame
        found = pl.read_parquet(tmp_path / "out" / f"{view.name}.parquet")
        assert_frame_equal(found, stored, check_row_order=False)


def test_records_lie_by_athlete_and_year_in_order_of_time(copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(copy, out, "parquet")
    files = sorted(str(path.parent.relative_to(out / "records")) for path in (out / "records").rglob("*.parquet"))
    assert files == ["athlete_id=ann/year=2025", "athlete_id=ann/year=2026", "athlete_id=b%2F%C3%B6%20b%3D1/year=2025"]
    of_2026 = pl.read_parquet(out / "records" / "athlete_id=ann" / "year=2026" / "data.parquet")
    assert of_2026.select("activity_id", "record_index").rows() == [(a, i) for a in "bd" for i in range(5)]
    whole = pl.read_parquet(out / "records")
    assert set(whole["athlete_id"]) == {"ann", "b/ö b=1"}
    assert whole.filter(pl.col("year") == 2026).height == 10


def test_csv_holds_the_same(copy: Path, tmp_path: Path) -> None:
    made = export(copy, tmp_path / "out", "csv")
    laps = pl.read_csv(tmp_path / "out" / "laps.csv")
    assert (laps.height, tuple(laps.columns)) == (1, tuple(LAPS.schema))
    lines = [path.read_text().splitlines() for path in (tmp_path / "out" / "records").rglob("*.csv")]
    assert sum(len(each) - 1 for each in lines) == made.rows["records"] == 20
    assert all(each[0] == ",".join(RECORDS.schema) for each in lines)


def test_a_folder_with_something_in_it_is_left_alone(copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "records").mkdir()
    (out / "thesis.txt").write_text("all I have")
    for replace in (False, True):
        with pytest.raises(UsageError, match="is not empty, and not from an earlier export"):
            export(copy, out, "parquet", replace=replace)
    with pytest.raises(UsageError, match="is a file"):
        export(copy, out / "thesis.txt", "parquet")
    assert sorted(path.name for path in out.iterdir()) == ["records", "thesis.txt"]


def test_an_earlier_export_is_written_over_when_told(copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(copy, out, "csv")
    with pytest.raises(UsageError, match="--replace"):
        export(copy, out, "parquet")
    (out / "mine.txt").write_text("added by hand")
    with Store.open(copy) as store:
        store.replace(ACTIVITIES, ACTIVITIES.empty(), athlete_id="ann")
        store.replace(RECORDS, RECORDS.empty(), activity_id=["a", "b", "d"])
    export(copy, out, "parquet", replace=True)
    names = {path.name for path in out.rglob("*") if path.is_file()}
    assert {name.rsplit(".")[-1] for name in names - {"mine.txt", MARK, "dictionary.md"}} == {"parquet"}
    assert pl.read_parquet(out / "records").height == 5
    assert json.loads((out / MARK).read_text())["complete"] is True


def test_an_empty_home_gives_tables_without_rows(tmp_path: Path) -> None:
    with Store.open(tmp_path / "trackwork.duckdb"):
        pass
    export(tmp_path / "trackwork.duckdb", tmp_path / "out", "parquet")
    assert pl.read_parquet(tmp_path / "out" / "records").height == 0
    assert pl.read_parquet(tmp_path / "out" / "records").columns == list(RECORDS.schema)


def test_records_of_no_activity_are_not_lost(copy: Path, tmp_path: Path) -> None:
    with Store.open(copy) as store:
        store.replace(ACTIVITIES, ACTIVITIES.empty(), activity_id="a")
    assert export(copy, tmp_path / "out", "parquet").rows["records"] == 20


def test_a_broken_export_says_so_and_leaves_nothing_half(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("warehouse.export._Export._partition", full)
        with pytest.raises(HomeError, match="No space left"):
            export(copy, tmp_path / "out", "parquet")
    assert json.loads((tmp_path / "out" / MARK).read_text())["complete"] is False
    assert [path for path in (tmp_path / "out").rglob("*") if path.name.endswith(".part")] == []
    assert not (tmp_path / "out" / "records").exists()
    assert export(copy, tmp_path / "out", "parquet", replace=True).rows["records"] == 20


def test_progress_goes_up_to_all(copy: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    export(copy, tmp_path / "out", "parquet", progress=lambda done, total: seen.append((done, total)))
    total = len(TABLES) + len(views())
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_without_a_published_copy_the_remedy_is_named(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"no published copy.*trackwork import"):
        export(tmp_path / "trackwork.duckdb", tmp_path / "out", "parquet")
    assert not (tmp_path / "out").exists()
