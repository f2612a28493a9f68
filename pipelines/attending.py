"""At most one process attends to a home's inbox: `up` or `watch`."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import HomeError
from pipelines.home import Home

_TRIES = 3
_TRY_AGAIN_S = 0.02


@contextmanager
def attending(home: Home) -> Iterator[None]:
    """Be that process; the system gives the place back when it dies.

    Raises:
        HomeError: another one is, with its process id and what to do.
    """
    handle = os.open(_lock_of(home), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(handle)
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


def _take(handle: int) -> None:
    for _ in range(_TRIES):
        with suppress(BlockingIOError):
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(_TRY_AGAIN_S)  # somebody who only asks whether it is taken has it for some microseconds
    return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_attended(home: Home) -> bool:
    """Whether there is such a process now; it may be this one."""
    try:
        handle = os.open(_lock_of(home), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def _lock_of(home: Home) -> Path:
    return home.warehouse / ".up.lock"
