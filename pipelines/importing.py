"""Files into the warehouse: decode them in chunks, keep the originals, load, publish.

The flow and the command call these same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from ingest.passing_over import HEAD_BYTES, may_be_recording
from ingest.unpack import unpack
from models.errors import ReadError
from models.journal import Received, ReceivedFile
from models.recording import Decoded
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.incoming import Incoming
from pipelines.loading import Content, Outcome, try_decode
from pipelines.originals import Originals
from pipelines.settings import Settings
from pipelines.writer import writing

MAX_FILE_BYTES = 256 * 1024 * 1024
"""No recording of a watch comes near; a larger file is somebody's film, dropped by mistake."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was read and, if possible, decoded; not yet kept anywhere."""

    incoming: Incoming
    data: bytes
    file_id: str
    content: Content | None
    """None where the archive has the file already: nobody needs to decode it again."""
    changed_ns: int
    """When the file was last changed, as it was read [ns]."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file whose bytes could not be had; it stays where it is."""

    incoming: Incoming
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What can be no recording, or the archive that holds such, whose members are through."""

    incoming: Incoming
    files: int


Read = Handed | Unread | PassedOver
"""What became of the attempt to read a file."""


def decode_chunk(chunk: Iterable[Incoming], home: Home) -> list[Read]:
    """Read and decode files; nothing is written. A file that is gone meanwhile is passed over."""
    originals = Originals(home)
    return [handed for file in chunk if (handed := _hand(file, originals))]


def load_chunk(
    home: Home, clock: Clock, settings: Settings, handed: Sequence[Read], *, publish_after: bool = False
) -> list[Outcome]:
    """Keep the originals, say in the journal that they came, and load them; all of one athlete.

    Raises:
        HomeError: another process kept writing, or the disk is full; nothing is lost, and a second try is safe.
    """
    outcomes = [Outcome(f.incoming.name, "failed", f.reason) for f in handed if isinstance(f, Unread)]
    read = [file for file in handed if isinstance(file, Handed)]
    if read:
        outcomes += _load(home, clock, settings, read, publish_after=publish_after)
    for file in handed:
        if isinstance(file, PassedOver):
            outcomes += _close(home, file)
    return outcomes


def publish_now(home: Home, clock: Clock, settings: Settings) -> None:
    """Publish the copy where it is behind and that cannot wait, as after chunks that were loaded without."""
    with writing(home, clock, settings):
        pass


def _load(
    home: Home, clock: Clock, settings: Settings, read: Sequence[Handed], *, publish_after: bool
) -> list[Outcome]:
    with writing(home, clock, settings, publish_after=publish_after) as writer:
        now = clock.now()
        _keep(read, writer.originals, now)
        files = tuple(
            ReceivedFile(
                file_id=h.file_id,
                name=h.incoming.name,
                title=h.incoming.title,
                size_bytes=len(h.data),
                problem=h.incoming.problem,
            )
            for h in read
        )
        writer.say(Received(recorded_at=now, athlete_id=read[0].incoming.athlete_id, files=files))
        outcomes = writer.apply({h.file_id: h.content for h in read if h.content})
    for file in read:
        _take_out(file)
    return outcomes


def _take_out(file: Handed) -> None:
    """Remove a file of the inbox, unless another one has taken its name since it was read."""
    path = file.incoming.path
    if file.incoming.take and not file.incoming.member and _stands(path, file.changed_ns):
        path.unlink()


def _close(home: Home, file: PassedOver) -> list[Outcome]:
    """Take an archive whose members are safe out of the inbox; what else is in it must not be lost."""
    whole, path = file.incoming.unfolded, file.incoming.path
    if whole and file.incoming.take and _stands(path, whole.changed_ns):
        if whole.holds_more:
            Originals(home).keep_export(path)
        else:
            path.unlink()
    if not file.files:
        return []
    reason = f"{file.files:,} other {'files' if file.files > 1 else 'file'}" if whole else "no recording"
    return [Outcome(file.incoming.name, "passed_over", reason, files=file.files)]


def _stands(path: Path, changed_ns: int) -> bool:
    return path.exists() and path.stat().st_mtime_ns == changed_ns


def _hand(file: Incoming, originals: Originals) -> Read | None:
    if file.unfolded:
        return PassedOver(file, file.unfolded.passed_over)
    if not file.member:
        return _hand_file(file, originals)
    if file.member.data is None:
        return Unread(file, str(file.problem))
    return _handed(file, originals, file.member.data)


def _hand_file(file: Incoming, originals: Originals) -> Read | None:
    try:
        if file.found and not _may_be_recording(file):
            return PassedOver(file, 1)
        status = file.path.stat()
        if status.st_size > MAX_FILE_BYTES:
            too_large = f"it is larger than {MAX_FILE_BYTES // 2**20} MB, which no recording is"
            return Unread(file, file.problem or too_large)
        return _handed(file, originals, file.path.read_bytes(), status.st_mtime_ns)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unread(file, f"it cannot be read: {error.strerror or error}; mend its permissions")


def _handed(file: Incoming, originals: Originals, packed: bytes, changed_ns: int = 0) -> Handed:
    if file.problem:
        return Handed(file, packed, sha256(packed).hexdigest(), ReadError(file.problem), changed_ns)
    try:
        data = unpack(packed, file.name)
    except ReadError:
        data = packed  # kept as it came; what is wrong with it is said when it is read
    file_id = sha256(data).hexdigest()
    content = None if originals.is_kept(file_id) else try_decode(data, file.name)
    return Handed(file, data, file_id, content, changed_ns)


def _may_be_recording(file: Incoming) -> bool:
    if file.problem:
        return True  # an archive that could not be unfolded
    with file.path.open("rb") as opened:
        return may_be_recording(file.name, opened.read(HEAD_BYTES))


def _keep(files: Sequence[Handed], originals: Originals, now: datetime) -> None:
    decoded = [(f.file_id, f.content.format, f.data) for f in files if isinstance(f.content, Decoded)]
    originals.keep_all(decoded)
    for file in files:
        if isinstance(file.content, ReadError):
            originals.reject(file.file_id, file.incoming.name, file.data, str(file.content), now)
