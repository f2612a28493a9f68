"""Whatever is handed in, said, taken back and decided, in whatever order: a rebuild gives the same tables."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingest.fit.encode import encode
from models.errors import UsageError
from models.recording import SETS_SCHEMA, Recording
from models.schema import Table
from models.tables import ACTIVITIES, ADJUSTMENTS, JOURNAL
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.rebuild import rebuild
from pipelines.telling import Told, fix, log, undo
from pipelines.weekly_review import Decision, decide, review_week
from tests.support.homes import Bench
from tests.support.runs import pressed, repeats, run

MONDAY = date(2026, 3, 23)
"""The clocks of Berlin go forward on the Sunday of this week."""
ATHLETES = ("anna", "ben")
PLANS = tuple(
    f"""\
name: test
start: 2026-03-16
weeks: 6
week:
  monday: squat 3x8 @60kg
  tuesday: 5min easy, {count} x 200m @ {target}s / 60s, 3min easy
  thursday: 40min easy
  friday: rest
  saturday: {saturday}
"""
    for count, target, saturday in ((4, 45, "50min easy"), (5, 44, "4 x 400m @ 96s / 200m jog"), (4, 47, "rest"))
)
SETTINGS = """\
week_starts = "{week_starts}"
[athletes.anna]
name = "Anna"
timezone = "{timezone}"
[athletes.ben]
name = "Ben"
timezone = "America/New_York"
"""


@dataclass
class Life:
    """A home, the hour in it, and dice."""

    folder: Path
    dice: random.Random
    now: datetime = field(default_factory=lambda: datetime.combine(MONDAY, time(18), UTC))
    week_starts: str = "monday"
    timezone: str = "Europe/Berlin"
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "home" / "plans").mkdir(parents=True)
        self._settings()
        for athlete in ATHLETES:
            self._plan(athlete)

    @property
    def bench(self) -> Bench:
        """The home as a command that starts now finds it."""
        clock = Clock(self.now)
        return Bench(*open_home(self.folder / "home", clock), clock)

    @property
    def day(self) -> date:
        """A day of the last ten."""
        return self.now.date() - timedelta(days=self.dice.randrange(10))

    def step(self) -> None:
        """Something happens."""
        actions: tuple[Callable[[Bench, str], None], ...] = (
            self.hand_in,
            self.hand_in,
            self.hand_in,
            self.tell,
            self.tell,
            self.take_back,
            self.mend,
            self.mend,
            self.mend_back,
            self.review,
            self.review,
            self.decide,
            self.decide,
            self.change_plan,
            self.change_calendar,
        )
        action, athlete = self.dice.choice(actions), self.dice.choice(ATHLETES)
        self.done.append(f"{self.now:%d %H}h {action.__name__} {athlete}")
        try:
            action(self.bench, athlete)
        except UsageError as error:
            self.done[-1] += f": {error}"
        self.now += timedelta(hours=self.dice.choice((1, 5, 20)))

    def hand_in(self, bench: Bench, athlete: str) -> None:
        """Files of some days, twice at times, and one that is none."""
        files = [self.dice.choice((_intervals, _easy, _late, _ride, _strength, _bad)) for _ in range(2)]
        paths = [_file(self.folder, make, self.day) for make in files]
        outcomes = bench.bring_in(*paths, athlete=athlete)
        self.done[-1] += str([(o.name, o.outcome) for o in outcomes])

    def tell(self, bench: Bench, athlete: str) -> None:
        """Something that no watch records."""
        told = self.dice.choice(
            (
                Told("pain", value=self.dice.choice((2, 4, 6)), where="shin"),
                Told("rpe", value=8),
                Told("run", text="3 x 200m @ 44s / 200m jog"),
                Told("strength", text="squat 3x8 @65kg, lunge 2x10/side"),
                Told("skip", text="ill"),
                Told("rest"),
            )
        )
        log(bench.home, bench.clock, bench.settings, athlete, self.day, told)

    def take_back(self, bench: Bench, _athlete: str) -> None:
        """A word is taken back, whatever it was about."""
        said = bench.read(JOURNAL, kind=["log", "fix"])["seq"].to_list()
        undo(bench.home, bench.clock, bench.settings, self.dice.choice(said or [1]))

    def mend(self, bench: Bench, athlete: str) -> None:
        """The user's word about an activity."""
        what, value = self.dice.choice(
            (
                ("confirm", None),
                ("no_intervals", None),
                ("ignore", None),
                ("reps", "4x200"),
                ("athlete", athlete),
                ("athlete", athlete),
            )
        )
        self._fix(bench, what, value)

    def mend_back(self, bench: Bench, _athlete: str) -> None:
        """The last word about an activity is taken back."""
        self._fix(bench, "undo", None)

    def review(self, bench: Bench, athlete: str) -> None:
        """A review; a second one changes nothing."""
        week = self.now.date() - timedelta(days=7) if self.dice.random() < 0.8 else self.day
        review_week(bench.home, bench.clock, bench.settings, athlete, week)
        before = bench.tables()
        review_week(bench.home, bench.clock, bench.settings, athlete, week)
        assert_same(before, bench.tables())

    def decide(self, bench: Bench, athlete: str) -> None:
        """A word about an adjustment, open or not."""
        known = bench.read(ADJUSTMENTS, athlete_id=athlete)["adjustment_id"].to_list()
        ids = [self.dice.choice(known)] if known and self.dice.random() < 0.7 else None
        words: tuple[Decision, ...] = ("accepted", "accepted", "declined")
        word = self.dice.choice(words)
        self.done[-1] += str(decide(bench.home, bench.clock, bench.settings, athlete, word, ids))

    def change_plan(self, _bench: Bench, athlete: str) -> None:
        """Another plan is written, in the middle of a week."""
        self._plan(athlete)

    def change_calendar(self, _bench: Bench, _athlete: str) -> None:
        """The athlete moves, or counts weeks from another day."""
        self.timezone = self.dice.choice(("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"))
        self.week_starts = self.dice.choice(("monday", "sunday"))
        self._settings()

    def _fix(self, bench: Bench, what: str, value: str | None) -> None:
        mine = bench.read(ACTIVITIES)["activity_id"].to_list()
        if mine:
            self.done[-1] += (
                fix(bench.home, bench.clock, bench.settings, self.dice.choice(mine), what, value).words + f" {value}"
            )

    def _settings(self) -> None:
        text = SETTINGS.format(week_starts=self.week_starts, timezone=self.timezone)
        (self.folder / "home" / "trackwork.toml").write_text(text, encoding="utf-8")

    def _plan(self, athlete: str) -> None:
        path = self.folder / "home" / "plans" / f"{athlete}.yaml"
        path.write_text(self.dice.choice(PLANS), encoding="utf-8")


def assert_same(one: dict[Table, pl.DataFrame], other: dict[Table, pl.DataFrame]) -> None:
    assert list(one) == list(other)
    for table, frame in one.items():
        assert_frame_equal(frame, other[table], check_exact=True)


def _at(recording: Recording, start: datetime) -> Recording:
    moved = start - recording.start_time
    records = recording.records.with_columns(pl.col("timestamp") + moved)
    sets = recording.sets.with_columns(pl.col("start_time") + moved)
    return replace(recording, start_time=start, records=records, sets=sets)


def _intervals(day: date) -> bytes | None:
    legs = repeats(4, (44.0, 200 / 44), (60, 1.2), warmup=(300, 2.8), cooldown=(180, 2.8))
    made = run(legs, laps=pressed(legs))
    stance = pl.lit(230.0).alias("stance_time_ms")
    made = replace(made, records=made.records.with_columns(stance), dynamics_source="watch")
    return encode(_at(made, datetime.combine(day, time(16), UTC)))


def _easy(day: date) -> bytes | None:
    return encode(_at(run([(900.0, 2.8)]), datetime.combine(day, time(5), UTC)))


def _late(day: date) -> bytes | None:
    """At 23:50 in Berlin; the file does not tell its own time."""
    made = replace(run([(1200.0, 2.8)], every_s=5), utc_offset_s=None)
    return encode(_at(made, datetime.combine(day, time(22, 50), UTC)))


def _ride(day: date) -> bytes | None:
    return encode(_at(run([(600.0, 8.0)], every_s=5, sport="cycling"), datetime.combine(day, time(12), UTC)))


def _strength(day: date) -> bytes | None:
    start = datetime.combine(day, time(17), UTC)
    sets = pl.DataFrame(
        {
            "set_index": [0, 1],
            "exercise": ["squat", "squat"],
            "start_time": [start, start + timedelta(minutes=2)],
            "duration_s": [40.0, 41.0],
            "repetitions": [8, 8],
            "weight_kg": [60.0, 60.0],
        },
        schema=SETS_SCHEMA,
    )
    made = _at(run([(300.0, 0.0)], every_s=10, sport="training", distance=False), start)
    return encode(replace(made, sub_sport="strength_training", sets=sets))


def _bad(day: date) -> bytes | None:
    return f"no recording of {day.day % 2}".encode()


def _file(folder: Path, make: Callable[[date], bytes | None], day: date) -> Path:
    path = folder / f"{make.__name__}{day}.fit"
    path.write_bytes(make(day) or b"")
    return path


@pytest.mark.parametrize("seed", [10, 15])
def test_a_rebuild_gives_the_same_tables_whatever_was_done(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path, random.Random(seed))  # noqa: S311  # dice, not secrets
    for _ in range(14):
        life.step()
    bench = life.bench
    before = bench.tables()
    rebuild(bench.home, bench.clock, bench.settings)
    assert_same(before, bench.tables())
