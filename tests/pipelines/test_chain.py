"""From dropped bytes to tables: nothing lost, nothing doubled, and the same again from archive and journal."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from models.errors import HomeError, UsageError
from models.schema import Table
from models.tables import (
    ACTIVITIES,
    ADJUSTMENTS,
    JOURNAL,
    NOTES,
    OVERRIDES,
    RECEIPTS,
    RECORDS,
    SOURCE_FILES,
    STRENGTH_SETS,
)
from pipelines.clock import Clock
from pipelines.importing import decode_chunk, load_chunk
from pipelines.incoming import Incoming, in_inbox
from pipelines.lock import locked
from pipelines.nightly import nightly
from pipelines.rebuild import rebuild
from pipelines.report.markdown import markdown
from pipelines.telling import Told, fix, log, undo
from pipelines.weekly_review import decide, review_week
from tests.support.gpx_text import gpx, plain_run, point, segment, track
from tests.support.homes import TODAY, Bench, bench
from warehouse.query import run_query

MONDAY = date(2026, 1, 5)
TWO_PEOPLE = '[athletes.anna]\nname = "Anna"\ntimezone = "Europe/Berlin"\n[athletes.ben]\nname = "Ben"\n'


def a_run(folder: Path, name: str = "run.gpx", *, seconds: int = 120) -> Path:
    path = folder / name
    path.write_bytes(plain_run(seconds))
    return path


def without(tables: dict[Table, pl.DataFrame], *left_out: Table) -> dict[Table, pl.DataFrame]:
    return {table: frame for table, frame in tables.items() if table not in left_out}


def assert_same(one: dict[Table, pl.DataFrame], other: dict[Table, pl.DataFrame]) -> None:
    assert list(one) == list(other)
    for table, frame in one.items():
        assert_frame_equal(frame, other[table], check_exact=True)


def test_a_file_becomes_an_activity_and_its_original_is_kept(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    path = a_run(tmp_path)
    (outcome,) = place.bring_in(path)
    assert (outcome.outcome, outcome.records) == ("imported", 121)
    (activity,) = place.read(ACTIVITIES).iter_rows(named=True)
    assert activity["activity_id"] == outcome.activity_ids[0]
    assert activity["sport"] == "running"
    assert activity["local_date"] == MONDAY
    assert activity["week_start"] == MONDAY
    assert activity["utc_offset_s"] == 3600
    assert place.read(RECORDS).height == 121
    (archived,) = (place.home.archive).glob("??/*.gpx")
    assert archived.read_bytes() == path.read_bytes()
    assert path.exists()


def test_a_second_import_changes_nothing_but_the_receipts(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    path = a_run(tmp_path)
    place.bring_in(path)
    before = place.tables()
    (outcome,) = place.bring_in(path)
    after = place.tables()
    assert outcome.outcome == "duplicate"
    assert_same(without(before, RECEIPTS, JOURNAL), without(after, RECEIPTS, JOURNAL))
    assert after[RECEIPTS]["outcome"].to_list() == ["imported", "duplicate"]


def test_packed_bytes_are_the_same_file(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    path = a_run(tmp_path)
    packed = tmp_path / "run.gpx.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert [o.outcome for o in place.bring_in(packed, path)] == ["imported", "duplicate"]


def test_bad_files_are_kept_with_their_reason_and_the_others_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a_empty.fit").write_bytes(b"")
    (folder / "b_text.fit").write_text("this is not a FIT file")
    (folder / "c_broken.gpx").write_bytes(plain_run()[:150])
    a_run(folder, "d_good.gpx")
    place = bench(tmp_path / "home")
    outcomes = place.bring_in(folder)
    assert [o.outcome for o in outcomes] == ["rejected", "rejected", "rejected", "imported"]
    for name in ("a_empty.fit", "b_text.fit", "c_broken.gpx"):
        reason = json.loads((place.home.rejected / f"{name}.reason.json").read_text())
        assert reason["reason"]
        assert (place.home.rejected / name).read_bytes() == (folder / name).read_bytes()
    files = place.read(SOURCE_FILES)
    assert files.filter(pl.col("status") == "rejected")["reason"].null_count() == 0
    assert files.height == 4


def test_two_bad_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    for folder, words in (("one", "no fit at all"), ("two", "nor this")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.fit").write_text(words)
        place.bring_in(tmp_path / folder)
    kept = [p.read_text() for p in place.home.rejected.iterdir() if not p.name.endswith(".reason.json")]
    assert sorted(kept) == ["no fit at all", "nor this"]


def test_the_inbox_is_emptied_once_files_are_safe(tmp_path: Path) -> None:
    place = bench(tmp_path / "home", settings=TWO_PEOPLE)
    for athlete in ("anna", "carl"):
        (place.home.inbox / athlete).mkdir()
    a_run(place.home.inbox / "anna")
    a_run(place.home.inbox / "carl", "lost.gpx", seconds=90)
    (place.home.inbox / "half.gpx.part").write_text("<gpx")
    report = nightly(place.home, place.clock, place.settings)
    assert [o.outcome for o in report.outcomes] == ["imported"]
    assert [Path(p).name for p in report.unknown] == ["lost.gpx"]
    assert sorted(p.name for p in place.home.inbox.rglob("*") if p.is_file()) == ["half.gpx.part", "lost.gpx"]
    assert place.read(ACTIVITIES)["athlete_id"].to_list() == ["anna"]


def test_what_is_in_the_journal_is_applied_after_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench(tmp_path / "home")
    waiting, _ = in_inbox(place.home, place.settings)
    assert not waiting
    a_run(place.home.inbox)
    (file,) = in_inbox(place.home, place.settings)[0]
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.writer.load", _crash)
        with pytest.raises(KeyboardInterrupt):
            load_chunk(place.home, place.clock, place.settings, decode_chunk([file], place.home))
    assert place.read(ACTIVITIES).is_empty()
    assert file.path.exists()
    log(place.home, place.clock, place.settings, "me", TODAY, Told("rest"))
    assert place.read(ACTIVITIES).height == 1
    (outcome,) = nightly(place.home, place.clock, place.settings).outcomes
    assert outcome.outcome == "duplicate"
    assert not file.path.exists()


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


def said_and_done(place: Bench, folder: Path, order: list[int]) -> None:
    """Runs on five days in the given order, words about them, one of them taken back."""
    for day in order:
        points = (point(i, time=f"2026-01-{5 + day:02d}T08:{i // 60:02d}:{i % 60:02d}Z") for i in range(90))
        path = folder / f"day{day}.gpx"
        path.write_bytes(gpx(track(segment(points))))
        place.bring_in(path)
    (folder / "bad.fit").write_text("no")
    place.bring_in(folder / "bad.fit")
    log(place.home, place.clock, place.settings, "me", MONDAY, Told("strength", text="squat 3x8 @60kg"))
    log(place.home, place.clock, place.settings, "me", MONDAY, Told("run", text="3 x 400m @ 95s / 200m jog"))
    pain = log(place.home, place.clock, place.settings, "me", MONDAY, Told("pain", value=3, where="shin"))
    undo(place.home, place.clock, place.settings, pain.seq)
    first = place.read(ACTIVITIES, local_date=MONDAY).filter(pl.col("device") != "told")["activity_id"]
    if len(first):
        fix(place.home, place.clock, place.settings, first[0], "no_intervals", None)


def test_a_rebuild_gives_the_same_tables(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    said_and_done(place, tmp_path, [0, 1, 2])
    before = place.tables()
    assert before[OVERRIDES].height == 1
    assert before[STRENGTH_SETS].height == 3
    assert before[NOTES]["retracted_at"].null_count() == 0
    report = rebuild(place.home, place.clock, place.settings)
    assert_same(before, place.tables())
    assert report.rows["activities"] == 4


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    order = [0, 1, 2, 3]
    tables = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        place = bench(folder / "home")
        said_and_done(place, folder, order)
        # Receipts, journal and the ids of words count the entries: those are the order itself.
        tables.append(without(place.tables(), RECEIPTS, JOURNAL))
        order.reverse()
    assert_same(*tables)


def test_another_writer_makes_us_wait_and_then_give_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench(tmp_path / "home")
    monkeypatch.setattr(locked.__wrapped__, "__kwdefaults__", {"wait_s": 0.2, "on_wait": None})  # type: ignore[attr-defined]  # contextmanager keeps it
    path = a_run(tmp_path)
    with locked(place.home.lock), pytest.raises(HomeError, match="process"):
        place.bring_in(path)
    assert [o.outcome for o in place.bring_in(path)] == ["imported"]


def test_a_file_handed_over_belongs_to_the_other_and_comes_back(tmp_path: Path) -> None:
    place = bench(tmp_path / "home", settings=TWO_PEOPLE)
    (outcome,) = place.bring_in(a_run(tmp_path), athlete="anna")
    identity = outcome.activity_ids[0]
    fix(place.home, place.clock, place.settings, identity, "athlete", "ben")
    (activity,) = place.read(ACTIVITIES).iter_rows(named=True)
    assert activity["athlete_id"] == "ben"
    assert activity["activity_id"] != identity
    assert place.read(SOURCE_FILES)["athlete_id"].to_list() == ["ben"]
    handed = place.tables()
    rebuild(place.home, place.clock, place.settings)
    assert_same(handed, place.tables())
    seq = int(place.read(OVERRIDES)["override_id"][0])
    undo(place.home, place.clock, place.settings, seq)
    assert place.read(ACTIVITIES)["activity_id"].to_list() == [identity]


def test_a_new_time_zone_moves_days_and_weeks(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    late = gpx(track(segment(point(i, time=f"2026-01-04T23:{i // 60:02d}:{i % 60:02d}Z") for i in range(60))))
    # No position that tells a zone: the middle of the ocean is in a nautical one, so ask the settings instead.
    (tmp_path / "late.gpx").write_bytes(late.replace(b'lat="48', b'lat="0').replace(b'lon="11', b'lon="-30'))
    place.bring_in(tmp_path / "late.gpx")
    assert place.read(ACTIVITIES)["week_start"].to_list() == [date(2025, 12, 29)]


def test_a_broken_plan_stops_no_import_and_the_old_one_counts(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    place.bring_in(a_run(tmp_path))
    (place.home.root / "plan.yaml").write_text("name: x\nstrat: 2026-01-05\n")
    report = nightly(place.home, place.clock, place.settings)
    assert "line 2" in report.plan_problems[0]
    assert place.tables()[JOURNAL].filter(pl.col("kind") == "plan").height == 1


def test_unknown_paths_and_athletes_are_named(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    with pytest.raises(UsageError, match=r"nowhere\.fit"):
        place.bring_in(tmp_path / "nowhere.fit")
    with pytest.raises(UsageError, match="known: me"):
        place.bring_in(tmp_path, athlete="carl")


def test_a_file_that_cannot_be_read_stays_where_it_is(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    folder = tmp_path / "folder.fit"
    folder.mkdir()
    outcomes = load_chunk(
        place.home, place.clock, place.settings, decode_chunk([Incoming(folder, "me", take=True)], place.home)
    )
    assert [o.outcome for o in outcomes] == ["failed"]
    assert folder.exists()


def test_the_published_copy_answers_after_every_batch(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    place.bring_in(a_run(tmp_path))
    answer = run_query(place.home.published, "select count(*) as n from records", timeout_s=10, max_rows=5)
    assert answer.frame["n"].to_list() == [121]


def test_the_last_word_about_an_activity_counts(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    (outcome,) = place.bring_in(a_run(tmp_path, seconds=900))
    (identity,) = outcome.activity_ids

    def reason_after(what: str, value: str | None = None) -> str:
        fix(place.home, place.clock, place.settings, identity, what, value)
        return str(place.read(ACTIVITIES)["structure_reason"][0])

    none = reason_after("no_intervals")
    assert "no intervals" in none
    told = reason_after("reps", "3x400")
    assert "3x400" in told
    assert reason_after("no_intervals") == none
    assert reason_after("undo") == told


def test_a_rebuild_names_what_is_gone(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    place.bring_in(a_run(tmp_path))
    assert rebuild(place.home, place.clock, place.settings).gone == ()
    (original,) = place.home.archive.glob("??/*.gpx")
    original.unlink()
    assert rebuild(place.home, place.clock, place.settings).gone == ("run.gpx",)


def test_changes_are_proposed_once_the_week_is_over_and_accepted_a_week_at_a_time(tmp_path: Path) -> None:
    wednesday, monday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)
    place = bench(tmp_path / "home", today=wednesday)
    log(place.home, place.clock, place.settings, "me", wednesday, Told("pain", value=5, where="shin"))
    review_week(place.home, place.clock, place.settings, "me", wednesday)
    assert place.read(ADJUSTMENTS).is_empty()
    assert decide(place.home, place.clock, place.settings, "me", "accepted", None) == []
    later = Clock.at(monday)
    review_week(place.home, later, place.settings, "me")
    proposed = place.read(ADJUSTMENTS)
    assert "R12" in set(proposed["rule"])
    assert set(proposed["week_start"]) == {monday}
    accepted = decide(place.home, later, place.settings, "me", "accepted", None)
    assert sorted(accepted) == sorted(proposed["adjustment_id"])
    assert set(place.read(ADJUSTMENTS)["status"]) == {"accepted"}


def test_advice_that_was_taken_back_is_not_given_any_more(tmp_path: Path) -> None:
    monday = MONDAY + timedelta(days=7)
    place = bench(tmp_path / "home", today=monday)
    pain = log(place.home, place.clock, place.settings, "me", MONDAY + timedelta(days=5), Told("pain", value=6))
    hurt = markdown(review_week(place.home, place.clock, place.settings, "me").review, "metric")
    undo(place.home, place.clock, place.settings, pain.seq)
    well = markdown(review_week(place.home, place.clock, place.settings, "me").review, "metric")
    assert "stop running" in hurt
    assert "## Advice" not in well
    assert set(place.read(ADJUSTMENTS, rule="R12")["status"]) == {"superseded"}
