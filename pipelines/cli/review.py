"""`review`: the week in words, and the word on each proposed change."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from models.errors import UsageError
from pipelines.cli.club import review_everyone
from pipelines.cli.session import AthleteOption, Session, command, day_of
from pipelines.home import Home
from pipelines.report.markdown import markdown
from pipelines.report.text import text
from pipelines.settings import Settings
from pipelines.weekly_review import Decision, decide, review_week


class Format(StrEnum):
    """How the review is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "review", example="trackwork review --week 2026-W47")(review)


def review(
    session: Session,
    week: Annotated[
        str | None, typer.Option(help="2026-W47, or any date in it; default the last complete week.", metavar="WEEK")
    ] = None,
    athlete: AthleteOption = None,
    named: Annotated[Format | None, typer.Option("--format", help="How it is written; default text.")] = None,
    accept: Annotated[list[str] | None, typer.Option(help="Accept a proposed change.", metavar="ID")] = None,
    decline: Annotated[list[str] | None, typer.Option(help="Decline a proposed change.", metavar="ID")] = None,
    accept_all: Annotated[bool, typer.Option("--accept-all", help="Accept every open change.")] = False,
    everyone: Annotated[bool, typer.Option("--everyone", help="All athletes, a line each.")] = False,
) -> int:
    """Plan against actual for a week, and what changes next, and why."""
    form = Format(session.form(named, Format.TEXT))
    day = week_of(week) if week else None
    if everyone:
        if athlete or accept or decline or accept_all or form is Format.MARKDOWN:
            raise UsageError(
                "--everyone goes with --week and --json alone; a word on changes is said for one --athlete"
            )
        return review_everyone(session, day)
    home, settings = session.open()
    who = settings.athlete(athlete)
    if accept or decline or accept_all:
        _decide(
            session,
            home,
            settings,
            who,
            [("declined", decline or []), ("accepted", None if accept_all else accept or [])],
        )
        return 0
    made = review_week(home, session.clock, settings, who, day)
    if form is Format.JSON:
        print(made.review.model_dump_json(indent=2))
    elif form is Format.MARKDOWN:
        print(markdown(made.review, settings.units))
    else:
        session.out.print(text(made.review, settings.units), crop=False)
        session.out.print(f"\nThis review as a page: {made.report}", soft_wrap=True)
    return 0


def _decide(
    session: Session, home: Home, settings: Settings, who: str, words: list[tuple[Decision, list[str] | None]]
) -> None:
    """Carry out each word on the ids it names; None names all that are open, an empty list none."""
    decided = {word: decide(home, session.clock, settings, who, word, ids) if ids != [] else [] for word, ids in words}
    session.document(decided)
    for word, ids in decided.items():
        for identity in ids:
            session.out.print(f"{word} {identity}")
    if not any(decided.values()):
        session.out.print("there is no open change")


def week_of(named: str) -> date:
    """A day of the week that `named` means: 2026-W47, or a date.

    Raises:
        UsageError: it is neither.
    """
    iso = re.fullmatch(r"(\d{4})-?W(\d{1,2})", named.strip(), re.IGNORECASE)
    if not iso:
        return day_of(named)
    try:
        return date.fromisocalendar(int(iso[1]), int(iso[2]), 1) + timedelta(days=3)
    except ValueError as error:
        raise UsageError(f"there is no week {named}; write it as 2026-W47") from error
