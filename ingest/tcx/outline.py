"""A TCX file without its points: activities with their laps and tracks; courses and workouts are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ingest.xml.points import MARK

_IN_LAP: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("Lap", "TotalTimeSeconds"): "timer_s",
        ("Lap", "DistanceMeters"): "distance_m",
        ("AverageHeartRateBpm", "Value"): "avg_heart_rate_bpm",
        ("MaximumHeartRateBpm", "Value"): "max_heart_rate_bpm",
        ("Lap", "Cadence"): "cadence",
        ("LX", "AvgRunCadence"): "run_cadence",
        ("Lap", "Intensity"): "intensity",
        ("Lap", "TriggerMethod"): "trigger",
    }
)
"""Parent and name of an element -> what it tells of the lap."""

TRANSITION = "Transition"
"""What lies between two sports of a multisport session: a lap of its own, as the schema has it."""


@dataclass
class Lap:
    """One `<Lap>`: what it tells, as text, and from which point to which each of its tracks goes (half-open)."""

    start: str | None
    told: dict[str, str] = field(default_factory=dict)
    tracks: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Activity:
    """One `<Activity>`."""

    sport: str | None
    id: str | None = None
    device: str | None = None
    laps: list[Lap] = field(default_factory=list)


@dataclass
class TcxOutline:
    """Filled by a walk through the file."""

    activities: list[Activity] = field(default_factory=list)
    courses: int = 0
    workouts: int = 0
    _names: list[str] = field(default_factory=list)
    _points: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        parent = self._names[-1] if self._names else ""
        if name in {"Activity", TRANSITION}:
            self.activities.append(Activity(TRANSITION if name == TRANSITION else attributes.get("Sport")))
        if name == TRANSITION or (name == "Lap" and parent == "Activity"):
            self.activities[-1].laps.append(Lap(attributes.get("StartTime")))
        self.courses += (parent, name) == ("Courses", "Course")
        self.workouts += (parent, name) == ("Workouts", "Workout")
        self._names.append("Lap" if name == TRANSITION else name)

    def end(self, text: str) -> None:
        """The innermost element ends."""
        name = self._names.pop()
        place = (self._names[-1] if self._names else "", name)
        if place in _IN_LAP and self._in_lap and text.strip():
            self.activities[-1].laps[-1].told.setdefault(_IN_LAP[place], text.strip())
        elif place == ("Activity", "Id"):
            self.activities[-1].id = text.strip()
        elif place == ("Creator", "Name") and "Activity" in self._names:
            self.activities[-1].device = text.strip() or None

    def instruction(self, target: str, data: str) -> None:
        """So many points were before this place."""
        before, self._points = self._points, int(data)
        if target == MARK and self._in_lap:
            self.activities[-1].laps[-1].tracks.append((before, self._points))

    @property
    def _in_lap(self) -> bool:
        """Whether the walk is in a lap of an activity, or a transition, and not in a course's."""
        return "Lap" in self._names and "Courses" not in self._names and bool(self.activities[-1].laps)

    @property
    def contents(self) -> str:
        """What it holds instead of recorded activities."""
        counts = (
            (self.courses, "course to be followed", "courses to be followed"),
            (self.workouts, "workout to be run", "workouts to be run"),
        )
        held = " and ".join(f"{n} {one if n == 1 else many}" for n, one, many in counts if n)
        return f"it holds {held}, but no recorded activity" if held else "it holds no recorded activity"
