"""The published copy: what people open with any SQL tool while the private database goes on being written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from models.errors import HomeError


def publish(private: Path, published: Path) -> None:
    """Put a copy of the database `private` in the place of `published`, in one step.

    Whoever has the old copy open goes on reading it; whoever opens it next finds the new one; at no moment is the
    file missing or half. Call it after `Store.checkpoint()`, best once the store is closed: closing any handle on a
    file gives back all locks that this process holds on it, so copying an open database would unlock it.

    Raises:
        HomeError: the copy cannot be written.
    """
    partial = published.with_name(f".{published.name}.part")
    try:
        shutil.copyfile(private, partial)
        _sync(partial)
        # Left by somebody who wrote into the old copy; it would be taken for changes to the new one.
        published.with_name(f"{published.name}.wal").unlink(missing_ok=True)
        partial.replace(published)
        _sync(published.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise HomeError(
            f"the published copy {published} cannot be written: {error.strerror or error}; "
            "make room on the disk or mend its permissions, and try again"
        ) from error


def _sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, safe on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
