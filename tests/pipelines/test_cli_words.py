"""What is told to the commands, and the home kept whole; beside other processes too."""

from __future__ import annotations

import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from models.tables import ACTIVITIES
from pipelines.lock import locked
from tests.support.command_line import COMMAND, SETTINGS, Said, Trackwork, held, started
from tests.support.gpx_text import plain_run
from warehouse.store import Store

_HELD_S = 0.3


def activity_of(trackwork: Trackwork) -> str:
    rows = trackwork("sql", "select activity_id from activities order by start_time", "--json").document
    return str(rows[0]["activity_id"])


def test_everything_can_be_logged_listed_and_taken_back(trackwork: Trackwork) -> None:
    told = [
        ("strength", "squat 3x12 @40kg"),
        ("plyo", "box jump 4x6"),
        ("run", "3 x 400m @ 95s / 200m jog"),
        ("pain", "3", "--where", "shin"),
        ("rpe", "8"),
        ("rest",),
        ("skip", "--reason", "ill"),
    ]
    for words in told:
        said = trackwork("log", *words, "--date", "2026-01-11")
        assert said.code == 0
        assert f"{words[0]} on 2026-01-11; take it back with: trackwork log undo " in said.out
    rows = trackwork("log", "list", "--json").document
    assert [row["what"] for row in rows] == [words[0] for words in told]
    assert rows[3]["words"] == "3 shin"
    assert rows[0]["recorded_at"] == "2026-01-12T12:00:00+00:00"
    assert trackwork("log", "undo", rows[3]["id"], "--json").document == {"undone": rows[3]["id"]}
    assert trackwork("log", "undo", rows[4]["id"]).out == f"taken back: {rows[4]['id']} (rpe 8 on 2026-01-11)\n"
    assert [row["retracted"] for row in trackwork("log", "list", "--json").document].count(True) == 2
    assert "(taken back)" in trackwork("log", "list").out
    again = trackwork("log", "undo", rows[3]["id"])
    assert (again.code, "was taken back already" in again.err) == (2, True)
    notes = trackwork("sql", "select kind from notes where retracted_at is null order by kind", "--json").document
    assert [note["kind"] for note in notes] == ["rest", "skip"]


def test_quiet_log_says_nothing(trackwork: Trackwork) -> None:
    assert trackwork("log", "rest", "--quiet") == Said(0, "", "")


def test_each_fix_counts_and_the_last_can_be_taken_back(trackwork: Trackwork) -> None:
    (trackwork.home / "trackwork.toml").write_text(f'{SETTINGS}[athletes.ben]\nname = "Ben"\n')
    activity = activity_of(trackwork)
    assert "6x400" in trackwork("fix", activity, "--reps", "6x400").out
    named = f"{activity}, running of 2026-01-05"
    assert trackwork("fix", activity, "--no-intervals").out == f"{named}: You said that this run has no intervals.\n"
    assert trackwork("fix", activity, "--confirm").out.startswith(f"{named}: confirmed. ")
    assert "left out, as you said" in trackwork("fix", activity, "--ignore").out
    undone = trackwork("fix", activity, "--undo", "--json").document
    assert undone["fix"] == "undo"
    assert undone["now"].startswith(f"{named}: taken back: --ignore. ")
    assert "left out" not in undone["now"]
    kinds = "select kind from overrides where retracted_at is null order by recorded_at, kind"
    said = [row["kind"] for row in trackwork("sql", kinds, "--json").document]
    assert said == ["confirm", "no_intervals", "reps"]
    assert trackwork("fix", activity, "--athlete", "carl").code == 2
    assert f"{named}: It belongs to ben now, as " in trackwork("fix", activity, "--athlete", "ben").out
    assert trackwork("sql", "select athlete_id from activities", "--json").document == [{"athlete_id": "ben"}]


def test_a_beginning_of_an_id_that_no_other_has_names_the_activity(trackwork: Trackwork) -> None:
    activity = activity_of(trackwork)
    assert trackwork("fix", activity[:4].upper(), "--confirm", "--json").document["activity_id"] == activity
    assert trackwork("fix", activity[:3], "--confirm").code == 2
    with Store.open(trackwork.home / "warehouse" / "private.duckdb") as store:
        row = store.read(ACTIVITIES)
        twin = activity[:5] + ("f" if activity[5] == "0" else "0") * 7
        store.insert(ACTIVITIES, row.with_columns(activity_id=pl.lit(twin), session_index=pl.lit(1, pl.Int64)))
    said = trackwork("fix", activity[:4], "--confirm")
    assert (said.code, said.out) == (2, "")
    first, *those = said.err.splitlines()
    assert first == f"trackwork: 2 activities begin with {activity[:4]}; write more of the one meant:"
    assert sorted(those) == sorted(f"  {i}  running of 2026-01-05" for i in (activity, twin))


@pytest.mark.parametrize("text", ["banana", "40min easy", "squat 3x8", "rest", ""])
def test_what_holds_no_repetitions_is_told_how_to_write_them(reader: Trackwork, text: str) -> None:
    said = reader("fix", activity_of(reader), "--reps", text)
    assert (said.code, said.out) == (2, "")
    assert 'write what was run, such as "6x400", "5 x 3min" or "4x400m, 2x200m"' in said.err
    assert "goblet" not in said.err


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (("plyo", "squat 3x8"), "strength, not plyo, by its exercises,"),
        (("strength", "box jump 4x6"), "plyo, not strength, by its exercises,"),
        (("strength", "squat 3x8, box jump 4x6"), "strength"),
    ],
)
def test_sets_are_kept_as_what_their_exercises_are(trackwork: Trackwork, told: tuple[str, str], kept: str) -> None:
    assert f": {kept} on 2026-01-12; take it back" in trackwork("log", *told).out
    assert trackwork("log", "list", "--json").document[0]["what"] == kept.split(",", 1)[0]


def test_nightly_takes_the_inbox_and_names_files_of_nobody(trackwork: Trackwork) -> None:
    (trackwork.home / "inbox" / "new.gpx").write_bytes(plain_run(80))
    assert trackwork("nightly", "--json").document["outcomes"][0]["outcome"] == "imported"
    (trackwork.home / "inbox" / "carl").mkdir()
    (trackwork.home / "inbox" / "carl" / "his.gpx").write_bytes(plain_run(75))
    said = trackwork("nightly")
    assert said.code == 1
    assert "his.gpx: nobody of that name; add the athlete" in said.err
    assert (trackwork.home / "inbox" / "carl" / "his.gpx").exists()


def test_rebuild_gives_the_same_answers(trackwork: Trackwork) -> None:
    question = ("sql", "select * from activities", "--json")
    before = trackwork(*question).document
    (trackwork.home / "warehouse" / "private.duckdb").unlink()
    said = trackwork("rebuild", "--json")
    assert said.document["rows"]["activities"] == len(before)
    assert trackwork(*question).document == before


def test_doctor_finds_a_changed_original_and_a_damaged_warehouse(trackwork: Trackwork) -> None:
    said = trackwork("doctor", "--json")
    assert (said.code, {finding["remedy"] for finding in said.document}) == (0, {None})
    (original,) = (trackwork.home / "archive").glob("??/*.gpx")
    bytes_of = original.read_bytes()
    original.write_bytes(bytes_of + b" ")
    said = trackwork("doctor", "--json")
    assert said.code == 1
    assert [finding["check"] for finding in said.document if not finding["ok"]] == ["archive"]
    assert "-> bring the archive back" in trackwork("doctor").out
    original.write_bytes(bytes_of)
    for damaged in (trackwork.home / "warehouse" / "private.duckdb", trackwork.home / "trackwork.duckdb"):
        damaged.write_bytes(b"no database" * 500)
        said = trackwork("doctor")
        assert said.code == 1
        assert "-> trackwork rebuild makes it anew" in said.out
        assert "move it away" not in said.out
        assert trackwork("rebuild").out.endswith(" journal entries: 1 activity\n")
        assert trackwork("doctor").code == 0


@pytest.mark.parametrize("arguments", [("log", "rest"), ("import", "run.gpx"), ("review",), ("nightly",), ("rebuild",)])
def test_no_writer_goes_on_from_a_journal_whose_last_entry_is_damaged(
    trackwork: Trackwork, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "run.gpx").write_bytes(plain_run(90))
    last = max((trackwork.home / "archive" / "journal").iterdir())
    last.write_bytes(last.read_bytes()[:20])
    said = trackwork(*arguments)
    assert (said.code, said.out) == (3, "")
    assert f"{last.name} cannot be read" in said.err
    assert "bring it back from a backup" in said.err
    assert max((trackwork.home / "archive" / "journal").iterdir()) == last
    wrong = [finding for finding in trackwork("doctor", "--json").document if not finding["ok"]]
    assert {finding["check"] for finding in wrong} == {"journal", "warehouse"}
    assert all("trackwork doctor --repair" in finding["remedy"] for finding in wrong)
    assert trackwork("doctor", "--repair").code == 0
    assert trackwork(*arguments).code in (0, 2)  # 2: there is nothing to review


@pytest.mark.parametrize("arguments", [("log", "rest"), ("nightly",), ("review",), ("rebuild",)])
def test_a_writer_waits_says_so_and_gives_up_with_code_3(
    trackwork: Trackwork, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(locked.__wrapped__.__kwdefaults__, "wait_s", _HELD_S)  # type: ignore[attr-defined]  # contextmanager keeps it
    monkeypatch.setattr("pipelines.lock._SAY_AFTER_S", 0.1)
    with held(trackwork.home):
        said = trackwork(*arguments)
    assert (said.code, said.out) == (3, "")
    waiting, gave_up = said.err.splitlines()
    assert waiting.startswith("waiting for process ")
    assert gave_up.startswith("trackwork: ")
    assert trackwork("log", "list", "--json").document == []


def test_a_reader_that_leaves_early_is_no_error(filled: Path) -> None:
    process = started(filled, "sql", "select i, repeat('x', 200) from range(5000) t(i)", "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(30)


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["sql 'select 1' --json", "log rest"])
def test_what_nobody_hears_is_no_fault(trackwork: Trackwork, closed: str, arguments: str) -> None:
    command = f"exec {shlex.join(COMMAND)} {arguments} --home {shlex.quote(str(trackwork.home))} {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert trackwork("doctor").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_a_full_disk_under_the_answer_is_said(filled: Path, option: str) -> None:
    command = f"exec {shlex.join(COMMAND)} sql 'select 1' {option} --home {shlex.quote(str(filled))} > /dev/full"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("trackwork: No space left on device; ")
    assert done.stderr.count("\n") == 1


def test_ctrl_c_while_it_waits_ends_it_with_130(filled: Path) -> None:
    with held(filled):
        process = started(filled, "log", "rest")
        assert process.stderr is not None
        assert process.stderr.readline().startswith("waiting for process ")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (out, "Traceback" in err) == ("", False)
    assert err.startswith("trackwork: stopped")


def test_watch_takes_what_is_dropped_until_it_is_stopped_and_quietly_if_asked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    process = started(home, "watch", "--quiet")
    inbox = home / "inbox"
    try:
        _until(inbox.is_dir)
        (inbox / "run.gpx").write_bytes(plain_run(60))
        _until(lambda: not list(inbox.iterdir()))
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()
    assert not list(inbox.iterdir())


def _until(there: Callable[[], bool], within_s: float = 60.0) -> None:
    give_up_at = time.monotonic() + within_s
    while not there():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
