"""`plan`: check a plan file, show what it asks."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.table import Table

from ingest.plan import read_plan, workouts
from models.calendar import week_start
from models.errors import PlanError, UsageError
from models.tables import WORKOUTS
from pipelines.cli.review import week_of
from pipelines.cli.session import AthleteOption, Session, command, example_text
from pipelines.home import Home
from pipelines.outcomes import number
from pipelines.outgoing import export_plan, fill_outbox
from pipelines.settings import Settings
from pipelines.writer import writing


class To(StrEnum):
    """What the sessions are written as."""

    FIT = "fit"
    ICS = "ics"
    MARKDOWN = "markdown"


_NEXT = {
    To.FIT: "Copy them to the watch's folder GARMIN/NewFiles, or import them where your watch takes workouts from.",
    To.ICS: "Import it into your calendar, or let the calendar subscribe to it: a change moves its event.",
    To.MARKDOWN: "Print it, or send it to whom you run with.",
}


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Check the plan, show it, or hand it on to watch and calendar.",
        epilog=example_text("trackwork plan check"),
        rich_markup_mode=None,  # as the whole command line
    )
    command(group, "check", example="trackwork plan check plan.yaml")(check)
    command(group, "show", example="trackwork plan show")(show)
    command(group, "export", example="trackwork plan export --to ics --output plan.ics")(export)
    app.add_typer(group, name="plan")


def check(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="The plan file; default the home's.", metavar="FILE")] = None,
    athlete: AthleteOption = None,
) -> None:
    """Check a plan file; errors name line and column."""
    home, settings = session.open()
    who = settings.athlete(athlete)
    path = file or home.plan(who, only=len(settings.athletes) == 1)
    plan_workouts = _read(path, who, settings)
    weeks = plan_workouts["week_start"].n_unique()
    session.document({"file": str(path), "ok": True, "weeks": weeks, "workouts": plan_workouts.height})
    days = sorted(plan_workouts["local_date"])
    size = f"{number(plan_workouts.height, 'workout')} in {number(weeks, 'week')}"
    session.out.print(f"{path} is fine: {size}, {days[0]} to {days[-1]}")


def show(session: Session, athlete: AthleteOption = None) -> None:
    """The plan with every accepted change in it."""
    home, settings = session.open()
    who = settings.athlete(athlete)
    effective = _effective(home, session, settings, who)
    session.document([{**row, "local_date": str(row["local_date"])} for row in effective.iter_rows(named=True)])
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("day", "", "workout", "changed by"):
        table.add_column(name)
    week = None
    for row in effective.iter_rows(named=True):
        if week is not None and row["week_start"] != week:
            table.add_section()
            table.add_row()
        week = row["week_start"]
        table.add_row(str(row["local_date"]), f"{row['local_date']:%a}", row["text"], row["adjustment_id"] or "")
    session.out.print(table if effective.height else "there is no plan yet; edit plan.yaml in the home folder")


def export(
    session: Session,
    to: Annotated[To, typer.Option("--to", help="fit for the watch, ics for a calendar, markdown to read.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="Folder (fit) or file; default the outbox.", metavar="PATH")
    ] = None,
    week: Annotated[
        str | None, typer.Option("--week", help="2026-W47 or a date in it; default two weeks from today.")
    ] = None,
    athlete: AthleteOption = None,
) -> None:
    """Write the coming sessions for watch, calendar or eye.

    Accepted changes are in them. After each review the outbox holds them anyway.
    """
    home, settings = session.open()
    who = settings.athlete(athlete)
    today = session.clock.today(settings.athletes[who].timezone)
    first = week_start(week_of(week), settings.week_start_day) if week else today
    days = (first, first + timedelta(days=7 if week else 14))
    name, suffix = {To.FIT: ("", ".fit"), To.ICS: ("plan.ics", ".ics"), To.MARKDOWN: ("sessions.md", ".md")}[to]
    place = output.expanduser().absolute() if output else home.outbox / who / name
    with writing(home, session.clock, settings) as writer:
        if who in writer.plan_problems:
            raise writer.plan_problems[who]
        sent = export_plan(writer.store, who, to.value, days, place, settings.units)
        if output is None and week is None:
            sent = fill_outbox(home, writer.store, who, today, settings.units)
    files = [str(sent.folder / name) for name in sent.files if name.endswith(suffix) or output is not None]
    session.document({"folder": str(sent.folder), "files": files})
    for name in files:
        session.out.print(name, soft_wrap=True)
    session.out.print(_NEXT[to], soft_wrap=True)


def _effective(home: Home, session: Session, settings: Settings, who: str) -> pl.DataFrame:
    with writing(home, session.clock, settings) as writer:
        if who in writer.plan_problems:
            raise writer.plan_problems[who]
        versions = writer.store.read(WORKOUTS, athlete_id=who)
    newest = versions.sort("version").group_by("workout_id", maintain_order=True).last()
    columns = ("local_date", "week_start", "title", "text", "kind", "version", "adjustment_id")
    return newest.sort("local_date", "day_index").select(columns)


def _read(path: Path, who: str, settings: Settings) -> pl.DataFrame:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; name a plan file that is there") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text, from byte {error.start} on; save it as UTF-8") from error
    try:
        return workouts(read_plan(text), who, settings.week_start_day)[0]
    except PlanError as error:
        raise PlanError(f"{path}: {error.message}", line=error.line, column=error.column) from error
