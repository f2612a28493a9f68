"""Checks of a home: what is wrong, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from models.errors import PlanError, TrackworkError
from models.tables import ACTIVITIES, SOURCE_FILES
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.incoming import in_inbox
from pipelines.journal import Journal
from pipelines.outcomes import number
from pipelines.settings import Settings
from pipelines.writer import Writer, writing
from warehouse.query import run_query

_ANEW = "trackwork rebuild makes it anew from archive and journal"
_ENOUGH_BYTES = 500 * 2**20
"""Room for a published copy beside the private database, and some."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was found, and what to do where it is not well."""

    check: str
    ok: bool
    found: str
    remedy: str | None = None
    """None where all is well."""


def examine(
    home: Home, clock: Clock, settings: Settings, progress: Callable[[int], None] = lambda _: None
) -> list[Finding]:
    """All checks of the machine, the settings and the warehouse; `progress` is told how many are done."""
    findings = [_machine(), _room(home), _journal(home), _inbox(home, settings)]
    progress(len(findings))
    try:
        with writing(home, clock, settings) as writer:
            checks = (_plans, _archive, _activities)
            for check in checks:
                findings.append(check(writer))
                progress(len(findings))
    except TrackworkError as error:
        findings.append(_told("warehouse", error))
    return [*findings, _published(home)]


def _told(check: str, error: TrackworkError) -> Finding:
    """What stopped a check; errors say first what is wrong, then what to do."""
    found, _, remedy = str(error).partition("; ")
    return Finding(check, ok=False, found=found, remedy=remedy or _ANEW)


def _machine() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("machine", ok=True, found=f"Python {version} on {sys.platform}")


def _room(home: Home) -> Finding:
    free = shutil.disk_usage(home.root).free
    enough = free >= _ENOUGH_BYTES
    return Finding("disk", enough, f"{free / 2**30:.1f} GB free", None if enough else "make room on the disk")


def _journal(home: Home) -> Finding:
    try:
        entries = sum(1 for _ in Journal(home.journal).read())
    except TrackworkError as error:
        return _told("journal", error)
    return Finding("journal", ok=True, found=f"{number(entries, 'entry', 'entries')}, none missing")


def _inbox(home: Home, settings: Settings) -> Finding:
    waiting, unknown = in_inbox(home, settings)
    if unknown:
        people = ", ".join(sorted({path.parent.name for path in unknown}))
        remedy = f"add the athlete to {home.settings_file.name}, or move the files"
        found = f"{number(len(unknown), 'file')} of nobody known: {people}"
        return Finding("inbox", ok=False, found=found, remedy=remedy)
    found = f"{number(len(waiting), 'file')} waiting" if waiting else "empty"
    return Finding("inbox", ok=True, found=f"{found}; {settings.inbox_of(home)}")


def _plans(writer: Writer) -> Finding:
    problems: list[PlanError] = list(writer.plan_problems.values())
    if problems:
        return Finding("plan", ok=False, found="; ".join(map(str, problems)), remedy="mend it; `trackwork plan check`")
    return Finding("plan", ok=True, found=f"read for {', '.join(writer.settings.athletes)}")


def _archive(writer: Writer) -> Finding:
    files = writer.store.read(SOURCE_FILES)
    kept = files.filter(files["status"] != "rejected")
    there = writer.originals.archived()
    missing = [row["name"] for row in kept.iter_rows(named=True) if row["file_id"] not in there]
    changed = [path.name for file_id, path in there.items() if sha256(path.read_bytes()).hexdigest() != file_id]
    strange = [path.name for file_id, path in there.items() if file_id not in set(files["file_id"])]
    wrong = [*(f"{n} is gone" for n in missing), *(f"{n} was changed" for n in changed)]
    wrong += [f"{name} was never handed in" for name in strange]
    if wrong:
        remedy = "bring the archive back from a backup, or import the files again"
        return Finding("archive", ok=False, found="; ".join(wrong[:5]), remedy=remedy)
    return Finding("archive", ok=True, found=f"{number(len(there), 'original')}, every hash right")


def _activities(writer: Writer) -> Finding:
    activities = writer.store.read(ACTIVITIES)
    structured = activities.filter(activities["structure"] != "none").height
    found = f"{number(activities.height, 'activity', 'activities')}, {structured} with repetitions"
    return Finding("warehouse", ok=True, found=found)


def _published(home: Home) -> Finding:
    try:
        run_query(home.published, "SELECT count(*) FROM activities", timeout_s=10, max_rows=1)
    except TrackworkError as error:
        return _told("published copy", error)
    return Finding("published copy", ok=True, found=str(home.published))
