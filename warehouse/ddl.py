"""The declared tables as DuckDB statements: columns, keys, checks and comments."""

from __future__ import annotations

import polars as pl

from models.schema import Column, Table

_TYPES: dict[pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Datetime("us", "UTC"): "TIMESTAMPTZ",
    pl.List(pl.String()): "VARCHAR[]",
}

META = """
CREATE TABLE meta (
    schema_version BIGINT NOT NULL,
    structure VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    incomplete VARCHAR DEFAULT ''
)
"""
META_COMMENTS = {
    "": "one row: what this database is built from",
    "schema_version": "number of the last migration applied",
    "structure": "hash of the declared tables",
    "description": "hash of the declared comments and views",
    "incomplete": "tables that have columns now which an older trackwork did not fill; trackwork rebuild fills them",
}


def quoted(name: str) -> str:
    """An identifier as SQL: "timestamp"."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL: 'the athlete''s'."""
    return "'" + text.replace("'", "''") + "'"


def create(table: Table) -> str:
    """CREATE TABLE with columns, NOT NULL, checks and, where the table is keyed, the primary key."""
    lines = [_column(column) for column in table.columns]
    if table.keyed:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    return f"CREATE TABLE {quoted(table.name)} (\n    " + ",\n    ".join(lines) + "\n)"


def comments(table: Table) -> list[str]:
    """COMMENT ON the table, its grain, and on each column, its meaning."""
    texts = {"": table.grain, **{column.name: described(column) for column in table.columns}}
    return comment("TABLE", table.name, texts)


def comment(kind: str, name: str, texts: dict[str, str]) -> list[str]:
    """COMMENT statements of a TABLE or VIEW; the text under "" is its own, the others are its columns'."""
    own = [f"COMMENT ON {kind} {quoted(name)} IS {literal(texts[''])}"] if "" in texts else []
    return own + [
        f"COMMENT ON COLUMN {quoted(name)}.{quoted(column)} IS {literal(text)}"
        for column, text in texts.items()
        if column
    ]


def described(column: Column) -> str:
    """The column's meaning, with its legal words where there are only some."""
    return f"{column.meaning}: {', '.join(column.one_of)}" if column.one_of else column.meaning


def sql_type(column: Column) -> str:
    """The DuckDB type of a column."""
    return _TYPES[column.dtype]


def _column(column: Column) -> str:
    checks = _checks(column)
    return " ".join(
        [
            quoted(column.name),
            sql_type(column),
            *(["NOT NULL"] if column.required else []),
            *([f"CHECK ({' AND '.join(checks)})"] if checks else []),
        ]
    )


def _checks(column: Column) -> list[str]:
    """What is true of each value that the column's rules allow; a null passes a CHECK."""
    name = quoted(column.name)
    checks = []
    if isinstance(column.dtype, pl.Float64):
        checks.append(f"isfinite({name})")
    if column.at_least is not None:
        checks.append(f"{name} >= {column.at_least!r}")
    if column.at_most is not None:
        checks.append(f"{name} <= {column.at_most!r}")
    if column.one_of:
        checks.append(f"{name} IN ({', '.join(map(literal, column.one_of))})")
    return checks
