"""`export`: all tables and views as files for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from models.tables import TABLES
from pipelines.cli.session import Session, command
from pipelines.outcomes import number
from warehouse.export import export
from warehouse.view import views


class To(StrEnum):
    """What the files are."""

    PARQUET = "parquet"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "export", example="trackwork export --to parquet ~/trackwork-parquet")(run_export)


def run_export(
    session: Session,
    folder: Annotated[Path, typer.Argument(help="Where to; made if it is not there.", metavar="DIR")],
    to: Annotated[To, typer.Option("--to", help="What the files are.")] = To.PARQUET,
    replace: Annotated[bool, typer.Option("--replace", help="Write over an earlier export in that folder.")] = False,
) -> None:
    """Write all tables and views as parquet or CSV files.

    The records lie by athlete and year. The published copy is read: nobody waits.
    """
    home, _ = session.open()
    with session.progress("exporting", len(TABLES) + len(views())) as done:
        made = export(home.published, folder.expanduser().absolute(), to, replace=replace, progress=done)
    session.document({"folder": str(made.folder), "format": str(to), "rows": made.rows})
    tables, rows = number(len(made.rows), "table or view", "tables and views"), number(sum(made.rows.values()), "row")
    session.out.print(f"{tables} with {rows} in {made.folder}", soft_wrap=True)
