"""`demo`: six simulated weeks, so that a newcomer sees a weekly review."""

from __future__ import annotations

from pathlib import Path

import typer

from models.errors import UsageError
from pipelines.cli.session import Session, command
from pipelines.demo import run_demo
from pipelines.home import default_root
from pipelines.report.text import text

_WEEKS = 6
_ASK = "select local_date, repetition_index, duration_s, stance_time_ms from repetitions"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "demo", example="trackwork demo --home /tmp/demo")(demo)


def demo(session: Session) -> None:
    """Six simulated weeks of one athlete, then the review of the last.

    They live in ~/trackwork-demo, or in the folder that --home names, which is made anew each time.
    """
    if session.today_named:
        raise UsageError("the demo has its own days, the same every time; leave --today out")
    root = Path.home() / "trackwork-demo" if session.root == default_root() else session.root
    with session.progress("living through six weeks", _WEEKS) as done:
        made = run_demo(root, on_week=done)
    if session.as_json:
        print(made.review.model_dump_json(indent=2))
        return
    session.out.print(text(made.review, "metric"), crop=False)
    ask = made.review.command.line(f'sql "{_ASK}"')
    session.out.print(
        f"\nThis review as a page   {made.report}"
        f"\nThe warehouse           {root.absolute() / 'trackwork.duckdb'}"
        f"\nAsk it                  {ask}",
        soft_wrap=True,
    )
