"""What was done, session by session: runs with their intervals, and the strength sets of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import polars as pl

from models.athlete import REMEMBERED, AthleteData
from models.compliance.alignment import Size, likeness
from models.prescription import Prescription
from models.rows import Row, grouped

RUN_SPORTS = ("running",)
STRENGTH_SUB_SPORTS = ("strength_training",)
SAID_NONE = "You said that this run has no intervals."
"""The `structure_reason` of an activity of which the user said so (`fix --no-intervals`)."""


@dataclass(frozen=True)
class Run:
    """One run that counts, with its intervals in order."""

    activity: Row
    intervals: tuple[Row, ...]

    @property
    def activity_id(self) -> str:
        """The activity."""
        return str(self.activity["activity_id"])

    @property
    def local_date(self) -> date:
        """The athlete's day of it."""
        day: date = self.activity["local_date"]
        return day

    @property
    def start_time(self) -> datetime:
        """Its start [UTC]."""
        start: datetime = self.activity["start_time"]
        return start

    @property
    def said_none(self) -> bool:
        """Whether the user said that there are no repetitions in it."""
        return bool(self.activity["structure_reason"] == SAID_NONE)

    @property
    def work(self) -> tuple[Row, ...]:
        """Its repetitions."""
        return tuple(interval for interval in self.intervals if interval["kind"] == "work")


@lru_cache(maxsize=REMEMBERED)
def counting(athlete: AthleteData) -> pl.DataFrame:
    """The activities that count: not ignored, no second recording of the same workout."""
    return athlete.activities.filter(~pl.col("ignored"), pl.col("same_as").is_null())


@lru_cache(maxsize=REMEMBERED)
def runs(athlete: AthleteData) -> tuple[Run, ...]:
    """The runs that count, in order of time."""
    mine = counting(athlete).filter(pl.col("sport").is_in(RUN_SPORTS)).sort("start_time", "activity_id")
    intervals = grouped(athlete.intervals, "activity_id", "interval_index")
    return tuple(Run(row, tuple(intervals.get(row["activity_id"], ()))) for row in mine.iter_rows(named=True))


@lru_cache(maxsize=REMEMBERED)
def sets_by_day(athlete: AthleteData) -> dict[date, tuple[Row, ...]]:
    """The strength sets of each day, in order of doing; what was told about an exercise replaces the watch's guess."""
    ids = counting(athlete)["activity_id"].implode()
    counted = athlete.strength_sets.filter(pl.col("activity_id").is_null() | pl.col("activity_id").is_in(ids))
    told = counted.filter(pl.col("source") == "log").select("local_date", "exercise").unique()
    guessed = counted.filter(pl.col("source") != "log").join(told, on=["local_date", "exercise"], how="anti")
    kept = pl.concat([guessed, counted.filter(pl.col("source") == "log")])
    days: dict[date, list[Row]] = {}
    for row in kept.sort("local_date", pl.col("set_id").str.len_chars(), "set_id").iter_rows(named=True):
        days.setdefault(row["local_date"], []).append(row)
    return {day: tuple(rows) for day, rows in days.items()}


@lru_cache(maxsize=REMEMBERED)
def bare_strength(athlete: AthleteData) -> dict[date, tuple[str, ...]]:
    """For each day the strength recordings that hold no set: the session was done, nobody knows what in it."""
    ids = athlete.strength_sets["activity_id"].drop_nulls().implode()
    mine = counting(athlete).filter(pl.col("sub_sport").is_in(STRENGTH_SUB_SPORTS), ~pl.col("activity_id").is_in(ids))
    days: dict[date, list[str]] = {}
    for row in mine.sort("start_time", "activity_id").iter_rows(named=True):
        days.setdefault(row["local_date"], []).append(row["activity_id"])
    return {day: tuple(found) for day, found in days.items()}


def asked_size(step: Row) -> Size:
    """How long a prescribed step is."""
    return Size(step["distance_m"], step["duration_s"])


def done_size(interval: Row) -> Size:
    """How long a repetition was: by nominal distance where there is one."""
    return Size(interval["nominal_distance_m"] or interval["distance_m"], interval["duration_s"])


@dataclass(frozen=True, slots=True)
class Total:
    """A whole session: what was asked and done in one metric."""

    metric: str
    prescribed: float
    achieved: float | None

    @property
    def ratio(self) -> float | None:
        """Done over asked."""
        return self.achieved / self.prescribed if self.achieved is not None and self.prescribed else None


def total(asked: Prescription, activity: Row | None) -> Total | None:
    """The session's duration, or its distance where that was asked; None where the steps do not add up to either."""
    steps = [step for step in asked.steps if step["kind"] not in ("exercise", "rest")]
    if steps and all(step["duration_s"] for step in steps):
        done = (activity["timer_s"] or activity["elapsed_s"]) if activity else None
        return Total("duration_s", sum(step["duration_s"] for step in steps), done)
    if steps and all(step["distance_m"] for step in steps):
        done = activity["distance_m"] if activity else None
        return Total("distance_m", sum(step["distance_m"] for step in steps), done)
    return None


def run_fit(asked: Prescription, run: Run) -> float:
    """How much a run looks like what was asked, 0..1: by repetitions, or by the whole where none were asked."""
    if asked.work and run.work:
        return likeness([asked_size(s) for s in asked.work], [done_size(i) for i in run.work])
    whole = total(asked, run.activity)
    ratio = whole.ratio if whole else None
    like = min(ratio, 1 / ratio) if ratio else _UNKNOWN
    return like if bool(asked.work) == bool(run.work) else like * _OTHER_KIND


_UNKNOWN = 0.5
_OTHER_KIND = 0.3
"""An even run for repetitions, or repetitions for an even run."""
