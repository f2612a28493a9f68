"""A stranger finds the way by what the published copy tells of itself."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from models.errors import UsageError
from models.tables import TABLES
from warehouse.catalogue import catalogue
from warehouse.store import Store
from warehouse.view import views


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "trackwork.duckdb"
    with Store.open(path):
        pass
    return path


def test_views_come_before_tables_each_with_its_comment_and_columns(copy: Path) -> None:
    found = catalogue(copy)
    assert [each.name for each in found if each.kind == "view"] == sorted(view.name for view in views())
    assert {table.name for table in TABLES} <= {each.name for each in found if each.kind == "table"}
    assert [each.kind for each in found] == sorted((each.kind for each in found), reverse=True)
    for each in found:
        assert each.comment, each.name
        assert each.columns, each.name


def test_one_can_be_named_in_any_case(copy: Path) -> None:
    (found,) = catalogue(copy, "Repetitions")
    (view,) = [view for view in views() if view.name == "repetitions"]
    assert {column.name: column.comment for column in found.columns} == dict(view.columns)
    assert {column.type for column in found.columns} >= {"DATE", "TIMESTAMPTZ", "VARCHAR[]"}


def test_an_unknown_one_is_answered_with_the_known_ones(copy: Path) -> None:
    with pytest.raises(UsageError, match=r"no view or table 'reps'.*repetitions"):
        catalogue(copy, "reps")


def test_every_table_view_and_column_has_a_comment_for_whoever_opens_the_file(copy: Path) -> None:
    with duckdb.connect(copy, read_only=True) as connection:
        silent = connection.execute(
            """
            SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''
            UNION ALL
            SELECT table_name FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''
            UNION ALL
            SELECT table_name || '.' || column_name FROM duckdb_columns()
            WHERE NOT internal AND coalesce(comment, '') = ''
            """
        ).fetchall()
    assert silent == []
