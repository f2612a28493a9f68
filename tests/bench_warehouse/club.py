"""A home with a whole club in it: recordings made by SQL, the plan and what follows from it by the real code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from ingest.plan import default_plan
from models.derivation import DERIVATION_VERSION
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.home import Home
from pipelines.settings import Settings
from pipelines.writer import writing
from warehouse.store import Store

RECORDS_EACH = 3600
MONDAY = date(2026, 11, 9)
"""Of the last week that has activities, which is the one that is reviewed."""
_PLAN_WEEKS = 12
_AT_ONCE = 500
"""Activities whose records are made in one statement."""
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Club:
    """The home, and how many are in it."""

    home: Home
    settings: Settings
    clock: Clock
    athletes: int
    records: int


def club(folder: Path, athletes: int, records: int) -> Club:
    """A new home in `folder` with so many athletes, and about so many records in all."""
    each = max(3, round(records / RECORDS_EACH / athletes))
    home = Home.open(folder)
    blocks = (f'[athletes.a{number:02d}]\nname = "Athlete {number}"\n' for number in range(athletes))
    home.settings_file.write_text("\n".join(blocks), encoding="utf-8")
    (folder / "plans").mkdir()
    for number in range(athletes):
        plan = default_plan(MONDAY - timedelta(weeks=_PLAN_WEEKS - 2), weeks=_PLAN_WEEKS)
        (folder / "plans" / f"a{number:02d}.yaml").write_text(plan, encoding="utf-8")
    clock = Clock.at(MONDAY + timedelta(weeks=1))
    home, settings = open_home(folder, clock)
    with Store.open(home.database):
        pass
    _record(home.database, athletes, each)
    with writing(home, clock, settings):
        pass  # the plans are taken up and compared with what was run
    return Club(home, settings, clock, athletes, athletes * each * RECORDS_EACH)


def _record(database: Path, athletes: int, each: int) -> None:
    given = {"athletes": athletes, "each": each, "monday": MONDAY, "derivation_version": DERIVATION_VERSION}
    with duckdb.connect(database) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, value in given.items():
            connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
        connection.execute((_HERE / "club.sql").read_text(encoding="utf-8"))
        records = (_HERE / "records.sql").read_text(encoding="utf-8")
        for first in range(0, athletes * each, _AT_ONCE):
            connection.execute(records, {"count": _AT_ONCE, "first": first})
        connection.execute("CHECKPOINT")
