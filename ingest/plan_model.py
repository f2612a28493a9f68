"""What a plan may hold: the pydantic model of plan.yaml."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from models.errors import TextError, UsageError
from models.paces import paces_from_race
from models.workout_text import parse, text_of

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_RACES = {"mile": 1_609.344, "half marathon": 21_097.5, "marathon": 42_195.0}
_YEARS = (2000, 2100)


def wrong(message: str, offset: int = 0) -> PydanticCustomError:
    """An error of ours within the model: what is wrong, and how far into the text."""
    return PydanticCustomError("plan", "{message}", {"message": message, "offset": offset})


def _day_of(value: object) -> date:
    """A date as YAML and people write it, 2026-11-23; pydantic would take seconds since 1970 too."""
    try:
        day = date.fromisoformat(str(value)) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) else None
    except ValueError:
        day = None
    if day is None:
        raise wrong(f"a date is wanted, such as 2026-11-23, found {value!r}")
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise wrong(f"a date from {_YEARS[0]} to {_YEARS[1]} is wanted, found {value!r}")
    return day


def _canonical(value: object) -> str:
    if not isinstance(value, str):
        raise wrong("a workout text is wanted, such as 40min easy; a day off is written rest")
    try:
        return text_of(parse(value))
    except TextError as error:
        raise wrong(error.message, error.column - 1) from error


def _as_list(value: object) -> object:
    if value is None or value == []:
        raise wrong("there is no workout; a day off is written rest")
    if isinstance(value, dict):
        raise wrong("a workout text or a list of texts is wanted")
    texts = value if isinstance(value, list) else [value]
    if len(texts) > 1 and any(isinstance(text, str) and text.strip().casefold() == "rest" for text in texts):
        raise wrong("a rest day has no other session; take rest out, or the others")
    return texts


def _pace(value: object) -> float:
    found = re.fullmatch(r"(\d+):([0-5]\d)\s*(/\s*km)?", str(value).strip())
    pace = int(found[1]) * 60 + int(found[2]) if found else 0
    if not 90 <= pace <= 1200:
        raise wrong(f"a pace for a kilometre is wanted, such as 4:10, found {value!r}")
    return float(pace)


class Race(BaseModel):
    """A race or test that paces are derived from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    distance_m: float
    time_s: float

    @property
    def paces(self) -> dict[str, float]:
        """Pace for each of Daniels' letters [s/km]."""
        return paces_from_race(self.distance_m, self.time_s)


def race_of(value: object) -> Race:
    """`5km in 25:00`, `half marathon in 1:45:00`."""
    pattern = r"(?:(\d+(?:\.\d+)?)\s*(km?|m)|(half marathon|marathon|mile))\s+(?:in\s+)?(\d+(?::\d\d){1,2})"
    found = re.fullmatch(pattern, str(value).strip(), re.IGNORECASE)
    if found is None:
        raise wrong(f"a race result is wanted, such as 5km in 25:00, found {value!r}")
    number, unit, name, time = found.groups()
    distance_m = _RACES[name.lower()] if name else float(number) * (1000 if unit[0].lower() == "k" else 1)
    time_s = 0
    for part in time.split(":"):
        time_s = time_s * 60 + int(part)
    try:
        paces_from_race(distance_m, time_s)
    except UsageError as error:
        hint = f"; if hours and minutes are meant, write {time}:00" if _is_race(distance_m, time_s * 60) else ""
        raise wrong(f"{value}: {error}{hint}") from error
    return Race(distance_m=distance_m, time_s=time_s)


def _is_race(distance_m: float, time_s: float) -> bool:
    try:
        paces_from_race(distance_m, time_s)
    except UsageError:
        return False
    return True


def _lower_to_letters(value: object) -> object:
    return {str(key).upper(): pace for key, pace in value.items()} if isinstance(value, dict) else value


def _days_off(value: object) -> tuple[str | tuple[date, date], ...]:
    """Weekdays, dates and spans of dates, as people list them."""
    said = value if isinstance(value, list) else [value]
    return tuple(_day_off(str(one).strip()) for one in said)


def _day_off(text: str) -> str | tuple[date, date]:
    if text.lower() in DAYS:
        return text.lower()
    first, _, last = text.partition(" to ")
    try:
        span = _day_of(first.strip()), _day_of((last or first).strip())
    except PydanticCustomError:
        raise wrong(f"a weekday, a date or 2026-12-24 to 2026-12-27 is wanted, found {text!r}") from None
    if span[1] < span[0]:
        raise wrong(f"{text!r} ends before it begins")
    return span


def _lower_words(value: object) -> object:
    return [str(one).strip().lower() for one in (value if isinstance(value, list) else [value])]


Text = Annotated[str, BeforeValidator(_canonical), WithJsonSchema({"type": "string", "examples": ["40min easy"]})]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
Week = dict[Day, Texts]
Pace = Annotated[float, BeforeValidator(_pace), WithJsonSchema({"type": "string", "pattern": r"^\d+:[0-5]\d"})]
Paces = dict[Literal["E", "M", "T", "I", "R"], Pace]
Start = Annotated[date, BeforeValidator(_day_of), WithJsonSchema({"type": "string", "format": "date"})]
Result = Annotated[Race, BeforeValidator(race_of), WithJsonSchema({"type": "string", "examples": ["5km in 25:00"]})]
Off = Annotated[
    tuple[str | tuple[date, date], ...],
    BeforeValidator(_days_off),
    WithJsonSchema(
        {"type": "array", "items": {"type": "string"}, "examples": [["friday", "2026-12-24 to 2026-12-27"]]}
    ),
]
Words = Annotated[tuple[str, ...], BeforeValidator(_lower_words)]
Level = Literal["beginner", "intermediate", "advanced"]
"""How much an athlete is used to."""


class Plan(BaseModel):
    """A training plan: the same week again and again, with changes in some."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100, description="how reports call the plan")
    start: Start = Field(description="first day; week 1 is the week that holds it")
    weeks: int = Field(ge=1, le=104, description="number of weeks")
    race: Result | None = Field(None, description="5km in 25:00, a race or a test: paces for the letters E M T I R")
    paces: Annotated[Paces, BeforeValidator(_lower_to_letters)] = Field({}, description="paces that you know better")
    lane: int = Field(1, ge=1, le=10, description="lane of the track; lane 1 is 400 m")
    level: Level = Field("beginner", description="how many jumps a session may hold at most")
    equipment: Words | None = Field(None, description="what you have: exercises that need something else are refused")
    unavailable: Off = Field((), description="weekdays without training, and dates on which every session is left out")
    week: Week = Field(min_length=1, description="a workout text, or a list of them, for each day")
    changes: dict[Annotated[int, Field(ge=1)], Week] = Field({}, description="days that differ, by week number")

    @property
    def paces_s_per_km(self) -> dict[str, float]:
        """Pace for Daniels' letters [s/km], as far as known: from the race, then as said."""
        derived = self.race.paces if self.race is not None else {}
        return {**derived, **{str(letter): pace for letter, pace in self.paces.items()}}

    def texts_on(self, week: int, day: Day) -> tuple[str, ...]:
        """The canonical workout texts of a day of week number `week`, from 1; rest on a weekday without training."""
        asked = self.changes.get(week, {}).get(day, self.week.get(day, ()))
        return asked or (("rest",) if day in self.unavailable else ())

    def is_off(self, day: date) -> bool:
        """Whether the date lies in a span without training: what was planned for it is left out."""
        return any(isinstance(span, tuple) and span[0] <= day <= span[1] for span in self.unavailable)


def schema() -> dict[str, object]:
    """JSON Schema (draft 2020-12) of plan.yaml, for editors that complete and check while one types."""
    found: dict[str, object] = Plan.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "trackwork plan"}
