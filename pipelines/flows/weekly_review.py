"""The flow `weekly_review`: one athlete's week, and what changes in the next."""

from __future__ import annotations

import asyncio
import re
from datetime import date
from typing import Any

from prefect import flow, get_client, task
from prefect.artifacts import acreate_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from models.calendar import week_name
from models.errors import NothingToReviewError
from pipelines.flows.chunk_tasks import is_passing
from pipelines.flows.workplace import Workplace, workplace
from pipelines.report.markdown import markdown
from pipelines.weekly_review import Reviewing, review_week


@flow(name="weekly_review", flow_run_name="week, {athlete}", persist_result=False)
async def weekly_review(home: str, athlete: str, week: str | None = None, today: str | None = None) -> State[Any]:
    """Review the week that holds the ISO date `week`, by default the last complete one."""
    place = workplace(home, today)
    reviewing = await review(place, place.settings.athlete(athlete), week)
    if isinstance(reviewing, str):
        return Completed(message=reviewing)
    name = week_name(reviewing.review.week_start)
    async with get_client() as client:
        await client.update_flow_run(flow_run.id, name=f"week {name}, {athlete}")
    await acreate_markdown_artifact(
        markdown(reviewing.review, place.settings.units), key=artifact_key(athlete), description=f"week {name}"
    )
    return Completed(message=f"week {name}; the page lies at {reviewing.report}")


@task(
    task_run_name="review {athlete}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=is_passing,
)
async def review(place: Workplace, athlete: str, week: str | None) -> Reviewing | str:
    """The plain function that the command calls too; a sentence where there is nothing to review yet."""
    return await asyncio.to_thread(_review, place, athlete, date.fromisoformat(week) if week else None)


def _review(place: Workplace, athlete: str, week: date | None) -> Reviewing | str:
    try:
        return review_week(place.home, place.clock, place.settings, athlete, week)
    except NothingToReviewError as error:
        return str(error)  # a new home has no complete week: no reason for a run to fail


def artifact_key(athlete: str) -> str:
    """The key of an athlete's review: Prefect takes lowercase letters, digits and dashes alone."""
    return f"weekly-review-{re.sub('[^a-z0-9]+', '-', athlete.lower()).strip('-')}"
