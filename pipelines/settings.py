"""The settings of a home, read once from trackwork.toml and passed on."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.errors import UsageError
from pipelines.home import Home

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

TEMPLATE = """\
# Settings of trackwork. All of them are optional; what is shown is the default.

units = "metric"          # or "miles": how the review shows distance and pace
week_starts = "monday"
auto_accept = "none"      # changes that need no word of yours: "none", "safety" (only those that take load away
                          # for your health: R1, R12, R13) or "all"; `trackwork review --decline ID` takes one back
compliance_colours = "trainingpeaks"   # or "todaysplan", which is stricter

# inbox = "~/Dropbox/watch"   # another place for the inbox

[schedule]                # of `trackwork up`, in each athlete's time zone
nightly_at = "03:00"
weekly_at = "monday 06:00"

[athletes.me]             # one block an athlete; the first is the one meant where none is named
name = "You"
timezone = "{timezone}"   # used where a recording does not tell its own
# height_m = 1.75         # with body_mass_kg: leg stiffness of each repetition
# body_mass_kg = 70
# max_heart_rate_bpm = 190
"""


AthleteId = Annotated[str, Field(pattern=r"^\w[\w-]*$")]
"""Names files and folders, so it holds nothing that a path would trip over."""


_WRITTEN = {"schedule.nightly_at": "write it as 03:00", "schedule.weekly_at": "write it as monday 06:00"}


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Athlete(_Block):
    """Facts about one athlete."""

    name: str
    timezone: str = "UTC"
    height_m: float | None = Field(default=None, ge=0.5, le=2.6)
    body_mass_kg: float | None = Field(default=None, ge=20, le=300)
    max_heart_rate_bpm: float | None = Field(default=None, ge=60, le=250)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not a time zone; write one such as Europe/London") from error
        return value


class Schedule(_Block):
    """When `up` runs its flows, in the athlete's time zone."""

    nightly_at: str = Field(default="03:00", pattern=r"^([01]?\d|2[0-3]):[0-5]\d$")
    weekly_at: str = Field(default="monday 06:00", pattern=rf"^({'|'.join(_DAYS)}) ([01]?\d|2[0-3]):[0-5]\d$")

    def nightly_cron(self) -> str:
        """The nightly time as a cron line."""
        hour, minute = self.nightly_at.split(":")
        return f"{int(minute)} {int(hour)} * * *"

    def weekly_cron(self) -> str:
        """The weekly time as a cron line."""
        day, at = self.weekly_at.split(" ")
        hour, minute = at.split(":")
        return f"{int(minute)} {int(hour)} * * {(_DAYS.index(day) + 1) % 7}"


class Settings(_Block):
    """All settings of a home."""

    units: Literal["metric", "miles"] = "metric"
    week_starts: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    auto_accept: Literal["none", "safety", "all"] = "none"
    """Which proposed changes count without the athlete's word."""
    compliance_colours: Literal["trainingpeaks", "todaysplan"] = "trainingpeaks"
    """Whose bands colour a workout."""
    inbox: Path | None = None
    schedule: Schedule = Schedule()
    athletes: dict[AthleteId, Athlete] = Field(min_length=1)
    settle_ms: int = Field(default=800, ge=50, le=60_000)
    """How long a dropped file must rest before it is read [ms]."""
    chunk_files: int = Field(default=40, ge=1, le=500)
    """Files per task and transaction; 35 runs of an hour fill one of DuckDB's row groups (122,880 rows), which is
    written at once, while less goes through its log first."""

    @property
    def week_start_day(self) -> int:
        """1 = Monday .. 7 = Sunday."""
        return _DAYS.index(self.week_starts) + 1

    @property
    def first_athlete(self) -> str:
        """The athlete meant where none is named."""
        return next(iter(self.athletes))

    def athlete(self, athlete_id: str | None) -> str:
        """`athlete_id` if it is known, or the first athlete for None.

        Raises:
            UsageError: nobody of that name.
        """
        if athlete_id is None:
            return self.first_athlete
        if athlete_id not in self.athletes:
            known = ", ".join(self.athletes)
            raise UsageError(
                f"unknown athlete {athlete_id!r}; known: {known}. "
                f"Add a block [athletes.{athlete_id}] to trackwork.toml, or name one that is there."
            )
        return athlete_id

    def inbox_of(self, home: Home) -> Path:
        """The folder that is watched; where the settings give a relative one, it lies in the home."""
        return home.root / self.inbox.expanduser() if self.inbox else home.inbox


_SETTINGS: dict[str, list[str]] = {
    "": list(Settings.model_fields),
    "schedule": list(Schedule.model_fields),
    "athletes": list(Athlete.model_fields),
}
_PLACES = {
    "": "at the top, above the first [block]",
    "schedule": "in the block [schedule]",
    "athletes": "in an athlete's block [athletes.NAME]",
}
"""Where the settings of each block stand, in words."""


def load(home: Home) -> Settings:
    """The settings of `home`; the file is made with its comments where there is none.

    Raises:
        UsageError: the file cannot be read, with the key and the remedy.
    """
    if not home.settings_file.exists():
        home.settings_file.write_text(TEMPLATE.format(timezone=system_timezone()), encoding="utf-8")
    try:
        values = tomllib.loads(home.settings_file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{home.settings_file}: {error}; mend it, or delete it to have the defaults") from error
    values.setdefault("athletes", {"me": {"name": "You", "timezone": system_timezone()}})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"{home.settings_file}: {_explained(error)}") from error


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "[key]")
    if first["type"] == "extra_forbidden":
        return f"unknown setting {place}; {_nearest(first['loc'])}"
    if first["type"] == "string_pattern_mismatch":
        return f"{place} cannot be {first['input']!r}; {_WRITTEN.get(place, 'use letters, digits, - and _')}"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}"


def _nearest(place: tuple[int | str, ...]) -> str:
    """Where a setting that is not known at `place` belongs, or which one may be meant."""
    block, key = str(place[0]) if len(place) > 1 else "", str(place[-1])
    for other, known in _SETTINGS.items():
        if key in known:
            return f"it belongs {_PLACES[other]}"
    for other in dict.fromkeys((block, *_SETTINGS)):
        near = difflib.get_close_matches(key, _SETTINGS[other], n=1)
        if near:
            return f"did you mean {near[0]!r}{'' if other == block else f', {_PLACES[other]}'}?"
    return f"known {_PLACES[block]}: {', '.join(_SETTINGS[block])}"


def system_timezone() -> str:
    """The IANA name of this machine's zone, or UTC where it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named:
        parts = Path("/etc/localtime").resolve().parts
        named = "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "UTC"
    try:
        ZoneInfo(named)
    except (KeyError, ValueError, OSError):
        return "UTC"
    return named
