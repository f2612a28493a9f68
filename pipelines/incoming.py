"""Files that are to be imported: those that a user named, and those that wait in the inbox."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import strava_names
from ingest.zip_members import Member
from models.errors import UsageError
from pipelines.home import Home
from pipelines.originals import REASON
from pipelines.settings import Settings

_HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".partial")


@dataclass(frozen=True, slots=True)
class Unfolded:
    """An archive whose members have all been handed on."""

    passed_over: int
    """Files in it that can be no recordings."""
    holds_more: bool
    """Whether something in it lies nowhere else now: what was passed over or could not be unpacked."""
    changed_ns: int
    """When it was last changed, as it was read [ns]."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be imported, or a member of an archive."""

    path: Path
    athlete_id: str
    take: bool
    """Whether it is taken out of its folder once it is safe: true for the inbox."""
    found: bool = False
    """Whether it only lies in a folder that was named; such a one is passed over if it can be no recording."""
    member: Member | None = None
    """The member that is meant, of the archive at `path`."""
    title: str | None = None
    """What an export calls the activity."""
    problem: str | None = None
    """Why it is to be rejected, whatever its bytes are."""
    unfolded: Unfolded | None = None
    """The archive itself, once its members are through."""

    @property
    def name(self) -> str:
        """Its name as text; what is no UTF-8 in it shows as a replacement mark."""
        own = os.fsencode(self.path.name).decode(errors="replace")
        return f"{own}/{self.member.name}" if self.member else own


def named(paths: Sequence[Path], athlete_id: str) -> list[Incoming]:
    """The files that a user named, folders searched through, in order.

    Raises:
        UsageError: a path that is not there.
    """
    found: list[Incoming] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} is not there; name files or folders that are")
        if path.is_dir():
            members = [member for member in _within(path) if _is_candidate(member, path)]
            titles = _titles(members)
            found += [
                Incoming(member, athlete_id, take=False, found=True, title=titles.get(member)) for member in members
            ]
        else:
            found.append(Incoming(path, athlete_id, take=False))
    return found


def in_inbox(home: Home, settings: Settings) -> tuple[list[Incoming], list[Path]]:
    """The files that wait in the inbox, and those in a folder of an athlete whom nobody knows."""
    inbox = settings.inbox_of(home)
    known: list[Incoming] = []
    unknown: list[Path] = []
    for path in sorted(inbox.rglob("*")) if inbox.is_dir() else []:
        if not _is_candidate(path, inbox):
            continue
        folder = path.relative_to(inbox).parts[:-1]
        athlete_id = folder[0] if folder else settings.first_athlete
        if athlete_id in settings.athletes:
            known.append(Incoming(path, athlete_id, take=True))
        else:
            unknown.append(path)
    return known, unknown


def _is_candidate(path: Path, folder: Path) -> bool:
    """Whether a file below `folder` is to be looked at: not hidden in it, and not half written."""
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.suffix.lower() not in _HALF_WRITTEN


def _titles(files: Sequence[Path]) -> dict[Path, str]:
    """What an export that was unpacked into a folder calls its activities."""
    titles: dict[Path, str] = {}
    for table in files:
        if table.name == strava_names.TABLE and table.stat().st_size <= strava_names.MOST_BYTES:
            names = strava_names.names_of(table.read_bytes())
            titles |= {table.parent / path: name for path, name in names.items()}
    return titles


def _within(folder: Path) -> list[Path]:
    """What lies in a folder, without the reasons that stand beside rejected files."""
    found = set(folder.rglob("*"))
    return sorted(
        path
        for path in found
        if not (path.name.endswith(REASON) and path.with_name(path.name.removesuffix(REASON)) in found)
    )
