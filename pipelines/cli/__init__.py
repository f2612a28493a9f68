"""The command `trackwork`: thin over plain functions, one file a group of commands."""

from __future__ import annotations

import json
import os
import sys

import typer

from models.errors import TrackworkError
from pipelines.cli import bring_in, demo, keep, log, plan, review, serve, sql

app = typer.Typer(
    name="trackwork",
    help="From the watch to next week's plan: drop a file, read the review, ask the warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (demo, bring_in, review, plan, log, sql, serve, keep):
    group.add_to(app)


def main() -> None:
    """Run the command line; no traceback reaches a user, unless TRACKWORK_DEBUG is set."""
    try:
        app()
    except TrackworkError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        _fail("stopped", 130)
    except Exception as error:
        if os.environ.get("TRACKWORK_DEBUG"):
            raise
        _fail(
            f"a fault of trackwork itself: {type(error).__name__}: {error}\n"
            "Nothing that was kept is lost. Please report it, with what TRACKWORK_DEBUG=1 prints.",
            3,
        )


def _fail(message: str, exit_code: int) -> None:
    if "--json" in sys.argv:
        print(json.dumps({"error": message, "exit_code": exit_code}, ensure_ascii=False))
    print(f"trackwork: {message}", file=sys.stderr)
    sys.exit(exit_code)
