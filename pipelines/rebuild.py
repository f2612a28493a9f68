"""Everything again from archive, journal and rejected: the proof that nothing else holds anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import HomeError
from models.tables import SOURCE_FILES
from pipelines.clock import Clock
from pipelines.durable import sync_folder
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.loading import GONE
from pipelines.lock import locked
from pipelines.originals import Originals
from pipelines.publishing import publish_anyway
from pipelines.settings import Settings
from pipelines.writer import Writer
from warehouse.log_file import log_of
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild made."""

    entries: int
    rows: dict[str, int]
    """By table."""
    gone: tuple[str, ...]
    """Names of files that were handed in once and whose originals are no more: what they held is missing."""


def rebuild(
    home: Home, clock: Clock, settings: Settings, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> RebuildReport:
    """Replay the whole journal into a new database, then put it in the place of the old one.

    A crash leaves the old one; `progress` is told how many entries are done, and of how many.
    """
    fresh = home.warehouse / "rebuild.duckdb"
    with locked(home.lock):
        _remove(fresh)  # what a broken rebuild left
        journal = Journal(home.journal)
        total = journal.last()
        try:
            with Store.open(fresh) as store:
                tell = _told_of(progress, total)
                writer = Writer(home, clock, settings, store, journal, Originals(home), tell)
                writer.apply()
                rows = store.counts()
                gone = tuple(store.read(SOURCE_FILES, reason=GONE)["name"])
                store.checkpoint()
        except HomeError:
            _remove(fresh)  # on a full disk the old database needs the room
            raise
        log_of(home.database).unlink(missing_ok=True)
        fresh.replace(home.database)
        sync_folder(home.warehouse)
        publish_anyway(home)
    return RebuildReport(total, rows, gone)


def _told_of(progress: Callable[[int, int], None], total: int) -> Callable[[int], None]:
    return lambda seq: progress(seq, total)


def _remove(database: Path) -> None:
    database.unlink(missing_ok=True)
    log_of(database).unlink(missing_ok=True)
