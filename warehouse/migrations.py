"""How a database comes to today's schema: numbered steps, each applied once, in order.

A new database is made from the declared tables at once, at the version of the last step. An older one takes the
steps that it lacks, each in a transaction together with its number.
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
from warehouse.transaction import transaction
from warehouse.view import views


@dataclass(frozen=True)
class Migration:
    """One step: from the schema of `version` - 1 to that of `version`."""

    version: int
    why: str
    apply: Callable[[duckdb.DuckDBPyConnection], None]


MIGRATIONS: tuple[Migration, ...] = ()
"""The steps from version 1, which is the schema as first released, in order and without gaps."""

FIRST_VERSION = 1
REBUILD = "everything in it can be made again: move it away and run trackwork rebuild"


def newest(migrations: tuple[Migration, ...] = MIGRATIONS) -> int:
    """The version that this trackwork writes."""
    return migrations[-1].version if migrations else FIRST_VERSION


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring the database of `connection`, the file at `path`, to today's schema, comments and views.

    Raises:
        HomeError: it was written by a newer trackwork, or its tables are not the declared ones.
    """
    if not _has_meta(connection):
        _create(connection, newest(migrations))
    version = _meta(connection).version
    if version > newest(migrations):
        raise HomeError(
            f"{path} has schema version {version}, and this trackwork knows versions up to {newest(migrations)}: "
            f"upgrade trackwork; or, since {REBUILD}"
        )
    for step in migrations:
        if step.version > version:
            _apply(connection, step)
    meta = _meta(connection)
    if meta.structure != _structure():
        raise HomeError(
            f"the tables of {path} are not those of this trackwork, though both say version {version}; {REBUILD}"
        )
    if meta.description != _description():
        _describe(connection)


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
        connection.execute("INSERT INTO meta VALUES (?, ?, '')", [version, _structure()])


def _apply(connection: duckdb.DuckDBPyConnection, step: Migration) -> None:
    with transaction(connection):
        for view in views():
            connection.execute(f"DROP VIEW IF EXISTS {ddl.quoted(view.name)}")
        step.apply(connection)
        connection.execute(
            "UPDATE meta SET schema_version = ?, structure = ?, description = ''", [step.version, _structure()]
        )


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
