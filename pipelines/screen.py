"""Lines for a person at the terminal, beside what a command answers."""

from __future__ import annotations

import sys
import time


def say(text: str) -> None:
    """A line on stdout, at once."""
    print(text, flush=True)  # noqa: T201  the screen's rim


def say_now(text: str) -> None:
    """A line that begins with the time of day."""
    say(f"{time.strftime('%H:%M:%S')}  {text}")


def warn(text: str) -> None:
    """A line on stderr: what a person should know, and no program reads."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  the screen's rim
