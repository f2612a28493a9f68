"""The flow `nightly`: what waits in the inbox, what an older version calculated, the published copy."""

from __future__ import annotations

import asyncio
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from pipelines.clock import Clock
from pipelines.flows.chunk_tasks import bring_in, is_passing
from pipelines.flows.workplace import Workplace, ended, workplace
from pipelines.incoming import in_inbox
from pipelines.nightly import NightlyReport
from pipelines.nightly import nightly as run_nightly
from pipelines.outcomes import summary


def _run_name() -> str:
    parameters = flow_run.parameters
    return f"nightly {parameters['today'] or Clock().today(parameters['timezone'])}"


@flow(name="nightly", flow_run_name=_run_name, persist_result=False)
async def nightly(home: str, timezone: str = "UTC", today: str | None = None) -> State[Any]:
    """The night's work; `timezone` says whose night it is."""
    place = workplace(home, today)
    waiting, _ = in_inbox(place.home, place.settings)
    outcomes = await bring_in(place, waiting)
    report = await put_in_order(place)
    outcomes += report.outcomes
    words = [summary(outcomes), *_words(report)]
    await acreate_markdown_artifact("\n".join(f"- {text}" for text in words), key="nightly", description=timezone)
    return ended(outcomes, *words[1:])


@task(
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=is_passing,
)
async def put_in_order(place: Workplace) -> NightlyReport:
    """The plain nightly function; what was brought in before is done already."""
    return await asyncio.to_thread(run_nightly, place.home, place.clock, place.settings)


def _words(report: NightlyReport) -> list[str]:
    return [
        *(f"derived again: {athlete}" for athlete in report.derived_again),
        *(f"nobody of that name: {path}" for path in report.unknown),
        *report.plan_problems,
    ]
