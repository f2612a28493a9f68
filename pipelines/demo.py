"""The demo: six simulated weeks of one athlete, through the real inbox and the real code."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from ingest.fit.encode import encode
from ingest.plan import default_plan
from models.errors import HomeError
from models.recording import Recording
from models.simulation.weeks import Scenario, extra_run, simulate_day
from models.tables import WORKOUT_STEPS, WORKOUTS
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.home import Home
from pipelines.nightly import nightly
from pipelines.settings import Settings
from pipelines.telling import Told, log
from pipelines.weekly_review import Reviewing, decide, review_week
from pipelines.writer import writing

MONDAY = date(2026, 9, 7)
"""The first day of the demo; fixed, so that it is the same every time."""
_PLAN_WEEKS = 8
"""The plan goes on beyond the six weeks, so that the last review has a week to change."""
_MARK = ".trackwork-demo"
_SETTINGS = '[athletes.sam]\nname = "Sam"\ntimezone = "Europe/Berlin"\nheight_m = 1.75\n'


@dataclass(frozen=True)
class Story:
    """What happens in the demo; tests change it."""

    scenario: Scenario = field(default_factory=lambda: Scenario(monday=MONDAY))
    told: tuple[tuple[date, Told], ...] = ()
    """What the athlete says beside how hard the intervals felt."""


def run_demo(root: Path, story: Story | None = None, on_week: Callable[[int], None] = lambda _: None) -> Reviewing:
    """Live through the weeks in the home at `root`, made anew; the review of the last week.

    In every week the athlete does what the plan asks with the changes accepted so far, the files are dropped into
    the inbox, and the week is reviewed on the Monday after. The last review's changes are left open.

    Raises:
        HomeError: `root` holds something else than a demo.
    """
    story = story or Story()
    _clear(root)
    home, settings = _begin(root, story.scenario)
    weeks = len(story.scenario.weeks)
    for number in range(weeks):
        first_day = story.scenario.monday + timedelta(weeks=number)
        _train(home, settings, story, first_day)
        monday_after = _at(first_day + timedelta(weeks=1), time(6))
        reviewing = review_week(home, monday_after, settings, settings.first_athlete)
        if number + 1 < weeks:
            decide(home, monday_after, settings, settings.first_athlete, "accepted", None)
        on_week(number + 1)
    return reviewing


def _clear(root: Path) -> None:
    if not root.exists() or not any(root.iterdir()):
        return
    if not (root / _MARK).exists():
        raise HomeError(f"{root} is no demo of trackwork, so it is left as it is; name another folder with --home")
    shutil.rmtree(root)


def _begin(root: Path, scenario: Scenario) -> tuple[Home, Settings]:
    home = Home.open(root)
    (root / _MARK).write_text("made by `trackwork demo`, which makes it anew each time\n", encoding="utf-8")
    home.settings_file.write_text(_SETTINGS, encoding="utf-8")
    (root / "plan.yaml").write_text(default_plan(scenario.monday, weeks=_PLAN_WEEKS), encoding="utf-8")
    return open_home(root, _at(scenario.monday, time(5)))


def _train(home: Home, settings: Settings, story: Story, first_day: date) -> None:
    """Do what a week asks: files into the inbox, words into the log."""
    before = _at(first_day, time(7))
    with writing(home, before, settings, publish_after=False) as writer:
        week = writer.store.read(WORKOUTS, week_start=first_day)
        steps = writer.store.read(WORKOUT_STEPS, workout_id=week["workout_id"].to_list())
    newest = week.sort("version").group_by("workout_id", maintain_order=True).last().sort("local_date", "day_index")
    for workout in newest.iter_rows(named=True):
        own = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
        _do(home, settings, story, workout, steps.filter(own).sort("step_index"))
    for day in story.scenario.extra_runs:
        if first_day <= day < first_day + timedelta(weeks=1):
            _drop(home, extra_run(story.scenario, day))
    for day, told in story.told:
        if first_day <= day < first_day + timedelta(weeks=1):
            log(home, _at(day, time(20)), settings, settings.first_athlete, day, told)
    nightly(home, _at(first_day + timedelta(days=6), time(22)), settings)


def _do(home: Home, settings: Settings, story: Story, workout: dict[str, object], steps: pl.DataFrame) -> None:
    day = workout["local_date"]
    if not isinstance(day, date) or day in story.scenario.skipped:
        return
    evening = _at(day, time(20))
    if workout["kind"] == "plyometrics":
        log(home, evening, settings, settings.first_athlete, day, Told("plyo", text=str(workout["text"])))
        return
    recording = simulate_day(steps, story.scenario, day)
    if recording is not None:
        _drop(home, recording)
    if workout["kind"] == "intervals":
        log(home, evening, settings, settings.first_athlete, day, Told("rpe", value=7))


def _drop(home: Home, recording: Recording) -> None:
    name = f"{recording.start_time:%Y-%m-%d-%H-%M-%S}.fit"
    (home.inbox / name).write_bytes(encode(recording))


def _at(day: date, hour: time) -> Clock:
    return Clock(datetime.combine(day, hour, UTC))
