from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.schema import Table
from models.tables import (
    TABLES,
)
from tests.support.frames import frames
from warehouse.migrations import migrate
from warehouse.store import Store
from warehouse.view import View, read_view, views

each_view = pytest.mark.parametrize("view", views(), ids=lambda view: view.name)


@each_view
def test_its_head_names_every_column_in_order_and_the_database_has_the_comments(store: Store, view: View) -> None:
    comment = store.query("SELECT comment FROM duckdb_views() WHERE view_name = ?", [view.name]).item()
    columns = store.query(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [view.name]
    )
    assert comment == f"{view.question} Grain: {view.grain}"
    assert view.question.endswith("?")
    assert columns.rows() == list(view.columns.items())
    assert all(view.columns.values())


@each_view
def test_no_view_asks_what_day_it_is(view: View) -> None:
    select = view.select.lower()
    assert not [
        word for word in ("current_date", "current_timestamp", "now(", "today(", "get_current") if word in select
    ]


# Shrinking over twenty tables takes minutes; the failing view and its key say enough.
@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(data=st.data())
def test_the_grain_of_every_view_holds_whatever_lies_in_the_tables(data: st.DataObject) -> None:
    with duckdb.connect() as connection:
        store = _in_memory(connection)
        for table in TABLES:
            if table.name not in ("journal", "records", "record_dynamics"):
                store.insert(table, _alike(table, data.draw(frames(table, max_size=6))))
        for view in views():
            found = store.query(f"FROM {view.name}")
            assert found.select(pl.struct(view.key).n_unique()).item() == found.height, view.name


def _in_memory(connection: duckdb.DuckDBPyConnection) -> Store:
    connection.execute("SET TimeZone = 'UTC'")
    migrate(connection, Path(":memory:"))
    return Store(connection, Path(":memory:"))


def _alike(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with ids from a handful, so that rows of different tables meet."""
    few = [
        (pl.col(name).hash(7) % 3).cast(pl.String).alias(name)
        for name in ("activity_id", "workout_id", "athlete_id", "same_as")
        if name in table.schema
    ] + [(pl.col(name) % 3).alias(name) for name in ("version", "step_index", "interval_index") if name in table.schema]
    return table.check(frame.with_columns(few).unique(table.key, keep="first", maintain_order=True))


@pytest.mark.parametrize(
    "text", ["SELECT 1", "-- Question: what?\nSELECT 1", "-- Question: what?\n-- Grain: a row\nSELECT 1"]
)
def test_a_view_without_question_or_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="view odd: the head needs"):
        read_view("odd", text)
