"""Files in chunks, as they are handed on: an archive unfolds into its members, a few in memory at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ingest.zip_members import Survey, is_zip, members, survey
from models.errors import HomeError, ReadError
from models.tables import FORMATS
from pipelines.home import Home
from pipelines.incoming import Incoming, Unfolded
from pipelines.outcomes import number
from pipelines.settings import Settings

_LEAST_BYTES = 2 * 2**20
"""Members of archives go together until they have so many bytes, though they be more files than a chunk has:
a transaction takes half a second, which ten thousand small files of all-day monitoring would feel."""
_MOST_BYTES = 64 * 2**20
"""So many lie in memory together, at most, but for a single one that is larger."""
_ARCHIVES = (".zip", *(f".{file_format}" for file_format in FORMATS))
"""Names under which an archive of recordings lies in a folder: watches' pages give a zip where .fit is asked for."""
_PACKED = 8
"""How much larger a packed file is unpacked: FIT 2 to 3 times, GPX 10 to 30; our guess."""
_MOST_FILES = 500
"""And no more than this; as the setting's own limit."""


def chunks(
    files: Sequence[Incoming], settings: Settings, home: Home, more: Callable[[int], None] = lambda _: None
) -> Iterator[list[Incoming]]:
    """`files` in chunks of one athlete each, in order, archives unfolded; `more` is told how many members those have.

    An archive's own entry follows its members, and has what is to be done once they are safe.

    Raises:
        HomeError: the disk is full.
    """
    together: list[Incoming] = []
    for file in _unfolded(files, home, more):
        if together and (_is_full(together, file, settings) or together[0].athlete_id != file.athlete_id):
            yield together
            together = []
        together.append(file)
    if together:
        yield together


def _is_full(together: Sequence[Incoming], next_one: Incoming, settings: Settings) -> bool:
    unpacked = sum(_member_bytes(file) for file in together)
    enough = len(together) >= settings.chunk_files and not 0 < unpacked < _LEAST_BYTES
    too_large = sum(map(_bytes, (*together, next_one))) > _MOST_BYTES
    return enough or len(together) >= _MOST_FILES or too_large


def _member_bytes(file: Incoming) -> int:
    return len(file.member.data) if file.member and file.member.data else 0


def _bytes(file: Incoming) -> int:
    """How much of the memory it will take: of a packed file a guess."""
    if file.member or file.unfolded:
        return _member_bytes(file)
    try:
        size = file.path.stat().st_size
    except OSError:
        return 0  # who reads it will say why
    return size * _PACKED if file.path.suffix.lower() == ".gz" else size


def _unfolded(files: Sequence[Incoming], home: Home, more: Callable[[int], None]) -> Iterator[Incoming]:
    for file in files:
        if not _is_archive(file):
            yield file
            continue
        try:
            yield from _members(file, home, more)
        except ReadError as error:
            yield replace(file, problem=str(error))
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise HomeError(f"{file.name} cannot be unpacked: the disk is full; make room on it") from error
            problem = f"it cannot be read: {error.strerror or error}; mend its permissions, or copy it again"
            yield replace(file, problem=problem, take=False)


def _members(file: Incoming, home: Home, more: Callable[[int], None]) -> Iterator[Incoming]:
    with file.path.open("rb") as archive:
        changed_ns = os.fstat(archive.fileno()).st_mtime_ns
        held = survey(archive, temporary=str(home.warehouse))
        if not held.members:
            yield _without_members(file, held, changed_ns)
            return
        more(held.members)
        holds_more = held.passed_over > 0
        for member in members(archive, temporary=str(home.warehouse)):
            holds_more |= member.problem is not None
            yield replace(file, member=member, problem=member.problem, title=member.title)
        yield replace(file, unfolded=Unfolded(held.passed_over, holds_more, changed_ns))


def _without_members(file: Incoming, held: Survey, changed_ns: int) -> Incoming:
    """An archive that a folder happens to hold is passed over; one that was handed in is rejected."""
    if file.found:
        return replace(file, unfolded=Unfolded(passed_over=1, holds_more=True, changed_ns=changed_ns))
    other = number(held.passed_over, "other file") if held.passed_over else "no file at all"
    return replace(
        file, problem=f"it is a zip archive without a recording ({other}): hand in one with FIT, GPX or TCX files"
    )


def _is_archive(file: Incoming) -> bool:
    """By content; in a folder that was named not what is named otherwise, for many documents are zip archives."""
    if file.found and file.path.suffix.lower() not in _ARCHIVES:
        return False
    try:
        with file.path.open("rb") as opened:
            return is_zip(opened.read(4))
    except OSError:
        return False  # who reads it will say why
