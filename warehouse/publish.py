"""The published copy: what people open with any SQL tool while the private database goes on being written."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from models.errors import HomeError
from warehouse.log_file import log_of
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """What tells one state of a file from another without reading it."""

    inode: int
    size_bytes: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Seen | None:
        """The state of the file at `path`, or None where there is none."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return None
        return cls(status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Pair:
    """The private database and its published copy as they were when the one was copied to the other."""

    private: Seen | None
    published: Seen | None

    @classmethod
    def of(cls, private: Path, published: Path) -> Pair:
        """Both as they are now; whoever asks holds the writer's lock, or looks again under it."""
        return cls(Seen.of(private), Seen.of(published))


def is_touched(private: Path, published: Path) -> bool:
    """Whether a log lies beside one of them: a crash, or somebody who writes into a copy.

    A session that was opened for writing on an older copy writes its log under the name of the newest, and DuckDB
    would replay it into that one, or refuse to open it (1.5.5 and 2.0.0): publishing anew removes it.
    """
    return log_of(private).exists() or log_of(published).exists()


def publish(private: Path, published: Path) -> Pair:
    """Put a copy of the database `private` in the place of `published`, in one step; both as they are then.

    Whoever has the old copy open goes on reading it; whoever opens it next finds the new one; at no moment is the
    file missing or half. Call it once the store is closed: closing any handle on a file gives back all locks that
    this process holds on it, so copying an open database would unlock it.

    Raises:
        HomeError: the copy cannot be written, or the database cannot be opened.
    """
    if log_of(private).exists():
        with Store.open(private):
            pass  # what a crash left in the log comes into the file itself
    partial = published.with_name(f".{published.name}.part")
    before = Seen.of(private)
    try:
        _copy(private, partial)
        # Left by somebody who wrote into the old copy; it would be taken for changes to the new one.
        log_of(published).unlink(missing_ok=True)
        partial.replace(published)
        _sync(published.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        remedy = "make room on the disk" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "mend its permissions"
        raise HomeError(
            f"the published copy {published} cannot be written: {error.strerror or error}; "
            f"{remedy} and try again, the data themselves are safe"
        ) from error
    return Pair(before, Seen.of(published))


def _copy(source: Path, target: Path) -> None:
    """Copy a file's bytes, safe on disk at the end."""
    with source.open("rb") as read, target.open("wb") as written:
        size = os.fstat(read.fileno()).st_size
        if not _copied_by_the_system(read.fileno(), written.fileno(), size):
            read.seek(0)
            written.seek(0)
            shutil.copyfileobj(read, written, 1 << 20)
            written.truncate()
        written.flush()
        os.fsync(written.fileno())


def _copied_by_the_system(source: int, target: int, size: int) -> bool:
    """Whether the kernel copied all of it, without a way through this process: a file system that can shares blocks.

    The room is taken first: a disk that is too full says so before a gigabyte is written. At 1 GB on ext4 both
    together take 0.6 s where reading and writing takes 0.8 s (with fsync, measured).
    """
    if not hasattr(os, "copy_file_range"):
        return False
    try:
        os.posix_fallocate(target, 0, max(size, 1))
        left = size
        while left:
            copied = os.copy_file_range(source, target, left)
            if not copied:
                return False
            left -= copied
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        return False  # this kernel or file system does not know how
    return True


def _sync(folder: Path) -> None:
    """Make a folder's names safe on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
