"""The command `trackwork`: thin over plain functions, one file a group of commands."""

from __future__ import annotations

import errno
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from models.errors import TrackworkError
from pipelines.cli.session import example_text
from pipelines.memory import give_back_large_blocks

_FILES = {
    "demo": "demo",
    "import": "bring_in",
    "nightly": "bring_in",
    "review": "review",
    "plan": "plan",
    "log": "log",
    "fix": "log",
    "sql": "sql",
    "export": "export",
    "watch": "serve",
    "up": "serve",
    "rebuild": "keep",
    "doctor": "keep",
}
"""The file of each command. Only that of the command that is run is loaded: all of them take half a second."""
_SHARED = {"--home": True, "--today": True, "--json": False, "--quiet": False}
"""The options that every command has; whether a value follows."""
_STDERR = 2
_STOPPED = 130
"""128 + SIGINT, as shells have it."""


def app_for(arguments: list[str]) -> typer.Typer:
    """The command line with what `arguments` need of it: the commands of one file, or all where none is named."""
    app = typer.Typer(
        name="trackwork",
        help="From the watch to next week's plan: drop a file, read the review, ask the warehouse.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain help: boxes leave too little room for the words
        epilog=example_text("trackwork import ~/Downloads/activities"),
    )
    app.callback()(lambda: None)  # or Typer would take a single command for the whole
    named = _FILES.get(arguments[0]) if arguments else None
    for file in [named] if named else dict.fromkeys(_FILES.values()):
        import_module(f"pipelines.cli.{file}").add_to(app)
    return app


def main() -> None:
    """Run the command line; no traceback reaches a user, unless TRACKWORK_DEBUG is set."""
    _open_what_is_closed()
    give_back_large_blocks()
    try:
        arguments = _shared_last(sys.argv[1:])
        code = app_for(arguments)(arguments, prog_name="trackwork", standalone_mode=False)
        sys.stdout.flush()
    except TrackworkError as error:
        _fail(str(error), error.exit_code)
    except TyperException as error:
        _fail(_wrong_usage(error), error.exit_code)
    except BrokenPipeError:
        _drop_stdout()
        sys.exit(1)
    except Exception as error:  # the last edge: a person gets a sentence, a developer sets TRACKWORK_DEBUG
        if os.environ.get("TRACKWORK_DEBUG"):
            raise
        _fail(_explained(error), 3)
    if code == _STOPPED:  # Typer has made it of the KeyboardInterrupt
        _fail("stopped; what was done until then is kept, and the same command goes on from there", _STOPPED)
    sys.exit(code)


def _open_what_is_closed() -> None:
    """Let what is said go nowhere where the caller closed stdout or stderr (`>&-`).

    Else a database would get the number of the closed one, and what is said would be written into it.
    """
    handle = os.open(os.devnull, os.O_RDWR)
    while handle <= _STDERR:
        handle = os.dup(handle)
    os.close(handle)
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end


def _shared_last(arguments: list[str]) -> list[str]:
    """The shared options behind the command, where somebody wrote them in front of it."""
    first = 0
    while first < len(arguments) and arguments[first].split("=")[0] in _SHARED:
        option = arguments[first]
        first += 1 + (_SHARED[option.split("=")[0]] and "=" not in option)
    command = first + (2 if arguments[first : first + 1] in (["log"], ["plan"]) else 1)
    return arguments[first:command] + arguments[:first] + arguments[command:]


def _wrong_usage(error: TyperException) -> str:
    """What is wrong with the command line, and where to read on; the help itself where nothing was asked for."""
    said = error.format_message().replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    if context is None or said.startswith("Usage:"):
        return said
    return f"{said}\nSee: {context.command_path} --help"


def _explained(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        about = f"{error.filename}: " if error.filename else ""
        remedy = "make room on the disk" if error.errno == errno.ENOSPC else "mend that"
        return f"{about}{error.strerror}; {remedy} and try again, nothing that was kept is lost"
    return (
        f"a fault of trackwork itself: {type(error).__name__}: {error}\n"
        "Nothing that was kept is lost. Please report it, with what TRACKWORK_DEBUG=1 prints."
    )


def _drop_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, exit_code: int) -> NoReturn:
    try:
        if "--json" in sys.argv:
            print(json.dumps({"error": message, "exit_code": exit_code}, ensure_ascii=False))
        sys.stdout.flush()
    except OSError:
        _drop_stdout()  # a full disk takes no answer; the interpreter would stumble over it again at the end
    print(message if message.startswith("Usage:") else f"trackwork: {message}", file=sys.stderr)
    sys.exit(exit_code)
