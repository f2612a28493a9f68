"""`trackwork sql` beside answering: what there is to ask, worked queries, a shell of the user's own."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.command_line import COMMAND, Trackwork
from warehouse.question import questions


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_schema_fits_the_terminal(reader: Trackwork, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in ((), ("repetitions",), ("activities",)):
        said = reader("sql", "--schema", *arguments)
        assert said.code == 0
        assert max(len(line) for line in said.out.splitlines()) <= width


def test_the_schema_lists_views_first_and_one_with_its_columns(reader: Trackwork) -> None:
    lines = reader("sql", "--schema").out.splitlines()
    assert lines[0] == "views"
    assert lines.index("tables") > lines.index("views")
    assert "  data_quality" in lines[1]
    of_one = reader("sql", "--schema", "laps").out
    assert of_one.startswith("laps (table)\n")
    assert "lap_index" in of_one


def test_the_schema_as_json(reader: Trackwork) -> None:
    (laps,) = reader("sql", "laps", "--schema", "--json").document
    assert (laps["name"], laps["kind"]) == ("laps", "table")
    assert {"name": "lap_index", "type": "BIGINT"}.items() <= laps["columns"][1].items()


def test_the_examples_are_a_script_and_can_be_narrowed(reader: Trackwork) -> None:
    whole = reader("sql", "--examples").out
    assert whole.count(";\n") == len(questions())
    (splits,) = reader("sql", "--examples", "SPLITS", "--json").document
    assert splits["name"] == "splits"
    assert reader("sql", splits["sql"]).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--schema", "nothing"), "there is no view or table 'nothing'; there are: "),
        (("--examples", "rowing"), "no worked query has 'rowing' in it"),
        (("--schema", "--examples"), "leave one of them out"),
        (("--schema", "--format", "csv"), "are printed, or with --json one document"),
        (("--json",), "a shell has no JSON document; name a query"),
    ],
)
def test_wrong_usage_is_told(reader: Trackwork, arguments: tuple[str, ...], words: str) -> None:
    said = reader("sql", *arguments)
    assert said.code == 2
    assert words in said.err


def test_a_query_comes_from_stdin(reader: Trackwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("-- how many?\nselect 1 as one;\n"))
    assert reader("sql", "-", "--format", "csv").out == "one\n1\n"


def test_without_a_shell_it_says_how_to_get_one(reader: Trackwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    said = reader("sql")
    assert said.code == 2
    for word in ("pip install duckdb-cli", "harlequin", "--examples"):
        assert word in said.err


def test_before_the_first_import_there_is_nothing_to_open(reader: Trackwork, tmp_path: Path) -> None:
    said = reader("sql", home=tmp_path / "new")
    assert said.code in (2, 3)
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("shells", "opened"), [(("duckdb", "harlequin"), "duckdb"), (("harlequin",), "harlequin")])
def test_the_shell_that_is_installed_opens_the_copy_for_reading(
    filled: Path, tmp_path: Path, shells: tuple[str, ...], opened: str
) -> None:
    for name in shells:
        program = tmp_path / name
        program.write_text('#!/bin/sh\necho "$0" "$@"\nexit 7\n')
        program.chmod(0o755)
    done = subprocess.run(
        [*COMMAND, "sql", "--home", str(filled)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": str(tmp_path)},
    )
    read_only = {"duckdb": "-readonly", "harlequin": "--read-only"}[opened]
    assert done.stdout.split() == [str(tmp_path / opened), read_only, str(filled / "trackwork.duckdb")]
    assert done.returncode == 7
