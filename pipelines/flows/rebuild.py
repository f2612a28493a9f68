"""The flow `rebuild`: everything again from archive, journal and rejected."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from pipelines.flows.chunk_tasks import is_passing
from pipelines.flows.workplace import Workplace, workplace
from pipelines.rebuild import RebuildReport
from pipelines.rebuild import rebuild as run_rebuild


@flow(name="rebuild", flow_run_name="rebuild", persist_result=False)
async def rebuild(home: str, today: str | None = None) -> State[Any]:
    """Replay the whole journal into a new database and put it in the place of the old one."""
    report = await replay(workplace(home, today))
    rows = [{"table": table, "rows": count} for table, count in report.rows.items()]
    await acreate_table_artifact(rows, key="rebuild", description=f"{report.entries} entries replayed")
    return Completed(message=f"{report.entries} entries replayed")


@task(
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=is_passing,
)
async def replay(place: Workplace) -> RebuildReport:
    """The plain function that the command calls too."""
    return await asyncio.to_thread(run_rebuild, place.home, place.clock, place.settings)
