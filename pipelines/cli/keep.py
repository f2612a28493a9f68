"""`rebuild` and `doctor`: the home kept whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from pipelines.cli.session import Session, command
from pipelines.doctor import examine, repair
from pipelines.journal import Journal
from pipelines.loading import GONE
from pipelines.outcomes import number
from pipelines.rebuild import rebuild
from pipelines.screen import warn


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "rebuild", example="trackwork rebuild")(run_rebuild)
    command(app, "doctor", example="trackwork doctor --json")(doctor)


def run_rebuild(session: Session) -> int:
    """Derive everything again from archive, journal and rejected.

    A new database takes the place of the old one when it is complete; a crash leaves the old one.
    """
    home, settings = session.open()
    with session.progress("rebuilding", Journal(home.journal).last()) as done:
        report = rebuild(home, session.clock, settings, lambda seq, _total: done(seq))
    session.document(asdict(report))
    entries = number(report.entries, "journal entry", "journal entries")
    activities = number(report.rows.get("activities", 0), "activity", "activities")
    session.out.print(f"rebuilt from {entries}: {activities}")
    for name in report.gone:
        warn(f"{name}: {GONE}")
    return int(bool(report.gone))


def doctor(
    session: Session,
    mend: Annotated[
        bool, typer.Option("--repair", help="Mend first what is safe to mend; no original is touched.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Look at no hash of an original, and not at every row.")
    ] = False,
) -> int:
    """Check machine, settings, archive and warehouse; says what to do.

    --repair publishes again, derives what is stale, writes lost journal entries again, removes what a crash left
    half-written, and makes a damaged database anew; each is said before and after.
    """
    home, settings = session.open()
    mended = repair(home, session.clock, settings, session.out.print) if mend else []
    with session.progress("checking the archive", 1) as done:
        findings = examine(home, session.clock, settings, done, quick=quick)
    found = [asdict(finding) for finding in findings]
    session.document({"repairs": mended, "findings": found} if mend else found)
    if mend and not mended:
        session.out.print("nothing to repair")
    # Paths and reasons are to be read, so they break anywhere rather than lose their end.
    table = Table("", "", Column("", overflow="fold"), box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        mark = Text("ok", "green") if finding.ok else Text("wrong", "red")
        table.add_row(mark, finding.check, Text(finding.found))
        if not finding.ok:
            table.add_row("", "", Text(f"-> {finding.remedy}"))
    session.out.print(table)
    return int(not all(finding.ok for finding in findings))
