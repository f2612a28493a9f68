"""Opens a home, and makes a new one ready: settings and plan with their comments."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from models.calendar import week_start
from pipelines.clock import Clock
from pipelines.durable import write_durably
from pipelines.home import Home
from pipelines.settings import Settings, load


def open_home(root: Path, clock: Clock) -> tuple[Home, Settings]:
    """The home at `root` and its settings; a new home begins with the default plan, next week.

    Raises:
        HomeError: the folder cannot be used.
        UsageError: trackwork.toml cannot be read.
    """
    home = Home.open(root)
    new = not home.settings_file.exists()
    settings = load(home)
    path = home.plan(settings.first_athlete, only=len(settings.athletes) == 1)
    if new and not path.exists():
        from ingest.plan import default_plan, schema  # noqa: PLC0415  slow to load, and only a new home needs it

        today = clock.today(settings.athletes[settings.first_athlete].timezone)
        start = week_start(today + timedelta(days=6), settings.week_start_day)
        write_durably(path, default_plan(start).encode())
        write_durably(path.with_name("plan.schema.json"), json.dumps(schema(), indent=2).encode())
    return home, settings
