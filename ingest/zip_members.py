"""Zip archives: exports of Garmin and Strava, and any other that holds recordings; one member after the other.

No path is taken from an archive: a member's name is only shown. Archives within are walked as folders are.
"""

from __future__ import annotations

import shutil
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ingest import strava_names
from ingest.passing_over import HEAD_BYTES, is_named_so, may_be_recording
from ingest.zip_bounds import CONFIG, RefusedError, Tally, ZipConfig, check_directory, check_members
from models.errors import ReadError

ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_DAMAGE = (BadZipFile, EOFError, zlib.error, struct.error, ValueError, NotImplementedError)
"""What zipfile raises on damaged archives; UnicodeDecodeError is a ValueError."""
_ENCRYPTED = 0x1
_CHUNK_BYTES = 2**20
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive, as it is handed on."""

    name: str
    """For people: its place in the archive, harmless as text and as a name."""
    data: bytes | None
    """Its bytes; packed as they came where there is a `problem`, None where they are too many."""
    problem: str | None = None
    """Why it cannot be unpacked: a sentence."""
    title: str | None = None
    """What the export calls the activity."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in an archive and in those within it."""

    members: int
    """Files that may be recordings."""
    passed_over: int
    """Other files; leftovers of a desktop are not counted."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    archive: ZipFile
    info: ZipInfo
    problem: str | None = None
    title: str | None = None


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with `head` is a zip archive."""
    return head.startswith((ZIP, _EMPTY_ZIP))


def survey(file: BinaryIO, config: ZipConfig = CONFIG, temporary: str | None = None) -> Survey:
    """Look through an archive within its bounds, nested ones too; large ones are unpacked into `temporary`.

    Raises:
        ReadError: it cannot be read or goes beyond a bound: what was found, and the remedy.
    """
    wanted = other = 0
    for entry in _entries(file, Tally(config), temporary):
        wanted += entry is not None
        other += entry is None
    return Survey(wanted, other)


def members(file: BinaryIO, config: ZipConfig = CONFIG, temporary: str | None = None) -> Iterator[Member]:
    """The files of an archive that may be recordings, each read when it is asked for.

    Raises:
        ReadError: as `survey`, which comes first.
    """
    for entry in _entries(file, Tally(config), temporary):
        if entry is not None:
            yield _member(entry, config)


def _entries(
    file: BinaryIO, tally: Tally, temporary: str | None, within: tuple[str, ...] = ()
) -> Iterator[_Entry | None]:
    """Each file that may be a recording, None for each other one."""
    with _opened(file, tally) as archive:
        titles = _titles(archive)
        for info in archive.infolist():
            name = "/".join((*within, _shown(info.filename)))
            if info.filename.endswith("/") or _is_leftover(name):  # is_dir() fails where a name is empty
                continue
            if _is_link(info):
                yield None
            elif name.lower().endswith(".zip"):
                yield from _nested(_Entry(name, archive, info), tally, temporary, within)
            elif _may_be_recording(archive, info, name):
                tally.unpack(info)
                yield _Entry(name, archive, info, title=titles.get(info.filename))
            else:
                yield None


def _nested(entry: _Entry, tally: Tally, temporary: str | None, within: tuple[str, ...]) -> Iterator[_Entry | None]:
    """The files of an archive within another; the archive itself where it cannot be read."""
    config = tally.config
    if len(within) + 1 >= config.most_depth:
        raise RefusedError(f"archives lie in it more than {config.most_depth} deep, the limit: unpack it once")
    tally.unpack(entry.info)
    try:
        with SpooledTemporaryFile(config.memory_bytes, dir=temporary) as unpacked:
            inner = cast(BinaryIO, unpacked)
            with _reading(entry.archive, entry.info) as packed:
                shutil.copyfileobj(packed, inner, _CHUNK_BYTES)
            yield from _entries(inner, tally, temporary, (*within, entry.name.rpartition("/")[2]))
    except RefusedError:
        raise
    except ReadError as error:
        yield _Entry(entry.name, entry.archive, entry.info, str(error))


@contextmanager
def _opened(file: BinaryIO, tally: Tally) -> Iterator[ZipFile]:
    check_directory(file, tally.config)
    try:
        archive = ZipFile(file)
    except _DAMAGE as error:
        raise ReadError(f"the zip archive's directory is damaged ({error}): download it again") from error
    with closing(archive):
        tally.count(len(archive.infolist()))
        check_members(archive.infolist(), file.seek(0, 2), tally.config)
        yield archive


def _titles(archive: ZipFile) -> Mapping[str, str]:
    """What Strava's table in the archive calls the activities, by the names of their members."""
    titles: dict[str, str] = {}
    for table in archive.infolist():
        folder, _, name = table.filename.rpartition("/")
        if name == strava_names.TABLE and table.file_size <= strava_names.MOST_BYTES:
            with suppress(ReadError), _reading(archive, table) as unpacked:
                within = f"{folder}/" if folder else ""
                titles |= {within + path: name for path, name in strava_names.names_of(unpacked.read()).items()}
    return titles


def _member(entry: _Entry, config: ZipConfig) -> Member:
    problem = entry.problem
    if entry.info.file_size > config.most_member_bytes:
        problem = problem or (
            f"it unpacks to {entry.info.file_size / 2**20:,.0f} MB, the limit is "
            f"{config.most_member_bytes / 2**20:.0f} MB, which no recording reaches"
        )
    if problem is None:
        try:
            with _reading(entry.archive, entry.info) as unpacked:
                return Member(entry.name, unpacked.read(), title=entry.title)
        except ReadError as error:
            problem = str(error)
    return Member(entry.name, _as_it_came(entry, config), problem)


@contextmanager
def _reading(archive: ZipFile, info: ZipInfo) -> Iterator[IO[bytes]]:
    """A member, open; it gives never more than its directory promises.

    Raises:
        ReadError: why its bytes cannot be had.
    """
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("it is encrypted in the archive: unpack it with its password and hand in what comes out")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        # bzip2 and LZMA can ask for gigabytes of memory before the first byte comes out.
        raise ReadError(f"it is packed by method {info.compress_type}, and only deflate is read: unpack it yourself")
    try:
        with archive.open(info) as unpacked:
            yield unpacked
    except _DAMAGE as error:
        raise ReadError(f"it is damaged in the archive ({error}): download the archive again") from error


def _may_be_recording(archive: ZipFile, info: ZipInfo, name: str) -> bool:
    if is_named_so(name):
        return True
    try:
        with _reading(archive, info) as unpacked:
            return may_be_recording(name, unpacked.read(HEAD_BYTES))
    except ReadError:
        return False  # neither its name nor its bytes tell that it is one


def _as_it_came(entry: _Entry, config: ZipConfig) -> bytes | None:
    """The packed bytes of a member, kept beside the reason."""
    file = cast(IO[bytes], entry.archive.fp)
    if entry.info.compress_size > config.most_member_bytes:
        return None
    file.seek(entry.info.header_offset)
    header = file.read(30)
    lengths = struct.unpack_from("<HH", header, 26) if len(header) == 30 else (0, 0)
    file.seek(sum(lengths), 1)
    return file.read(entry.info.compress_size)


def _shown(filename: str) -> str:
    """A member's name as text: no control characters, no root, no drive, no way up."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in filename).replace("\\", "/")
    parts = [part for part in PurePosixPath(plain).parts if part.strip("/. ") and not part.endswith(":")]
    return "/".join(parts)[-_LONGEST_NAME:].lstrip("/") or "without a name"


def _is_leftover(name: str) -> bool:
    """What macOS and desktops leave in archives."""
    *folders, last = name.split("/")
    return last.startswith(".") or "__MACOSX" in folders


def _is_link(info: ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)
