"""What Prefect runs on its own: the flows' deployments, their schedules, and the runs that are due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType, FlowRunFilterTags
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.schedules import Cron, Schedule
from prefect.states import Cancelled, Crashed
from prefect.types.entrypoint import EntrypointType

from pipelines.flows.nightly import nightly
from pipelines.flows.rebuild import rebuild
from pipelines.flows.weekly_review import weekly_review
from pipelines.home import Home
from pipelines.settings import Settings

TAG = "trackwork"


def tags_of(home: Home) -> list[str]:
    """The tags of all runs of a home; the second tells homes on one server apart."""
    return [TAG, f"home-{hashlib.sha256(str(home.root).encode()).hexdigest()[:8]}"]


async def register(home: Home, settings: Settings) -> dict[UUID, Flow[..., Any]]:
    """Put the deployments with the schedules of `settings` in place; the flow of each."""
    by_flow: list[tuple[Flow[..., Any], list[Schedule]]] = [
        (nightly, nightly_schedules(settings)),
        (weekly_review, weekly_schedules(settings)),
        (rebuild, []),
    ]
    deployments: dict[UUID, Flow[..., Any]] = {}
    for flow, schedules in by_flow:
        parameters = {"home": str(home.root)}
        if flow is weekly_review:
            parameters["athlete"] = settings.first_athlete
        deployment = await flow.ato_deployment(
            name="-".join(tags_of(home)),
            schedules=schedules,
            parameters=parameters,
            tags=tags_of(home),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        deployments[await deployment.aapply()] = flow
    return deployments


def nightly_schedules(settings: Settings) -> list[Schedule]:
    """One night for each time zone in which an athlete lives."""
    zones = dict.fromkeys(athlete.timezone for athlete in settings.athletes.values())
    cron = settings.schedule.nightly_cron()
    return [Cron(cron, timezone=zone, parameters={"timezone": zone}, slug=_slug(zone)) for zone in zones]


def weekly_schedules(settings: Settings) -> list[Schedule]:
    """One review for each athlete, in the athlete's time zone."""
    cron = settings.schedule.weekly_cron()
    return [
        Cron(cron, timezone=athlete.timezone, parameters={"athlete": name}, slug=_slug(name))
        for name, athlete in settings.athletes.items()
    ]


async def due(client: PrefectClient, deployments: Iterable[UUID], now: datetime) -> list[FlowRun]:
    """The runs whose time has come, oldest first.

    Of several that a schedule made for the same parameters only the newest is due; the others are cancelled.
    """
    runs = await client.get_scheduled_flow_runs_for_deployments(list(deployments), scheduled_before=now)
    newest: dict[str, FlowRun] = {}
    for run in sorted(runs, key=lambda run: run.next_scheduled_start_time or now):
        same = f"{run.deployment_id} {sorted(run.parameters.items())}" if run.auto_scheduled else str(run.id)
        if same in newest:
            missed: State[None] = Cancelled(message="missed while trackwork was not running; a later run stands for it")
            await client.set_flow_run_state(newest[same].id, missed, force=True)
        newest[same] = run
    return list(newest.values())


async def reconcile(client: PrefectClient, home: Home) -> int:
    """Call crashed what an earlier process left as running; how many. Only for the one that attends to the home."""
    abandoned = FlowRunFilter(
        tags=FlowRunFilterTags(all_=tags_of(home)),
        state=FlowRunFilterState(
            type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
        ),
    )
    count = 0
    while runs := await client.read_flow_runs(flow_run_filter=abandoned, limit=200):
        for run in runs:
            await client.set_flow_run_state(run.id, Crashed(message="its process was ended"), force=True)
        count += len(runs)
    return count


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())
