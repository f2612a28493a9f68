"""The supervisor of `trackwork up`: starts the Prefect server and the service, and ends both together."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from models.errors import HomeError
from pipelines.attending import attending
from pipelines.children import Child, start, stop
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.prefect_api import Api, api_for, environment
from pipelines.screen import say
from pipelines.settings import Settings

_READY_WITHIN_S = 240.0
_STOP_WITHIN_S = 3.5
"""Children that have not ended then are killed, so that all is over within 5 s."""
_POLL_S = 0.2


def run(home: Home, settings: Settings) -> int:
    """Serve the home until SIGINT or SIGTERM; the exit code.

    Raises:
        HomeError: another process attends to the home, or a child did not start or died, with the end of its log.
    """
    with attending(home), _stop_asked() as asked:
        api = api_for(home)
        children: list[Child] = []
        try:
            started = time.monotonic()
            say(f"starting the scheduler and its page, which takes up to a minute the first time (logs: {home.logs})")
            if api.port is not None:
                children.append(_server(home, api))
            ready = _service(home, api, children)
            if _wait_until_ready(ready, children, asked):
                _announce(home, settings, api, time.monotonic() - started)
                _wait_until_stopped(children, asked)
            return 0
        finally:
            stop(list(reversed(children)), _STOP_WITHIN_S)
            status_file(home).unlink(missing_ok=True)


def status_file(home: Home) -> Path:
    """There while `up` is ready: its process id and where Prefect's API and page are."""
    return home.warehouse / "up.json"


@contextlib.contextmanager
def _stop_asked() -> Iterator[list[int]]:
    """A list that holds the signals that asked for a stop."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _server(home: Home, api: Api) -> Child:
    command = (sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(api.port))
    return start("the Prefect server", command, environment(home, api), home.logs / "server.log")


def _service(home: Home, api: Api, children: list[Child]) -> int:
    """Start the service; the descriptor that becomes readable when it is ready."""
    ready, tell = os.pipe()
    command = (sys.executable, "-m", "pipelines.service", "--home", str(home.root), "--ready-fd", str(tell))
    log = home.logs / "service.log"
    children.append(start("the service", command, environment(home, api), log, ready_fd=tell))
    os.close(tell)
    return ready


def _wait_until_ready(ready: int, children: list[Child], asked: list[int]) -> bool:
    """Whether the service became ready before a stop was asked for."""
    give_up_at = time.monotonic() + _READY_WITHIN_S
    try:
        while not asked:
            readable, _, _ = select.select([ready], [], [], _POLL_S)
            if readable and os.read(ready, 5):
                return True
            _fail_if_dead(children)
            if time.monotonic() > give_up_at:
                raise HomeError(f"not ready after {_READY_WITHIN_S:.0f} s; the end of its log:\n{children[0].tail()}")
        return False
    finally:
        os.close(ready)


def _wait_until_stopped(children: list[Child], asked: list[int]) -> None:
    while not asked:
        time.sleep(_POLL_S)
        _fail_if_dead(children)


def _fail_if_dead(children: list[Child]) -> None:
    for child in children:
        code = child.process.poll()
        if code is not None:
            raise HomeError(f"{child.name} ended (exit code {code}); the end of {child.log}:\n{child.tail()}")


def _announce(home: Home, settings: Settings, api: Api, seconds: float) -> None:
    status = {"pid": os.getpid(), "api_url": api.url, "page": api.page}
    write_durably(status_file(home), json.dumps(status, indent=2).encode())
    zones = ", ".join(dict.fromkeys(athlete.timezone for athlete in settings.athletes.values()))
    say(f"ready after {seconds:.0f} s; Ctrl-C ends all of it")
    say(f"  drop files here      {settings.inbox_of(home)}")
    say(f"  ask the warehouse    {home.published}")
    say(f"  runs and schedules   {api.page}")
    say(f"  nightly at {settings.schedule.nightly_at}, weekly review {settings.schedule.weekly_at} ({zones})")
