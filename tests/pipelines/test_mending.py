"""Words that come late or are taken back, files with odd names, and what a crash leaves."""

from __future__ import annotations

import gzip
import os
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from models.errors import UsageError
from models.tables import ACTIVITIES, ADJUSTMENTS, JOURNAL, SOURCE_FILES
from pipelines.clock import Clock
from pipelines.originals import Originals
from pipelines.rebuild import rebuild
from pipelines.telling import Told, fix, log, undo
from pipelines.weekly_review import decide, review_week
from tests.pipelines.test_chain import TWO_PEOPLE, a_run
from tests.pipelines.test_replay import assert_same
from tests.support.homes import TODAY, Bench, bench
from warehouse.query import run_query

WEEK = date(2026, 1, 5)


def assert_rebuilds(place: Bench) -> None:
    before = place.tables()
    rebuild(place.home, place.clock, place.settings)
    assert_same(before, place.tables())


def statuses(place: Bench) -> dict[str, str]:
    return dict(place.read(ADJUSTMENTS, week_start=TODAY).select("rule", "status").iter_rows())


def on(place: Bench, day: date) -> Bench:
    return Bench(place.home, place.settings, Clock.at(day))


def in_pain(tmp_path: Path) -> tuple[Bench, int]:
    """A reviewed week that ended in pain; the number of the entry that tells of it."""
    place = bench(tmp_path / "home")
    said = log(place.home, place.clock, place.settings, "me", WEEK + timedelta(days=6), Told("pain", value=6))
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    return place, said.seq


def test_a_review_shows_what_changed_and_then_nothing_more(tmp_path: Path) -> None:
    place, pain = in_pain(tmp_path)
    assert statuses(place)["R12"] == "proposed"
    undo(place.home, place.clock, place.settings, pain)
    assert statuses(place)["R12"] == "superseded"
    for _ in range(3):
        review_week(place.home, place.clock, place.settings, "me", WEEK)
    assert place.read(JOURNAL, kind="review").height == 2
    later = on(place, TODAY + timedelta(days=7))
    review_week(later.home, later.clock, later.settings, "me", WEEK)
    assert statuses(later)["R12"] == "superseded"
    assert_rebuilds(later)


def test_a_change_for_a_week_that_is_over_is_expired(tmp_path: Path) -> None:
    place, _ = in_pain(tmp_path)
    (identity,) = place.read(ADJUSTMENTS, rule="R12")["adjustment_id"].to_list()[:1]
    later = on(place, TODAY + timedelta(days=7))
    with pytest.raises(UsageError, match="expired"):
        decide(later.home, later.clock, later.settings, "me", "accepted", [identity])
    assert decide(later.home, later.clock, later.settings, "me", "accepted", None) == []
    review_week(later.home, later.clock, later.settings, "me", WEEK)
    assert set(statuses(later).values()) == {"expired"}
    entries = later.read(JOURNAL).height
    review_week(later.home, later.clock, later.settings, "me", WEEK)
    assert later.read(JOURNAL).height == entries


def test_a_review_in_the_week_does_not_keep_the_one_after_it_from_seeing_what_was_missed(tmp_path: Path) -> None:
    place = on(bench(tmp_path / "home", today=WEEK), WEEK + timedelta(days=1))
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    later = on(place, TODAY)
    made = review_week(later.home, later.clock, later.settings, "me", WEEK).review
    states = {entry.state for day in made.days for entry in day.planned}
    assert states <= {"missed", "kept"}


def test_words_go_with_a_file_to_its_new_owner_and_come_back(tmp_path: Path) -> None:
    place = bench(tmp_path / "home", settings=TWO_PEOPLE + '[athletes.carl]\nname = "Carl"\n')

    def now() -> tuple[str, str, bool]:
        return place.read(ACTIVITIES).select("activity_id", "athlete_id", "ignored").row(0)

    def say(what: str, value: str | None = None) -> None:
        fix(place.home, place.clock, place.settings, now()[0], what, value)

    place.bring_in(a_run(tmp_path), athlete="anna")
    say("ignore")
    for name in ("ben", "carl"):
        say("athlete", name)
        assert now()[1:] == (name, True)
    to_ben = place.read(JOURNAL, kind="fix")["seq"][1]
    undo(place.home, place.clock, place.settings, to_ben)
    assert now()[1:] == ("carl", True)
    assert_rebuilds(place)
    say("undo")
    assert now()[1:] == ("anna", True)
    say("undo")
    assert now()[1:] == ("anna", False)
    assert_rebuilds(place)


def test_a_told_run_is_taken_back_not_fixed(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    said = log(place.home, place.clock, place.settings, "me", WEEK, Told("run", text="10km easy"))
    (told,) = place.read(ACTIVITIES).iter_rows(named=True)
    assert (told["distance_m"], told["elapsed_s"]) == (10_000, None)
    with pytest.raises(UsageError, match=f"log undo {said.seq}"):
        fix(place.home, place.clock, place.settings, told["activity_id"], "ignore", None)


def test_packed_files_that_are_none_say_the_same_in_a_rebuild(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    (tmp_path / "half.fit.gz").write_bytes(gzip.compress(b"x" * 5000)[:-9])
    (tmp_path / "words.fit.gz").write_bytes(b"not packed at all")
    (tmp_path / "twice.fit.gz").write_bytes(gzip.compress(gzip.compress(b"x")))
    place.bring_in(*tmp_path.glob("*.gz"))
    assert set(place.read(SOURCE_FILES)["status"]) == {"rejected"}
    assert_rebuilds(place)


def test_odd_names_stop_nobody(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    folder = tmp_path / "drop"
    folder.mkdir()
    names = (b"x.fit.reason.json", b"n" * 250 + b".fit", b"caf\xe9.fit")
    for number, name in enumerate(names):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_bytes(b"no recording %d" % number)
    a_run(folder, "z.gpx")
    assert [o.outcome for o in place.bring_in(*folder.iterdir())].count("rejected") == 3
    assert place.read(SOURCE_FILES, status="imported").height == 1
    originals = Originals(place.home)
    assert all(originals.read(file_id) for file_id in place.read(SOURCE_FILES)["file_id"])
    assert_rebuilds(place)


def test_a_crash_before_the_copy_was_published_is_made_good_by_the_next_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = bench(tmp_path / "home")
    log(place.home, place.clock, place.settings, "me", WEEK, Told("rest"))
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.publishing.publish", _crash)
        with pytest.raises(KeyboardInterrupt):
            place.bring_in(a_run(tmp_path))
    review_week(place.home, place.clock, place.settings, "me", WEEK - timedelta(weeks=9))
    place_seen = run_query(place.home.published, "select count(*) as n from activities", timeout_s=10, max_rows=1)
    assert place_seen.frame["n"].to_list() == [1]


def test_a_fault_in_one_activity_costs_its_intervals_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench(tmp_path / "home")
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.deriving.segment", _fault)
        place.bring_in(a_run(tmp_path))
    (activity,) = place.read(ACTIVITIES).iter_rows(named=True)
    assert (activity["structure"], "please report it" in activity["structure_reason"]) == ("none", True)
    assert activity["distance_m"] is not None
    log(place.home, place.clock, place.settings, "me", WEEK, Told("rest"))


def _fault(*_: object) -> None:
    raise ZeroDivisionError


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_rejected_file_handed_in_again_has_one_place(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    for name in ("a.fit", "b.fit"):
        (tmp_path / name).write_bytes(b"the same words")
        place.bring_in(tmp_path / name)
    assert sorted(p.name for p in place.home.rejected.iterdir()) == ["a.fit", "a.fit.reason.json"]
    assert place.read(SOURCE_FILES).filter(pl.col("status") == "rejected")["name"].to_list() == ["a.fit"]
    assert_rebuilds(place)
