"""The private database: polars frames in and out, one writer, short transactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import polars as pl

from models.schema import Table
from models.tables import TABLES
from warehouse.arrow import Stream
from warehouse.ddl import literal, quoted
from warehouse.faults import file_faults
from warehouse.migrations import migrate
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
            connection = duckdb.connect(path)
            try:
                connection.execute("SET TimeZone = 'UTC'")
                # Nothing here needs an extension, and none may be fetched from the network on the way.
                connection.execute("SET autoinstall_known_extensions = false")
                connection.execute("SET autoload_known_extensions = false")
                migrate(connection, path)
                yield cls(connection, path)
            finally:
                connection.close()

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
        condition, values = _condition(where)
        with self.transaction():
            delete = f"DELETE FROM {quoted(table.name)} WHERE {condition}"  # noqa: S608 - declared names, bound values
            self._connection.execute(delete, values)
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
        condition, values = _condition(where)
        columns = ", ".join(map(quoted, table.schema))
        order = ", ".join(map(quoted, table.key))
        select = f"SELECT {columns} FROM {quoted(table.name)}"  # noqa: S608 - declared names
        return self.query(f"{select} WHERE {condition} ORDER BY {order}", values)

    def query(self, sql: str, params: Sequence[object] = ()) -> pl.DataFrame:
        """The result of one SELECT; each `?` in it stands for the next of `params`."""
        return pl.DataFrame(Stream(self._connection.sql(sql, params=list(params))))

    @property
    def journal_seq(self) -> int:
        """The last entry of the journal that was applied; 0 before the first."""
        return int(self.query("SELECT journal_seq FROM meta").item())

    @journal_seq.setter
    def journal_seq(self, seq: int) -> None:
        with self.transaction():
            self._connection.execute("UPDATE meta SET journal_seq = ?", [seq])

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        counts = ", ".join(f"(FROM {quoted(table.name)} SELECT count(*)) AS {quoted(table.name)}" for table in TABLES)
        return self.query(f"SELECT {counts}").row(0, named=True)

    def checkpoint(self) -> None:
        """Bring all that is committed into the file itself, so that a copy of the file is the database."""
        with file_faults(self._path):
            self._connection.execute("CHECKPOINT")

    def _insert(self, table: Table, frame: pl.DataFrame) -> None:
        if frame.is_empty():
            return
        self._connection.register("incoming", Stream(frame))
        try:
            insert = f"INSERT INTO {quoted(table.name)} BY NAME SELECT * FROM incoming"  # noqa: S608 - declared names
            self._connection.execute(insert)
        finally:
            # In an aborted transaction DuckDB refuses this too; the error that counts is the first.
            with suppress(duckdb.TransactionException):
                self._connection.unregister("incoming")


def _create_file(path: Path) -> None:
    """An empty database in the old format: only ATTACH lets one choose it."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS made (STORAGE_VERSION '{STORAGE_VERSION}')")


def _condition(where: dict[str, object]) -> tuple[str, list[object]]:
    """`where` as SQL with a `?` for each value; null is a value like any other."""
    parts = []
    values: list[object] = []
    for name, wanted in where.items():
        among = [*wanted] if isinstance(wanted, list | tuple | set | frozenset | pl.Series) else [wanted]
        present = [value for value in among if value is not None]
        marks = ", ".join("?" * len(present))
        options = [f"{quoted(name)} IN ({marks})"] if present else []
        if len(present) < len(among):
            options.append(f"{quoted(name)} IS NULL")
        parts.append(f"({' OR '.join(options)})" if options else "false")
        values += present
    return " AND ".join(parts) or "true", values
