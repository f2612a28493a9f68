"""Where Prefect's API is, and the environment in which its server and its clients run."""

from __future__ import annotations

import contextlib
import os
import socket
import zlib
from dataclasses import dataclass

from models.errors import HomeError
from pipelines.home import Home

_FIRST_PORT, _PORTS = 14_200, 1_000
"""Each home has a favourite port among these, so that its page stays at one address."""


@dataclass(frozen=True, slots=True)
class Api:
    """Where Prefect's API is; `port` is None for a server that somebody else runs."""

    url: str
    port: int | None

    @property
    def page(self) -> str:
        """Where people see runs and schedules."""
        return self.url.removesuffix("/").removesuffix("/api")


def api_for(home: Home) -> Api:
    """The server that PREFECT_API_URL names, or else one of our own.

    Raises:
        HomeError: no port is free.
    """
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
            "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # a busy machine locks its SQLite for more than 10 s
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.prefect / "ui"),
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # runs older than 90 days go
            **{name: _without_proxy(os.environ.get(name)) for name in ("NO_PROXY", "no_proxy")},
        }
    inherited = {name: value for name, value in os.environ.items() if name != "PREFECT_PROFILE"}  # not in our home
    return inherited | ours


def _without_proxy(before: str | None) -> str:
    return ",".join([*([before] if before else []), "127.0.0.1", "localhost"])
