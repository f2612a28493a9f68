"""Lines for a person at the terminal, from what goes on until it is stopped."""

from __future__ import annotations

import time


def say(text: str) -> None:
    """A line on stdout, at once."""
    print(text, flush=True)  # noqa: T201  the screen's rim


def say_now(text: str) -> None:
    """A line that begins with the time of day."""
    say(f"{time.strftime('%H:%M:%S')}  {text}")
