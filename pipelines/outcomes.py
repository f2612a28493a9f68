"""What became of files, in words: for the terminal, the run's state and the artifact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from models.tables import RECEIPT_OUTCOMES
from pipelines.loading import Outcome

_BAD = ("rejected", "failed")
_TABLE_ROWS = 500
"""A page that lists more helps nobody; `data_quality` has them all."""


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many of each, the absent ones too."""
    counted = Counter(outcome.outcome for outcome in outcomes)
    return {name: counted[name] for name in RECEIPT_OUTCOMES}


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many of each: `3 imported, 1 rejected`."""
    told = (f"{number} {_plain(name)}" for name, number in counts(outcomes).items() if number)
    return ", ".join(told) or "nothing new"


def number(n: int, one: str, more: str | None = None) -> str:
    """So many of a thing: `1 file`, `2 files`."""
    return f"{n} {one if n == 1 else more or f'{one}s'}"


def line(outcome: Outcome) -> str:
    """One file: its name, what became of it, and why."""
    return f"{_plain(outcome.outcome)}: {outcome.name}" + (f" ({outcome.reason})" if outcome.reason else "")


def is_bad(outcome: Outcome) -> bool:
    """Whether the file was rejected or failed."""
    return outcome.outcome in _BAD


def table(outcomes: Sequence[Outcome]) -> list[dict[str, str | int]]:
    """Rows for people, those that need an eye first."""
    by_need = sorted(outcomes, key=lambda outcome: not is_bad(outcome))
    return [
        {
            "file": outcome.name,
            "outcome": _plain(outcome.outcome),
            "reason": outcome.reason or "",
            "activities": ", ".join(outcome.activity_ids),
            "records": outcome.records,
        }
        for outcome in by_need[:_TABLE_ROWS]
    ]


def _plain(outcome: str) -> str:
    return outcome.replace("_", " ")
