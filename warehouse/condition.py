"""Which rows: column values as SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from warehouse.ddl import quoted

_AS_PARAMETERS = 10
"""Values that are bound one by one; more go as a table, since binding costs 60 us each in DuckDB 1.5 (measured)."""


@dataclass
class Condition:
    """A condition on rows, what its `?` stand for, and the one-column tables that it names."""

    sql: str = "true"
    values: list[object] = field(default_factory=list)
    lists: dict[str, pl.DataFrame] = field(default_factory=dict)


def condition(where: Mapping[str, object]) -> Condition:
    """The rows where each column named has the given value, or one of them; null is a value like any other."""
    made = Condition()
    parts = [_among(made, name, wanted) for name, wanted in where.items()]
    made.sql = " AND ".join(parts) or "true"
    return made


def _among(made: Condition, name: str, wanted: object) -> str:
    values = [*wanted] if isinstance(wanted, list | tuple | set | frozenset | pl.Series) else [wanted]
    present = [value for value in values if value is not None]
    options = [f"{quoted(name)} IS NULL"] if len(present) < len(values) else []
    if len(present) > _AS_PARAMETERS:
        table = f"wanted_{len(made.lists)}"
        made.lists[table] = pl.DataFrame({"value": present})
        options.append(f"{quoted(name)} IN (FROM {table})")
    elif present:
        made.values += present
        options.append(f"{quoted(name)} IN ({', '.join('?' * len(present))})")
    return f"({' OR '.join(options)})" if options else "false"
