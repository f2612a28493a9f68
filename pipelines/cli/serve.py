"""`watch` and `up`: work that goes on until it is stopped."""

from __future__ import annotations

import typer

from pipelines.cli.session import Session, command


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "watch", example="trackwork watch")(watch)
    command(app, "up", example="trackwork up")(up)


def watch(session: Session) -> None:
    """Import what is dropped into the inbox, until stopped."""
    from pipelines.watch import watch as run  # noqa: PLC0415  only this command needs the watcher

    home, settings = session.open()
    run(home, session.clock, settings)


def up(session: Session) -> int:
    """Everything at once: scheduler and its page, watched inbox, nightly and weekly work; Ctrl-C ends all of it."""
    from pipelines.up import run  # noqa: PLC0415  only this command needs the supervisor

    home, settings = session.open()
    return run(home, settings)
