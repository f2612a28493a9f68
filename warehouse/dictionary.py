"""The data dictionary: every table and view with its columns, generated from what declares them."""

from __future__ import annotations

from collections.abc import Iterable

from models.schema import Table
from models.tables import TABLES
from warehouse.ddl import described, sql_type
from warehouse.view import View, views


def data_dictionary() -> str:
    """All tables (grain, column, type, meaning), then all views (question, grain, column, meaning), as Markdown."""
    parts = ["### Views", *map(_view, sorted(views(), key=lambda view: view.name)), "### Tables", *map(_table, TABLES)]
    return "\n\n".join(parts) + "\n"


def _view(view: View) -> str:
    rows = [(f"`{name}`", meaning) for name, meaning in view.columns.items()]
    return f"#### {view.name}\n{view.question} {_sentence(view.grain)}\n\n" + _markdown(("column", "meaning"), rows)


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = [
        (f"`{column.name}`", sql_type(column) + (" not null" if column.required else ""), described(column))
        for column in table.columns
    ]
    return f"#### {table.name}\n{_sentence(table.grain)} Key: {key}.\n\n" + _markdown(
        ("column", "type", "meaning"), rows
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
