"""Exports of Garmin and Strava, handed in and dropped: their members become what single files would become."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from ingest.zip_bounds import ZipConfig
from models.errors import HomeError
from models.schema import Table
from models.tables import JOURNAL, RECEIPTS, SOURCE_FILES
from pipelines import unfolding
from pipelines.doctor import examine
from pipelines.flows.chunk_tasks import decode, load
from pipelines.flows.workplace import Workplace
from pipelines.importing import Read, decode_chunk, load_chunk
from pipelines.incoming import Incoming, in_inbox, named
from pipelines.loading import Outcome
from pipelines.nightly import nightly
from pipelines.outcomes import summary
from pipelines.rebuild import rebuild
from pipelines.unfolding import chunks
from tests.support.command_line import Trackwork
from tests.support.fit_bytes import FILE_ID, FitBytes
from tests.support.gpx_text import plain_run
from tests.support.homes import Bench, bench
from tests.support.zips import nested, with_flag, zipped

_NOISE = [
    ("activities.csv", b"Activity ID,Filename\n"),
    ("media/1.jpg", b"\xff\xd8\xff\xe0"),
    ("profile.csv", b"a,b\n"),
]


def _monitoring(number: int) -> bytes:
    return FitBytes().one(FILE_ID, {(0, "enum"): 32, (1, "uint16"): 1, (3, "uint32z"): 1 + number}).file()


def _strava(files: Mapping[str, bytes]) -> bytes:
    packed = [(f"activities/{name}.gz", gzip.compress(data)) for name, data in files.items()]
    return zipped([*_NOISE[:1], *packed, *_NOISE[1:]])


def _garmin(files: Mapping[str, bytes]) -> bytes:
    named = [(f"runner@example.com_{name}", data) for name, data in files.items()]
    half = len(named) // 2
    place = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part"
    parts = [(f"{place}{i}.zip", zipped(part)) for i, part in enumerate((named[:half], named[half:]), 1)]
    return zipped([*_NOISE, *parts])


def _runs(*seconds: int) -> dict[str, bytes]:
    return {f"{n}.gpx": plain_run(n) for n in seconds}


def _told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.outcome, outcome.name) for outcome in outcomes]


def _content(place: Bench) -> dict[Table, pl.DataFrame]:
    """All rows but what tells under which names the files came, and in which order."""
    tables = {table: frame for table, frame in place.tables().items() if table not in (RECEIPTS, JOURNAL)}
    tables[SOURCE_FILES] = tables[SOURCE_FILES].drop("name")
    return tables


def _same(one: dict[Table, pl.DataFrame], other: dict[Table, pl.DataFrame]) -> None:
    for table, frame in one.items():
        assert frame.sort(frame.columns[:2]).equals(other[table].sort(frame.columns[:2])), table.name


def _write(folder: Path, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("export", [_strava, _garmin])
def test_members_become_what_single_files_become(
    export: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path
) -> None:
    files = _runs(60, 70, 80) | {"bad.fit": b"no FIT", "m.fit": _monitoring(1)}
    (tmp_path / "export.zip").write_bytes(export(files))
    one, other = bench(tmp_path / "one"), bench(tmp_path / "other")
    outcomes = one.bring_in(tmp_path / "export.zip")
    other.bring_in(_write(tmp_path / "files", files))
    assert summary(outcomes) == "3 imported, 1 rejected, 1 no activity, 3 other files passed over"
    assert all(outcome.name.startswith("export.zip") for outcome in outcomes)
    _same(_content(one), _content(other))
    assert (one.home.rejected / f"{'runner@example.com_bad.fit' if export is _garmin else 'bad.fit.gz'}").exists()


@pytest.mark.real
def test_real_exports_give_the_tables_of_their_files(tmp_path: Path, real_data: Path) -> None:
    paths = sorted(path for path in real_data.glob("*/*") if path.suffix in (".fit", ".gpx", ".tcx"))
    some = [path for path in paths[::25] if path.stat().st_size < 300_000]
    files = {path.name: path.read_bytes() for path in some}
    single = bench(tmp_path / "single")
    single.bring_in(*some)
    for export in (_strava, _garmin):
        (tmp_path / "export.zip").write_bytes(export(files))
        place = bench(tmp_path / export.__name__)
        place.bring_in(tmp_path / "export.zip")
        _same(_content(place), _content(single))


def test_a_second_import_changes_nothing_but_the_receipts(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(_garmin(_runs(60, 70) | {"m.fit": _monitoring(1)}))
    place = bench(tmp_path / "home")
    place.bring_in(tmp_path / "export.zip")
    before = _content(place)
    again = place.bring_in(tmp_path / "export.zip")
    assert [name for name, _ in _told(again)] == ["duplicate"] * 3 + ["passed_over"]
    _same(before, _content(place))
    assert (
        place.read(RECEIPTS)["name"].to_list()[-1] == "export.zip/UploadedFiles_0-_Part2.zip/runner@example.com_m.fit"
    )


_TABLE = (
    "Aktivitäts-ID,Datum,Name,Typ,Beschreibung,Dateiname\n"
    '1,"9. Okt 2026, 18:00:00",Bahn: 6 x 400,Lauf,"müde,\nwindig",activities/60.gpx.gz\n'
    "2,10. Okt,getippt,Lauf,,\n"
    "3,11. Okt,,Lauf,,activities/70.gpx.gz\n"
    "4,abgeschnitten\n"
)


@pytest.mark.parametrize("unpacked", [False, True])
def test_what_strava_calls_an_activity_is_kept(tmp_path: Path, unpacked: bool) -> None:
    members = [("activities.csv", _TABLE.encode("utf-8-sig"))]
    members += [(f"activities/{n}.gpx.gz", gzip.compress(plain_run(n))) for n in (60, 70)]
    export = tmp_path / "export.zip"
    export.write_bytes(zipped([(f"export_1/{name}", data) for name, data in members]))
    if unpacked:
        export = tmp_path / "unpacked"
        ZipFile(tmp_path / "export.zip").extractall(export)
    place = bench(tmp_path / "home")
    place.bring_in(_write(tmp_path / "files", {"60.gpx": plain_run(60)}))
    assert place.read(SOURCE_FILES)["title"].to_list() == [None]
    place.bring_in(export)
    titles = dict(place.read(SOURCE_FILES).select("name", "title").iter_rows())
    assert sorted(titles.values(), key=str) == ["Bahn: 6 x 400", None]
    assert titles["60.gpx"] == "Bahn: 6 x 400"
    rebuild(place.home, place.clock, place.settings)
    assert dict(place.read(SOURCE_FILES).select("name", "title").iter_rows()) == titles


def test_a_hidden_folder_that_is_named_is_no_hidden_file(tmp_path: Path) -> None:
    hidden = _write(tmp_path / ".cloud", _runs(60) | {".part": b"", "70.gpx.part": plain_run(70)})
    place = bench(tmp_path / "home", settings=f'inbox = "{hidden}"')
    waiting, _ = in_inbox(place.home, place.settings)
    assert [file.path.name for file in waiting] == ["60.gpx"]
    assert [file.path.name for file in named([hidden, hidden / "70.gpx.part"], "me")] == ["60.gpx", "70.gpx.part"]


def test_a_dropped_export_leaves_the_inbox_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    settings = '[athletes.me]\nname = "Me"\n[athletes.anna]\nname = "Anna"\n'
    place = bench(tmp_path, settings=settings, plan=None)
    export, single = _strava(_runs(60, 70)), zipped([("17.gpx", plain_run(80)), ("__MACOSX/._17.gpx", b"")])
    (place.home.inbox / "anna").mkdir()
    (place.home.inbox / "anna" / "Export.ZIP").write_bytes(export)
    (place.home.inbox / "17.zip").write_bytes(single)
    report = nightly(place.home, place.clock, place.settings)
    assert sorted(_told(list(report.outcomes))) == [
        ("imported", "17.zip/17.gpx"),
        ("imported", "Export.ZIP/activities/60.gpx.gz"),
        ("imported", "Export.ZIP/activities/70.gpx.gz"),
        ("passed_over", "Export.ZIP"),
    ]
    assert set(place.read(SOURCE_FILES, athlete_id="anna")["size_bytes"]) == {len(plain_run(60)), len(plain_run(70))}
    assert [path for path in place.home.inbox.rglob("*") if path.is_file()] == []
    (kept,) = place.home.exports.iterdir()
    assert (kept.name, kept.read_bytes()) == (f"{sha256(export).hexdigest()}.zip", export)
    before = place.tables()
    rebuild(place.home, place.clock, place.settings)
    _same(before, place.tables())
    assert all(finding.ok for finding in examine(place.home, place.clock, place.settings))


def test_a_crash_in_the_middle_is_made_good_by_the_next_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfolding, "_LEAST_BYTES", 0)
    place = bench(tmp_path / "crashed")
    hasty = place.settings.model_copy(update={"chunk_files": 1})
    (place.home.inbox / "export.zip").write_bytes(_strava(_runs(60, 70, 80)))
    waiting = chunks(in_inbox(place.home, hasty)[0], hasty, place.home)
    for _ in range(2):
        load_chunk(place.home, place.clock, hasty, decode_chunk(next(waiting), place.home))
    assert (place.home.inbox / "export.zip").exists()
    report = nightly(place.home, place.clock, place.settings)
    assert [name for name, _ in _told(list(report.outcomes))] == ["duplicate", "duplicate", "imported", "passed_over"]
    assert not (place.home.inbox / "export.zip").exists()
    whole = bench(tmp_path / "whole")
    whole.bring_in(_write(tmp_path / "files", _runs(60, 70, 80)))
    _same(_content(whole), _content(place))


@pytest.mark.parametrize(
    ("archive", "words"),
    [
        (zipped([]), "without a recording (no file at all)"),
        (zipped(_NOISE), "without a recording (3 other files)"),
        (_strava(_runs(60))[:-9], "cut off or damaged"),
        (nested(b"x", depth=5), "more than 3 deep, the limit"),
        (zipped([("0.fit", bytes(80 * 2**20))]), "more than 200 times its size, the limit"),
    ],
    ids=["empty", "pictures", "cut", "deep", "ratio"],
)
def test_an_archive_that_cannot_be_taken_is_rejected_whole_and_says_the_same_in_a_rebuild(
    archive: bytes, words: str, tmp_path: Path
) -> None:
    place = bench(tmp_path)
    (place.home.inbox / "export.zip").write_bytes(archive)
    (outcome,) = nightly(place.home, place.clock, place.settings).outcomes
    assert (outcome.outcome, outcome.name) == ("rejected", "export.zip")
    assert words in str(outcome.reason)
    assert (place.home.rejected / "export.zip").read_bytes() == archive
    assert list(place.home.inbox.iterdir()) == []
    before = place.tables()
    rebuild(place.home, place.clock, place.settings)
    _same(before, place.tables())


def test_members_that_cannot_be_unpacked_are_rejected_and_the_archive_is_kept(tmp_path: Path) -> None:
    place = bench(tmp_path)
    locked = zipped([("secret.fit", b"x"), ("other.fit", b"y")])
    archive = zipped([("part.zip", with_flag(locked, 1)), ("60.gpx", plain_run(60))])
    (place.home.inbox / "export.zip").write_bytes(archive)
    outcomes = nightly(place.home, place.clock, place.settings).outcomes
    assert summary(outcomes) == "1 imported, 2 rejected"
    assert all("encrypted in the archive" in str(o.reason) for o in outcomes if o.outcome == "rejected")
    assert {path.name for path in place.home.rejected.glob("*.fit")} == {"secret.fit", "other.fit"}
    assert [path.read_bytes() for path in place.home.exports.iterdir()] == [archive]
    before = place.tables()
    rebuild(place.home, place.clock, place.settings)
    _same(before, place.tables())


def test_in_a_folder_what_can_be_no_recording_is_passed_over_and_by_name_it_is_judged(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    folder = _write(
        tmp_path / "export",
        {
            "activities.csv": b"a,b",
            "1.jpg": b"\xff\xd8\xff",
            "60.txt": plain_run(60),
            "bad.fit": b"no FIT",
            "pictures.zip": zipped(_NOISE),
            "report.docx": zipped([("word/document.xml", b"<w/>")]),
            "70.zip": zipped([("70.gpx", plain_run(70))]),
        },
    )
    outcomes = place.bring_in(folder)
    assert summary(outcomes) == "2 imported, 1 rejected, 4 other files passed over"
    assert len(list(folder.iterdir())) == 7
    assert summary(place.bring_in(folder / "1.jpg", folder / "pictures.zip")) == "2 rejected"


def test_a_full_disk_stops_it_and_the_archive_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench(tmp_path)
    (place.home.inbox / "export.zip").write_bytes(_garmin(_runs(60, 70)))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.zip_members.shutil.copyfileobj", full)
    with pytest.raises(HomeError, match=r"export\.zip cannot be unpacked: the disk is full"):
        nightly(place.home, place.clock, place.settings)
    assert (place.home.inbox / "export.zip").exists()


def test_the_tasks_of_the_flow_take_an_export(tmp_path: Path) -> None:
    place = bench(tmp_path)
    (place.home.inbox / "export.zip").write_bytes(_strava(_runs(60, 70)))
    (chunk,) = chunks(in_inbox(place.home, place.settings)[0], place.settings, place.home)
    handed: list[Read] = []
    workplace = Workplace(place.home, place.settings, place.clock)
    asyncio.run(decode.fn(workplace, chunk, handed))
    assert summary(asyncio.run(load.fn(workplace, handed))) == "2 imported, 3 other files passed over"
    assert list(place.home.inbox.iterdir()) == []


def test_few_members_lie_in_memory_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench(tmp_path / "home")
    (tmp_path / "export.zip").write_bytes(zipped((f"{i}.fit", bytes([i]) * 1000) for i in range(50)))
    sizes: list[list[int]] = []
    for least, most in ((0, 10**9), (5_000, 10**9), (10**9, 10_000)):
        monkeypatch.setattr(unfolding, "_LEAST_BYTES", least)
        monkeypatch.setattr(unfolding, "_MOST_BYTES", most)
        settings = place.settings.model_copy(update={"chunk_files": 2})
        counted: list[int] = []
        incoming = Incoming(tmp_path / "export.zip", "me", take=False)
        sizes.append([len(chunk) for chunk in chunks([incoming], settings, place.home, counted.append)])
        assert counted == [50]
    assert sizes == [[2] * 25 + [1], [5] * 10 + [1], [10] * 4 + [11]]


def test_the_command_counts_members_and_what_it_passed_over(trackwork: Trackwork, tmp_path: Path) -> None:
    files = _runs(60, 70) | {f"m{i}.fit": _monitoring(i) for i in range(7)} | {"bad.fit": b"no FIT"}
    (tmp_path / "export.zip").write_bytes(_garmin(files))
    said = trackwork("import", tmp_path / "export.zip")
    assert said.code == 1
    assert "2 imported, 1 rejected, 7 no activity, 3 other files passed over (" in said.out
    assert (
        "no activity: 7 files, the first export.zip/UploadedFiles_0-_Part1.zip/runner@example.com_m0.fit (" in said.out
    )
    assert len(said.out.splitlines()) == 3
    document = trackwork("import", tmp_path / "export.zip", "--json").document
    assert (document["duplicate"], document["rejected"], document["passed_over"]) == (9, 1, 3)
    assert len(document["files"]) == 10
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "1.jpg").write_bytes(b"\xff\xd8\xff")
    said = trackwork("import", tmp_path / "pictures")
    assert (said.code, said.out) == (0, "1 other file passed over\n")


def test_the_bounds_are_above_ten_years_of_a_watch() -> None:
    bounds = ZipConfig()
    assert bounds.most_members > 10 * 365 * 25
    assert bounds.most_bytes > 10 * 365 * 25 * 200_000
    assert bounds.most_directory_bytes >= bounds.most_members * 160
