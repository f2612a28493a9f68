"""Files that are there whole after a crash at any moment, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from models.errors import HomeError


def write_durably(path: Path, data: bytes) -> None:
    """Write `data` to `path` by a temporary file, fsync and rename.

    Raises:
        HomeError: the disk is full, or the folder cannot be written.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):  # where the folder is a file, not even this can be asked
            partial.unlink(missing_ok=True)
        raise _cannot_write(path, error) from error


def move_durably(path: Path, target: Path) -> None:
    """Move `path` to `target`, also from one disk to another.

    Raises:
        HomeError: the disk is full, or a folder cannot be written.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(path, partial)
            with partial.open("rb") as copied:
                os.fsync(copied.fileno())
            partial.replace(target)
            sync_folder(target.parent)
            path.unlink()
        sync_folder(target.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise _cannot_write(target, error) from error


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` safe on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(path: Path, error: OSError) -> HomeError:
    remedy = "make room on the disk" if error.errno == errno.ENOSPC else "mend its permissions"
    return HomeError(f"{path} cannot be written: {error.strerror or error}; {remedy} and try again")
