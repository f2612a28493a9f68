from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pytest

from models.errors import HomeError
from models.tables import ATHLETES
from warehouse.publish import publish
from warehouse.store import Store


def put(database: Path, published: Path, *names: str) -> None:
    """Write the athletes and publish."""
    rows = [{"athlete_id": n, "name": n, "timezone": "UTC", "week_start_day": 1} for n in names]
    with Store.open(database) as store:
        store.replace(ATHLETES, ATHLETES.rows(rows), athlete_id=list(names))
        store.checkpoint()
    publish(database, published)


def names_in(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT athlete_id FROM athletes ORDER BY 1").fetchall()]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "trackwork.duckdb"


def test_the_copy_has_tables_views_and_comments(database: Path, published: Path) -> None:
    put(database, published, "ann")
    everything = """
        SELECT table_name AS name, comment FROM duckdb_tables()
        UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
        UNION ALL SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal
        ORDER BY ALL
    """
    with duckdb.connect(published, read_only=True) as copy, duckdb.connect(database, read_only=True) as own:
        assert copy.execute(everything).fetchall() == own.execute(everything).fetchall()
        assert names_in(copy) == ["ann"]
        assert copy.execute("SELECT count(*) FROM repetitions").fetchall() == [(0,)]


def test_a_reader_of_the_old_copy_goes_on_and_a_new_one_sees_the_new(database: Path, published: Path) -> None:
    put(database, published, "ann")
    with duckdb.connect(published, read_only=True) as reader:
        assert names_in(reader) == ["ann"]
        put(database, published, "bob")
        assert names_in(reader) == ["ann"]
        # Another file, though of the same name, so another path is needed within this one process.
        same = published.with_name("same.duckdb")
        same.hardlink_to(published)
        with duckdb.connect(same, read_only=True) as newcomer:
            assert names_in(newcomer) == ["ann", "bob"]
    with duckdb.connect(published, read_only=True) as reader:
        assert names_in(reader) == ["ann", "bob"]


def test_an_open_writing_session_on_the_copy_stops_nobody(database: Path, published: Path) -> None:
    put(database, published, "ann")
    with duckdb.connect(published) as session:
        session.execute("CREATE TABLE mine AS SELECT 1 AS x")
        put(database, published, "bob")
        session.execute("INSERT INTO mine VALUES (2)")
        assert names_in(session) == ["ann"]
    with duckdb.connect(published, read_only=True) as reader:
        assert names_in(reader) == ["ann", "bob"]


def test_at_no_moment_is_the_file_missing_or_half(database: Path, published: Path) -> None:
    put(database, published, "ann")
    size = published.stat().st_size
    sizes: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            try:
                sizes.append(published.stat().st_size)
            except FileNotFoundError:
                sizes.append(-1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(50):
        publish(database, published)
    done.set()
    watcher.join()
    assert len(sizes) > 50
    assert set(sizes) == {size}


def test_what_a_dead_publisher_left_does_no_harm(database: Path, published: Path) -> None:
    published.with_name(".trackwork.duckdb.part").write_bytes(b"half a copy")
    published.with_name("trackwork.duckdb.wal").write_bytes(b"changes to a copy that is gone")
    put(database, published, "ann")
    assert sorted(path.name for path in published.parent.iterdir()) == ["private.duckdb", "trackwork.duckdb"]


def test_a_folder_that_cannot_take_the_copy_is_named(database: Path, tmp_path: Path) -> None:
    with Store.open(database):
        pass
    with pytest.raises(HomeError, match=r"nowhere.*trackwork\.duckdb.*cannot be written.*try again"):
        publish(database, tmp_path / "nowhere" / "trackwork.duckdb")


def test_the_copy_equals_the_private_database_row_for_row(database: Path, published: Path) -> None:
    put(database, published, "ann", "bob", "cleo")
    with Store.open(database) as own, Store.open(published) as copy:
        assert copy.read(ATHLETES).equals(own.read(ATHLETES))
        assert copy.counts() == own.counts()
