from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from models.errors import HomeError
from models.tables import ATHLETES, TABLES
from pipelines.nightly import nightly
from tests.pipelines.test_replay import assert_same
from tests.support.gpx_text import plain_run
from tests.support.homes import Bench, bench
from warehouse.migrations import MIGRATIONS, Migration, migrate, newest
from warehouse.query import run_query
from warehouse.store import STORAGE_VERSION, Store

SCHEMA_1 = Path(__file__).with_name("schema_1.sql")


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]).fetchall()
    return [name for (name,) in rows]


def note_shoes(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE shoes (shoe VARCHAR)")


def rename_shoe(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE shoes RENAME COLUMN shoe TO name")


def fail(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE shoes ADD COLUMN half VARCHAR")
    raise RuntimeError


STEPS = (
    *MIGRATIONS,
    Migration(newest() + 1, "shoes are worth counting", note_shoes),
    Migration(newest() + 2, "a better word", rename_shoe),
)


def first_schema(path: Path) -> None:
    """An empty database as the first trackwork made it."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS old (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE old")
        connection.execute(SCHEMA_1.read_text(encoding="utf-8"))
        connection.execute("CREATE VIEW repetitions AS SELECT activity_id FROM intervals WHERE kind = 'work'")
        connection.execute("CREATE VIEW no_more AS SELECT activity_id FROM repetitions")


def as_first_schema(path: Path) -> None:
    """Turn the database at `path` into one of the first schema, with the rows that it could hold."""
    old = path.with_name("old.duckdb")
    first_schema(old)
    with duckdb.connect(old) as connection:
        connection.execute(f"ATTACH '{path}' AS new (READ_ONLY)")
        for table in TABLES:
            kept = [name for name in columns_of_old(connection, table.name) if name in table.schema]
            if kept:
                names = ", ".join(f'"{name}"' for name in kept)
                connection.execute(f"INSERT INTO old.{table.name} BY NAME SELECT {names} FROM new.{table.name}")  # noqa: S608  # declared names
    old.replace(path)


def columns_of_old(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    sql = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name = 'old'"
    return [name for (name,) in connection.execute(sql, [table]).fetchall()]


def structure(path: Path) -> list[tuple[object, ...]]:
    """Everything that can be seen of tables, views and comments."""
    sql = """
        SELECT 'table', table_name, sql, comment FROM duckdb_tables() WHERE table_name <> 'meta'
        UNION ALL SELECT 'view', view_name, sql, comment FROM duckdb_views() WHERE NOT internal
        UNION ALL SELECT 'column', table_name || '.' || column_name, data_type, comment FROM duckdb_columns()
        WHERE NOT internal
        ORDER BY ALL
    """
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def filled_home(folder: Path) -> Bench:
    place = bench(folder / "home")
    (folder / "run.gpx").write_bytes(plain_run(300))
    place.bring_in(folder / "run.gpx")
    return place


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(2, 2 + len(MIGRATIONS)))


def test_a_database_of_the_first_schema_becomes_the_same_as_a_new_one(tmp_path: Path) -> None:
    first_schema(tmp_path / "old.duckdb")
    for name in ("old", "new"):
        with Store.open(tmp_path / f"{name}.duckdb") as store:
            assert store.query("SELECT schema_version FROM meta").item() == newest()
    assert structure(tmp_path / "old.duckdb") == structure(tmp_path / "new.duckdb")


def test_an_old_home_keeps_its_rows_and_a_copy_and_the_nightly_makes_it_whole(tmp_path: Path) -> None:
    place = filled_home(tmp_path)
    before = place.tables()
    as_first_schema(place.home.database)
    old = place.home.database.read_bytes()
    with Store.open(place.home.database) as store:
        assert store.counts()["records"] == 301
        assert store.journal_seq == before[next(t for t in TABLES if t.name == "journal")].height
        assert "activities" in store.incomplete.split(", ")
        assert store.query("FROM weekly_summary").height > 0
    assert (place.home.warehouse / "private.version-1.duckdb").read_bytes() == old
    nightly(place.home, place.clock, place.settings)
    with Store.open(place.home.database) as store:
        assert not store.incomplete
    assert_same(before, place.tables())


def test_an_old_home_is_migrated_by_whatever_is_done_first_and_published(tmp_path: Path) -> None:
    place = filled_home(tmp_path)
    as_first_schema(place.home.database)
    (tmp_path / "again.gpx").write_bytes(plain_run(200))
    assert [outcome.outcome for outcome in place.bring_in(tmp_path / "again.gpx")] == ["imported"]
    assert run_query(place.home.published, "SELECT count(*) FROM records").frame.item() == 301 + 201


def test_each_step_is_applied_once_and_in_order(database: Path) -> None:
    first_schema(database)
    for _ in range(2):
        with duckdb.connect(database) as connection:
            migrate(connection, database, STEPS)
            assert columns_of(connection, "shoes") == ["name"]
            assert connection.execute("SELECT schema_version FROM meta").fetchall() == [(newest() + 2,)]


def test_a_step_that_fails_leaves_the_database_at_the_step_before(database: Path) -> None:
    first_schema(database)
    failing = (*STEPS[:-1], Migration(newest() + 2, "never", fail))
    with duckdb.connect(database) as connection:
        with pytest.raises(RuntimeError):
            migrate(connection, database, failing)
        assert connection.execute("SELECT schema_version FROM meta").fetchall() == [(newest() + 1,)]
        assert columns_of(connection, "shoes") == ["shoe"]
        migrate(connection, database, STEPS)
        assert columns_of(connection, "shoes") == ["name"]


def test_rows_that_do_not_fit_are_left_as_they_are_and_a_rebuild_is_asked_for(database: Path) -> None:
    first_schema(database)
    with duckdb.connect(database) as connection:
        connection.execute("ALTER TABLE athletes DROP COLUMN timezone")
        connection.execute("INSERT INTO athletes (athlete_id, name, week_start_day) VALUES ('ann', 'Ann', 1)")
    with pytest.raises(HomeError, match=r"timezone.*trackwork rebuild makes it anew"), Store.open(database):
        pass
    with duckdb.connect(database) as connection:
        assert connection.execute("SELECT name FROM athletes").fetchall() == [("Ann",)]


def test_a_newer_database_is_refused_with_both_versions_and_left_as_it_is(database: Path) -> None:
    with Store.open(database):
        pass
    with duckdb.connect(database) as connection:
        migrate(connection, database, STEPS)
    before = database.read_bytes()
    with (
        pytest.raises(HomeError, match=f"version {newest() + 2}.*up to {newest()}.*upgrade trackwork") as caught,
        Store.open(database),
    ):
        pass
    assert str(database) in str(caught.value)
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_views_and_comments_are_made_anew_when_their_declaration_changed(database: Path) -> None:
    with Store.open(database):
        pass
    with duckdb.connect(database) as connection:
        connection.execute("CREATE OR REPLACE VIEW data_quality AS SELECT 1 AS old")
        connection.execute("COMMENT ON TABLE laps IS 'old'")
        connection.execute("UPDATE meta SET description = 'of another day'")
    with Store.open(database) as store:
        assert "status" in store.query("FROM data_quality").columns
        assert store.query("SELECT comment FROM duckdb_tables() WHERE table_name = 'laps'").item() != "old"


def test_opening_without_news_writes_nothing(database: Path) -> None:
    with Store.open(database):
        pass
    before = database.read_bytes()
    with Store.open(database):
        pass
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_a_full_disk_keeps_the_old_database(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    first_schema(database)
    before = database.read_bytes()
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(HomeError, match=r"older trackwork.*No space left.*make room"), Store.open(database):
        pass
    assert database.read_bytes() == before
    monkeypatch.undo()
    with Store.open(database) as store:
        assert store.read(ATHLETES).is_empty()


def test_a_crash_amid_new_comments_or_a_migration_leaves_a_database_that_opens(database: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from warehouse import store
from warehouse.store import Store
real = store.migrate
def dies(connection, path):
    real(connection, path)
    os._exit(9)  # committed, and still in the log
store.migrate = dies
with Store.open(Path(sys.argv[1])):
    pass
"""
    first_schema(database)
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code, str(database)], check=False)
        assert done.returncode == 9
        with Store.open(database) as store:
            assert store.journal_seq == 0
        with duckdb.connect(database) as connection:
            connection.execute("UPDATE meta SET description = 'of another day'")
