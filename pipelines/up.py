"""The supervisor of `trackwork up`: starts the Prefect server and the service, and ends both together."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from models.errors import HomeError
from pipelines.attending import attending
from pipelines.children import Child, start, stop
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.screen import say
from pipelines.settings import Settings

_READY_WITHIN_S = 240.0
_STOP_WITHIN_S = 3.5
"""Children that have not ended then are killed, so that all is over within 5 s."""
_FIRST_PORT, _PORTS = 14_200, 1_000
"""Each home has a favourite port among these, so that its page stays at one address."""
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Api:
    """Where Prefect's API is; `port` is None for a server that somebody else runs."""

    url: str
    port: int | None

    @property
    def page(self) -> str:
        """Where people see runs and schedules."""
        return self.url.removesuffix("/").removesuffix("/api")


def run(home: Home, settings: Settings) -> int:
    """Serve the home until SIGINT or SIGTERM; the exit code.

    Raises:
        HomeError: another process attends to the home, or a child did not start or died, with the end of its log.
    """
    with attending(home), _stop_asked() as asked:
        api = _api(home)
        children: list[Child] = []
        try:
            started = time.monotonic()
            say(f"starting the scheduler and its page, which takes some 15 s (logs: {home.logs})")
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


def _api(home: Home) -> Api:
    named = os.environ.get("PREFECT_API_URL")
    if named:
        return Api(named, None)
    port = _free_port(_FIRST_PORT + zlib.crc32(bytes(home.root)) % _PORTS)
    return Api(f"http://127.0.0.1:{port}/api", port)


def _free_port(favourite: int) -> int:
    for wanted in (favourite, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    raise HomeError("no port is free on 127.0.0.1")


def environment(home: Home, api: Api) -> dict[str, str]:
    """The environment of the children: Prefect keeps to the home, to this machine, and tells nobody anything."""
    ours = {
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_API_URL": api.url,
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
    if api.port is not None:
        ours |= {
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.prefect / "ui"),
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # runs older than 90 days go
            **{name: _without_proxy(os.environ.get(name)) for name in ("NO_PROXY", "no_proxy")},
        }
    return os.environ | ours


def _without_proxy(before: str | None) -> str:
    return ",".join([*([before] if before else []), "127.0.0.1", "localhost"])


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
