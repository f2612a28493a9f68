"""`sql`: ask the published copy anything, at any time."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.measure import Measurement
from rich.table import Table

from models.errors import UsageError
from pipelines.cli.session import Session, command
from warehouse.query import run_query


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


_WIDEST = 10_000
"""Characters in a line of a table, at most."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    example = 'trackwork sql "select local_date, duration_s from repetitions order by 1"'
    command(app, "sql", example=example)(sql)


def sql(
    session: Session,
    query: Annotated[str, typer.Argument(help="One SELECT; the tables and views are in the README.", metavar="SQL")],
    form: Annotated[Format, typer.Option("--format", help="How the answer is written.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write it to a file.", metavar="FILE")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = 10_000,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds at most.")] = 30.0,
) -> None:
    """Read the warehouse: read-only, and unable to touch other files."""
    home, _ = session.open()
    answer = run_query(home.published, query, timeout_s=timeout, max_rows=limit)
    if answer.truncated:
        session.say(f"only the first {limit} rows; raise it with --limit")
    if session.as_json:
        form = Format.JSON
    if form is Format.PARQUET and output is None:
        raise UsageError("--format parquet needs --output FILE")
    if form is Format.PARQUET and output is not None:
        answer.frame.write_parquet(output)
    elif output is not None:
        output.write_text(written(answer.frame, form), encoding="utf-8")
    elif form is Format.TABLE:
        table = _table(answer.frame)
        console = session.out
        # A row stays one line, however wide: the terminal or a pager wraps it, never the middle of a number.
        console.width = max(
            console.width, Measurement.get(console, console.options.update(width=10_000), table).maximum
        )
        console.print(table)
    else:
        sys.stdout.write(written(answer.frame, form))


def written(frame: pl.DataFrame, form: Format) -> str:
    """The frame as text; instants and days in ISO form, null empty, or null in JSON."""
    if form is Format.JSON:
        return frame.write_json() + "\n"
    flat = frame.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
    if form is Format.CSV:
        return flat.write_csv()
    rows = [[_cell(value) for value in row] for row in flat.iter_rows()]
    if form is Format.MARKDOWN:
        lines = [flat.columns, ["---"] * flat.width, *rows]
        return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
    lines = [flat.columns, *rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _table(frame: pl.DataFrame) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", no_wrap=True)
    for row in frame.iter_rows():
        table.add_row(*[_cell(value) for value in row])
    table.caption = f"{frame.height} row{'s' if frame.height != 1 else ''}"
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return str(value)
