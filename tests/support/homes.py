"""Homes for tests: a settled clock, plain settings, and what the tables say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from models.schema import Table
from models.tables import TABLES
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.home import Home
from pipelines.importing import decode_chunk, load_chunk
from pipelines.incoming import named
from pipelines.loading import Outcome
from pipelines.settings import Settings
from pipelines.unfolding import chunks
from warehouse.store import Store

TODAY = date(2026, 1, 12)
"""A Monday; the runs of `gpx_text` are of the Monday before."""

PLAN = """\
name: test
start: 2026-01-05
weeks: 4
week:
  monday: squat 3x8 @60kg
  tuesday: 15min easy, 6 x 400m @ 96s / 200m jog, 10min easy
  wednesday: rest
  thursday: 40min easy
"""


@dataclass(frozen=True)
class Bench:
    """A home with a clock that stands still."""

    home: Home
    settings: Settings
    clock: Clock

    def bring_in(self, *paths: Path, athlete: str | None = None) -> list[Outcome]:
        """Import files as the command does."""
        files = named(paths, self.settings.athlete(athlete))
        return [
            outcome
            for chunk in chunks(files, self.settings, self.home)
            for outcome in load_chunk(
                self.home, self.clock, self.settings, decode_chunk(chunk, self.home), publish_after=True
            )
        ]

    def tables(self) -> dict[Table, pl.DataFrame]:
        """All rows of all tables."""
        with Store.open(self.home.database) as store:
            return {table: store.read(table) for table in TABLES}

    def read(self, table: Table, **where: object) -> pl.DataFrame:
        """Rows of one table."""
        with Store.open(self.home.database) as store:
            return store.read(table, **where)


def bench(folder: Path, *, today: date = TODAY, plan: str | None = PLAN, settings: str | None = None) -> Bench:
    """A new home in `folder`, or the one that is there."""
    home = Home.open(folder)
    if not home.settings_file.exists():
        text = settings or '[athletes.me]\nname = "You"\ntimezone = "Europe/Berlin"\n'
        home.settings_file.write_text(text, encoding="utf-8")
        if plan is not None:
            (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    clock = Clock.at(today)
    return Bench(*open_home(folder, clock), clock)
