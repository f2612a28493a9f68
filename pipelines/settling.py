"""Which dropped files are whole: those that have rested, and that nobody is writing."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_EMPTY_REST_S = 5.0
"""An empty file is often one whose copy has only begun; it rests longer."""
_AGAIN_S = 60.0
"""A file that is still there after it was handed on is tried again after this, then after twice as long, ..."""
_AGAIN_AT_MOST_S = 3600.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared to tell whether a file stands still."""

    size_bytes: int
    changed_ns: int
    being_written: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    fingerprint: Fingerprint
    since_s: float
    handed_on: int = 0
    again_at_s: float = 0.0


@dataclass
class Settling:
    """Watches files come to rest; `rest_s` is how long size and time must stand still [s]."""

    rest_s: float
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def settled(self, files: Mapping[Path, Fingerprint], now_s: float) -> list[Path]:
        """Those of the `files` there are now that may be read at `now_s`; each is given once, until it changes."""
        self._seen = {path: self._look(path, fingerprint, now_s) for path, fingerprint in files.items()}
        ready = [path for path, seen in self._seen.items() if self._is_ready(seen, now_s)]
        for path in ready:
            self._seen[path] = _handed(self._seen[path], now_s)
        return ready

    @property
    def moving(self) -> bool:
        """Whether a file is waiting for its rest."""
        return any(not seen.handed_on for seen in self._seen.values())

    def _look(self, path: Path, fingerprint: Fingerprint, now_s: float) -> _Seen:
        before = self._seen.get(path)
        return before if before and before.fingerprint == fingerprint else _Seen(fingerprint, now_s)

    def _is_ready(self, seen: _Seen, now_s: float) -> bool:
        if seen.fingerprint.being_written:
            return False
        rest_s = self.rest_s if seen.fingerprint.size_bytes else max(self.rest_s, _EMPTY_REST_S)
        return now_s - seen.since_s >= rest_s and now_s >= seen.again_at_s


def fingerprints(paths: Iterable[Path]) -> dict[Path, Fingerprint]:
    """The fingerprints of those files that are there."""
    found: dict[Path, Fingerprint] = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue  # gone meanwhile, or not ours to see
        found[path] = Fingerprint(status.st_size, status.st_mtime_ns, being_written(path))
    return found


def being_written(path: Path) -> bool:
    """Whether a process of this machine has the file open for writing; False where the system does not tell.

    Linux gives a read lease only on a file that nobody writes: a copy that stalls is told from one that is done.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False  # the reader will say why
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # who opens it now is told of; SIGIO would end us
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False  # no leases on this file system, or somebody else's file
    else:
        return False
    finally:
        os.close(handle)


def _handed(seen: _Seen, now_s: float) -> _Seen:
    wait_s = min(_AGAIN_S * 2.0**seen.handed_on, _AGAIN_AT_MOST_S)
    return _Seen(seen.fingerprint, seen.since_s, seen.handed_on + 1, now_s + wait_s)
