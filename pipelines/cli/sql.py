"""`sql`: ask the published copy anything, at any time."""

from __future__ import annotations

import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import polars.selectors as cs
import typer
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from models.errors import UsageError
from pipelines.cli.session import Session, command
from pipelines.cli.sql_guide import about, show_catalogue, show_questions
from pipelines.home import Home
from pipelines.sql_shell import open_shell
from warehouse.catalogue import catalogue
from warehouse.query import run_query
from warehouse.question import questions


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


_WIDEST = 10_000
"""Characters in a line of a table, at most."""
_SMALL = 0.001


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    example = 'trackwork sql "select local_date, duration_s from repetitions"'
    command(app, "sql", example=example)(sql)


def sql(
    session: Session,
    query: Annotated[
        str | None, typer.Argument(help="One SELECT, or - to read it from stdin; without, a shell.", metavar="SQL")
    ] = None,
    named: Annotated[Format | None, typer.Option("--format", help="How the answer is written; default table.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write it to this file.", metavar="FILE")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.", metavar="N")] = 10_000,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds at most.", metavar="S")] = 30.0,
    schema: Annotated[
        bool, typer.Option("--schema", help="What there is to ask: all views and tables, or the one named as SQL.")
    ] = False,
    examples: Annotated[
        bool, typer.Option("--examples", help="Worked queries: all, or those with the word named as SQL.")
    ] = False,
) -> None:
    """Read the warehouse: read-only, and unable to touch other files."""
    form = Format(session.form(named, Format.TABLE))
    _one_thing(form, output, schema=schema, examples=examples)
    if examples:
        _examples(session, query)
        return
    home, _ = session.open()
    if schema:
        _schema(session, home, query)
    elif query is None:
        _shell(session, home)
    else:
        _ask(session, home, _stdin() if query == "-" else query, form, output, (limit, timeout))


def _one_thing(form: Format, output: Path | None, *, schema: bool, examples: bool) -> None:
    if schema and examples:
        raise UsageError("--schema and --examples answer different questions; leave one of them out")
    if (schema or examples) and (form not in (Format.TABLE, Format.JSON) or output is not None):
        raise UsageError("--schema and --examples are printed, or with --json one document")
    if form is Format.PARQUET and output is None:
        raise UsageError("--format parquet needs --output FILE")


def _examples(session: Session, word: str | None) -> None:
    asked = about(questions(), word)
    if session.as_json:
        session.document([asdict(each) for each in asked])
    else:
        show_questions(asked)


def _schema(session: Session, home: Home, name: str | None) -> None:
    found = catalogue(home.published, name)
    if session.as_json:
        session.document([asdict(each) for each in found])
    else:
        show_catalogue(found, whole=name is not None)


def _shell(session: Session, home: Home) -> None:
    if session.as_json:
        raise UsageError("a shell has no JSON document; name a query")
    open_shell(home.published)


def _stdin() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"what comes from stdin is not UTF-8 text, from byte {error.start} on") from error


def _ask(session: Session, home: Home, query: str, form: Format, output: Path | None, most: tuple[int, float]) -> None:
    """Answer the query with at most so many rows, in at most so many seconds."""
    limit, timeout = most
    answer = run_query(home.published, query, timeout_s=timeout, max_rows=limit)
    if answer.truncated:
        session.say(f"only the first {limit} rows; raise it with --limit")
    if output is not None:
        _keep(answer.frame, form, output)
    elif form is Format.TABLE:
        table = _table(answer.frame)
        console = Console(highlight=False)
        # A row stays one line, however wide: the terminal or a pager wraps it, never the middle of a number.
        console.width = max(
            console.width, Measurement.get(console, console.options.update(width=_WIDEST), table).maximum
        )
        console.print(table)
        if not session.quiet:
            console.print(Text(f"{answer.frame.height} row{'s' if answer.frame.height != 1 else ''}", "dim italic"))
    else:
        sys.stdout.write(written(answer.frame, form))


def written(frame: pl.DataFrame, form: Format) -> str:
    """The frame as text; instants and days in ISO form, null empty, or null in JSON."""
    if form is Format.JSON:
        return frame.write_json() + "\n"
    if form is Format.CSV:
        instants = cs.datetime(time_zone="*").dt.strftime("%Y-%m-%dT%H:%M:%S%.f%:z")
        return frame.with_columns(instants, *(_joined(frame[name]) for name in _lists(frame))).write_csv()
    rows = [[_cell(value) for value in row] for row in frame.iter_rows()]
    if form is Format.MARKDOWN:
        lines = [frame.columns, ["---"] * frame.width, *rows]
        return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
    lines = [frame.columns, *rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _keep(frame: pl.DataFrame, form: Format, output: Path) -> None:
    """Write the answer to a file.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        if form is Format.PARQUET:
            frame.write_parquet(output)
        else:
            output.write_text(written(frame, form), encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).split(" (os error")[0]
        raise UsageError(f"{output} cannot be written: {why}; name another file with --output") from error


def _lists(frame: pl.DataFrame) -> list[str]:
    return [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]


def _joined(lists: pl.Series) -> pl.Series:
    """Lists as text, as a cell shows them."""
    texts = [None if items is None else _cell(items) for items in lists.to_list()]
    return pl.Series(lists.name, texts, dtype=pl.String)


def _table(frame: pl.DataFrame) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", no_wrap=True)
    for row in frame.iter_rows():
        table.add_row(*[Text(_cell(value)) for value in row])
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return " ".join(_cell(item) for item in value if item is not None)
    return " ".join(str(value).split("\n"))  # one row, one line


def _number(value: float) -> str:
    """With three decimals, or as many as it takes to be more than 0."""
    if value and abs(value) < _SMALL:
        return f"{value:.3g}"
    return f"{value:.3f}".rstrip("0").rstrip(".")
