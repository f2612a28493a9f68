"""One run in two files counts once: whichever comes first, whatever is said about either, and again after a rebuild."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from ingest.fit.encode import encode
from models.errors import UsageError
from models.journal import Logged
from models.tables import (
    ACTIVITIES,
    COMPLIANCE,
    INTERVALS,
    JOURNAL,
    RECEIPTS,
    RECORDS,
    SOURCE_FILES,
    WORKOUT_MATCHES,
)
from pipelines.deriving import athlete_data, known
from pipelines.report.markdown import markdown
from pipelines.telling import fix
from pipelines.weekly_review import review_week
from pipelines.writer import writing
from tests.pipelines.test_chain import TWO_PEOPLE, assert_same, without
from tests.pipelines.test_mending import assert_rebuilds
from tests.support.command_line import Trackwork
from tests.support.gpx_text import gpx, plain_run, point, segment, track
from tests.support.homes import Bench, bench
from tests.support.runs import START, pressed, repeats, run
from warehouse.store import Store

MONDAY = date(2026, 3, 2)
NEXT_MONDAY = date(2026, 3, 9)
PLAN = """\
name: test
start: 2026-03-02
weeks: 4
week:
  monday: 10min easy, 6 x 400m @ 95s / 90s, 5min easy
  wednesday: rest
"""
LEGS = repeats(6, (95, 400 / 95), (90, 0.5))


def watch_file(folder: Path) -> Path:
    """The watch's own file: laps pressed, ground contact."""
    recording = run(LEGS, laps=pressed(LEGS))
    records = recording.records.with_columns(stance_time_ms=pl.lit(220.0))
    path = folder / "watch.fit"
    path.write_bytes(encode(replace(recording, device="garmin fenix6", sub_sport="track", records=records)))
    return path


def phone_file(folder: Path, *, begins: float = 30.0, sport: str | None = "running", every_s: int = 1) -> Path:
    """What the phone in the pocket made of the same run."""
    recorded = run(LEGS).records
    rows = zip(recorded["elapsed_s"].to_list(), recorded["distance_m"].to_list(), strict=True)
    points = (
        f'<trkpt lat="{48 + metres / 111_195:.8f}" lon="11.0"><time>{_instant(begins + elapsed)}</time></trkpt>'
        for elapsed, metres in list(rows)[::every_s]
    )
    path = folder / "phone.gpx"
    path.write_bytes(gpx(track(segment(points), sport=sport)))
    return path


def cut_file(folder: Path, whole: Path, share: float = 0.5) -> Path:
    """What a crash of the watch left of its file."""
    path = folder / "cut.fit"
    data = whole.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    return path


def _instant(seconds: float) -> str:
    at: datetime = START + timedelta(seconds=seconds)
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def place_at(folder: Path, settings: str | None = None) -> Bench:
    return bench(folder / "home", today=NEXT_MONDAY, plan=PLAN, settings=settings)


def counting(place: Bench) -> list[str]:
    """The devices whose recordings count; GPX of the tests is from `w`."""
    rows = place.read(ACTIVITIES).filter(pl.col("same_as").is_null(), ~pl.col("ignored"))
    return sorted(rows["device"].to_list())


def view(place: Bench, name: str) -> pl.DataFrame:
    with Store.open(place.home.database) as store:
        return store.view(name)


def ids(place: Bench) -> dict[str, str]:
    return dict(place.read(ACTIVITIES).select("device", "activity_id").iter_rows())


def say(place: Bench, device: str, what: str, value: str | None = None) -> str:
    return fix(place.home, place.clock, place.settings, ids(place)[device], what, value).words


def test_any_order_gives_the_same_tables_and_one_run(tmp_path: Path) -> None:
    watch = watch_file(tmp_path)
    phone, cut = phone_file(tmp_path), cut_file(tmp_path, watch)
    made = []
    for number, order in enumerate([(watch, phone, cut), (cut, phone, watch), (phone, cut, watch)]):
        place = place_at(tmp_path / str(number))
        for path in order:
            place.bring_in(path)
        made.append(without(place.tables(), RECEIPTS, JOURNAL))
        assert_same(made[0], made[-1])
    assert counting(place) == ["garmin fenix6"]
    assert made[0][ACTIVITIES]["same_as"].drop_nulls().to_list() == [ids(place)["garmin fenix6"]] * 2
    [week] = view(place, "weekly_summary").filter(week_start=MONDAY).rows(named=True)
    assert (week["runs"], week["repetitions"], week["done"]) == (1, 6, 1)
    assert view(place, "repetitions").height == 6
    assert made[0][WORKOUT_MATCHES].filter(pl.col("activity_id").is_not_null()).height == 1
    assert made[0][COMPLIANCE].filter(metric="duration_s")["verdict"].unique().to_list() == ["met"]
    assert view(place, "data_quality")["doubles"].sum() == 2


def test_all_rows_of_a_second_recording_stay(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.bring_in(phone_file(tmp_path))
    alone = ids(place)["w"]
    before = place.read(RECORDS, activity_id=alone), place.read(INTERVALS, activity_id=alone)
    assert before[1].filter(kind="work").height == 6
    place.bring_in(watch_file(tmp_path))
    assert counting(place) == ["garmin fenix6"]
    for frame, table in zip(before, (RECORDS, INTERVALS), strict=True):
        assert place.read(table, activity_id=alone).equals(frame)


@pytest.mark.parametrize(("sport", "every_s"), [("running", 7), (None, 1), ("unheard of", 7)])
def test_an_export_of_the_watchs_file_is_the_same_run(tmp_path: Path, sport: str | None, every_s: int) -> None:
    place = place_at(tmp_path)
    place.bring_in(phone_file(tmp_path, begins=0.0, sport=sport, every_s=every_s), watch_file(tmp_path))
    assert counting(place) == ["garmin fenix6"]


def test_what_is_left_out_or_handed_over_lets_the_other_count(tmp_path: Path) -> None:
    place = place_at(tmp_path, TWO_PEOPLE)
    place.bring_in(watch_file(tmp_path), phone_file(tmp_path), athlete="anna")
    told = say(place, "garmin fenix6", "ignore")
    assert counting(place) == ["w"]
    assert f"The workout counts still, as recorded by w ({ids(place)['w']})" in told
    say(place, "garmin fenix6", "undo")
    assert counting(place) == ["garmin fenix6"]
    say(place, "garmin fenix6", "athlete", "ben")
    assert counting(place) == ["garmin fenix6", "w"]
    assert_rebuilds(place)
    say(place, "garmin fenix6", "undo")
    assert counting(place) == ["garmin fenix6"]
    say(place, "w", "ignore")
    assert counting(place) == ["garmin fenix6"]
    assert place.read(ACTIVITIES, ignored=True)["same_as"].to_list() == [None]
    assert_rebuilds(place)


def test_two_who_run_together_are_two(tmp_path: Path) -> None:
    place = place_at(tmp_path, TWO_PEOPLE)
    place.bring_in(watch_file(tmp_path), athlete="anna")
    place.bring_in(phone_file(tmp_path), athlete="ben")
    assert counting(place) == ["garmin fenix6", "w"]
    assert view(place, "weekly_summary").filter(week_start=MONDAY)["runs"].to_list() == [1, 1]


def test_the_same_bytes_are_one_more_receipt_whoever_hands_them_in(tmp_path: Path) -> None:
    place = place_at(tmp_path, TWO_PEOPLE)
    path = watch_file(tmp_path)
    place.bring_in(path, athlete="anna")
    before = place.tables()
    (outcome,) = place.bring_in(path, athlete="ben")
    after = place.tables()
    assert (outcome.outcome, outcome.note) == ("duplicate", None)
    assert outcome.reason is not None
    assert "of anna" in outcome.reason
    assert_same(without(before, RECEIPTS, JOURNAL), without(after, RECEIPTS, JOURNAL))
    assert after[RECEIPTS].select("athlete_id", "outcome").rows() == [("anna", "imported"), ("ben", "duplicate")]


def test_a_word_about_one_recording_holds_for_the_workout(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.bring_in(phone_file(tmp_path))
    say(place, "w", "no_intervals")
    place.bring_in(watch_file(tmp_path))
    assert counting(place) == ["garmin fenix6"]
    assert view(place, "repetitions").is_empty()
    with pytest.raises(UsageError, match=f"of the same workout: trackwork fix {ids(place)['w']} --undo"):
        say(place, "garmin fenix6", "undo")
    told = say(place, "w", "undo")
    assert f"The same workout as garmin fenix6 ({ids(place)['garmin fenix6']}), which tells more and counts" in told
    assert view(place, "repetitions").height == 6
    assert "recorded by w" in say(place, "garmin fenix6", "confirm")
    say(place, "w", "reps", "3x400")
    assert "3x400" in place.read(ACTIVITIES, device="garmin fenix6")["structure_reason"][0]
    say(place, "garmin fenix6", "reps", "5x400")
    assert "5x400" in place.read(ACTIVITIES, device="w")["structure_reason"][0]
    assert_rebuilds(place)


def test_effort_that_was_told_of_a_second_recording_is_that_of_the_workout(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.bring_in(watch_file(tmp_path), phone_file(tmp_path))
    with writing(place.home, place.clock, place.settings) as writer:
        effort = {"what": "rpe", "local_date": MONDAY, "value": 8.0, "activity_id": ids(place)["w"]}
        writer.say(Logged.model_validate({"recorded_at": place.clock.now(), "athlete_id": "me", **effort}))
        writer.apply()
        told = known(writer.store, "me")
        assert told is not None
        notes = athlete_data(writer.store, told).notes
    assert notes["activity_id"].to_list() == [ids(place)["garmin fenix6"]]


def test_only_what_is_touched_is_segmented_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_at(tmp_path)
    place.bring_in(phone_file(tmp_path))

    def again(*_: object) -> None:
        raise AssertionError("read back from the warehouse")

    monkeypatch.setattr("pipelines.deriving._recording", again)
    place.bring_in(watch_file(tmp_path))
    assert counting(place) == ["garmin fenix6"]


def test_import_says_so_in_a_note(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    phone, watch = phone_file(tmp_path), watch_file(tmp_path)
    assert [outcome.note for outcome in place.bring_in(phone)] == [None]
    assert [outcome.note for outcome in place.bring_in(watch)] == [
        "the same workout as phone.gpx; this one tells more and counts"
    ]
    assert [outcome.note for outcome in place.bring_in(cut_file(tmp_path, watch))] == [
        "the same workout as watch.fit, which tells more and counts"
    ]
    assert place.read(SOURCE_FILES, name="cut.fit")["status"].to_list() == ["salvaged"]


def test_the_command_prints_the_note_and_all_is_well(trackwork: Trackwork, tmp_path: Path) -> None:
    export = gpx(track(segment(point(i) for i in range(0, 601, 3))))
    (tmp_path / "export.gpx").write_bytes(export)
    said = trackwork("import", tmp_path / "export.gpx")
    assert (said.code, said.err) == (0, "")
    assert "note: export.gpx: the same workout as run.gpx, which tells more and counts\n" in said.out
    assert "1 imported" in said.out
    (tmp_path / "other.gpx").write_bytes(plain_run(590))
    document = trackwork("import", tmp_path / "other.gpx", "--json").document
    assert document["files"][0]["note"] == "the same workout as run.gpx, which tells more and counts"


def test_the_review_says_it_where_one_would_wonder(tmp_path: Path) -> None:
    place = place_at(tmp_path)
    place.bring_in(watch_file(tmp_path), phone_file(tmp_path))
    page = markdown(review_week(place.home, place.clock, place.settings, "me", MONDAY).review, "metric")
    assert "(also recorded by w: counted once)" in page
    assert "phone.gpx: not counted: the same workout is in watch.fit, by garmin fenix6, which tells more" in page
    assert "1 of 1 planned session done" in page
    assert "extra" not in page


@pytest.mark.real
def test_one_run_on_two_watches_in_both_orders(tmp_path: Path, real_data: Path) -> None:
    pair = [real_data / "fit" / f"msimms__20210604_track_run_{w}.fit" for w in ("coros_pace_2", "garmin_fenix_6")]
    made = []
    for order in (pair, pair[::-1]):
        place = bench(tmp_path / order[0].stem / "home", today=date(2021, 6, 8), plan=None)
        for path in order:
            place.bring_in(path)
        made.append(without(place.tables(), RECEIPTS, JOURNAL))
    assert_same(*made)
    assert counting(place) == ["garmin fenix6"]
    [week] = view(place, "weekly_summary").rows(named=True)
    assert (week["runs"], round(week["distance_m"], -2)) == (1, 7200)
    assert set(view(place, "repetitions")["activity_id"]) <= {ids(place)["garmin fenix6"]}
