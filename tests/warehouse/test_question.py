"""The worked queries as they lie in the folder; that they give rows is tested on a home that lived."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.readme import part
from warehouse.query import run_query
from warehouse.question import Question, questions, read_question, worked_queries
from warehouse.store import Store
from warehouse.view import views


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("question") / "trackwork.duckdb"
    with Store.open(path):
        pass
    return path


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_query_runs_as_it_stands_on_a_home_that_is_empty(empty: Path, question: Question) -> None:
    frame = run_query(empty, question.sql).frame
    assert frame.height == 0 or "duckdb_" in question.sql
    assert len(set(frame.columns)) == frame.width


def test_each_has_a_name_and_a_question_of_its_own() -> None:
    assert len({question.name for question in questions()}) == len(questions())
    assert len({question.question for question in questions()}) == len(questions())


def test_every_view_is_used_by_one_of_them() -> None:
    queries = " ".join(question.sql for question in questions())
    assert [view.name for view in views() if view.name not in queries] == []


def test_the_readme_shows_them_as_they_are() -> None:
    assert part("queries") == worked_queries().strip(), "run: make readme"


@pytest.mark.parametrize(
    "text", ["SELECT 1", "-- Question: what", "-- Question: what?\n  \n", "-- Asked: what?\nSELECT 1"]
)
def test_a_file_without_question_or_query_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="question 99_odd: the first line must be"):
        read_question("99_odd", text)
