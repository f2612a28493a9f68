"""When the published copy is made: after each batch, but so seldom that it takes at most a twentieth of the time.

What was published, and from what, stands in a note in warehouse/. So whether the copy is behind can be told at any
time, by any process: nobody has to remember that a copy is owed, and a crash cannot make it forgotten.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import HomeError
from pipelines.attending import is_attended
from pipelines.home import Home
from pipelines.lock import locked
from pipelines.screen import say_now
from warehouse.publish import Pair, Seen, is_touched, publish

_REST_PER_WORK = 19
"""After a copy that took a second none is made for 19: at most a twentieth of the time."""
_LOOK_S = 1.0
_AFTER_FAULT_S = 30.0


class Published(BaseModel):
    """The note on the last copy."""

    model_config = ConfigDict(frozen=True)

    private: Seen | None
    published: Seen | None
    took_s: float
    until_s: float
    """When it was done, on the machine's clock that runs from its start and that nobody sets."""


def publish_when_due(home: Home) -> None:
    """Publish where the copy is behind, unless that can wait and somebody is there to do it.

    That is `up` or `watch`, which look once a second. A command alone publishes at its end: it has no later.
    The caller holds the writer's lock, and the database is closed.

    Raises:
        HomeError: the copy cannot be written.
    """
    if is_behind(home) and (is_due(home) or not is_attended(home)):
        publish_anyway(home)


def publish_anyway(home: Home) -> None:
    """Publish, and note it; the caller holds the writer's lock, and the database is closed.

    Raises:
        HomeError: the copy cannot be written.
    """
    started = time.monotonic()
    pair = publish(home.database, home.published)
    done = time.monotonic()
    note = Published(private=pair.private, published=pair.published, took_s=done - started, until_s=done)
    with suppress(OSError):  # a note that is lost costs one more copy, so it need not be made safe on disk either
        _note_of(home).write_text(note.model_dump_json(), encoding="utf-8")


def publish_owed(home: Home) -> None:
    """Publish where the copy is behind, however soon after the last one.

    Raises:
        HomeError: another process kept writing, or the copy cannot be written.
    """
    with locked(home.lock):
        if is_behind(home):
            publish_anyway(home)


async def keep_published(home: Home, working: asyncio.Lock, stop: asyncio.Event) -> None:
    """Publish what is owed as soon as it is due, until `stop`, and once more then; `working` lets one write at a time.

    So a burst of drops is published once, what was dropped last soon after, and what the user did to the copy undone.
    """
    told = ""
    while not stop.is_set():
        fault = await _published_if_owed(home, working, wait=True)
        if fault != told and fault:
            say_now(fault)
        told = fault
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _AFTER_FAULT_S if fault else _LOOK_S)
    await _published_if_owed(home, working, wait=False)


def is_behind(home: Home) -> bool:
    """Whether the copy is not that of the database as it is now, or somebody wrote into it."""
    if not home.database.exists():
        return False
    note = _read(home)
    now = Pair.of(home.database, home.published)
    return note is None or is_touched(home.database, home.published) or now != Pair(note.private, note.published)


def is_moved(home: Home) -> bool:
    """Whether the database is another file than the note tells of: the home was copied, or brought back."""
    note, now = _read(home), Seen.of(home.database)
    if note is None or note.private is None or now is None:
        return False
    return note.private.inode != now.inode


def is_due(home: Home) -> bool:
    """Whether enough time has gone by since the last copy, or there is none to read."""
    note = _read(home)
    if note is None or not home.published.exists():
        return True
    rested_s = time.monotonic() - note.until_s
    return not 0 <= rested_s < _REST_PER_WORK * note.took_s  # below 0 the machine has started anew


async def _published_if_owed(home: Home, working: asyncio.Lock, *, wait: bool) -> str:
    """Why it could not be published, where it had to; nothing otherwise."""
    async with working:
        try:
            if is_behind(home) and (is_due(home) or not wait):
                await asyncio.to_thread(publish_owed, home)
        except HomeError as error:
            return f"{error}; it is tried again"
    return ""


def _note_of(home: Home) -> Path:
    return home.warehouse / "published.json"


def _read(home: Home) -> Published | None:
    with suppress(OSError, ValidationError):
        return Published.model_validate_json(_note_of(home).read_bytes())
    return None
