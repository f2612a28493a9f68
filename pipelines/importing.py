"""Files into the warehouse: find them, decode them in chunks, keep the originals, load, publish.

The flow and the command call these same functions.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ingest.unpack import unpack
from models.errors import ReadError, UsageError
from models.journal import Received, ReceivedFile
from models.recording import Decoded
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.loading import Content, Outcome, try_decode
from pipelines.originals import REASON, Originals
from pipelines.settings import Settings
from pipelines.writer import writing

_HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".partial")
MAX_FILE_BYTES = 256 * 1024 * 1024
"""No recording of a watch comes near; a larger file is somebody's film, dropped by mistake."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is to be imported."""

    path: Path
    athlete_id: str
    take: bool
    """Whether it is taken out of its folder once it is safe: true for the inbox."""

    @property
    def name(self) -> str:
        """Its name as text; what is no UTF-8 in it shows as a replacement mark."""
        return os.fsencode(self.path.name).decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was read and, if possible, decoded; not yet kept anywhere."""

    incoming: Incoming
    data: bytes
    file_id: str
    content: Content
    changed_ns: int
    """When the file was last changed, as it was read [ns]."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file whose bytes could not be had; it stays where it is."""

    incoming: Incoming
    reason: str


def named(paths: Sequence[Path], athlete_id: str) -> list[Incoming]:
    """The files that a user named, folders searched through, in order.

    Raises:
        UsageError: a path that is not there.
    """
    found: list[Incoming] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} is not there; name files or folders that are")
        members = _within(path) if path.is_dir() else [path]
        found += [Incoming(member, athlete_id, take=False) for member in members if _is_candidate(member)]
    return found


def in_inbox(home: Home, settings: Settings) -> tuple[list[Incoming], list[Path]]:
    """The files that wait in the inbox, and those in a folder of an athlete whom nobody knows."""
    inbox = settings.inbox_of(home)
    known: list[Incoming] = []
    unknown: list[Path] = []
    for path in sorted(inbox.rglob("*")) if inbox.is_dir() else []:
        if not _is_candidate(path):
            continue
        folder = path.relative_to(inbox).parts[:-1]
        athlete_id = folder[0] if folder else settings.first_athlete
        if athlete_id in settings.athletes:
            known.append(Incoming(path, athlete_id, take=True))
        else:
            unknown.append(path)
    return known, unknown


def chunks(files: Sequence[Incoming], settings: Settings) -> list[list[Incoming]]:
    """`files` in chunks of one athlete each, in order."""
    together: list[list[Incoming]] = []
    for file in files:
        last = together[-1] if together else []
        if last and last[0].athlete_id == file.athlete_id and len(last) < settings.chunk_files:
            last.append(file)
        else:
            together.append([file])
    return together


def decode_chunk(chunk: Iterable[Incoming]) -> list[Handed | Unread]:
    """Read and decode files; nothing is written. A file that is gone meanwhile is passed over."""
    return [handed for file in chunk if (handed := _hand(file))]


def load_chunk(
    home: Home, clock: Clock, settings: Settings, handed: Sequence[Handed | Unread], *, publish_after: bool = False
) -> list[Outcome]:
    """Keep the originals, say in the journal that they came, and load them; all of one athlete.

    Raises:
        HomeError: another process kept writing, or the disk is full; nothing is lost, and a second try is safe.
    """
    outcomes = [Outcome(f.incoming.name, "failed", f.reason) for f in handed if isinstance(f, Unread)]
    read = [file for file in handed if isinstance(file, Handed)]
    if not read:
        return outcomes
    with writing(home, clock, settings, publish_after=publish_after) as writer:
        now = clock.now()
        for file in read:
            _keep(file, writer.originals, now)
        files = tuple(ReceivedFile(file_id=h.file_id, name=h.incoming.name, size_bytes=len(h.data)) for h in read)
        writer.say(Received(recorded_at=now, athlete_id=read[0].incoming.athlete_id, files=files))
        outcomes += writer.apply({h.file_id: h.content for h in read})
    for file in read:
        _take_out(file)
    return outcomes


def publish_now(home: Home, clock: Clock, settings: Settings) -> None:
    """Publish the copy, after chunks that were loaded without."""
    with writing(home, clock, settings) as writer:
        writer.changed = True


def _take_out(file: Handed) -> None:
    """Remove a file of the inbox, unless another one has taken its name since it was read."""
    path = file.incoming.path
    if file.incoming.take and path.exists() and path.stat().st_mtime_ns == file.changed_ns:
        path.unlink()


def _is_candidate(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[-2:])
    return path.is_file() and not hidden and path.suffix.lower() not in _HALF_WRITTEN


def _within(folder: Path) -> list[Path]:
    """What lies in a folder, without the reasons that stand beside rejected files."""
    found = set(folder.rglob("*"))
    return sorted(
        path
        for path in found
        if not (path.name.endswith(REASON) and path.with_name(path.name.removesuffix(REASON)) in found)
    )


def _hand(file: Incoming) -> Handed | Unread | None:
    try:
        status = file.path.stat()
        if status.st_size > MAX_FILE_BYTES:
            return Unread(file, f"it is larger than {MAX_FILE_BYTES // 2**20} MB, which no recording is")
        packed = file.path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unread(file, f"it cannot be read: {error.strerror or error}; mend its permissions")
    try:
        data = unpack(packed, file.name)
    except ReadError:
        data = packed  # kept as it came; what is wrong with it is said when it is read
    return Handed(file, data, sha256(data).hexdigest(), try_decode(data, file.name), status.st_mtime_ns)


def _keep(file: Handed, originals: Originals, now: datetime) -> None:
    if isinstance(file.content, Decoded):
        originals.keep(file.file_id, file.content.format, file.data)
    else:
        originals.reject(file.file_id, file.incoming.name, file.data, str(file.content), now)
