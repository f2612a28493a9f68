"""Rows of an older schema in the tables of today's."""

from __future__ import annotations

import duckdb

from models.schema import Table
from models.tables import TABLES
from warehouse import ddl


def carry_over(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Make each table anew that is not the declared one, with those columns of its rows that are still declared.

    Returns the names of those that have a column now which they did not have. Views on them must be dropped before.
    """
    changed = [table for table in TABLES if _statement(connection, table) != _normal(ddl.create(table))]
    return [table.name for table in changed if _carried_over(connection, table)]


def _carried_over(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Make the table anew; whether it has a column now that it did not have, in which something may be missing."""
    found = connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table.name]).fetchall()
    had = {name for (name,) in found}
    old, new = ddl.quoted(f"{table.name} before"), ddl.quoted(table.name)
    if had:
        connection.execute(f"ALTER TABLE {new} RENAME TO {old}")
    connection.execute(ddl.create(table))
    if had:
        kept = ", ".join(ddl.quoted(name) for name in table.schema if name in had)
        connection.execute(f"INSERT INTO {new} BY NAME SELECT {kept} FROM {old}")  # noqa: S608 - declared names
        connection.execute(f"DROP TABLE {old}")
    return not set(table.schema) <= had


def _statement(connection: duckdb.DuckDBPyConnection, table: Table) -> str:
    """The table as it is, as the statement that would make it; nothing where there is none."""
    found = connection.execute("SELECT sql FROM duckdb_tables() WHERE table_name = ?", [table.name]).fetchall()
    return found[0][0] if found else ""


def _normal(statement: str) -> str:
    """A CREATE TABLE in the words in which DuckDB gives it back."""
    with duckdb.connect() as connection:
        connection.execute(statement)
        [(said,)] = connection.execute("SELECT sql FROM duckdb_tables()").fetchall()
    return str(said)
