"""Watches the inbox: files that have come to rest are handed on in batches."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from watchfiles import awatch

from models.errors import TrackworkError, UsageError
from pipelines.attending import attending
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.importing import decode_chunk, load_chunk, publish_now
from pipelines.incoming import in_inbox
from pipelines.loading import Outcome
from pipelines.outcomes import lines
from pipelines.publishing import keep_published
from pipelines.screen import say, say_now
from pipelines.settings import Settings, load
from pipelines.settling import Settling, fingerprints
from pipelines.unfolding import chunks

_RESCAN_S = 10.0
"""The inbox is read again this often whatever the system tells: network folders tell nothing."""
_BATCH_FILES = 500
"""Files handed on together, at most: a flow's parameters have a limit of 512 kB."""


def watch(home: Home, clock: Clock, settings: Settings) -> None:
    """Import what is dropped into the inbox, until SIGINT or SIGTERM.

    Raises:
        HomeError: another process attends to the home.
    """
    with attending(home):
        say(f"watching {settings.inbox_of(home)}; Ctrl-C ends it")
        asyncio.run(_watch(home, clock, settings))


async def settled_batches(
    waiting: Callable[[], list[Path]], inbox: Path, rest_s: float, stop: asyncio.Event
) -> AsyncIterator[list[Path]]:
    """Batches of files of the `inbox` that have come to rest, until `stop`; those that lie there already come first.

    `waiting` tells which files count. A file that is still there after its batch is tried again, ever more seldom.
    """
    woken = asyncio.Event()
    settling = Settling(rest_s)
    notices = asyncio.create_task(_notice(inbox, woken, stop))
    try:
        while not stop.is_set():
            woken.clear()
            now = await asyncio.to_thread(lambda: fingerprints(waiting()))
            ready = settling.settled(now, time.monotonic())
            for start in range(0, len(ready), _BATCH_FILES):
                yield ready[start : start + _BATCH_FILES]
            if not ready:
                await first_of(woken, stop, timeout_s=rest_s if settling.moving else _RESCAN_S)
    finally:
        notices.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await notices


class Inbox:
    """The home's inbox under the settings as they are now."""

    def __init__(self, home: Home, settings: Settings) -> None:
        self.home = home
        self.settings = settings
        self._told: set[str] = set()

    @property
    def folder(self) -> Path:
        """The watched folder, made where it is missing."""
        folder = self.settings.inbox_of(self.home)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def waiting(self) -> list[Path]:
        """The files that wait for a known athlete; what cannot be taken is said once."""
        try:
            self.settings = load(self.home)
        except UsageError as error:
            self._tell(f"{error}\nthe settings before it go on to count")
        known, unknown = in_inbox(self.home, self.settings)
        for path in unknown:
            self._tell(f"{path}: nobody of that name; add the athlete to {self.home.settings_file}, or move the file")
        return [file.path for file in known]

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            say_now(text)


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def first_of(*events: asyncio.Event, timeout_s: float) -> None:
    """Return when one of the events is set, or after `timeout_s`."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


async def _notice(inbox: Path, woken: asyncio.Event, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            async for _ in awatch(inbox, stop_event=stop, watch_filter=None, recursive=True):
                woken.set()
        except (OSError, RuntimeError):
            pass  # no folder, or no watch left in the system: the rescans see what is dropped
        await first_of(stop, timeout_s=_RESCAN_S)


async def _watch(home: Home, clock: Clock, settings: Settings) -> None:
    stop = stop_on_signals()
    inbox = Inbox(home, settings)
    working = asyncio.Lock()
    await asyncio.to_thread(take_up, home, clock, settings)
    publishing = asyncio.create_task(keep_published(home, working, stop))
    async for batch in settled_batches(inbox.waiting, inbox.folder, settings.settle_ms / 1000, stop):
        try:
            async with working:
                outcomes = await asyncio.to_thread(_import, home, clock, inbox.settings, batch)
        except TrackworkError as error:
            say_now(f"{error}; what was dropped waits in the inbox")
        else:
            for text in lines(outcomes):
                say_now(text)
    await publishing


def take_up(home: Home, clock: Clock, settings: Settings) -> None:
    """Apply and publish what a process that died left; what cannot be done now is said, and done later."""
    try:
        publish_now(home, clock, settings)
    except TrackworkError as error:
        say_now(str(error))


def _import(home: Home, clock: Clock, settings: Settings, paths: list[Path]) -> list[Outcome]:
    wanted = set(paths)
    files = [file for file in in_inbox(home, settings)[0] if file.path in wanted]
    outcomes: list[Outcome] = []
    for chunk in chunks(files, settings, home):
        outcomes += load_chunk(home, clock, settings, decode_chunk(chunk, home))
    if outcomes:
        publish_now(home, clock, settings)
    return outcomes
