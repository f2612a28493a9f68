"""Anybody's SQL on the published copy: read-only, and unable to touch anything else."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from models.errors import HomeError, UsageError
from warehouse.arrow import Stream
from warehouse.ddl import quoted
from warehouse.faults import file_faults

_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
_SHOWN = (
    *("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    *("FLOAT", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
)
_SANDBOX = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of a query; `truncated` says that there were more than asked for."""

    frame: pl.DataFrame
    truncated: bool


def run_query(published: Path, sql: str, *, timeout_s: float = 60.0, max_rows: int = 1_000_000) -> QueryResult:
    """The result of one reading statement (SELECT, FROM, WITH, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) on `published`.

    Raises:
        HomeError: there is no published copy, or it cannot be opened.
        UsageError: the SQL is wrong, more than one statement, not reading, or took longer than `timeout_s`.
    """
    if not published.exists():
        raise HomeError(f"there is no published copy at {published} yet; trackwork import makes it")
    with file_faults(published):
        connection = duckdb.connect(published, read_only=True)
    try:
        for setting in _SANDBOX:
            connection.execute(setting)
        with _time_limit(connection, timeout_s):
            with _sql_errors(connection):
                found = connection.sql(_reading(sql))
            with _sql_errors(connection, within=True):
                frame = pl.DataFrame(Stream(found.project(_showable(found)).limit(max_rows + 1)))
    finally:
        connection.close()
    return QueryResult(frame.head(max_rows), truncated=frame.height > max_rows)


def _reading(sql: str) -> str:
    """The one statement of `sql`, if it only reads, without the semicolon and what follows: it becomes a subquery."""
    statements = duckdb.extract_statements(sql)
    if len(statements) == 1 and statements[0].type in _READING:
        text = sql.encode()
        end = next((at for at, _ in duckdb.tokenize(sql) if text[at : at + 1] == b";"), len(text))
        return text[:end].decode()
    if not statements:
        raise UsageError("there is no SQL statement in it")
    if re.match(r"\s*(FROM\s.*)?PIVOT\b", sql, re.IGNORECASE | re.DOTALL):
        raise UsageError("PIVOT works here with its values named: PIVOT ... ON column IN ('a', 'b') USING ...")
    if len(statements) > 1:
        raise UsageError(f"one statement at a time, please: there are {len(statements)}")
    raise UsageError(f"only reading is possible here (SELECT, DESCRIBE, SHOW), not {statements[0].type.name}")


def _showable(found: duckdb.DuckDBPyRelation) -> str:
    """The columns of `found`, each under a name of its own and in a type that polars has; other types become text."""
    columns: dict[str, str] = {}
    for place, (name, kind) in enumerate(zip(found.columns, map(str, found.types), strict=True), start=1):
        own = name
        while own in columns:
            own = f"{own}_{place}"
        columns[own] = f"#{place}::{_shown_as(kind)} AS {quoted(own)}"
    return ", ".join(columns.values())


def _shown_as(kind: str) -> str:
    if kind.removesuffix("[]") in _SHOWN:
        return kind
    if kind == "HUGEINT":
        return "BIGINT"  # what sum() makes of whole numbers
    return "DOUBLE" if kind.startswith("DECIMAL") else "VARCHAR"


@contextmanager
def _time_limit(connection: duckdb.DuckDBPyConnection, timeout_s: float) -> Iterator[None]:
    """Interrupt what `connection` does after `timeout_s` seconds [s]."""
    timer = threading.Timer(timeout_s, connection.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise UsageError(
            f"the query took longer than {timeout_s:g} s and was stopped; narrow it, or give it more with --timeout"
        ) from None
    finally:
        timer.cancel()
        # The connection is closed next: the timer must not be half-way through its interrupt then.
        timer.join()


@contextmanager
def _sql_errors(connection: duckdb.DuckDBPyConnection, *, within: bool = False) -> Iterator[None]:
    """Turn DuckDB's errors into ours; `within` a larger statement their line and caret mean nothing to the user."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        said = re.sub(r"^[\w ]+ Error: ", "", str(error)).strip()
        said = said.split("\n\nLINE ")[0] if within else said
        raise UsageError(_without_remedy(said) + _known(error, connection)) from error


def _without_remedy(said: str) -> str:
    """DuckDB's words without remedies that do not exist here, and with the reason where it is ours."""
    if "operations are disabled" in said:
        place = said.split("\n\nLINE ")
        return "\n\nLINE ".join([f"{place[0]}: nothing but the published copy can be read here", *place[1:]])
    if "extension" in said and "INSTALL " in said.upper():
        return f"{said.splitlines()[0]} Extensions cannot be loaded here; open the file with DuckDB's own shell."
    return said


def _known(error: duckdb.Error, connection: duckdb.DuckDBPyConnection) -> str:
    """What there is to ask, where the table asked for is not there."""
    if not re.search(r"Table with name .* does not exist", str(error)):
        return ""
    names = connection.execute(
        "SELECT table_type, string_agg(table_name, ', ' ORDER BY table_name) FROM information_schema.tables GROUP BY 1"
    ).fetchall()
    by_type = dict(names)
    return f"\nviews: {by_type.get('VIEW', 'none')}\ntables: {by_type.get('BASE TABLE', 'none')}"
