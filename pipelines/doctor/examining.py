"""Checks of a home: what is wrong, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from models.errors import PlanError, TrackworkError
from pipelines.clock import Clock
from pipelines.doctor.finding import Finding, told, well, wrong
from pipelines.doctor.leftovers import leftovers
from pipelines.doctor.originals_kept import archive, files_in_archive, rejected
from pipelines.doctor.published_copy import is_doubtful, is_stale, published
from pipelines.doctor.warehouse_sound import warehouse
from pipelines.doctor.words_kept import journal
from pipelines.home import Home
from pipelines.incoming import in_inbox
from pipelines.lock import locked
from pipelines.outcomes import number
from pipelines.settings import Settings
from pipelines.writer import Writer, writing

_ENOUGH_BYTES = 500 * 2**20
"""Room for a day's work, whatever the size of the database."""
_COPIED = "the home was copied while it was written: its warehouse may be of several moments"
_COPIES = 2
"""A rebuild and a publication each need room for one more database."""


@dataclass(frozen=True, slots=True)
class _State:
    """What is looked at before the warehouse is opened, for opening it brings it up to date."""

    findings: list[Finding]
    new: bool
    """The home has no database yet."""
    stale: bool
    """The published copy is behind."""


def examine(
    home: Home,
    clock: Clock,
    settings: Settings,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    quick: bool = False,
) -> list[Finding]:
    """All checks of the machine, the settings, the originals and the warehouse.

    `quick` looks at no hash and reads no block that it does not need. `progress` is told how many originals were
    looked at, and of how many.
    """
    findings = [_machine(), _room(home), _inbox(home, settings)]
    try:
        before = _before(home)
        findings += before.findings
        with writing(home, clock, settings, publish_after=before.new) as writer:
            findings += _of_warehouse(writer, progress, quick=quick)
    except TrackworkError as error:
        return [*findings, told("warehouse", error), published(home, stale=False)]
    return [*findings, published(home, stale=before.stale)]


def _before(home: Home) -> _State:
    with locked(home.lock):
        doubtful = [wrong("copy", _COPIED, "trackwork doctor --repair makes it anew")] if is_doubtful(home) else []
        return _State([journal(home), _leftovers(home), *doubtful], not home.database.exists(), is_stale(home))


def _of_warehouse(writer: Writer, progress: Callable[[int, int], None], *, quick: bool) -> Iterator[Finding]:
    yield _plans(writer)
    total, looked_at = files_in_archive(writer), count(1)
    yield from archive(writer, lambda: progress(next(looked_at), total), quick=quick)
    yield rejected(writer)
    yield from warehouse(writer, quick=quick)


def _machine() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return well("machine", f"Python {version} on {sys.platform}")


def _room(home: Home) -> Finding:
    free = shutil.disk_usage(home.root).free
    size = home.database.stat().st_size if home.database.exists() else 0
    if free >= _ENOUGH_BYTES + _COPIES * size:
        return well("disk", f"{free / 2**30:.1f} GB free; the warehouse has {size / 2**30:.2f} GB")
    return wrong(
        "disk", f"{free / 2**30:.1f} GB free, for a warehouse of {size / 2**30:.2f} GB", "make room on the disk"
    )


def _leftovers(home: Home) -> Finding:
    found = leftovers(home)
    if not found:
        return well("leftovers", "none")
    named = ", ".join(path.name for path in found[:3]) + (", ..." if len(found) > 3 else "")
    return wrong(
        "leftovers", f"{number(len(found), 'half-written file')}: {named}", "trackwork doctor --repair removes them"
    )


def _inbox(home: Home, settings: Settings) -> Finding:
    waiting, unknown = in_inbox(home, settings)
    if unknown:
        people = ", ".join(sorted({path.parent.name for path in unknown}))
        remedy = f"add the athlete to {home.settings_file.name}, or move the files"
        return wrong("inbox", f"{number(len(unknown), 'file')} of nobody known: {people}", remedy)
    found = f"{number(len(waiting), 'file')} waiting" if waiting else "empty"
    return well("inbox", f"{found}; {settings.inbox_of(home)}")


def _plans(writer: Writer) -> Finding:
    problems: list[PlanError] = list(writer.plan_problems.values())
    if problems:
        return wrong("plan", "; ".join(map(str, problems)), "mend it; `trackwork plan check`")
    return well("plan", f"read for {', '.join(writer.settings.athletes)}")
