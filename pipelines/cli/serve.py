"""`watch` and `up`: work that goes on until it is stopped."""

from __future__ import annotations

import typer

from models.errors import UsageError
from pipelines.cli.session import Session, command


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "watch", example="trackwork watch")(watch)
    command(app, "up", example="trackwork up")(up)


def watch(session: Session) -> None:
    """Import what is dropped into the inbox, until stopped."""
    _refuse_document(session, "watch")
    from pipelines.watch import watch as run  # noqa: PLC0415  only this command needs the watcher

    home, settings = session.open()
    with session.screen():
        run(home, session.clock, settings)


def up(session: Session) -> int:
    """Everything at once, until stopped: scheduler, inbox, reviews.

    The scheduler and its page, the watched inbox, the nightly work and the weekly review; Ctrl-C ends all of it.
    """
    _refuse_document(session, "up")
    if session.today_named:
        raise UsageError("`up` goes by the real calendar; --today is for single commands such as nightly and review")
    from pipelines.up import run  # noqa: PLC0415  only this command needs the supervisor

    home, settings = session.open()
    with session.screen():
        return run(home, settings)


def _refuse_document(session: Session, name: str) -> None:
    if session.as_json:
        raise UsageError(f"`{name}` goes on until it is stopped, so it has no single JSON document; leave --json out")
