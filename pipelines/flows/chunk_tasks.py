"""The tasks that bring files in, a chunk at a time.

Work runs in threads, so that the loop stays free for the watcher, the scheduler's heartbeat and a stop.
Nothing is cached or persisted, the warehouse alone remembers. Frames go from one task to the next in a list
that the caller lends: Prefect keeps what a task returns until the flow ends, which ten thousand files would feel.
"""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import Task, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from models.errors import HomeError
from pipelines.flows.workplace import Workplace
from pipelines.importing import Read, decode_chunk, load_chunk, publish_now
from pipelines.incoming import Incoming
from pipelines.loading import Outcome
from pipelines.outcomes import table
from pipelines.unfolding import chunks


async def is_passing(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether a second try can help: the home was locked, or its disk full."""
    return isinstance(await state.aresult(raise_on_failure=False), HomeError)


def of_files(names: list[str]) -> str:
    """Files in the words of a run's name: `12 files, first Morning_Run.fit`."""
    if len(names) == 1:
        return names[0]
    return f"{len(names)} files, first {names[0]}" if names else "no files"


def _decoding(parameters: dict[str, Any]) -> str:
    chunk: list[Incoming] = parameters["chunk"]
    return f"decode {of_files([file.name for file in chunk])}"


def _loading(parameters: dict[str, Any]) -> str:
    handed: list[Read] = parameters["handed"]
    return f"load {of_files([file.incoming.name for file in handed])}"


@task(
    task_run_name=_decoding,  # type: ignore[arg-type]  # its protocol asks for more than a function can have
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def decode(place: Workplace, chunk: list[Incoming], handed: list[Read]) -> None:
    """Read and decode the files of a chunk into `handed`."""
    handed[:] = await asyncio.to_thread(decode_chunk, chunk, place.home)


@task(
    task_run_name=_loading,  # type: ignore[arg-type]  # as above
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=[2, 10, 30],
    retry_condition_fn=is_passing,
)
async def load(place: Workplace, handed: list[Read]) -> list[Outcome]:
    """Put a decoded chunk into the warehouse; a second try is safe."""
    return await asyncio.to_thread(load_chunk, place.home, place.clock, place.settings, handed)


@task(
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=[2, 10, 30],
    retry_condition_fn=is_passing,
)
async def publish(place: Workplace) -> None:
    """Put the published copy in place."""
    await asyncio.to_thread(publish_now, place.home, place.clock, place.settings)


async def bring_in(place: Workplace, files: list[Incoming]) -> list[Outcome]:
    """Decode and load all files, chunk by chunk, publish, and leave a table of what became of them."""
    outcomes: list[Outcome] = []
    waiting = chunks(files, place.settings, place.home)
    while chunk := await asyncio.to_thread(next, waiting, None):
        handed: list[Read] = []
        await decode(place, chunk, handed)
        outcomes += await load(place, handed)
    if outcomes:
        await publish(place)
        await acreate_table_artifact(table(outcomes), key="ingested-files", description="What became of each file")
    return outcomes
