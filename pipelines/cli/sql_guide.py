"""What there is to ask: `sql --schema` and `sql --examples`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.errors import UsageError
from warehouse.catalogue import Described
from warehouse.question import Question

_WIDEST = 110
"""Longer lines of prose are hard to read."""


def show_catalogue(found: Sequence[Described], *, whole: bool) -> None:
    """Print each view and table with its comment, and with its columns where they are asked for."""
    console = _console()
    if whole:
        for each in found:
            console.print(Text(f"{each.name} ({each.kind})", style="bold"))
            console.print(Text(each.comment))
            console.print(_grid([(f"  {c.name}", c.type, c.comment) for c in each.columns]))
        return
    for kind in ("view", "table"):
        named = [(f"  {each.name}", each.comment) for each in found if each.kind == kind]
        console.print(Text(f"{kind}s", style="bold"))
        console.print(_grid(named))
    console.print(Text("\ntrackwork sql --schema NAME shows its columns; trackwork sql --examples, worked queries"))


def show_questions(asked: Sequence[Question]) -> None:
    """Print each question with its query, as a script that DuckDB's own shell reads too."""
    for place, each in enumerate(asked):
        print(f"{'' if place == 0 else chr(10)}-- {each.question}\n{each.sql};")


def about(asked: Iterable[Question], word: str | None) -> list[Question]:
    """The questions that have the word in them, or in their queries; all without one.

    Raises:
        UsageError: none has.
    """
    found = [q for q in asked if word is None or word.lower() in f"{q.name} {q.question} {q.sql}".lower()]
    if not found:
        raise UsageError(f"no worked query has {word!r} in it; trackwork sql --examples shows all")
    return found


def _console() -> Console:
    console = Console(highlight=False, markup=False)
    console.width = min(console.width, _WIDEST)
    return console


def _grid(rows: Sequence[tuple[str, ...]]) -> Table:
    """Columns side by side; the last one, prose, takes what is left and breaks between words."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for place in range(len(rows[0])):
        grid.add_column(no_wrap=place < len(rows[0]) - 1)
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid
