"""Child processes that never outlive us: ended together, and by the system if we are killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Child:
    """One process in a group of its own, and where it writes what it has to say."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self, lines: int = 15) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def start(
    name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, *, ready_fd: int | None = None
) -> Child:
    """Start a child; with `ready_fd` it inherits that and our stdout, else both streams go to its `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as sink:
        process = subprocess.Popen(  # noqa: S603  our own commands
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink if ready_fd is None else None,
            stderr=sink,
            pass_fds=() if ready_fd is None else (ready_fd,),
            start_new_session=True,  # a Ctrl-C is for us; we end the children in order
            preexec_fn=_die_with_parent(),  # noqa: PLW1509  no thread runs when it forks
        )
    return Child(name, process, log)


def stop(children: Sequence[Child], within_s: float) -> None:
    """End the children in order, each asked first, all killed once `within_s` seconds are over."""
    give_up_at = time.monotonic() + within_s
    for child in children:
        _signal_group(child, signal.SIGTERM)
        while child.process.poll() is None and time.monotonic() < give_up_at:
            time.sleep(_POLL_S)
    for child in children:
        _signal_group(child, signal.SIGKILL)
        child.process.wait()


def _signal_group(child: Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all are gone; macOS says so by a permission
        os.killpg(child.process.pid, number)


def _die_with_parent() -> Callable[[], None] | None:
    """What the new process asks the system for before it becomes another program."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask
