"""The flow `ingest_files`: files into the warehouse, from the inbox or by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from pipelines.flows.chunk_tasks import bring_in, of_files
from pipelines.flows.workplace import Workplace, ended, workplace
from pipelines.incoming import Incoming, in_inbox, named


def _run_name() -> str:
    return of_files([Path(path).name for path in flow_run.parameters["paths"]])


@flow(name="ingest_files", flow_run_name=_run_name, persist_result=False)
async def ingest_files(home: str, paths: list[str], athlete: str | None = None, today: str | None = None) -> State[Any]:
    """Bring in those files of the inbox that `paths` names, or any files or folders as those of `athlete`."""
    place = workplace(home, today)
    return ended(await bring_in(place, _incoming(place, paths, athlete)))


def _incoming(place: Workplace, paths: list[str], athlete: str | None) -> list[Incoming]:
    if athlete is not None:
        return named([Path(path) for path in paths], place.settings.athlete(athlete))
    waiting, _ = in_inbox(place.home, place.settings)
    wanted = {Path(path) for path in paths}
    return [file for file in waiting if file.path in wanted]
