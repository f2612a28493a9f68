"""The commands as people and programs meet them: files, exit codes, plain words where something is wrong."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from pipelines.cli import app_for, main
from tests.support.command_line import Said, Trackwork
from tests.support.gpx_text import plain_run
from tests.support.homes import TODAY


def test_import_takes_files_folders_and_packed_ones_and_names_what_is_bad(trackwork: Trackwork, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "packed.gpx.gz").write_bytes(gzip.compress(plain_run(90)))
    (drop / "empty.fit").write_bytes(b"")
    (drop / "text.fit").write_text("no FIT at all")
    (drop / "broken.gpx").write_bytes(plain_run(90)[:150])
    (drop / "cut.fit").write_bytes(b"\x0e\x10\x00\x00\x10\x27\x00\x00.FIT\x00\x00")
    alone = tmp_path / "alone.gpx"
    alone.write_bytes(plain_run(600))
    said = trackwork("import", drop, alone)
    assert said.code == 1
    for name in ("empty.fit", "text.fit", "broken.gpx", "cut.fit"):
        (line,) = [line for line in said.out.splitlines() if name in line]
        assert line.startswith("rejected: ")
        assert line.endswith(")")
        assert (trackwork.home / "rejected" / name).read_bytes() == (drop / name).read_bytes()
    assert "1 imported, 1 duplicate, 4 rejected" in said.out
    assert said.err == ""


def test_import_as_json_is_one_document(trackwork: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "text.fit").write_text("no FIT at all")
    said = trackwork("import", tmp_path / "text.fit", "--json")
    assert said.code == 1
    assert said.document["rejected"] == 1
    assert said.document["files"][0]["name"] == "text.fit"
    assert said.document["files"][0]["reason"]


def test_quiet_import_says_only_what_went_wrong(trackwork: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(plain_run(90))
    assert trackwork("import", tmp_path / "a.gpx", "--quiet") == Said(0, "", "")
    (tmp_path / "text.fit").write_text("no FIT at all")
    said = trackwork("import", tmp_path / "text.fit", "--quiet")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("rejected: text.fit (")


def test_import_of_a_folder_with_the_home_in_it_passes_over_what_is_the_homes_own(
    trackwork: Trackwork, tmp_path: Path
) -> None:
    (trackwork.home / "inbox" / "new.gpx").write_bytes(plain_run(80))
    (tmp_path / "beside.gpx").write_bytes(plain_run(70))
    said = trackwork("import", tmp_path)
    assert said.code == 0
    assert "trackwork's own" in said.err
    assert said.out.startswith("2 imported (")


def test_import_of_a_folder_passes_over_the_reasons_of_rejected_files(trackwork: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "rejected").mkdir()
    (tmp_path / "rejected" / "text.fit").write_text("no FIT at all")
    (tmp_path / "rejected" / "text.fit.reason.json").write_text("{}")
    assert [file["name"] for file in trackwork("import", tmp_path / "rejected", "--json").document["files"]] == [
        "text.fit"
    ]


def test_import_of_an_empty_folder_is_one_line(trackwork: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert trackwork("import", tmp_path / "empty") == Said(0, "", "no files to import were found there\n")
    assert trackwork("import", tmp_path / "empty", "--json").document["files"] == []


def test_an_original_named_by_itself_is_imported_though_it_lies_in_the_home(trackwork: Trackwork) -> None:
    (original,) = (trackwork.home / "archive").glob("??/*.gpx")
    assert trackwork("import", original).out.startswith("1 duplicate (")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("import", "nowhere.fit"), "nowhere.fit is not there; name files or folders"),
        (("import", ".", "--athlete", "carl"), "unknown athlete 'carl'; known: me. Add a block"),
        (("review", "--athlete", "carl"), "unknown athlete 'carl'"),
        (("review", "--week", "2026-W60"), "there is no week 2026-W60; write it as 2026-W47"),
        (("review", "--week", "soon"), "'soon' is not a date"),
        (("review", "--accept", "abc"), "there is no adjustment abc; open: "),
        (("review", "--format", "xml"), "'xml' is not one of 'text', 'markdown', 'json'"),
        (("log", "strength", "squat 3x"), "squat 3x\n          ^"),
        (("log", "strength", "6 x 400m @ 95s / 200m jog"), "tell it with `trackwork log run`"),
        (("log", "run", "squat 3x8"), "not a run; tell it with `trackwork log strength`"),
        (("log", "pain", "11"), "less than or equal to 10"),
        (("log", "pain"), "Missing argument 'LEVEL'.\nSee: trackwork log pain --help"),
        (("log", "rest", "--date", "2026-01-13"), "2026-01-13 is in the future"),
        (("log", "rest", "--date", "yesterday"), "'yesterday' is not a date; write year, month and day"),
        (("log", "undo", "99"), "nothing was told under 99; see `trackwork log list`"),
        (("fix", "abc", "--confirm"), "there is no activity abc; find its id with: trackwork sql"),
        (("fix", "abc"), "say one thing: --confirm"),
        (("fix", "abc", "--confirm", "--ignore"), "say one thing: --confirm"),
        (("plan", "check", "nowhere.yaml"), "nowhere.yaml cannot be read: No such file"),
        (("sql", "selekt"), "syntax error"),
        (("sql", "select * from nothing"), "views: data_quality"),
        (("sql", "drop table records"), "only reading is possible here"),
        (("sql", "select * from read_csv('/etc/passwd')"), "disabled by configuration"),
        (("sql", "select 1", "--format", "parquet"), "--format parquet needs --output FILE"),
        (("sql", "select 1", "--json", "--format", "csv"), "--json and --format csv contradict each other; leave one"),
        (("review", "--json", "--format", "markdown"), "--json and --format markdown contradict each other"),
        (("sql", "select count(*) from range(10000000000)", "--timeout", "0.1"), "give it more with --timeout"),
        (("sql", "select 1", "--output", "/nowhere/at/all.csv", "--format", "csv"), "cannot be written: No such file"),
        (("watch", "--json"), "goes on until it is stopped"),
        (("up", "--json"), "goes on until it is stopped"),
        (("up",), "goes by the real calendar"),  # every call here names --today
        (("demo",), "the demo has its own days"),
        (("frobnicate",), "No such command 'frobnicate'.\nSee: trackwork --help"),
        (("sql", "select 1", "--colour"), "No such option: --colour"),
    ],
    ids=lambda value: "_".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_in_plain_words(reader: Trackwork, arguments: tuple[str, ...], words: str) -> None:
    said = reader(*arguments)
    assert (said.code, said.out if "--json" not in arguments else "") == (2, "")
    assert said.err.startswith("trackwork: ")
    assert words in said.err
    assert "a fault of trackwork itself" not in said.err


@pytest.mark.parametrize("arguments", [("frobnicate",), ("sql", "selekt"), ("log", "pain"), ("import", "nowhere.fit")])
def test_an_error_with_json_is_one_document_too(reader: Trackwork, arguments: tuple[str, ...]) -> None:
    said = reader(*arguments, "--json")
    assert said.code == said.document["exit_code"] == 2
    assert said.err == f"trackwork: {said.document['error']}\n"


@pytest.mark.parametrize("arguments", [("doctor",), ("log", "rest"), ("sql", "select 1"), ("review",)])
def test_a_home_that_cannot_be_made_is_code_3(reader: Trackwork, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    said = reader(*arguments, "--json", home=tmp_path / "file")
    assert said.code == said.document["exit_code"] == 3
    assert f"cannot be written: there is a file in the way: {tmp_path / 'file'}; move it, or" in said.err
    assert "choose another folder with --home or TRACKWORK_HOME" in said.err


def test_a_file_in_the_place_of_a_folder_of_the_home_is_named(reader: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "inbox").touch()
    said = reader("log", "rest", home=tmp_path / "home")
    assert (said.code, f"a file in the way: {tmp_path / 'home' / 'inbox'};" in said.err) == (3, True)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a place where nobody can make a folder")
def test_a_home_where_none_can_be_made_asks_for_another_place(reader: Trackwork) -> None:
    said = reader("log", "rest", home=Path("/proc/x"))
    assert said.code == 3
    assert "it cannot be made there (No such file or directory); choose another folder" in said.err
    assert "permissions" not in said.err


def test_an_error_of_the_system_names_its_file(trackwork: Trackwork) -> None:
    (trackwork.home / "trackwork.toml").unlink()
    (trackwork.home / "trackwork.toml").mkdir()
    said = trackwork("log", "rest")
    assert said.code == 3
    assert "trackwork.toml: Is a directory; mend that" in said.err


def test_a_fault_of_our_own_shows_no_traceback(reader: Trackwork, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("pipelines.cli.session.open_home", broken)
    said = reader("doctor")
    assert said.code == 3
    assert "ZeroDivisionError: inside" in said.err
    assert "TRACKWORK_DEBUG=1" in said.err


def test_ctrl_c_is_code_130_and_said(reader: Trackwork, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.cli.session.open_home", stopped)
    said = reader("doctor")
    assert said.code == 130
    assert said.err.startswith("trackwork: stopped; ")


def test_shared_options_may_stand_in_front_of_the_command(
    filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (
        ["--home", str(filled), "--json", "sql", "--format", "json", "select 1 as one"],
        [f"--home={filled}", "--json", "--today", str(TODAY), "log", "list"],
        ["sql", "select 1 as one", "--json", "--home", str(filled)],
    ):
        monkeypatch.setattr(sys, "argv", ["trackwork", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        assert json.loads(capsys.readouterr().out) in ([{"one": 1}], [])


def test_today_is_the_day_that_is_told(trackwork: Trackwork) -> None:
    assert trackwork("log", "rest", "--json").document["local_date"] == str(TODAY)


def test_every_help_fits_80_columns_and_keeps_its_example_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("", "import", "sql", "review", "fix", "log", "log strength", "log run", "plan", "plan check", "up"):
        app_for([])([*name.split(), "--help"], prog_name="trackwork", standalone_mode=False)
        lines = capsys.readouterr().out.rstrip().splitlines()
        assert max(map(len, lines)) <= 80, name
        assert lines[-1].strip().startswith(f"Example: trackwork {name}".strip())
        assert not any(line.endswith("...") for line in lines[1:]), name
