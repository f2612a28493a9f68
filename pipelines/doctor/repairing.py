"""What can be mended without anybody's word: it is all made again from what was kept, and no original is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from models.derivation import DERIVATION_VERSION
from models.errors import HomeError, TrackworkError
from pipelines.clock import Clock
from pipelines.doctor.leftovers import leftovers
from pipelines.doctor.published_copy import is_doubtful, is_stale, published
from pipelines.doctor.warehouse_sound import unsound
from pipelines.doctor.words_kept import Lost, lost_words, write_again
from pipelines.home import Home
from pipelines.lock import locked
from pipelines.outcomes import number
from pipelines.publishing import publish_anyway
from pipelines.rebuild import rebuild
from pipelines.settings import Settings
from pipelines.writer import writing
from warehouse.soundness import read_all, stale_athletes
from warehouse.store import Store

_DAMAGED = ("is not a whole DuckDB database", "cannot be used", "cannot be read")
"""Words of the errors that a new database cures; one that a newer trackwork or DuckDB wrote is none of them."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One thing to mend."""

    what: str
    """What is about to be done."""
    mend: Callable[[], str]
    """Does it, and says what was done."""


def repair(home: Home, clock: Clock, settings: Settings, tell: Callable[[str], None]) -> list[str]:
    """Mend what is safe to mend, one thing after the other, each told before and after; what was done.

    Raises:
        HomeError: another process kept writing, the disk is full, or the journal has a gap that nothing fills.
    """
    done: list[str] = []
    for step in (_leftovers, _words, _database, _stale, _copy):
        for each in step(home, clock, settings):
            tell(f"{each.what} ...")
            done.append(each.mend())
            tell(done[-1])
    return done


def _leftovers(home: Home, _clock: Clock, _settings: Settings) -> Iterator[Repair]:
    with locked(home.lock):
        found = leftovers(home)
        if not found:
            return

        def mend() -> str:
            for path in found:
                path.unlink()
            return f"removed {', '.join(path.name for path in found)}"

        yield Repair(f"removing {number(len(found), 'half-written file')}", mend)


def _words(home: Home, _clock: Clock, _settings: Settings) -> Iterator[Repair]:
    with locked(home.lock):
        for lost in list(lost_words(home)):
            what = f"writing the journal's {lost.path.name} again from the warehouse"
            yield Repair(what, partial(_write_again, lost))


def _write_again(lost: Lost) -> str:
    write_again(lost)
    kept = "; what lay there is kept beside it" if lost.there else ""
    return f"wrote {lost.path.name} again, as it was applied{kept}"


def _database(home: Home, clock: Clock, settings: Settings) -> Iterator[Repair]:
    with locked(home.lock):
        why = _broken(home)
    if why:

        def mend() -> str:
            made = rebuild(home, clock, settings)
            gone = f"; {number(len(made.gone), 'original')} gone" if made.gone else ""
            return f"made it anew from {number(made.entries, 'journal entry', 'journal entries')}{gone}"

        yield Repair(f"making the warehouse anew from archive and journal, for {why}", mend)


def _stale(home: Home, clock: Clock, settings: Settings) -> Iterator[Repair]:
    with writing(home, clock, settings, publish_after=False) as writer:
        athletes = stale_athletes(writer.store, DERIVATION_VERSION)
        if not athletes:
            return

        def mend() -> str:
            writer.derive_stale(athletes)
            return f"derived again for {', '.join(athletes)}"

        yield Repair(f"deriving again what is older than version {DERIVATION_VERSION}", mend)


def _copy(home: Home, _clock: Clock, _settings: Settings) -> Iterator[Repair]:
    with locked(home.lock):
        if not is_stale(home) and published(home, stale=False).ok:
            return

        def mend() -> str:
            publish_anyway(home)
            return f"published {home.published} anew"

        yield Repair("publishing the copy anew", mend)


def _broken(home: Home) -> str | None:
    """Why the database must be made anew; None where it need not."""
    if not home.database.exists():
        return None  # the next writer makes it
    if is_doubtful(home):
        return "the home was copied while it was written"
    try:
        with Store.open(home.database) as store:
            read_all(store)
            return "; ".join(unsound(store)) or None
    except HomeError as error:
        said = str(error).partition("; ")[0]
        if any(word in said for word in _DAMAGED):
            return said
        raise
    except TrackworkError as error:
        return str(error)
