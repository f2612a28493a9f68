"""`trackwork export` as people and programs meet it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import Trackwork


def test_export_says_what_it_wrote(reader: Trackwork, tmp_path: Path) -> None:
    said = reader("export", "--to", "parquet", tmp_path / "out")
    assert said.code == 0
    assert said.out.endswith(f" in {tmp_path / 'out'}\n")
    assert pl.read_parquet(tmp_path / "out" / "activities.parquet").height == 1
    again = reader("export", tmp_path / "out", "--to", "csv", "--replace", "--json").document
    assert (again["format"], again["rows"]["activities"]) == ("csv", 1)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("export",), 2, "Missing argument 'DIR'"),
        (("export", "{own}"), 2, "is not empty, and not from an earlier export"),
        (("export", "{own}/words.txt"), 2, "is a file; name a folder"),
        (("export", "{own}/words.txt/below"), 2, "cannot be made"),
        (("export", "{own}/new", "--to", "xlsx"), 2, "'xlsx' is not one of 'parquet', 'csv'"),
    ],
)
def test_wrong_usage_is_told(
    reader: Trackwork, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "words.txt").write_text("mine")
    said = reader(*(argument.format(own=own) for argument in arguments))
    assert said.code == code
    assert words in said.err
    assert [path.name for path in own.iterdir()] == ["words.txt"]
