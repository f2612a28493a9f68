"""The whole chain on every real recording: all taken that holds an activity, twice the same, rebuilt the same."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from models.tables import ACTIVITIES, JOURNAL, LAPS, RECEIPTS, RECORDS, SOURCE_FILES
from pipelines.rebuild import rebuild
from tests.support.homes import Bench, bench
from warehouse.query import run_query

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

WITH_ACTIVITY = ("imported", "salvaged")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Bench:
    place = bench(tmp_path_factory.mktemp("real") / "home", today=date(2026, 11, 22))
    place.bring_in(real_data / "fit", real_data / "gpx")
    return place


def catalogue(folder: Path) -> pl.DataFrame:
    """The catalogue's files that we read, with whether they hold records that have a time."""
    with (folder / "catalogue.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["format"] in ("fit", "gpx")]
    return pl.DataFrame(
        {
            "file_id": [row["sha256"] for row in rows],
            "file": [row["file"] for row in rows],
            "holds": [int(row["n_records"] or 0) > 0 and bool(row["start_utc"]) for row in rows],
        }
    )


def test_every_file_that_holds_an_activity_is_taken(full: Bench, real_data: Path) -> None:
    files = catalogue(real_data).join(full.read(SOURCE_FILES), on="file_id", how="left")
    taken = pl.col("status").is_in(WITH_ACTIVITY)
    assert files.filter(pl.col("holds") & ~taken)["file"].to_list() == []
    assert files.filter(pl.col("status").is_null())["file"].to_list() == []


def test_every_other_file_says_why(full: Bench) -> None:
    files = full.read(SOURCE_FILES)
    others = files.filter(pl.col("status") != "imported")
    assert others.filter(pl.col("status") == "failed").is_empty()
    assert others["reason"].null_count() == 0
    assert others["reason"].str.len_chars().min() >= 20  # type: ignore[operator]  # a number: there are some
    rejected = [path for path in full.home.rejected.iterdir() if path.name.endswith(".reason.json")]
    assert len(rejected) == others.filter(pl.col("status") == "rejected").height


def test_records_and_laps_belong_to_activities(full: Bench) -> None:
    activities = set(full.read(ACTIVITIES)["activity_id"])
    for table in (RECORDS, LAPS):
        assert set(full.read(table)["activity_id"]) <= activities


def test_a_second_import_and_a_rebuild_give_the_same_tables(full: Bench, real_data: Path) -> None:
    before = full.tables()
    full.bring_in(real_data / "fit", real_data / "gpx")
    again = full.tables()
    rebuild(full.home, full.clock, full.settings)
    rebuilt = full.tables()
    for table, frame in again.items():
        if table not in (RECEIPTS, JOURNAL):
            assert_frame_equal(frame, before[table], check_exact=True)
        assert_frame_equal(frame, rebuilt[table], check_exact=True)


@pytest.mark.parametrize(
    ("double", "counts"),
    [
        ("msimms__20210604_track_run_coros_pace_2.fit", "msimms__20210604_track_run_garmin_fenix_6.fit"),
        ("msimms__20210507_run_garmin_fenix_6.fit", "msimms__20210507_run_coros_pace_2.fit"),
        ("goldencheetah-sweatpy__activity_5039744860.gpx", "goldencheetah-sweatpy__2020-06-01-16-52-40.fit"),
        ("muktihari-fit__activity_truncated.fit", "fitparse__Activity.fit"),
        ("healthfit__2025-03-01-093247.fit", "healthfit__2025-03-01-093247-F.fit"),
        ("fitparse__garmin-edge-820-bike.fit", None),
        ("fgebhart-workoutizer__Johnston_Canyon_to_Ink_Pots.gpx", None),
        ("fitparse__garmin-fenix-5-run.fit", None),
    ],
)
def test_files_of_one_workout_are_found_and_others_are_not(full: Bench, double: str, counts: str | None) -> None:
    names = dict(full.read(SOURCE_FILES).select("file_id", "name").iter_rows())
    activities = full.read(ACTIVITIES)
    file_of = {row["activity_id"]: names.get(row["file_id"]) for row in activities.iter_rows(named=True)}
    mine = [row["same_as"] for row in activities.iter_rows(named=True) if names.get(row["file_id"]) == double]
    assert {file_of.get(identity) for identity in mine} == {counts}
    counting = activities.filter(pl.col("same_as").is_null())["activity_id"]
    assert set(activities["same_as"].drop_nulls()) <= set(counting)


@pytest.mark.parametrize(
    ("name", "repetitions"),
    [
        ("x3cl__204685264.fit", 5),
        ("x3cl__203966566.fit", 5),
        ("x3cl__204748690.fit", 10),
        ("x3cl__202263985.fit", 4),
    ],
)
def test_repetitions_of_real_sessions_can_be_asked_for(full: Bench, name: str, repetitions: int) -> None:
    file_id = full.read(SOURCE_FILES, name=name)["file_id"][0]
    query = f"""
        select repetition_index, nominal_distance_m from repetitions join activities using (activity_id)
        where file_id = '{file_id}' order by 1"""  # noqa: S608  a hash, from our own table
    answer = run_query(full.home.published, query, timeout_s=30, max_rows=100).frame
    assert answer["repetition_index"].to_list() == list(range(1, repetitions + 1))
    assert answer["nominal_distance_m"].to_list() == [400.0] * repetitions
