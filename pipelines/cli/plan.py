"""`plan`: check a plan file, show what it asks."""

from __future__ import annotations

import json
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.table import Table

from ingest.plan import default_plan, is_untouched, read_plan, schema, workouts
from models.calendar import week_name, week_start
from models.errors import PlanError, UsageError
from models.tables import WORKOUTS
from pipelines.cli.plan_read import read
from pipelines.cli.review import week_of
from pipelines.cli.session import AthleteOption, Session, command, day_of, example_text
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.outcomes import number
from pipelines.outgoing import NAMES, export_plan, fill_outbox, remember
from pipelines.settings import Settings
from pipelines.writer import writing


class LevelChoice(StrEnum):
    """What an athlete is used to."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


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
        help="Make, check and show a plan; hand it on to the watch.",
        epilog=example_text("trackwork plan check"),
        rich_markup_mode=None,  # as the whole command line
    )
    command(group, "check", example="trackwork plan check plan.yaml")(check)
    command(group, "show", example="trackwork plan show")(show)
    command(group, "new", example='trackwork plan new --level intermediate --race "5km in 22:30"')(new)
    command(group, "schema", example="trackwork plan schema > plan.schema.json")(print_schema)
    command(group, "read", example="trackwork plan read tuesday.txt --from intervals.icu")(read)
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
    begun = (session.clock.today(settings.athletes[who].timezone) - days[0]).days
    size = f"{number(plan_workouts.height, 'workout')} in {number(weeks, 'week')}"
    session.out.print(f"{path} is fine: {size}, {days[0]} to {days[-1]}")
    ended = begun - (days[-1] - days[0]).days
    if ended > 0:
        session.out.print(f"It ended {number(ended, 'day')} ago: nothing is asked of the days to come.")
    elif begun > 0:
        session.out.print(f"It began {number(begun, 'day')} ago: what it asks of days that are over counts as missed.")


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


def new(
    session: Session,
    level: Annotated[LevelChoice, typer.Option("--level", help="What you are used to.")] = LevelChoice.BEGINNER,
    race: Annotated[
        str | None, typer.Option("--race", help='A result, such as "5km in 25:00": it sets the target.', metavar="TEXT")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", help="First day; default next Monday.", metavar="DATE")
    ] = None,
    weeks: Annotated[int, typer.Option("--weeks", min=4, max=26, help="Number of weeks.")] = 6,
    force: Annotated[bool, typer.Option("--force", help="Write over the plan that is there.")] = False,
    athlete: AthleteOption = None,
) -> None:
    """Write the plan `faster legs` for a level, with its reasons.

    The plan that was followed until now stays in the journal: what was asked of days that are over is not rewritten.
    """
    home, settings = session.open()
    who = settings.athlete(athlete)
    path = home.plan(who, only=len(settings.athletes) == 1)
    today = session.clock.today(settings.athletes[who].timezone)
    first = day_of(start) if start else week_start(today + timedelta(days=6), settings.week_start_day)
    text = default_plan(first, weeks, level.value, race)
    if path.exists() and not force and not is_untouched(path.read_text(encoding="utf-8", errors="replace")):
        raise UsageError(f"{path} is there already; change it by hand, or write over it with --force")
    write_durably(path, text.encode())
    write_durably(path.with_name("plan.schema.json"), json.dumps(schema(), indent=2).encode())
    session.document({"file": str(path), "level": level.value, "start": str(first), "weeks": weeks})
    session.out.print(f"{path}: faster legs, {level.value}, {weeks} weeks from {first}", soft_wrap=True)
    session.out.print("Read it, change what you like, then: trackwork plan check", soft_wrap=True)


def print_schema(_: Session) -> None:
    """The JSON Schema of plan.yaml, for editors.

    It lies beside plan.yaml as plan.schema.json too, which the plan's first line names.
    """
    print(json.dumps(schema(), indent=2))


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
    days = None if to is To.ICS and not week else (first, first + timedelta(days=7 if week else 14))
    named = Path(NAMES.get(to.value, ""))
    name = named.with_stem(f"{named.stem}-{week_name(first)}") if week and named.stem else named
    place = output.expanduser().absolute() if output else home.outbox / who / name
    with writing(home, session.clock, settings) as writer:
        if who in writer.plan_problems:
            raise writer.plan_problems[who]
        if output is None:
            fill_outbox(home, writer.store, who, today, settings.units)
        sent = export_plan(writer.store, who, to.value, days, place, settings.units)
        if output is None:
            remember(sent)
    files = [str(sent.folder / file) for file in sent.files]
    session.document({"folder": str(sent.folder), "files": files})
    for file in files:
        session.out.print(file, soft_wrap=True)
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
