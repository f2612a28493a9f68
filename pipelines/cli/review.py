"""`review`: the week in words, and the word on each proposed change."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from models.errors import UsageError
from pipelines.cli.session import AthleteOption, Session, command, day_of
from pipelines.report.markdown import markdown
from pipelines.report.text import text
from pipelines.weekly_review import decide, review_week


class Format(StrEnum):
    """How the review is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "review", example="trackwork review --week 2026-W47 --accept 3f9a0c41d2")(review)


def review(
    session: Session,
    week: Annotated[
        str | None, typer.Option(help="2026-W47, or any date in it; default the last complete week.")
    ] = None,
    athlete: AthleteOption = None,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TEXT,
    accept: Annotated[list[str] | None, typer.Option(help="Accept a proposed change.", metavar="ID")] = None,
    decline: Annotated[list[str] | None, typer.Option(help="Decline a proposed change.", metavar="ID")] = None,
    accept_all: Annotated[bool, typer.Option("--accept-all", help="Accept every open change.")] = False,
) -> None:
    """Plan against actual for a week, and what changes in the next and why."""
    home, settings = session.open()
    who = settings.athlete(athlete)
    if accept or decline or accept_all:
        decided: dict[str, list[str]] = {"accepted": [], "declined": []}
        if decline:
            decided["declined"] = decide(home, session.clock, settings, who, "declined", decline)
        if accept or accept_all:
            ids = None if accept_all else accept
            decided["accepted"] = decide(home, session.clock, settings, who, "accepted", ids)
        session.document(decided)
        for word, ids_decided in decided.items():
            for identity in ids_decided:
                session.out.print(f"{word} {identity}")
        if not any(decided.values()):
            session.out.print("there is no open change")
        return
    made = review_week(home, session.clock, settings, who, week_of(week) if week else None)
    if session.as_json or form is Format.JSON:
        print(made.review.model_dump_json(indent=2))  # noqa: T201  the screen's rim
    elif form is Format.MARKDOWN:
        print(markdown(made.review, settings.units))  # noqa: T201  the screen's rim
    else:
        session.out.print(text(made.review, settings.units))
        session.out.print(f"\nThis review as a page: {made.report}", soft_wrap=True)


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
