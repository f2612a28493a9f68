"""The weekly review: what was asked, what was done, what changes next week and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import polars as pl

from models import replay
from models.adjustment import SAFETY_RULES
from models.calendar import week_name, week_start
from models.derivation import Proposals, proposals
from models.errors import NothingToReviewError, UsageError
from models.journal import Decided, Reviewed
from models.tables import ACTIVITIES, ADJUSTMENTS, WORKOUTS
from pipelines.clock import Clock
from pipelines.command_line import command_line
from pipelines.deriving import athlete_data, known
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.outgoing import fill_outbox
from pipelines.report.markdown import markdown
from pipelines.report.review import WeeklyReview, weekly_review
from pipelines.settings import Settings
from pipelines.writer import Writer, writing
from warehouse.store import Store
from warehouse.together import Reads, Together

Decision = Literal["accepted", "declined"]
By = Literal["user", "setting"]

_WEEK = timedelta(days=7)
_TOGETHER = 25
"""Athletes reviewed at once: more only cost memory."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A review and the page that was written of it."""

    review: WeeklyReview
    report: Path


def review_week(home: Home, clock: Clock, settings: Settings, athlete_id: str, week: date | None = None) -> Reviewing:
    """Review the week that holds the day `week`, by default the last complete one that has a plan or data.

    The proposed changes are put into the journal as shown; a second review of the same week changes nothing.

    Raises:
        UsageError: there is no complete week to review, or the plan file cannot be read.
    """
    ((_, made),) = review_weeks(home, clock, settings, [athlete_id], week)
    if isinstance(made, UsageError):
        raise made
    return made


def review_weeks(
    home: Home, clock: Clock, settings: Settings, athlete_ids: Sequence[str], week: date | None = None
) -> Iterator[tuple[str, Reviewing | UsageError]]:
    """The same for many athletes, each as soon as it is written; whose week cannot be reviewed comes with the reason.

    Together, since opening the warehouse and asking it costs as much for one athlete as for a club.
    """
    with writing(home, clock, settings) as writer:
        for first in range(0, len(athlete_ids), _TOGETHER):
            yield from _reviewed(writer, athlete_ids[first : first + _TOGETHER], week)


def _reviewed(
    writer: Writer, athlete_ids: Sequence[str], week: date | None
) -> Iterator[tuple[str, Reviewing | UsageError]]:
    together = Together(writer.store, athlete_ids)
    first_days: dict[str, date] = {}
    for athlete_id in athlete_ids:
        try:
            first_days[athlete_id] = _week_to_review(writer, together.of(athlete_id), athlete_id, week)
        except UsageError as problem:
            yield athlete_id, problem
    found = {of: _say_review(writer, together.of(of), of, first_day) for of, first_day in first_days.items()}
    writer.apply(proposed={of: proposed for of, proposed in found.items() if proposed})
    _accept_by_setting(writer, first_days)
    together = Together(writer.store, list(first_days))
    for athlete_id, first_day in first_days.items():
        yield athlete_id, _written(writer, together.of(athlete_id), athlete_id, first_day)


def decide(
    home: Home, clock: Clock, settings: Settings, athlete_id: str, decision: Decision, ids: list[str] | None
) -> list[str]:
    """Accept or decline proposed adjustments by id, or for None all open ones of the newest week; their ids.

    What was accepted can still be declined as long as its session is ahead.

    Raises:
        UsageError: an id that is not an open proposal, with the open ones.
    """
    with writing(home, clock, settings) as writer:
        mine = writer.store.read(ADJUSTMENTS, athlete_id=athlete_id)
        today = clock.today(settings.athletes[athlete_id].timezone)
        open_ones = _open(mine, today)
        newest = open_ones.filter(pl.col("week_start") == pl.col("week_start").max())
        wanted = newest["adjustment_id"].to_list() if ids is None else ids
        changeable = [*open_ones["adjustment_id"]]
        changeable += _still_ahead(writer.store, mine, today) if decision == "declined" else []
        for identity in wanted:
            if identity not in changeable:
                known_ones = mine.rows_by_key("adjustment_id", named=True, unique=True)
                raise UsageError(_not_open(identity, known_ones, open_ones["adjustment_id"].to_list()))
        rows = mine.filter(mine["adjustment_id"].is_in(wanted))
        _say_decision(writer, athlete_id, decision, "user", rows)
        writer.apply()
        for changed_week in sorted(rows["week_start"].unique()):
            _written(writer, writer.store, athlete_id, changed_week - _WEEK)
        return wanted


def _open(adjustments: pl.DataFrame, today: date) -> pl.DataFrame:
    return adjustments.filter(pl.col("status") == "proposed", pl.col("week_start") + _WEEK > pl.lit(today))


def _still_ahead(store: Store, adjustments: pl.DataFrame, today: date) -> list[str]:
    """Ids of what was accepted for sessions from today on."""
    accepted = adjustments.filter(pl.col("status") == "accepted")
    ahead = store.read(WORKOUTS, workout_id=accepted["workout_id"].drop_nulls().to_list())
    ahead = ahead.filter(pl.col("local_date") >= today)
    return accepted.join(ahead, on="workout_id", how="semi")["adjustment_id"].to_list()


def _say_decision(writer: Writer, athlete_id: str, decision: Decision, by: By, rows: pl.DataFrame) -> None:
    if rows.is_empty():
        return
    said = replay.as_journal_rows(rows)
    now = writer.clock.now()
    writer.say(Decided(recorded_at=now, athlete_id=athlete_id, decision=decision, by=by, adjustments=said))


def _accept_by_setting(writer: Writer, first_days: Mapping[str, date]) -> None:
    """Accept those changes to the week after the reviewed one that the settings accept without a word."""
    setting = writer.settings.auto_accept
    if setting == "none":
        return
    for athlete_id, first_day in first_days.items():
        mine = writer.store.read(ADJUSTMENTS, athlete_id=athlete_id, week_start=first_day + _WEEK)
        open_ones = _open(mine, _today(writer, athlete_id)).filter(pl.col("workout_id").is_not_null())
        if setting == "safety":
            open_ones = open_ones.filter(pl.col("rule").is_in(SAFETY_RULES))
        _say_decision(writer, athlete_id, "accepted", "setting", open_ones)
    writer.apply()


def _say_review(writer: Writer, rows: Reads, athlete_id: str, first_day: date) -> Proposals | None:
    """Say which changes are shown, unless the journal knows that already; what was worked out for it."""
    told = known(rows, athlete_id)
    if told is None:
        return None
    today = _today(writer, athlete_id)
    shown = told.words.reviewed.get(first_day)
    before = replay.as_journal_rows(shown.filter(pl.col("status") == "proposed")) if shown is not None else ()
    proposed, found = before, None
    if today < first_day + 2 * _WEEK:
        athlete = replace(athlete_data(rows, told), as_of=max(today, told.as_of))
        found = proposals(athlete, told.words, first_day)
        proposed = replay.as_journal_rows(found.rows)
    if shown is not None and proposed == before and _stage(today, first_day) <= _stage(told.as_of, first_day):
        return None
    now = writer.clock.now()
    writer.say(Reviewed(recorded_at=now, athlete_id=athlete_id, week_start=first_day, proposals=proposed))
    return found


def _stage(day: date, first_day: date) -> date:
    """`day` as far as a week's review changes with it: day by day in the week itself, then once the next is over.

    Sessions fall due only while the week lasts, and open changes expire with the week that they are for.
    """
    ends = (first_day + _WEEK, first_day + 2 * _WEEK)
    return day if day < ends[0] else ends[day >= ends[1]]


def _written(writer: Writer, rows: Reads, athlete_id: str, first_day: date) -> Reviewing:
    told = known(rows, athlete_id)
    as_of = told.as_of if told else first_day
    command = command_line(writer.home, writer.clock, writer.settings.athletes[athlete_id].timezone)
    review = weekly_review(rows, athlete_id, first_day, as_of, command)
    path = writer.home.reports / f"{athlete_id}-{week_name(first_day)}.md"
    write_durably(path, markdown(review, writer.settings.units).encode())
    fill_outbox(writer.home, rows, athlete_id, _today(writer, athlete_id), writer.settings.units)
    return Reviewing(review, path)


def _today(writer: Writer, athlete_id: str) -> date:
    return writer.clock.today(writer.settings.athletes[athlete_id].timezone)


def _week_to_review(writer: Writer, rows: Reads, athlete_id: str, week: date | None) -> date:
    if athlete_id in writer.plan_problems:
        raise writer.plan_problems[athlete_id]
    first_weekday = writer.settings.week_start_day
    if week is not None:
        return week_start(week, first_weekday)
    this_week = week_start(_today(writer, athlete_id), first_weekday)
    weeks = {
        *rows.read(WORKOUTS, athlete_id=athlete_id)["week_start"],
        *rows.read(ACTIVITIES, athlete_id=athlete_id)["week_start"],
    }
    complete: list[date] = [first_day for first_day in weeks if first_day < this_week]
    if not complete:
        raise NothingToReviewError(
            "there is no complete week with a plan or a recording yet; import files with `trackwork import`, "
            "or name a week with --week"
        )
    return max(complete)


def _not_open(identity: str, mine: dict[object, dict[str, object]], open_ids: list[str]) -> str:
    known_one = mine.get(identity)
    if known_one and known_one["status"] == "proposed":
        return f"adjustment {identity} is expired: the week that it was for is over"
    if known_one and known_one["status"] == "accepted":
        return f"adjustment {identity} is accepted already; it can be declined until the day of its session"
    if known_one:
        return f"adjustment {identity} is {known_one['status']} already"
    return f"there is no adjustment {identity}; open: {', '.join(open_ids) or 'none'}"
