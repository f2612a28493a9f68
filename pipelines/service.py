"""The process behind `up`: watches the inbox and runs what Prefect has scheduled, all in one loop.

Runs take place in this process: a process of its own would cost each one some ten seconds of imports, and leave
something behind when it is cut off.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow, get_client, tags
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.flow_engine import run_flow_async

from models.errors import HomeError, TrackworkError
from pipelines.clock import Clock
from pipelines.flows.chunk_tasks import of_files
from pipelines.flows.ingest_files import ingest_files
from pipelines.home import Home
from pipelines.memory import give_back_large_blocks
from pipelines.publishing import keep_published
from pipelines.schedules import due, reconcile, register, tags_of
from pipelines.screen import say_now
from pipelines.settings import Settings, load
from pipelines.watch import Inbox, first_of, settled_batches, stop_on_signals, take_up

_POLL_S = 5.0
"""How often the server is asked for runs that are due."""
_HEALTHY_WITHIN_S = 180.0
_FINISH_WITHIN_S = 1.5
"""How long a stop waits for the work in hand; what is cut off then is done again at the next start."""
_REPORT_WITHIN_S = 0.5
"""How long the runs that are cut off may take to tell the server."""

_UNANSWERED = (httpx.HTTPError, PrefectException)


@dataclass
class Service:
    """One home, served; `working` lets one flow run at a time, as the warehouse has one writer."""

    home: Home
    inbox: Inbox
    client: PrefectClient
    stop: asyncio.Event
    on_ready: Callable[[], object]
    """Called once the inbox is watched and the schedules are in place."""
    working: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def watch(self) -> None:
        """Bring in what is dropped, each batch as one flow run."""
        rest_s = self.inbox.settings.settle_ms / 1000
        async for batch in settled_batches(self.inbox.waiting, self.inbox.folder, rest_s, self.stop):
            paths = [str(path) for path in batch]
            running = ingest_files(str(self.home.root), paths, return_state=True)
            await self._run(of_files([path.name for path in batch]), running)

    async def publish(self) -> None:
        """Take up what a process that died left, and keep the published copy as new as it may be."""
        async with self.working:
            await asyncio.to_thread(take_up, self.home, Clock(), self.inbox.settings)
        await keep_published(self.home, self.working, self.stop)

    async def keep_schedules(self) -> None:
        """Run what is due, and put new schedules in place when the settings change."""
        registered: Settings | None = None
        flows: dict[UUID, Flow[..., Any]] = {}
        while not self.stop.is_set():
            try:
                if (settings := self.inbox.settings) != registered:
                    flows = await register(self.home, settings)
                    if registered is None:
                        self.on_ready()
                    registered = settings
                for run in await due(self.client, flows, Clock().now()):
                    if run.deployment_id and not self.stop.is_set():
                        flow = flows[run.deployment_id]
                        await self._run(flow.name, run_flow_async(flow, run, run.parameters, return_type="state"))
            except _UNANSWERED as error:
                say_now(f"the server did not answer: {error}")
            await first_of(self.stop, timeout_s=_POLL_S)

    async def _run(self, what: str, running: Awaitable[State[Any] | None]) -> None:
        async with self.working:
            try:
                state = await running
            except _UNANSWERED as error:
                say_now(f"{what}: the server did not answer, it is tried again later: {error}")
                return
        if state is not None:
            told = str(state.message) if state.is_completed() else f"{state.name}: {state.message}"
            say_now(told if what in told else f"{what}: {told}")


def main() -> None:
    """Serve the home that --home names, until SIGINT or SIGTERM."""
    give_back_large_blocks()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--ready-fd", type=int, help="told when the service is ready")
    given = parser.parse_args()
    home = Home.open(given.home)
    try:
        code = asyncio.run(_serve(home, load(home), given.ready_fd))
    except TrackworkError as error:
        say_now(str(error))
        code = error.exit_code
    _exit(code)


async def _serve(home: Home, settings: Settings, ready_fd: int | None) -> int:
    stop = stop_on_signals()
    async with get_client() as client:
        await _healthy(client, stop)
        await reconcile(client, home)
        service = Service(home, Inbox(home, settings), client, stop, lambda: _tell_ready(ready_fd))
        with tags(*tags_of(home)):
            coroutines = (service.keep_schedules(), service.watch(), service.publish())
            parts = [asyncio.create_task(coroutine) for coroutine in coroutines]
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([*parts, stopping], return_when=asyncio.FIRST_COMPLETED)
        failed = next((part for part in parts if part.done() and part.exception()), None)
        stop.set()
        _, late = await asyncio.wait(parts, timeout=_FINISH_WITHIN_S)
        for part in late:
            part.cancel()  # Prefect tells the server that the run crashed
        if late:
            await asyncio.wait(late, timeout=_REPORT_WITHIN_S)
            _exit(0)
        if failed:
            await failed
    return 0


def _tell_ready(ready_fd: int | None) -> None:
    if ready_fd is not None:
        os.write(ready_fd, b"ready")


async def _healthy(client: PrefectClient, stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + _HEALTHY_WITHIN_S
    while (error := await client.api_healthcheck()) is not None and not stop.is_set():
        if loop.time() > give_up_at:
            raise HomeError(f"the Prefect server at {client.api_url} does not answer: {error}")
        await first_of(stop, timeout_s=0.25)


def _exit(code: int) -> None:
    """End at once: a thread that still works would otherwise be waited for, and its transaction is safe."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
