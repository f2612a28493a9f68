"""How a database comes to today's schema: numbered steps, each applied once, in order.

A new database is made from the declared tables at once, at the version of the last step. An older one takes the
steps that it lacks, each in a transaction together with its number. A step says only what nobody can guess: what a
renamed column was called, what a required one holds. Then each table that is not yet the declared one is made anew,
and its rows are carried over by the names of their columns. What an older trackwork did not write down is null until
everything is made again from archive and journal: `incomplete` in the table meta says so, and the nightly does it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from models.errors import HomeError
from models.tables import TABLES
from warehouse import ddl
from warehouse.carrying_over import carry_over
from warehouse.transaction import transaction
from warehouse.view import views


@dataclass(frozen=True)
class Migration:
    """One step: from the schema of `version` - 1 to that of `version`."""

    version: int
    why: str
    apply: Callable[[duckdb.DuckDBPyConnection], None]


def _note_what_is_missing(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE meta ADD COLUMN incomplete VARCHAR DEFAULT ''")


MIGRATIONS: tuple[Migration, ...] = (
    Migration(2, "what a migration could not know is to be filled in later, so it is noted", _note_what_is_missing),
)
"""The steps from version 1, which is the schema as first released, in order and without gaps."""

FIRST_VERSION = 1
REBUILD = "trackwork rebuild makes it anew from archive and journal"


def newest(migrations: tuple[Migration, ...] = MIGRATIONS) -> int:
    """The version that this trackwork writes."""
    return migrations[-1].version if migrations else FIRST_VERSION


def outdated(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether `migrate` has something to do with the database: its schema, comments or views are not today's."""
    if not _has_meta(connection):
        return True
    meta = _meta(connection)
    return meta.version <= newest() and meta != (newest(), _structure(), _description())


def schema_of(connection: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Version and hash of the tables; they change when rows were touched, and not with comments and views."""
    meta = _meta(connection)
    return meta.version, meta.structure


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring the database of `connection`, the file at `path`, to today's schema, comments and views.

    Raises:
        HomeError: it was written by a newer trackwork, or its rows do not fit the declared tables.
    """
    if not _has_meta(connection):
        _create(connection, newest(migrations))
    version = _meta(connection).version
    if version > newest(migrations):
        raise HomeError(
            f"{path} has schema version {version}, and this trackwork knows versions up to {newest(migrations)}: "
            f"upgrade trackwork; or, since nothing is only in it, {REBUILD}"
        )
    try:
        for step in migrations:
            if step.version > version:
                _apply(connection, step)
        if _meta(connection).structure != _structure():
            _carry_over(connection)
    except (duckdb.ConstraintException, duckdb.ConversionException, duckdb.CatalogException) as error:
        raise HomeError(
            f"{path} is of an older trackwork, and what it holds does not fit this one "
            f"({str(error).splitlines()[0]}); {REBUILD}"
        ) from error
    if _meta(connection).description != _description():
        _describe(connection)


def incomplete(connection: duckdb.DuckDBPyConnection) -> str:
    """The tables with columns that a migration could not fill, as one text; empty where nothing is missing."""
    [(tables,)] = connection.execute("SELECT coalesce(incomplete, '') FROM meta").fetchall()
    return str(tables)


class _Meta(NamedTuple):
    version: int
    structure: str
    description: str


def _has_meta(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'").fetchall())


def _meta(connection: duckdb.DuckDBPyConnection) -> _Meta:
    # DuckDB 2 takes no other statement while a result is only half fetched: fetchall, never fetchone.
    [row] = connection.execute("SELECT schema_version, structure, description FROM meta").fetchall()
    return _Meta(*row)


def _create(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    with transaction(connection):
        connection.execute(ddl.META)
        for table in TABLES:
            connection.execute(ddl.create(table))
        connection.execute("INSERT INTO meta VALUES (?, ?, '', '')", [version, _structure()])


def _apply(connection: duckdb.DuckDBPyConnection, step: Migration) -> None:
    with transaction(connection):
        _drop_views(connection)
        step.apply(connection)
        # What it has become is no longer what was declared then, nor yet what is declared now.
        connection.execute("UPDATE meta SET schema_version = ?, structure = '', description = ''", [step.version])


def _carry_over(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables the declared ones, and note which of them have something missing now."""
    with transaction(connection):
        _drop_views(connection)
        missing = [incomplete(connection), *carry_over(connection)]
        connection.execute(
            "UPDATE meta SET structure = ?, description = '', incomplete = ?",
            [_structure(), ", ".join(filter(None, missing))],
        )


def _drop_views(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for (name,) in found:
        connection.execute(f"DROP VIEW {ddl.quoted(name)}")


def _describe(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for statement in _descriptions():
            connection.execute(statement)
        connection.execute("UPDATE meta SET description = ?", [_description()])


def _descriptions() -> Iterator[str]:
    yield from ddl.comment("TABLE", "meta", ddl.META_COMMENTS)
    for table in TABLES:
        yield from ddl.comments(table)
    for view in views():
        yield view.create
        yield from ddl.comment("VIEW", view.name, {"": view.comment, **view.columns})


def _structure() -> str:
    return _hash(ddl.create(table) for table in TABLES)


def _description() -> str:
    return _hash(_descriptions())


def _hash(statements: Iterator[str]) -> str:
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
