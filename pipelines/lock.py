"""One writer at a time: an advisory lock that the system gives back when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import HomeError
from pipelines.screen import warn

_POLL_S = 0.05
_SAY_AFTER_S = 0.5


@contextmanager
def locked(path: Path, *, wait_s: float = 30.0, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock at `path`; `on_wait`, by default stderr, is told once whom we wait for.

    Raises:
        HomeError: somebody else held it for all of `wait_s` seconds.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(handle, path, wait_s, on_wait)
        with suppress(OSError):  # who holds it is a courtesy: a full disk takes the lock all the same
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, wait_s: float, on_wait: Callable[[str], None] | None) -> None:
    started = time.monotonic()
    said = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).decode() or "unknown"
            waited = time.monotonic() - started
            if waited > wait_s:
                raise HomeError(
                    f"{path.parent.parent} is being written by process {holder} for more than {wait_s:.0f} s; "
                    "try again when it is done, or end that process"
                ) from None
            if not said and waited > _SAY_AFTER_S:
                (on_wait or warn)(f"waiting for process {holder}, which is writing to {path.parent.parent}")
                said = True
            time.sleep(_POLL_S)
        else:
            return
