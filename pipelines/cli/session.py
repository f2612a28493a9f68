"""What every command shares: home, clock, output, and how it ends."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Protocol, get_type_hints

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from models.errors import UsageError
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.home import Home, default_root
from pipelines.settings import Settings


class Progressed(Protocol):
    """What a command calls as it goes on."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """So much is done, of `total` if that has changed."""


@dataclass(frozen=True)
class Session:
    """One call of a command."""

    root: Path
    clock: Clock
    as_json: bool
    quiet: bool

    @property
    def today_named(self) -> bool:
        """Whether --today was given."""
        return self.clock.fixed is not None

    def open(self) -> tuple[Home, Settings]:
        """The home and its settings."""
        return open_home(self.root, self.clock)

    @property
    def out(self) -> Console:
        """Where people read; silent with --quiet and --json."""
        return Console(quiet=self.quiet or self.as_json, highlight=False, markup=False)

    def say(self, text: str) -> None:
        """A line on stderr, for people."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def document(self, content: object) -> None:
        """The one JSON document of --json."""
        if self.as_json:
            print(json.dumps(content, indent=2, default=_plain, ensure_ascii=False))

    def form(self, named: str | None, otherwise: str) -> str:
        """The format of the answer: the one that is named, JSON with --json.

        Raises:
            UsageError: --json, and another format beside it.
        """
        if self.as_json and named not in (None, "json"):
            raise UsageError(f"--json and --format {named} contradict each other; leave one of them out")
        return named or ("json" if self.as_json else otherwise)

    @contextmanager
    def screen(self) -> Iterator[None]:
        """What goes on until it is stopped says its lines in here; with --quiet nobody hears them."""
        if not self.quiet:
            yield
            return
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            yield

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Progressed]:
        """A progress bar on a terminal; the caller tells how much is done, and of how much if that changes."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        shown = console.is_terminal and not (self.quiet or self.as_json)
        with Progress(*columns, console=console, disable=not shown, transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done, total=None: bar.update(task, completed=done, total=total)


HomeOption = Annotated[
    Path | None, typer.Option("--home", help="The home folder; default TRACKWORK_HOME or ~/trackwork.", metavar="DIR")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No words but errors.")]
TodayOption = Annotated[str | None, typer.Option("--today", help="Take this day for today.", metavar="DATE")]
AthleteOption = Annotated[
    str | None, typer.Option("--athlete", help="Whose; default the first in trackwork.toml.", metavar="NAME")
]

_SHARED = {"home": HomeOption, "as_json": JsonOption, "quiet": QuietOption, "today": TodayOption}


def command(app: typer.Typer, name: str, *, example: str) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Register a function as a command: its first parameter is the `Session`, made from the shared options.

    What the function returns is the exit code, None for 0.
    """

    def register(function: Callable[..., int | None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        own = list(inspect.signature(function).parameters.values())[1:]

        @wraps(function)
        def run(**values: object) -> None:
            shared: dict[str, Any] = {key: values.pop(key) for key in _SHARED}
            code = function(session_of(**shared), **values)
            raise typer.Exit(code or 0)

        parameters = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in own]
        parameters += [
            inspect.Parameter(
                key,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if kind in (JsonOption, QuietOption) else None,
                annotation=kind,
            )
            for key, kind in _SHARED.items()
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # Typer reads it
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        del run.__wrapped__  # or Typer would read the function behind it
        app.command(name, epilog=example_text(example))(run)
        return run

    return register


def _plain(value: object) -> str:
    """What JSON has no word for: instants and days in ISO form."""
    return value.isoformat() if isinstance(value, date) else str(value)


def example_text(example: str) -> str:
    """The end of a help text; the example keeps its line, so that it can be copied."""
    return f"\b\nExample: {example}"


def session_of(*, home: Path | None, as_json: bool, quiet: bool, today: str | None) -> Session:
    """The session that the shared options describe."""
    return Session(home or default_root(), clock_of(today), as_json, quiet)


def clock_of(today: str | None) -> Clock:
    """The clock for `--today`."""
    return Clock() if today is None else Clock.at(day_of(today))


def day_of(text: str) -> date:
    """A date as people type it, ISO.

    Raises:
        UsageError: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date; write year, month and day as in 2026-11-22") from error
