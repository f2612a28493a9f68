from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ContractError, HomeError
from models.schema import Column, Table
from models.tables import ACTIVITIES, ATHLETES, INTERVALS, JOURNAL, LAPS, NOTES, RECORDS, TABLES, WORKOUT_MATCHES
from tests.support.frames import frames, values
from tests.warehouse.crash_child import entry
from warehouse.store import Store

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("lasting") / "private.duckdb") as opened:
        yield opened


def athletes(*names: str) -> pl.DataFrame:
    return ATHLETES.rows([{"athlete_id": n, "name": n, "timezone": "UTC", "week_start_day": 1} for n in names])


def pain(note_id: str, athlete_id: str, activity_id: str | None = None) -> dict[str, object]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    row = {"note_id": note_id, "athlete_id": athlete_id, "local_date": at.date(), "kind": "pain", "recorded_at": at}
    return row | {"activity_id": activity_id, "value": 3.0}


@each_table
@settings(max_examples=10)
@given(data=st.data())
def test_what_is_read_is_what_was_written(lasting: Store, table: Table, data: st.DataObject) -> None:
    frame = data.draw(frames(table))
    first = table.key[0]
    wanted = frame[first].unique().to_list()
    for _ in range(2):
        lasting.replace(table, frame, **{first: wanted})
    assert lasting.read(table, **{first: wanted}).equals(frame.sort(table.key, nulls_last=True))


@each_table
def test_no_rows_have_the_declared_schema_too(lasting: Store, table: Table) -> None:
    assert lasting.read(table, **{table.key[0]: []}).schema == table.schema


def _breaking(column: Column) -> list[object]:
    bad: list[object] = [None] if column.required else []
    bad += [column.at_least - 0.5] if column.at_least is not None and column.dtype == pl.Float64 else []
    bad += [int(column.at_least) - 1] if column.at_least is not None and column.dtype == pl.Int64 else []
    bad += [column.at_most + 0.5] if column.at_most is not None else []
    bad += ["none of these"] if column.one_of else []
    bad += [math.nan, math.inf] if column.dtype == pl.Float64 else []
    return bad


@each_table
@settings(max_examples=1)
@given(data=st.data())
def test_the_database_itself_refuses_each_broken_rule(lasting: Store, table: Table, data: st.DataObject) -> None:
    row = {column.name: data.draw(values(column)) for column in table.columns}
    for column in table.columns:
        for bad in _breaking(column):
            frame = table.rows([row | {column.name: bad}])
            with pytest.raises(ContractError):
                lasting.insert(table, frame)
            with pytest.raises(duckdb.ConstraintException), lasting.transaction():
                lasting._insert(table, frame)  # past the check of the frame, to the table's own


def test_a_key_twice_is_refused_by_frame_and_by_database(store: Store) -> None:
    with pytest.raises(ContractError, match="twice"):
        store.insert(ATHLETES, athletes("ann", "ann"))
    store.insert(ATHLETES, athletes("ann"))
    with pytest.raises(duckdb.ConstraintException):
        store.insert(ATHLETES, athletes("ann"))
    assert store.counts()["athletes"] == 1


def test_a_frame_with_its_columns_in_another_order_lands_in_the_right_columns(store: Store) -> None:
    store.insert(ATHLETES, athletes("ann").select(reversed(ATHLETES.schema)))
    assert store.read(ATHLETES).equals(athletes("ann"))


def test_replace_deletes_only_where_all_named_columns_match(store: Store) -> None:
    store.insert(NOTES, NOTES.rows([pain("1", "ann"), pain("2", "ann", "run"), pain("3", "bob")]))
    store.replace(NOTES, NOTES.empty(), athlete_id=["ann", "bob"], activity_id=None)
    assert store.read(NOTES)["note_id"].to_list() == ["2"]
    store.replace(NOTES, NOTES.rows([pain("4", "bob")]), note_id=[])
    assert store.read(NOTES)["note_id"].to_list() == ["2", "4"]


def test_replace_without_a_condition_is_our_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="name the columns"):
        store.replace(ATHLETES, ATHLETES.empty())


def test_read_takes_values_lists_series_and_null(store: Store) -> None:
    store.insert(NOTES, NOTES.rows([pain("1", "ann"), pain("2", "ann", "run"), pain("3", "bob", "walk")]))

    def found(**where: object) -> list[str]:
        return store.read(NOTES, **where)["note_id"].to_list()

    assert found() == ["1", "2", "3"]
    assert found(athlete_id="ann") == ["1", "2"]
    assert found(activity_id=None) == ["1"]
    assert found(activity_id=["run", None]) == ["1", "2"]
    assert found(note_id=pl.Series(["1", "3"]), local_date=date(2026, 1, 1)) == ["1", "3"]
    assert found(recorded_at=datetime(2026, 1, 1, tzinfo=UTC), athlete_id="bob") == ["3"]


def test_many_values_find_the_same_rows_as_few(store: Store) -> None:
    notes = [pain(f"{i:03d}", "ann" if i % 2 else "bob", "run" if i % 3 else None) for i in range(60)]
    store.insert(NOTES, NOTES.rows(notes))
    wanted = [f"{i:03d}" for i in range(0, 90, 3)]
    assert store.read(NOTES, note_id=wanted)["note_id"].to_list() == wanted[:20]
    assert store.read(NOTES, note_id=wanted, athlete_id=[*wanted, "ann"])["note_id"].to_list() == wanted[1:20:2]
    assert store.read(NOTES, activity_id=[*wanted, None]).height == 20
    store.replace(NOTES, NOTES.empty(), note_id=wanted)
    assert store.counts()["notes"] == 40


def test_the_same_key_may_be_replaced_again_and_again_in_one_transaction(store: Store) -> None:
    with store.transaction():
        store.insert(ATHLETES, athletes("ann", "bob"))
        for height in (1.6, 1.7, 1.8):
            store.replace(ATHLETES, athletes("ann").with_columns(height_m=pl.lit(height)), athlete_id="ann")
    assert store.read(ATHLETES)["height_m"].to_list() == [1.8, None]


def test_a_transaction_is_all_or_nothing_and_the_inner_one_is_part_of_the_outer(store: Store) -> None:
    def write(*, fail: bool) -> None:
        with store.transaction():
            with store.transaction():
                store.insert(ATHLETES, athletes("ann"))
            store.insert(JOURNAL, entry(7))
            if fail:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        write(fail=True)
    assert (store.counts()["athletes"], store.journal_seq) == (0, 0)
    write(fail=False)
    assert (store.counts()["athletes"], store.journal_seq) == (1, 7)


def test_the_store_goes_on_after_a_failed_statement(store: Store) -> None:
    def both() -> None:
        with store.transaction():
            store.insert(ATHLETES, athletes("bob"))
            store.insert(ATHLETES, athletes("ann"))

    store.insert(ATHLETES, athletes("ann"))
    for _ in range(3):
        with pytest.raises(duckdb.ConstraintException):
            both()
    store.insert(ATHLETES, athletes("bob"))
    assert store.counts()["athletes"] == 2


def test_frames_live_on_when_the_store_is_closed(database: Path) -> None:
    with Store.open(database) as store:
        store.insert(ATHLETES, athletes("ann", "bob"))
        kept = store.read(ATHLETES)
    assert kept.equals(athletes("ann", "bob"))


def test_opening_again_finds_everything_and_leaves_no_log_beside_the_file(database: Path) -> None:
    with Store.open(database) as store:
        store.insert(ATHLETES, athletes("ann"))
        store.insert(JOURNAL, entry(3))
    assert list(database.parent.iterdir()) == [database]
    with Store.open(database) as store:
        assert (store.counts()["athletes"], store.journal_seq) == (1, 3)


def test_instants_come_back_in_utc_whatever_the_machine_says(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    with Store.open(database) as store:
        asked = store.query("SELECT TIMESTAMPTZ '2026-01-01 12:00:00+00' AS noon, ? + 1 AS two", [1])
    assert asked["noon"][0] == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert asked["noon"].dtype == pl.Datetime("us", "UTC")
    assert asked["two"][0] == 2


def test_the_file_is_in_the_format_that_older_tools_open(database: Path) -> None:
    with Store.open(database) as store:
        options = store.query("SELECT tags FROM duckdb_databases() WHERE database_name = 'private'")
    assert "v1.5" in str(options.item())


def test_every_table_and_column_carries_its_comment(store: Store) -> None:
    tables = dict(store.query("SELECT table_name, comment FROM duckdb_tables()").iter_rows())
    columns = store.query("SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal")
    comments = dict(columns.iter_rows())
    for table in TABLES:
        assert tables[table.name] == table.grain
        for column in table.columns:
            assert comments[f"{table.name}.{column.name}"].startswith(column.meaning)
    assert all(tables.values())
    assert all(comments.values())


def test_only_the_big_tables_go_without_a_primary_key(store: Store) -> None:
    keyed = store.query("SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'")
    assert set(keyed.to_series()) == {table.name for table in TABLES} - {
        "records",
        "record_dynamics",
        "workout_matches",
    }
    assert not {RECORDS.keyed, WORKOUT_MATCHES.keyed} - {False}
    assert all(table.keyed for table in (ACTIVITIES, LAPS, INTERVALS))


def test_a_database_held_by_another_process_is_named_with_the_remedy(database: Path) -> None:
    with Store.open(database):
        pass
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read(); c.close()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(HomeError, match=f"PID {holder.pid}.*close it") as caught, Store.open(database):
            pass
        assert str(database) in str(caught.value)
        assert holder.stdin is not None
        holder.stdin.close()


def test_a_damaged_file_is_said_to_be_one(database: Path) -> None:
    database.write_bytes(b"this is no database" * 1000)
    with pytest.raises(HomeError, match=r"not a whole DuckDB database.*rebuild"), Store.open(database):
        pass


def test_a_file_with_a_damaged_block_is_said_to_be_one(database: Path) -> None:
    with Store.open(database) as store:
        store.insert(ATHLETES, athletes("ann"))
    whole = database.read_bytes()
    database.write_bytes(whole[:12288] + bytes(len(whole) - 12288))
    with pytest.raises(HomeError, match=r"not a whole DuckDB database.*rebuild"), Store.open(database):
        pass


def test_a_folder_that_is_not_there_is_an_error_with_the_path(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "private.duckdb"
    with pytest.raises(HomeError, match="nowhere"), Store.open(missing):
        pass


def test_errors_of_others_pass_through_unchanged(database: Path) -> None:
    with pytest.raises(KeyError), Store.open(database):
        raise KeyError
