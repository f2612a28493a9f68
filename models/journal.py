"""Everything a person says, as entries of an append-only journal; replaying it gives the same tables again.

An entry is written before it takes effect, and what takes effect is a pure function of all entries and the
archived bytes. `seq` counts from 1 without gaps and is the order of replay.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    seq: int = 0
    """Given when it is appended."""
    recorded_at: datetime
    athlete_id: str


class AthleteFacts(_Entry):
    """Who the athlete is, each time the settings say something new."""

    kind: Literal["athlete"] = "athlete"
    name: str
    timezone: str
    week_start_day: int
    height_m: float | None = None
    body_mass_kg: float | None = None
    max_heart_rate_bpm: float | None = None
    compliance_colours: Literal["trainingpeaks", "todaysplan"] = "trainingpeaks"


class PlanSaid(_Entry):
    """The text of a plan file, each time it is a new one."""

    kind: Literal["plan"] = "plan"
    text: str


class ReceivedFile(BaseModel):
    """One file of a receipt: its unpacked bytes lie in the archive, or in rejected/, under `file_id`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_id: str
    name: str
    title: str | None = None
    """What the export that it came in calls the activity."""
    size_bytes: int
    problem: str | None = None
    """Why it cannot be read, where its bytes alone do not tell: it came damaged or encrypted out of an archive."""


class Received(_Entry):
    """Files were handed in, in this order."""

    kind: Literal["receive"] = "receive"
    files: tuple[ReceivedFile, ...]


class Logged(_Entry):
    """What no watch records: strength, jumps, a run, pain, effort, rest, a skipped session, weather, sleep."""

    kind: Literal["log"] = "log"
    what: Literal["strength", "plyo", "run", "pain", "rpe", "rest", "skip", "heat", "wind", "sleep"]
    local_date: date
    text: str | None = None
    """Workout text of strength, plyo and run; reason of a skip; sleep: bad or good."""
    value: float | None = None
    """Pain or rpe, 0..10; heat [deg C]."""
    where: str | None = None
    """Body part, for pain."""
    activity_id: str | None = None


class Fixed(_Entry):
    """The user's word over the machine's about one activity."""

    kind: Literal["fix"] = "fix"
    activity_id: str
    what: Literal["confirm", "no_intervals", "reps", "ignore", "athlete"]
    value: str | None = None


class Undone(_Entry):
    """An earlier log or fix is taken back."""

    kind: Literal["undo"] = "undo"
    entry: int


class Reviewed(_Entry):
    """A week was reviewed and these changes to the next one were shown; rows of the table adjustments."""

    kind: Literal["review"] = "review"
    week_start: date
    proposals: tuple[dict[str, str | int | None], ...] = ()


class Decided(_Entry):
    """Proposed changes were accepted or declined; each row whole, so that it stands whatever comes later."""

    kind: Literal["decide"] = "decide"
    decision: Literal["accepted", "declined"]
    by: Literal["user", "setting"]
    adjustments: tuple[dict[str, str | int | None], ...]


Entry = AthleteFacts | PlanSaid | Received | Logged | Fixed | Undone | Reviewed | Decided

ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])
