from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from models.errors import HomeError
from warehouse.migrations import MIGRATIONS, Migration, migrate, newest
from warehouse.store import Store


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]).fetchall()
    return [name for (name,) in rows]


def add_shoe(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE activities ADD COLUMN shoe VARCHAR")


def rename_shoe(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE activities RENAME COLUMN shoe TO shoes")


def fail(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE activities ADD COLUMN half VARCHAR")
    raise RuntimeError


STEPS = (
    Migration(newest() + 1, "shoes are worth counting", add_shoe),
    Migration(newest() + 2, "more than one", rename_shoe),
)


def test_the_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in MIGRATIONS] == list(range(2, 2 + len(MIGRATIONS)))


def test_an_older_database_takes_the_steps_that_it_lacks_once_and_in_order(database: Path) -> None:
    with Store.open(database) as store:
        before = store.query("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")
    for _ in range(2):
        with duckdb.connect(database) as connection:
            migrate(connection, database, STEPS)
            assert columns_of(connection, "activities")[-1] == "shoes"
            assert connection.execute("SELECT schema_version FROM meta").fetchall() == [(newest() + 2,)]
            after = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")
            assert after.fetchall() == before.rows()


def test_a_step_that_fails_leaves_the_database_at_the_step_before(database: Path) -> None:
    with Store.open(database):
        pass
    failing = (STEPS[0], Migration(newest() + 2, "never", fail))
    with duckdb.connect(database) as connection:
        with pytest.raises(RuntimeError):
            migrate(connection, database, failing)
        assert connection.execute("SELECT schema_version FROM meta").fetchall() == [(newest() + 1,)]
        assert columns_of(connection, "activities")[-1] == "shoe"


def test_a_newer_database_is_refused_with_both_versions(database: Path) -> None:
    with Store.open(database):
        pass
    with duckdb.connect(database) as connection:
        migrate(connection, database, STEPS)
    with (
        pytest.raises(HomeError, match=f"version {newest() + 2}.*up to {newest()}.*upgrade trackwork") as caught,
        Store.open(database),
    ):
        pass
    assert str(database) in str(caught.value)


def test_tables_that_are_not_the_declared_ones_are_refused_with_the_remedy(database: Path) -> None:
    with Store.open(database):
        pass
    with duckdb.connect(database) as connection:
        connection.execute("UPDATE meta SET structure = 'of another day'")
    with pytest.raises(HomeError, match="rebuild"), Store.open(database):
        pass


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
