"""Zip archives as they come, damaged, and hostile."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.zip_bounds import RefusedError, ZipConfig
from ingest.zip_members import Member, Survey, is_zip, members, survey
from models.errors import ReadError
from tests.support.gpx_text import plain_run
from tests.support.zips import nested, overlapping, with_flag, with_method, zipped

_SMALL = ZipConfig(most_members=20, most_member_bytes=5_000, most_bytes=20_000)


def _told(data: bytes, config: ZipConfig = _SMALL) -> tuple[Survey, list[Member]]:
    assert is_zip(data[:4])
    return survey(io.BytesIO(data), config), list(members(io.BytesIO(data), config))


def _names(data: bytes) -> list[str]:
    return [member.name for member in _told(data)[1]]


@given(
    st.lists(st.tuples(st.sampled_from(["a.fit", "b/c.gpx", "d.TCX.gz"]), st.binary(max_size=300)), min_size=1),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]),
)
def test_what_was_packed_comes_out_in_order_names_twice_or_not(files: list[tuple[str, bytes]], method: int) -> None:
    told, found = _told(zipped(files, method), ZipConfig())
    assert [(member.name, member.data, member.problem) for member in found] == [(*file, None) for file in files]
    assert told == Survey(len(files), 0)


def test_recordings_are_known_by_name_or_content_and_the_rest_is_counted() -> None:
    run = plain_run(3)
    told, found = _told(
        zipped(
            [
                ("activities.csv", b"Activity ID,Activity Name\n1,Morning Run\n"),
                ("activities/1.fit.gz", gzip.compress(b"no FIT at all")),
                ("media/1.jpg", b"\xff\xd8\xff\xe0"),
                ("DI/runner@example.com_17.txt", run),
                ("DI/runner@example.com_18.txt", b"a note"),
                ("packed", gzip.compress(run)),
                ("DI/customer.json", b"{}"),
                ("fit.zip.csv", b"PK\x03\x04"),
                ("empty/", b""),
                ("__MACOSX/._1.fit", b""),
                (".DS_Store", b""),
            ]
        )
    )
    assert [m.name for m in found] == ["activities/1.fit.gz", "DI/runner@example.com_17.txt", "packed"]
    assert found[1].data == run
    assert told == Survey(3, 5)


def test_an_archive_in_an_archive_is_a_folder_and_a_damaged_one_costs_itself_alone() -> None:
    part = zipped([("1.fit", b"one"), ("2.txt", b"note")])
    told, found = _told(zipped([("DI/Up/Part1.zip", part), ("DI/Up/Part2.zip", part[:-40]), ("x.fit", b"x")]))
    assert [(m.name, m.data) for m in found if not m.problem] == [("Part1.zip/1.fit", b"one"), ("x.fit", b"x")]
    (broken,) = [m for m in found if m.problem]
    assert broken.name == "DI/Up/Part2.zip"
    assert "cut off or damaged" in str(broken.problem)
    assert told == Survey(3, 1)


def test_no_name_leads_anywhere() -> None:
    hostile = [
        "../../etc/a.fit",
        "/etc/b.fit",
        "C:\\Windows\\c.fit",
        "..\\..\\d.fit",
        "e\x1b[31m\n.fit",
        "caf\xe9/\u202eg.fit",
        "./../h.fit",
        "x" * 70_000 + "/" + "y" * 300 + ".fit"[:4],
    ]
    names = _names(zipped((name[:65_000] + ".fit" * (len(name) > 65_000), b"x") for name in hostile))
    assert names[:4] == ["etc/a.fit", "etc/b.fit", "Windows/c.fit", "d.fit"]
    assert names[6] == "h.fit"
    for name in names:
        assert name.isprintable()
        assert len(name) <= 200
        assert not name.startswith("/")
        assert ".." not in name.split("/")


def test_names_in_an_old_encoding_are_shown_somehow() -> None:
    assert _names(zipped([("cafe.fit", b"x")]).replace(b"cafe", b"caf\xe9")) == ["caf\u0398.fit"]
    claims_utf8 = zipped([("caf\xe9.fit", b"x")]).replace("caf\xe9".encode(), b"caf\xe9\xe9")
    with pytest.raises(ReadError, match="directory is damaged"):
        _told(claims_utf8)


def test_a_link_is_not_followed() -> None:
    link = zipfile.ZipInfo("passwd.fit")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert _told(zipped([(link, b"/etc/passwd"), ("a.fit", b"x")]))[0] == Survey(1, 1)


def test_what_cannot_be_unpacked_is_named_and_the_others_come() -> None:
    good = zipped([("a.fit", b"good" * 20), ("b.fit", b"bad!" * 20), ("c.fit", b"good" * 20)], zipfile.ZIP_STORED)
    damaged = good.replace(b"bad!" * 20, b"bad?" * 20)
    found = _told(damaged)[1]
    assert [m.problem is None for m in found] == [True, False, True]
    assert "damaged in the archive (Bad CRC-32" in str(found[1].problem)
    assert found[1].data == b"bad?" * 20
    (encrypted,) = _told(with_flag(zipped([("a.fit", b"x")]), 1))[1]
    assert "encrypted" in str(encrypted.problem)
    (strange,) = _told(with_method(zipped([("a.fit", b"x")]), 14))[1]
    assert "packed by method 14" in str(strange.problem)
    (large,) = _told(zipped([("a.fit", b"x" * 6_000)]))[1]
    assert "it unpacks to 0 MB, the limit is" in str(large.problem)


@pytest.mark.parametrize("length", [4, 21, 60, -1, -30])
def test_a_cut_archive_says_so(length: int) -> None:
    with pytest.raises(ReadError, match=r"cut off or damaged|directory is damaged"):
        _told(zipped([("a.fit", b"x" * 100), ("b.fit", b"y" * 100)])[:length])


def test_an_empty_archive_holds_nothing() -> None:
    assert _told(zipped([])) == (Survey(0, 0), [])


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        (nested(b"x", depth=4, width=2), "more than 3 deep, the limit"),
        (zipped((f"{i}.fit", b"x") for i in range(21)), "more than 20 files, the limit"),
        (zipped([("p.zip", zipped((f"{i}.fit", b"x") for i in range(15)))] * 2), "more than 20 files, the limit"),
        (zipped((f"{i}.fit", b"x" * 4_900) for i in range(5)), "more than 0 GB, the limit"),
    ],
    ids=["depth", "members", "members in all", "bytes"],
)
def test_a_bomb_is_refused_with_its_limit(bomb: bytes, words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        survey(io.BytesIO(bomb), _SMALL)


def test_members_that_lie_in_each_other_cost_their_own_archive_only() -> None:
    hostile = overlapping(b"x" * 100, times=9)
    with pytest.raises(ReadError, match="lie in each other"):
        survey(io.BytesIO(hostile), _SMALL)
    _, (sound, damaged) = _told(zipped([("a.fit", b"x"), ("parts.zip", hostile)]))
    assert (sound.data, sound.problem) == (b"x", None)
    assert "lie in each other" in str(damaged.problem)


def test_ratio_and_directory_have_limits() -> None:
    zeros = zipped([("zeros.bin", bytes(1_000_000))])
    with pytest.raises(RefusedError, match="more than 200 times its size, the limit"):
        survey(io.BytesIO(zeros), ZipConfig(ratio_from_bytes=1000))
    with pytest.raises(RefusedError, match="its directory takes"):
        survey(io.BytesIO(zipped([("a.fit", b"x")])), ZipConfig(most_directory_bytes=10))


def test_a_zip64_archive_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    data = zipped((f"{i}.fit", b"x") for i in range(5))
    assert b"PK\x06\x06" in data
    assert _told(data)[0] == Survey(5, 0)


@given(st.data())
def test_damage_raises_nothing_but_our_own(data: st.DataObject) -> None:
    part = zipped([("1.fit", b"one" * 50), ("2.txt", plain_run(2))])
    whole = bytearray(zipped([("Part1.zip", part), ("x.fit", b"x" * 99), ("y.csv", b"1")], zipfile.ZIP_STORED))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        survey(io.BytesIO(bytes(whole)))
        list(members(io.BytesIO(bytes(whole))))
    except ReadError:
        pass
