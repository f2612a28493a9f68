"""The plan as it stands: each workout in its newest version, with what changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from models.adjustment.versions import paces_told
from models.prescription import Prescription
from models.tables import ADJUSTMENTS, WORKOUT_STEPS, WORKOUTS
from models.workout_text import Workout, parse, text_of
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class PlannedWorkout:
    """One workout of one day."""

    workout_id: str
    version: int
    local_date: date
    kind: str
    title: str
    text: str
    changed_at: datetime | None
    """When this version was accepted; None for the plan's own."""
    reasons: tuple[str, ...]
    """Why it was last changed: those of changes before it have had their say."""
    instead_of: str | None
    """Title in the plan, where that was another one."""
    paces: dict[str, float]
    """The athlete's pace for the letters in it [s/km]."""

    @property
    def tree(self) -> Workout:
        """What the text means."""
        return parse(self.text)

    @property
    def parts(self) -> list[str]:
        """The text part by part: warm-up, each block, cool-down; or each exercise."""
        return [text_of(Workout((item,))) for item in self.tree.items] or [self.text]


def planned_workouts(store: Store, athlete_id: str) -> list[PlannedWorkout]:
    """The athlete's workouts, in order of days."""
    rows = store.read(WORKOUTS, athlete_id=athlete_id).sort("workout_id", "version")
    adjustments = store.read(ADJUSTMENTS, athlete_id=athlete_id, status="accepted")
    reasons = dict(adjustments.select("adjustment_id", "reason").iter_rows())
    steps = store.read(WORKOUT_STEPS, workout_id=rows["workout_id"].unique().to_list()).sort("step_index")
    by_workout = steps.partition_by("workout_id", "version", as_dict=True)
    nothing = WORKOUT_STEPS.empty()
    found = []
    for _, versions in rows.group_by("workout_id", maintain_order=True):
        first, last = versions.row(0, named=True), versions.row(-1, named=True)
        mine = by_workout.get((last["workout_id"], last["version"]), nothing)
        newest = versions.filter(pl.col("valid_from") == pl.lit(last["valid_from"]))["adjustment_id"]
        why = dict.fromkeys(reasons[identity] for identity in newest.drop_nulls() if identity in reasons)
        found.append(_planned(first, last, mine, tuple(why)))
    order = {row["workout_id"]: row["day_index"] for row in rows.iter_rows(named=True)}
    return sorted(found, key=lambda one: (one.local_date, order[one.workout_id], one.workout_id))


def _planned(
    first: dict[str, object], last: dict[str, object], steps: pl.DataFrame, reasons: tuple[str, ...]
) -> PlannedWorkout:
    asked = Prescription(last, tuple(steps.iter_rows(named=True)))
    changed_at = last["valid_from"]
    return PlannedWorkout(
        workout_id=asked.workout_id,
        version=int(str(last["version"])),
        local_date=asked.local_date,
        kind=asked.kind,
        title=str(last["title"]),
        text=str(last["text"]),
        changed_at=changed_at if isinstance(changed_at, datetime) else None,
        reasons=reasons,
        instead_of=str(first["title"]) if first["title"] != last["title"] else None,
        paces=paces_told(asked),
    )
