"""Worked queries: what people ask of their training, one SQL file each, whose first comment is the question.

They stand in the README and in `trackwork sql --examples`, and a test runs each of them: they show how the tables
and views go together, and are made to be copied and changed. Whoever shares a home adds `WHERE athlete_id = ...`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from models.tables import TABLES
from warehouse.view import views

_QUESTION = "-- Question: "


@dataclass(frozen=True)
class Question:
    """One worked query; comments of its own under the question belong to the query."""

    name: str
    question: str
    sql: str


@cache
def questions() -> tuple[Question, ...]:
    """Every question that lies in the folder, in the order of the files' numbers."""
    folder = files("warehouse") / "questions"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(read_question(file.name.removesuffix(".sql"), file.read_text("utf-8")) for file in found)


def read_question(name: str, text: str) -> Question:
    """The question that the file's text holds.

    Raises:
        ValueError: the text does not begin with a question, or nothing follows it.
    """
    first, _, sql = text.partition("\n")
    if not first.startswith(_QUESTION) or not first.endswith("?") or not sql.strip():
        raise ValueError(f"question {name}: the first line must be '{_QUESTION}...?', followed by SQL")
    return Question(name.split("_", 1)[1], first.removeprefix(_QUESTION), sql.strip())


def worked_queries() -> str:
    """Every question with its query, then what else there is to ask, as Markdown."""
    worked = [f"**{each.question}**\n\n```sql\n{each.sql}\n```" for each in questions()]
    return "\n\n".join([*worked, "What can I ask?", _askable()])


def _askable() -> str:
    """All views with their questions, then all tables with their grains, one row each."""
    rows = [(view.name, view.question) for view in sorted(views(), key=lambda view: view.name)]
    rows += [(table.name, table.grain) for table in TABLES]
    lines = ["| view or table | what it tells |", "|---|---|", *(f"| `{name}` | {what} |" for name, what in rows)]
    return "\n".join(lines)
