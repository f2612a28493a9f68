"""The plan as it stands: each workout in its newest version, with what changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.adjustment.versions import paces_told
from models.prescription import Prescription
from models.rows import Row, grouped
from models.tables import ADJUSTMENTS, WORKOUT_STEPS, WORKOUTS
from models.workout_text import Workout, parse, text_of
from warehouse.together import Reads


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


def planned_workouts(rows: Reads, athlete_id: str) -> list[PlannedWorkout]:
    """The athlete's workouts, in order of days."""
    workouts = rows.read(WORKOUTS, athlete_id=athlete_id)
    accepted = rows.read(ADJUSTMENTS, athlete_id=athlete_id, status="accepted")
    reasons = dict(accepted.select("adjustment_id", "reason").iter_rows())
    asked = rows.read(WORKOUT_STEPS, workout_id=workouts["workout_id"].unique().to_list())
    steps = grouped(asked, "workout_id", "version", "step_index")
    found = []
    for workout_id, versions in grouped(workouts, "workout_id", "version").items():
        first, last = versions[0], versions[-1]
        mine = [step for step in steps.get(workout_id, []) if step["version"] == last["version"]]
        newest = (one["adjustment_id"] for one in versions if one["valid_from"] == last["valid_from"])
        why = dict.fromkeys(reasons[identity] for identity in newest if identity in reasons)
        found.append((last["local_date"], last["day_index"], workout_id, _planned(first, last, mine, tuple(why))))
    return [one for *_, one in sorted(found, key=lambda made: made[:3])]


def _planned(first: Row, last: Row, steps: Sequence[Row], reasons: tuple[str, ...]) -> PlannedWorkout:
    asked = Prescription(last, tuple(steps))
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
