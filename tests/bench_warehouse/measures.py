"""What is measured, each beside what it may take.

The fastest of some runs counts: what else the machine does can only make one slower.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import duckdb
import polars as pl

from models.tables import RECORDS
from pipelines.attending import attending
from pipelines.settings import Settings
from pipelines.weekly_review import Reviewing, review_weeks
from tests.bench_warehouse.club import MONDAY, RECORDS_EACH, Club
from warehouse.arrow import Stream
from warehouse.publish import publish
from warehouse.store import Store

_TIMES = 15
_GIGABYTE = 2**30
_BATCH: int = Settings.model_fields["chunk_files"].default
"""Activities in one insert: `chunk_files` of the settings."""
_TWELVE_WEEKS_AGO = MONDAY - timedelta(weeks=11)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    found: float
    wanted: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether it is as it should be."""
        return self.found <= self.wanted

    @property
    def cells(self) -> tuple[str, str, str]:
        """As it stands in the table."""
        return (
            self.what,
            f"{self.found:.3g} {self.unit}",
            f"≤ {self.wanted:g} {self.unit}" + ("" if self.kept else " ✗"),
        )


QUERIES = (
    ("`weekly_summary` of an athlete", "SELECT * FROM weekly_summary WHERE athlete_id = 'a01' ORDER BY week_start", 20),
    ("`weekly_summary` of the whole club", "FROM weekly_summary", 20),
    (
        "`repetitions` of an athlete in twelve weeks",
        f"SELECT * FROM repetitions WHERE athlete_id = 'a01' AND week_start >= DATE '{_TWELVE_WEEKS_AGO}'",  # noqa: S608  # our own date
        20,
    ),
    (
        "`repetitions` of the whole club in twelve weeks",
        f"SELECT athlete_id, week_start, count(*), median(stance_time_at_reference_ms) FROM repetitions WHERE week_start >= DATE '{_TWELVE_WEEKS_AGO}' GROUP BY ALL",  # noqa: E501, S608  # as above
        20,
    ),
    ("`ground_contact_trend` of an athlete", "FROM ground_contact_trend WHERE athlete_id = 'a01'", 20),
    ("`plan_vs_actual` of an athlete", "FROM plan_vs_actual WHERE athlete_id = 'a01'", 20),
    (
        "all records of one activity",
        "FROM records WHERE activity_id = (SELECT activity_id FROM activities ORDER BY hash(activity_id) LIMIT 1)",
        50,
    ),
    (
        "ground contact against speed, from all repetitions of the club",
        """SELECT athlete_id, regr_slope(ln(stance_time_ms), -ln(pace_s_per_km))
        FROM intervals JOIN activities USING (activity_id) WHERE kind = 'work' GROUP BY athlete_id""",
        10,
    ),
)


def measures(club: Club) -> Iterator[Row]:
    """All rows, one after the other."""
    with duckdb.connect(club.home.published, read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for what, sql, wanted in QUERIES:
            yield Row(what, 1000 * _fastest(partial(_asked, connection, sql)), wanted, "ms")
    yield _size(club)
    yield _reviews(club)
    yield _insert(club)
    yield _publishing(club)


def _asked(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return pl.DataFrame(Stream(connection.sql(sql))).height


def _size(club: Club) -> Row:
    return Row(
        "size in the file of a record with all columns", club.home.database.stat().st_size / club.records, 40, "bytes"
    )


def _reviews(club: Club) -> Row:
    """All reviews as `trackwork review --everyone` makes them, with page and outbox."""
    with attending(club.home):  # as under `up`, which publishes when it is due
        started = time.process_time()
        for _, made in review_weeks(club.home, club.clock, club.settings, [*club.settings.athletes], MONDAY):
            assert isinstance(made, Reviewing)
        took = time.process_time() - started
    return Row(f"weekly review of {club.athletes} athletes, in the processor's time", took, 5, "s")


def _insert(club: Club) -> Row:
    """An activity's records among others of its batch, where as many lie in the table already."""
    with Store.open(club.home.database) as store:
        known = store.query("SELECT DISTINCT activity_id FROM activities ORDER BY 1 LIMIT ?", [_BATCH])
        batch = store.read(RECORDS, activity_id=known["activity_id"].to_list())
        took = []
        for _ in range(_TIMES):
            owned = batch.with_columns(pl.col("activity_id") + "-new")
            started = time.perf_counter()
            with store.transaction():
                store.insert(RECORDS, owned)
            took.append(time.perf_counter() - started)
            store.replace(RECORDS, RECORDS.empty(), activity_id=owned["activity_id"].unique().to_list())
    what = f"insert of an activity of {RECORDS_EACH:,} records, {_BATCH} in a batch"
    return Row(what, 1000 * min(took) * RECORDS_EACH / batch.height, 5, "ms")


def _publishing(club: Club) -> Row:
    """A file of a gigabyte: the club's own database, as often as it takes."""
    private = club.home.root / "gigabyte.duckdb"
    with private.open("wb") as file:
        while file.tell() < _GIGABYTE:
            with club.home.database.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 24)
        file.truncate(_GIGABYTE)
    took = _fastest(lambda: publish(private, club.home.published), times=5)
    private.unlink()
    return Row("publishing 1 GB", took, 1.5, "s")


def _fastest(work: Callable[[], object], times: int = _TIMES) -> float:
    work()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return min(took)
