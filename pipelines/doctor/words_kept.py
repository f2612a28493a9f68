"""The journal on disk against the copy of it in the warehouse: each can be made again from the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from models.errors import HomeError, TrackworkError
from models.journal import ENTRY, Entry
from models.tables import JOURNAL
from pipelines.doctor.finding import Finding, told, well, wrong
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.outcomes import number
from warehouse.query import run_query
from warehouse.store import Store

_ALL = 10**9
_MEND = "trackwork doctor --repair writes them again from the warehouse's copy of the journal"


@dataclass(frozen=True, slots=True)
class Lost:
    """An entry that is missing on disk or not as it was applied, and what it was."""

    path: Path
    text: str
    there: bool
    """A file is there, and holds something else."""


def journal(home: Home) -> Finding:
    """Whether every entry is there, whole and as it was applied."""
    lost = list(lost_words(home))
    if lost:
        names = ", ".join(f"{each.path.name} {'is damaged' if each.there else 'is missing'}" for each in lost[:5])
        return wrong("journal", names + (f", and {len(lost) - 5:,} more" if len(lost) > 5 else ""), _MEND)
    try:
        entries = sum(1 for _ in Journal(home.journal).read())
    except TrackworkError as error:
        return told("journal", error)
    return well("journal", f"{number(entries, 'entry', 'entries')}, none missing")


def lost_words(home: Home) -> Iterator[Lost]:
    """Entries whose file is missing or is not what was applied; the caller holds the lock."""
    for seq, text in _applied(home).items():
        path = Journal(home.journal).path(seq)
        applied = _meaning(text.encode())
        if applied is None or applied.seq != seq:
            continue  # of a database that is damaged itself: nothing to go by
        try:
            same = _meaning(path.read_bytes()) == applied
        except FileNotFoundError:
            yield Lost(path, text, there=False)
            continue
        if not same:
            yield Lost(path, text, there=True)


def write_again(lost: Lost) -> None:
    """Put the entry back; what lies in its place is kept beside it under another name."""
    if lost.there:
        lost.path.replace(_beside(lost.path))
    write_durably(lost.path, lost.text.encode())


def _beside(path: Path) -> Path:
    """A name that is free and that no reader of the journal takes for an entry."""
    number = 0
    while (free := path.with_suffix(f".damaged{number or ''}")).exists():
        number += 1
    return free


def _meaning(data: bytes) -> Entry | None:
    """What the text of an entry says, whatever its spaces; None where it says nothing."""
    try:
        return ENTRY.validate_json(data)
    except ValidationError:
        return None


def _applied(home: Home) -> dict[int, str]:
    """The entries that were applied, from the database or, where that cannot be opened, from the published copy."""
    if home.database.exists():
        try:
            with Store.open(home.database) as store:
                return dict(store.read(JOURNAL).select("seq", "entry").iter_rows())
        except HomeError:
            pass  # told by the check of the warehouse
    try:
        return dict(
            run_query(home.published, "SELECT seq, entry FROM journal ORDER BY seq", max_rows=_ALL).frame.rows()
        )
    except TrackworkError:
        return {}
