"""A workout of the coming week as the rules see it: what of it can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.lifts import PlannedLift, planned_lifts
from models.compliance.verdicts import aim_of
from models.prescription import Prescription
from models.rows import Row


@dataclass(frozen=True, slots=True)
class Planned:
    """One workout in its newest version."""

    workout_id: str
    version: int
    local_date: date
    session_key: str
    kind: str
    title: str
    text: str
    repetitions: int
    """Work steps in all."""
    one_block: bool
    """Whether all work steps are alike, in one rep set: only then their number can be changed."""
    target: float | None
    """Middle of the target of each repetition, in `unit`; None without one, or with several."""
    unit: str | None
    """`s` per repetition, or `s/km`."""
    distance_m: float | None
    """Distance of each repetition."""
    recovery_m: float | None
    recovery_s: float | None
    minutes: float | None
    """About how long the whole takes [min]; None for strength and rest."""
    whole_m: float | None = None
    """Distance of the whole, where each step has one [m]."""
    lifts: tuple[PlannedLift, ...] = ()
    """Exercises that can be changed."""
    target_weeks_ago: float | None = None
    """Target of the same weekly session four weeks before."""
    weeks_of_plan: int = 0
    """Weeks since the first such session of the plan."""

    @property
    def hard(self) -> bool:
        """Whether it is fast running."""
        return self.kind in ("intervals", "tempo") or self.repetitions > 1

    @property
    def run(self) -> bool:
        """Whether it is a run."""
        return self.kind not in ("strength", "plyometrics", "rest")

    @property
    def contacts(self) -> int:
        """Foot contacts of its jumps."""
        return sum(lift.contacts for lift in self.lifts)

    @property
    def pace_s_per_km(self) -> float | None:
        """The target as pace."""
        if self.target is None or self.unit == "s/km":
            return self.target
        return self.target / self.distance_m * 1000 if self.distance_m else None


def planned(asked: Prescription, config: RuleConfig = DEFAULT) -> Planned:
    """What the rules need of a workout version."""
    work = asked.work
    alike = len({(s["distance_m"], s["duration_s"], _target(s)) for s in work}) == 1
    target, unit = _target(work[0]) if alike else _common_pace(work)
    recovery = next((step for step in asked.steps if step["kind"] == "recovery"), None)
    return Planned(
        workout_id=asked.workout_id,
        version=int(asked.workout["version"]),
        local_date=asked.local_date,
        session_key=str(asked.workout["session_key"]),
        kind=asked.kind,
        title=str(asked.workout["title"]),
        text=str(asked.workout["text"]),
        repetitions=len(work),
        one_block=alike and len({s["set_index"] for s in work}) == 1,
        target=target,
        unit=unit,
        distance_m=work[0]["distance_m"] if alike else None,
        recovery_m=recovery["distance_m"] if recovery else None,
        recovery_s=recovery["duration_s"] if recovery else None,
        minutes=minutes_of(asked.steps, config) if asked.family == "run" else None,
        whole_m=_whole_m(asked) if asked.family == "run" else None,
        lifts=planned_lifts(asked),
    )


_UNITS = {"s": "s", "s_per_km": "s/km"}


def _target(step: Row) -> tuple[float | None, str | None]:
    ends = [end for end in (step["target_low"], step["target_high"]) if end is not None]
    unit = _UNITS.get(step["target_unit"] or "")
    return (sum(ends) / len(ends), unit) if ends and unit else (None, None)


def _common_pace(work: Sequence[Row]) -> tuple[float | None, str | None]:
    """The pace that repetitions of several sizes share."""
    targets = {_target(step) for step in work}
    target, unit = targets.pop() if len(targets) == 1 else (None, None)
    return (target, unit) if unit == "s/km" else (None, None)


def _whole_m(asked: Prescription) -> float | None:
    distances = [step["distance_m"] for step in asked.steps]
    return sum(distances) if all(distances) else None


def minutes_of(steps: Iterable[Row], config: RuleConfig = DEFAULT) -> float | None:
    """About how long running steps take [min]; None where there are none."""
    parts = [_seconds(step, config) for step in steps if step["kind"] not in ("exercise", "rest")]
    return sum(parts) / 60 if parts else None


def _seconds(step: Row, config: RuleConfig) -> float:
    if step["duration_s"]:
        return float(step["duration_s"])
    aim = aim_of(step)
    return aim.middle_s if aim else (step["distance_m"] or 0.0) / 1000 * config.easy_pace_s_per_km
