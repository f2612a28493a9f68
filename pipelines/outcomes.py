"""What became of files, in words: for the terminal, the run's state and the artifact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from models.tables import RECEIPT_OUTCOMES
from pipelines.loading import Outcome

_BAD = ("rejected", "failed")
_USUAL = ("imported", "duplicate", "passed_over")
_TABLE_ROWS = 500
"""A page that lists more helps nobody; `data_quality` has them all."""


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many files of each, the absent ones too."""
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted[outcome.outcome] += outcome.files
    return {name: counted[name] for name in (*RECEIPT_OUTCOMES, "passed_over")}


def summary(outcomes: Iterable[Outcome]) -> str:
    """How many of each: `3 imported, 1 rejected, 12 other files passed over`."""
    counted = counts(outcomes)
    other = counted.pop("passed_over")
    told = [f"{count:,} {_plain(name)}" for name, count in counted.items() if count]
    told += [f"{number(other, 'other file')} passed over"] if other else []
    return ", ".join(told) or "nothing new"


def number(n: int, one: str, more: str | None = None) -> str:
    """So many of a thing: `1 file`, `2 files`."""
    return f"{n:,} {one if n == 1 else more or f'{one}s'}"


def line(outcome: Outcome) -> str:
    """One file: its name, what became of it, and why, and what else there is to know."""
    words = "; ".join(filter(None, (outcome.reason, outcome.note)))
    return f"{_plain(outcome.outcome)}: {outcome.name}" + (f" ({words})" if words else "")


def unusual(outcomes: Iterable[Outcome]) -> list[str]:
    """The lines of those files that were not simply imported or passed over."""
    return lines([outcome for outcome in outcomes if not is_usual(outcome)])


def lines(told: Sequence[Outcome]) -> list[str]:
    """A line for each file, but one for all that hold no activity for the same reason.

    A watch's own export has those by the ten thousand: heart rate and steps of every day.
    """
    alike = Counter(o.reason for o in told if o.outcome == "no_activity")
    texts: list[str] = []
    for outcome in told:
        many = alike[outcome.reason] if outcome.outcome == "no_activity" else 1
        if many == 1:
            texts.append(line(outcome))
        elif many > 1:
            texts.append(f"no activity: {number(many, 'file')}, the first {outcome.name} ({outcome.reason})")
            alike[outcome.reason] = 0
    return texts


def note(outcome: Outcome) -> str:
    """One file of which there is more to know, though nothing is wrong: its name, and what."""
    return f"note: {outcome.name}: {outcome.note}"


def is_usual(outcome: Outcome) -> bool:
    """Whether the file was simply imported, here already, or passed over."""
    return outcome.outcome in _USUAL


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
