"""What the commands answer: SQL, plan, review."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import Said, Trackwork
from tests.support.homes import PLAN

_ODD = """
select null as nothing, [1, null, 2] as list, 'ü|é' as word, '[bold]' as markup, 'a' || chr(10) || 'b' as lines,
       0.0001 as small, 2.5 as half, timestamptz '2026-01-05 08:00:00+00' as instant, date '2026-01-05' as day
"""


def test_sql_as_json(reader: Trackwork) -> None:
    assert reader("sql", _ODD, "--format", "json").document == [
        {
            "nothing": None,
            "list": [1, None, 2],
            "word": "ü|é",
            "markup": "[bold]",
            "lines": "a\nb",
            "small": 0.0001,
            "half": 2.5,
            "instant": "2026-01-05T08:00:00+00:00",
            "day": "2026-01-05",
        }
    ]


def test_sql_as_csv(reader: Trackwork) -> None:
    said = reader("sql", _ODD, "--format", "csv")
    head, row = said.out.split("\n", 1)
    assert head == "nothing,list,word,markup,lines,small,half,instant,day"
    assert row == ',1 2,ü|é,[bold],"a\nb",0.0001,2.5,2026-01-05T08:00:00+00:00,2026-01-05\n'


def test_sql_as_markdown_keeps_a_row_in_a_line(reader: Trackwork) -> None:
    lines = reader("sql", _ODD, "--format", "markdown").out.splitlines()
    assert len(lines) == 3
    assert lines[2] == "|  | 1 2 | ü\\|é | [bold] | a b | 0.0001 | 2.5 | 2026-01-05 08:00:00+00:00 | 2026-01-05 |"


def test_sql_as_a_table_keeps_a_row_in_a_line_on_a_narrow_terminal(
    reader: Trackwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = reader("sql", _ODD).out.splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["1", "2", "ü|é", "[bold]", "a", "b", "0.0001", "2.5", "2026-01-05", "08:00:00+00:00", "2026-01-05"],
        ["1", "row"],
    ]
    assert "\x1b" not in "".join(lines)


def test_sql_as_parquet_and_into_files(reader: Trackwork, tmp_path: Path) -> None:
    path = tmp_path / "answer.parquet"
    assert reader("sql", "select [1, 2] as l, 'ü' as u", "--format", "parquet", "--output", path).code == 0
    assert pl.read_parquet(path).to_dicts() == [{"l": [1, 2], "u": "ü"}]
    assert reader("sql", "select 'ü' as u", "--format", "csv", "--output", tmp_path / "a.csv").out == ""
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "u\nü\n"


def test_sql_says_when_it_leaves_rows_out(reader: Trackwork) -> None:
    said = reader("sql", "select * from range(5)", "--limit", "2", "--json")
    assert len(said.document) == 2
    assert said.err == "only the first 2 rows; raise it with --limit\n"


def test_quiet_sql_answers_all_the_same(reader: Trackwork) -> None:
    assert reader("sql", "select 7 as n", "--quiet").out.split() == ["n", "7"]


def test_sql_before_the_first_import_says_what_to_do(reader: Trackwork, tmp_path: Path) -> None:
    said = reader("sql", "select 1", home=tmp_path / "new")
    assert said.code == 3
    assert "trackwork import makes it" in said.err


def test_plan_check_names_line_and_column(trackwork: Trackwork, tmp_path: Path) -> None:
    assert "4 weeks" in trackwork("plan", "check").out
    assert trackwork("plan", "check", "--json").document["workouts"] == 16
    typo = tmp_path / "typo.yaml"
    typo.write_text(PLAN.replace("6 x 400m @ 96s", "6 x 400q @ 96s"))
    said = trackwork("plan", "check", typo)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("trackwork: line 6, column ")
    assert "typo.yaml" in said.err
    assert "'q' cannot stand here" in said.err


def test_a_plan_with_a_typo_stops_the_review_and_loses_nothing(trackwork: Trackwork) -> None:
    path = trackwork.home / "plan.yaml"
    path.write_text(PLAN.replace("week:", "weak:"))
    for command in ("review", "plan show"):
        said = trackwork(*command.split())
        assert (said.code, said.out) == (2, "")
        assert "line 4" in said.err
    assert trackwork("nightly").code == 1
    assert trackwork("log", "rest").code == 0
    path.write_text(PLAN)
    assert trackwork("review").code == 0


def test_plan_show_is_the_whole_plan(reader: Trackwork) -> None:
    rows = reader("plan", "show", "--json").document
    assert len(rows) == 16
    assert rows[0]["local_date"] == "2026-01-05"
    assert "squat 3x8 @ 60kg" in reader("plan", "show").out


def test_review_in_every_format(reader: Trackwork) -> None:
    assert "Your weekly review\nWeek 2026-W02" in reader("review").out
    assert reader("review", "--format", "markdown").out.startswith("# ")
    as_json = reader("review", "--json")
    assert as_json.document == reader("review", "--format", "json").document
    assert as_json.document == reader("review", "--json", "--week", "2026-01-07").document
    assert as_json.document == reader("review", "--json", "--week", "2026-w02").document
    assert reader("review", "--quiet") == Said(0, "", "")


def test_proposals_are_accepted_and_declined_once(trackwork: Trackwork) -> None:
    trackwork("log", "pain", "5", "--where", "shin", "--date", "2026-01-09")
    trackwork("review")
    ids = "select adjustment_id from adjustments where status = 'proposed' order by 1"
    proposed = [row["adjustment_id"] for row in trackwork("sql", ids, "--json").document]
    assert len(proposed) >= 2
    declined = trackwork("review", "--decline", proposed[0], "--json")
    assert declined.document == {"declined": [proposed[0]], "accepted": []}
    again = trackwork("review", "--accept", proposed[0])
    assert (again.code, "is declined already" in again.err) == (2, True)
    assert sorted(trackwork("review", "--accept-all", "--json").document["accepted"]) == proposed[1:]
    assert trackwork("review", "--accept-all").out == "there is no open change\n"


def test_words_with_brackets_are_shown_as_they_are(trackwork: Trackwork) -> None:
    words = "left [inner] shin [/b]"
    trackwork("log", "pain", "3", "--where", words, "--date", "2026-01-09")
    assert words in trackwork("log", "list").out
    assert "[inner]" in trackwork("review").out


def test_nothing_to_review_is_said(reader: Trackwork, tmp_path: Path) -> None:
    said = reader("review", home=tmp_path / "new")
    assert said.code == 2
    assert "import files with `trackwork import`" in said.err
