"""What can go wrong with a home is found, said, and mended where that is safe."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from models.errors import HomeError
from models.tables import ACTIVITIES, INTERVALS, RECORDS, SOURCE_FILES
from pipelines.doctor import Finding, examine, repair
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.publishing import publish_anyway
from pipelines.telling import Told, log
from tests.pipelines.test_chain import a_run
from tests.pipelines.test_replay import assert_same
from tests.support.command_line import Trackwork
from tests.support.homes import TODAY, Bench, bench
from warehouse.query import run_query
from warehouse.store import Store


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a run, a rejected file and two words."""
    folder = tmp_path_factory.mktemp("doctor")
    place = bench(folder / "home")
    (folder / "words.fit").write_bytes(b"no recording")
    place.bring_in(a_run(folder), folder / "words.fit")
    for what in ("rest", "rpe"):
        log(place.home, place.clock, place.settings, "me", TODAY, Told(what, value=7 if what == "rpe" else None))
    return folder / "home"


@pytest.fixture
def place(lived: Path, tmp_path: Path) -> Bench:
    shutil.copytree(lived, tmp_path / "home")
    made = bench(tmp_path / "home")
    publish_anyway(made.home)
    return made


def look(place: Bench, *, quick: bool = False) -> dict[str, Finding]:
    return {each.check: each for each in examine(place.home, place.clock, place.settings, quick=quick)}


def wrong(place: Bench) -> set[str]:
    return {name for name, finding in look(place).items() if not finding.ok}


def said_by_repair(place: Bench) -> list[str]:
    said: list[str] = []
    repair(place.home, place.clock, place.settings, said.append)
    return said


def mend(place: Bench) -> list[str]:
    said: list[str] = []
    done = repair(place.home, place.clock, place.settings, said.append)
    assert [line for line in said if not line.endswith(" ...")] == done
    assert len(said) == 2 * len(done)
    return done


def original(place: Bench) -> Path:
    (path,) = place.home.archive.glob("??/*.gpx")
    return path


def test_a_home_that_was_copied_at_rest_is_well(lived: Path, tmp_path: Path) -> None:
    shutil.copytree(lived, tmp_path / "copy")
    assert wrong(bench(tmp_path / "copy")) == set()


def test_a_database_of_several_moments_is_made_anew(lived: Path, tmp_path: Path) -> None:
    shutil.copytree(lived, tmp_path / "copy")
    place = bench(tmp_path / "copy")
    tables = place.tables()
    with place.home.database.open("r+b") as file:
        file.truncate(place.home.database.stat().st_size - 2**18)
    assert "copy" in wrong(place)
    assert any("for the home was copied" in line for line in said_by_repair(place))
    assert wrong(place) == set()
    assert_same(tables, place.tables())


@pytest.mark.parametrize("quick", [False, True])
def test_a_home_that_is_well_says_what_it_holds(place: Bench, quick: bool) -> None:
    found = look(place, quick=quick)
    assert {name for name, finding in found.items() if not finding.ok} == set()
    assert found["archive"].found.startswith("1 original, ")
    assert found["rejected"].found.startswith("1 file in ")
    assert "1 activity, 0 with repetitions; schema version " in found["warehouse"].found
    assert found["intervals"].found.startswith("1 activity without: 1 x ")
    assert mend(place) == []


def test_a_new_home_is_well(tmp_path: Path) -> None:
    assert wrong(bench(tmp_path / "home")) == set()


def test_hashes_are_looked_at_with_a_count_and_not_when_it_is_to_be_quick(place: Bench) -> None:
    seen: list[tuple[int, int]] = []
    examine(place.home, place.clock, place.settings, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]
    original(place).write_bytes(b"other bytes")
    assert look(place, quick=True)["archive"].ok
    assert "was changed" in look(place)["archive"].found


def test_a_missing_original_is_named_and_never_mended_away(place: Bench) -> None:
    original(place).unlink()
    assert "run.gpx is gone" in look(place)["archive"].found
    mend(place)
    assert wrong(place) == {"archive"}
    assert place.read(ACTIVITIES).height == 1


def test_an_original_that_nobody_handed_in_is_told_with_the_remedy(place: Bench) -> None:
    data = b"kept, but the journal does not know it"
    name = sha256(data).hexdigest()
    stray = place.home.archive / name[:2] / f"{name}.fit"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(data)
    findings = [each for each in examine(place.home, place.clock, place.settings) if not each.ok]
    assert [each.remedy for each in findings] == [f"hand it in: trackwork import {stray}"]
    mend(place)
    assert stray.exists()


def test_a_rejected_file_that_was_taken_away_is_no_fault(place: Bench) -> None:
    for path in place.home.rejected.iterdir():
        path.unlink()
    found = look(place)["rejected"]
    assert found.ok
    assert "1 other taken away since" in found.found


def _remove(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _other_word(path: Path) -> None:
    entry = json.loads(path.read_text())
    path.write_text(json.dumps({**entry, "athlete_id": "somebody"}))


@pytest.mark.parametrize("harm", [_remove, _empty, _half, _other_word])
@pytest.mark.parametrize("seq", [1, 3, -1])
def test_a_journal_entry_that_is_lost_is_written_again_from_the_warehouse(
    place: Bench, harm: Callable[[Path], None], seq: int
) -> None:
    journal = Journal(place.home.journal)
    number = seq if seq > 0 else journal.last()
    before, tables = {path.name: path.read_bytes() for path in place.home.journal.iterdir()}, place.tables()
    harm(journal.path(number))
    harmed = journal.path(number).read_bytes() if journal.path(number).exists() else None
    assert "journal" in wrong(place)
    assert any(f"wrote {number:08d}.json again" in line for line in mend(place))
    after = {path.name: path.read_bytes() for path in place.home.journal.iterdir()}
    assert {name: after[name] for name in before} == before
    assert [data for name, data in after.items() if name not in before] == ([] if harmed is None else [harmed])
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def test_a_lost_entry_comes_from_the_published_copy_where_the_database_is_damaged_too(place: Bench) -> None:
    tables = place.tables()
    Journal(place.home.journal).path(2).unlink()
    place.home.database.write_bytes(b"no database" * 1000)
    assert {"journal", "warehouse"} <= wrong(place)
    assert len(mend(place)) >= 2
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def test_an_entry_that_nothing_else_holds_is_an_error_and_nothing_is_touched(place: Bench) -> None:
    Journal(place.home.journal).path(2).unlink()
    place.home.database.unlink()
    place.home.published.unlink()
    with pytest.raises(HomeError, match=r"00000002\.json; bring it back from a backup"):
        mend(place)
    assert original(place).exists()


def test_words_that_differ_in_spaces_only_are_the_same(place: Bench) -> None:
    path = Journal(place.home.journal).path(1)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=4))
    assert wrong(place) == set()


@pytest.mark.parametrize(
    "name",
    [
        ".trackwork.duckdb.part",
        "archive/journal/.00000009.json.part",
        "archive/ab/.abc.fit.part",
        "rejected/.words.fit.part",
        "warehouse/.private.duckdb.new",
        "warehouse/rebuild.duckdb",
    ],
)
def test_what_a_crash_left_half_written_is_removed(place: Bench, name: str) -> None:
    path = place.home.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    assert path.name in look(place)["leftovers"].found
    assert any(line.startswith("removed ") for line in mend(place))
    assert not path.exists()
    assert wrong(place) == set()


def test_what_others_are_still_writing_is_left_alone(place: Bench) -> None:
    kept = [place.home.inbox / ".run.fit.part", place.home.exports / ".all.zip.part"]
    for path in kept:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    assert look(place)["leftovers"].ok
    mend(place)
    assert all(path.exists() for path in kept)


@pytest.mark.parametrize("harm", [_remove, _empty, _half])
def test_a_published_copy_that_is_harmed_is_made_again(place: Bench, harm: Callable[[Path], None]) -> None:
    harm(place.home.published)
    assert "published copy" in wrong(place)
    assert f"published {place.home.published} anew" in mend(place)
    assert run_query(place.home.published, "SELECT count(*) AS n FROM activities").frame.item() == 1
    assert wrong(place) == set()


def test_a_copy_that_is_behind_is_said_and_made_again(place: Bench) -> None:
    with Store.open(place.home.database) as store:
        store.replace(INTERVALS, INTERVALS.empty(), activity_id="none")
        store.query("SELECT 1")
        store.replace(ACTIVITIES, store.read(ACTIVITIES).with_columns(lane=pl.lit(3, pl.Int64)), athlete_id="me")
    assert "is behind the warehouse" in look(place)["published copy"].found
    assert mend(place)
    assert run_query(place.home.published, "SELECT lane FROM activities").frame.item() == 3


def test_what_an_older_version_derived_is_derived_again(place: Bench) -> None:
    tables = place.tables()
    with Store.open(place.home.database) as store:
        old = store.read(ACTIVITIES).with_columns(derivation_version=pl.lit(0, pl.Int64), derivation_key=pl.lit("old"))
        store.replace(ACTIVITIES, old, athlete_id="me")
    assert wrong(place) == {"derivation", "published copy"}
    assert "derived again for me" in mend(place)
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def test_rows_without_what_they_belong_to_are_found_and_the_warehouse_made_anew(place: Bench) -> None:
    tables = place.tables()
    with Store.open(place.home.database) as store:
        store.replace(SOURCE_FILES, SOURCE_FILES.empty(), status="imported")
        some = store.read(RECORDS).head(5)
        store.insert(RECORDS, some.with_columns(activity_id=pl.lit("nobody's")))
        store.replace(RECORDS, some, activity_id=some["activity_id"].to_list())
    found = look(place)["orphans"].found
    for words in ("activities: 1 row without owner", "records: 5 rows without owner", "records missing"):
        assert words in found
    assert any("made it anew" in line for line in mend(place))
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [_cut, _empty])
def test_a_database_that_does_not_open_is_made_anew(place: Bench, harm: Callable[[Path], None]) -> None:
    tables = place.tables()
    harm(place.home.database)
    assert "warehouse" in wrong(place)
    mend(place)
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def test_a_damaged_block_is_found_by_reading_every_row_and_mended(place: Bench) -> None:
    tables = place.tables()
    data = bytearray(place.home.database.read_bytes())
    for at in range(3 * 4096 + 2 * 2**18 + 5000, len(data), 2**18):
        data[at] ^= 0xFF
    place.home.database.write_bytes(bytes(data))
    assert wrong(place) & {"warehouse", "journal"}
    mend(place)
    assert wrong(place) == set()
    assert_same(tables, place.tables())


def test_the_command_says_each_repair_before_and_after(trackwork: Trackwork) -> None:
    publish_anyway(Home(trackwork.home))
    (trackwork.home / "trackwork.duckdb").write_bytes(b"")
    (trackwork.home / "warehouse" / "rebuild.duckdb").write_bytes(b"")
    said = trackwork("doctor", "--repair")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:2] == ["removing 1 half-written file ...", "removed rebuild.duckdb"]
    assert any(line.startswith("publishing the copy anew") for line in lines)
    assert trackwork("doctor", "--repair").out.startswith("nothing to repair\n")
    told = trackwork("doctor", "--repair", "--quick", "--json").document
    assert told["repairs"] == []
    assert all(finding["ok"] for finding in told["findings"])
