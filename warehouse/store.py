"""The private database: polars frames in and out, one writer, short transactions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import polars as pl

from models.errors import HomeError
from models.schema import Table
from models.tables import TABLES
from warehouse.arrow import Stream
from warehouse.condition import condition
from warehouse.ddl import literal, quoted
from warehouse.faults import file_faults
from warehouse.log_file import log_of
from warehouse.migrations import incomplete, migrate, outdated, schema_of
from warehouse.transaction import transaction

STORAGE_VERSION = "v1.5.0"
"""File format that every DuckDB from 1.5 on can open; DuckDB 2 would write one that 1.x tools cannot."""


class Store:
    """The warehouse while it is open; use `Store.open`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._inside = False

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Store]:
        """The database at `path`, made if it is not there, brought to today's schema, closed at the end.

        Raises:
            HomeError: another process holds the file, it is damaged, or a newer trackwork wrote it.
        """
        with file_faults(path):
            if not path.exists():
                _create_file(path)
            with _connected(path) as connection:
                yield cls(connection, path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes of the block or none; a block within a block is part of the outer one."""
        if self._inside:
            yield
            return
        self._inside = True
        try:
            with file_faults(self._path), transaction(self._connection):
                yield
        finally:
            self._inside = False

    def replace(self, table: Table, frame: pl.DataFrame, **where: object) -> None:
        """Put `frame` in the place of the rows where each column named has the given value, or one of them.

        Doing it twice is doing it once. A list of values may be empty: then nothing is deleted.

        Raises:
            ContractError: `frame` breaks the table's contract.
        """
        if not where:
            raise ValueError(f"replace in {table.name}: name the columns whose rows are replaced")
        table.check(frame)
        old = condition(where)
        with self.transaction():
            with self._given(old.lists):
                delete = f"DELETE FROM {quoted(table.name)} WHERE {old.sql}"  # noqa: S608 - declared names, bound values
                self._connection.execute(delete, old.values)
            self._insert(table, frame)

    def insert(self, table: Table, frame: pl.DataFrame) -> None:
        """Add the rows of `frame`.

        Raises:
            ContractError: `frame` breaks the table's contract.
        """
        table.check(frame)
        with self.transaction():
            self._insert(table, frame)

    def read(self, table: Table, **where: object) -> pl.DataFrame:
        """The rows where each column named has the given value, or one of them; in order of the table's key."""
        columns = ", ".join(map(quoted, table.schema))
        order = ", ".join(map(quoted, table.key))
        select = f"SELECT {columns} FROM {quoted(table.name)}"  # noqa: S608 - declared names
        return self._where(select, where, f" ORDER BY {order}")

    def view(self, name: str, **where: object) -> pl.DataFrame:
        """The rows of a view where each column named has the given value, or one of them; in no promised order."""
        return self._where(f"SELECT * FROM {quoted(name)}", where)  # noqa: S608 - a view's own name

    def query(self, sql: str, params: Sequence[object] = ()) -> pl.DataFrame:
        """The result of one SELECT; each `?` in it stands for the next of `params`."""
        return pl.DataFrame(Stream(self._connection.sql(sql, params=list(params))))

    @property
    def journal_seq(self) -> int:
        """The last entry of the journal that was applied; 0 before the first."""
        return int(self.query("SELECT coalesce(max(seq), 0) FROM journal").item())

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        counts = ", ".join(f"(FROM {quoted(table.name)} SELECT count(*)) AS {quoted(table.name)}" for table in TABLES)
        return self.query(f"SELECT {counts}").row(0, named=True)

    @property
    def incomplete(self) -> str:
        """The tables in which something is missing that only a rebuild can fill; empty where nothing is."""
        return incomplete(self._connection)

    def checkpoint(self) -> None:
        """Bring all that is committed into the file itself, so that a copy of the file is the database."""
        with file_faults(self._path):
            self._connection.execute("CHECKPOINT")

    def _where(self, select: str, where: Mapping[str, object], order: str = "") -> pl.DataFrame:
        wanted = condition(where)
        with self._given(wanted.lists):
            return self.query(f"{select} WHERE {wanted.sql}{order}", wanted.values)

    def _insert(self, table: Table, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        with self._given({"incoming": frame}):
            insert = f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM incoming"  # noqa: S608 - declared names
            self._connection.execute(insert)

    @contextmanager
    def _given(self, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
        """Let SQL see the frames as tables of these names, for the time of the block."""
        for name, frame in frames.items():
            self._connection.register(name, Stream(frame))
        try:
            yield
        finally:
            # In an aborted transaction DuckDB refuses this too; the error that counts is the first.
            with suppress(duckdb.TransactionException):
                for name in frames:
                    self._connection.unregister(name)


@contextmanager
def _connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the database at `path`, which has today's schema and nothing of it in its log."""
    connection = duckdb.connect(path)
    if outdated(connection):
        connection.close()  # which empties the log, and copying an open file would unlock it
        _renew(path)
        connection = duckdb.connect(path)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        # Nothing here needs an extension, and none may be fetched from the network on the way.
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        migrate(connection, path)
        if log_of(path).exists():
            # DuckDB 1.5 cannot replay a log that holds what made or changed tables (its issues 19712 and 22124).
            connection.execute("CHECKPOINT")
        yield connection
    finally:
        connection.close()


def _renew(path: Path) -> None:
    """Put a migrated copy in the place of the database at `path`, in one step; one of an older schema is kept beside.

    Not in the file itself: DuckDB 1.5 cannot replay a log that holds what changed tables or comments, so a crash at
    that moment would cost the database.
    """
    new = _place_for_new(path)
    try:
        shutil.copyfile(path, new)
        with duckdb.connect(new) as connection:
            before = schema_of(connection) if not _is_empty(connection) else None
            migrate(connection, path)
            after = schema_of(connection)
        if before not in (None, after):
            _keep(path, path.with_name(f"{path.stem}.version-{before[0] if before else 0}{path.suffix}"))
        new.replace(path)
    except OSError as error:
        raise HomeError(
            f"{path} is of an older trackwork, and there is no room to migrate a copy of it: "
            f"{error.strerror or error}; make room on the disk and try again"
        ) from error
    finally:
        _place_for_new(path)


def _keep(path: Path, kept: Path) -> None:
    """Let the file have another name too, or be copied where the file system knows no second names."""
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, kept)


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'").fetchall()


def _place_for_new(path: Path) -> Path:
    """Where a database lies until it is whole; what was left there is gone."""
    new = path.with_name(f".{path.name}.new")
    for left_over in (new, log_of(new)):
        left_over.unlink(missing_ok=True)
    return new


def _create_file(path: Path) -> None:
    """An empty database in the old format, which only ATTACH lets one choose; under its name once it is whole."""
    new = _place_for_new(path)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(new))} AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
    with duckdb.connect(new) as connection:
        migrate(connection, new)
    new.replace(path)
