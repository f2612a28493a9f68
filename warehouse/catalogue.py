"""What there is to ask, as the published copy itself tells: its views and tables, their columns and comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.errors import UsageError
from warehouse.query import run_query

_COLUMNS = """
SELECT d.kind, d.name, d.comment, c.column_name, c.data_type, c.comment AS meaning
FROM (
    SELECT 'view' AS kind, view_name AS name, comment FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT 'table', table_name, comment FROM duckdb_tables() WHERE NOT internal
) AS d
JOIN duckdb_columns() AS c ON c.table_name = d.name AND NOT c.internal
ORDER BY d.kind DESC, d.name, c.column_index
"""
_SHORT = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    """One column: its name, DuckDB type and comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Described:
    """One view or table with its comment."""

    name: str
    kind: str
    """view or table."""
    comment: str
    columns: tuple[DescribedColumn, ...]


def catalogue(published: Path, name: str | None = None) -> tuple[Described, ...]:
    """All views, then all tables of the published copy, by name; or the one that is named.

    Raises:
        HomeError: there is no published copy, or it cannot be opened.
        UsageError: nothing in it has that name.
    """
    rows = run_query(published, _COLUMNS).frame
    found = tuple(
        Described(name, kind, comment or "", _columns(frame.rows()))
        for (kind, name, comment), frame in rows.partition_by(
            "kind", "name", "comment", as_dict=True, include_key=False, maintain_order=True
        ).items()
    )
    if name is None:
        return found
    named = tuple(each for each in found if each.name == name.lower())
    if not named:
        known = ", ".join(each.name for each in found)
        raise UsageError(f"there is no view or table {name!r}; there are: {known}")
    return named


def _columns(rows: list[tuple[str, str, str | None]]) -> tuple[DescribedColumn, ...]:
    return tuple(DescribedColumn(name, _SHORT.get(kind, kind), comment or "") for name, kind, comment in rows)
