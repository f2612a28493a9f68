"""The errors of trackwork.

TrackworkError          everything a user may be told about; exit code in `exit_code`
├── ReadError           the bytes of a file cannot be read as what they claim to be
├── UsageError          wrong usage: unknown athlete, bad plan, bad workout text, SQL error
│   ├── PlanError       a plan file, with line and column
│   ├── TextError       a workout text, with the place in it and the possible readings
│   └── NothingToReviewError    no complete week has a plan or a recording yet
├── HomeError           the command could not run: home not writable, locked, disk full
└── ContractError       frames of our own that break a table's contract: our bug, never the user's
"""

from __future__ import annotations


class TrackworkError(Exception):
    """What a user may be told about: the message says what was found, where, and the remedy."""

    exit_code = 3


class ReadError(TrackworkError):
    """The bytes of a file cannot be read as what they claim to be."""

    exit_code = 1


class UsageError(TrackworkError):
    """Wrong usage: the user can mend it by typing something else."""

    exit_code = 2


class NothingToReviewError(UsageError):
    """No complete week has a plan or a recording yet."""


class PlanError(UsageError):
    """A plan file is wrong at a line and a column (both 1-based)."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column


class TextError(UsageError):
    """A workout text cannot be read at `column` (1-based), or can be read in more than one way."""

    def __init__(self, message: str, *, text: str, column: int) -> None:
        super().__init__(f"{message}\n  {text}\n  {' ' * (column - 1)}^")
        self.message = message
        self.text = text
        self.column = column


class HomeError(TrackworkError):
    """The command could not run: the home folder cannot be used now."""

    exit_code = 3


class ContractError(TrackworkError):
    """A frame breaks its table's contract: a bug of ours, named with table, rule and count."""

    exit_code = 1
