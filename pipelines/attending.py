"""At most one process attends to a home's inbox: `up` or `watch`."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from models.errors import HomeError
from pipelines.home import Home


@contextmanager
def attending(home: Home) -> Iterator[None]:
    """Be that process; the system gives the place back when it dies.

    Raises:
        HomeError: another one is, with its process id and what to do.
    """
    handle = os.open(home.warehouse / ".up.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode() or "unknown"
            raise HomeError(
                f"process {holder} (trackwork up or watch) attends to {home.root} already; "
                f"use that one, or end it first: kill {holder}"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
