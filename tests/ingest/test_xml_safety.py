"""XML that means harm: refused in words, before memory or time goes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from ingest.readers import decode
from models.errors import ReadError
from tests.support.gpx_text import NAMESPACES, gpx, plain_run, point, segment, track
from tests.support.tcx_text import plain_tcx


def ten_of(number: int) -> str:
    return f"&l{number};" * 10


MANY = " ".join(f"a{i}=''" for i in range(400_000))
LONG = "a" * 8_000_000
BILLION_LAUGHS = "".join(f"<!ENTITY l{i} '{ten_of(i - 1)}'>" for i in range(1, 10))
EXTERNAL = '<!ENTITY a SYSTEM "file:///etc/passwd">'
PARAMETER = '<!ENTITY % a SYSTEM "http://localhost:9/x.dtd"> %a;'
IN_ATTRIBUTE = f'<!ENTITY l0 "ha">{BILLION_LAUGHS}<!ATTLIST gpx creator CDATA "&l9;">'

TRAPS = {
    "billion laughs": f'<!DOCTYPE gpx [<!ENTITY l0 "ha">{BILLION_LAUGHS}]><gpx>&l9;</gpx>',
    "billion laughs in a default": f"<!DOCTYPE gpx [{IN_ATTRIBUTE}]><gpx/>",
    "quadratic blow-up": f"<!DOCTYPE gpx [<!ENTITY a '{LONG[:50_000]}'>]><gpx>{'&a;' * 50_000}</gpx>",
    "another file": f"<!DOCTYPE gpx [{EXTERNAL}]><gpx>&a;</gpx>",
    "parameter entity": f"<!DOCTYPE gpx [{PARAMETER}]><gpx/>",
    "document type elsewhere": '<!DOCTYPE gpx SYSTEM "http://localhost:9/x.dtd"><gpx/>',
    "document type of TCX": f"<!DOCTYPE TrainingCenterDatabase [{EXTERNAL}]><TrainingCenterDatabase>&a;",
}


def peak(work: Callable[[], object]) -> float:
    """The most that Python held in the meantime [MB]."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("trap", TRAPS)
def test_document_types_are_refused(trap: str, encoding: str) -> None:
    data = ('<?xml version="1.0"?>\n' + TRAPS[trap]).encode(encoding)

    def refused() -> None:
        with pytest.raises(ReadError, match="it has a <!DOCTYPE> in line 2, which no activity needs"):
            decode(data, "run.gpx")

    assert peak(refused) < 20


@pytest.mark.parametrize("before", ["", "<!-- not plain -->"])
@pytest.mark.parametrize("tag", ["<a>", "<extensions>", "<trkpt>", "<trk>"])
def test_a_million_elements_in_each_other_are_refused(tag: str, before: str) -> None:
    data = (before + "<gpx>" + tag * 1_000_000).encode()

    def refused() -> None:
        with pytest.raises(ReadError, match="more than 100 deep in each other"):
            decode(data, "run.gpx")

    assert peak(refused) < 60


@pytest.mark.parametrize("before", ["", "<!-- not plain -->"])
@pytest.mark.parametrize(
    "huge",
    [f"<trk name='{LONG}'/>", f"<trk {MANY}/>"],
    ids=["one attribute", "many attributes"],
)
def test_huge_tags_are_refused(huge: str, before: str) -> None:
    data = f"{before}<gpx {NAMESPACES}>{huge}</gpx>".encode()

    def refused() -> None:
        with pytest.raises(ReadError, match="longer than 1 MB, which no recording's is"):
            decode(data, "run.gpx")

    assert peak(refused) < 60


@pytest.mark.parametrize("huge", [LONG, f"<![CDATA[{LONG}]]>"])
def test_huge_texts_are_refused(huge: str) -> None:
    with pytest.raises(ReadError, match="longer than 1 MB, which no recording's is"):
        decode(f"<gpx><metadata><desc>{huge}</desc></metadata></gpx>".encode(), "run.gpx")


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "shift_jis", "nonsense", "hex", "utf-16", "ucs-2", "utf-8"])
def test_utf_8_that_is_called_something_else_is_read_all_the_same(encoding: str) -> None:
    data = plain_run(3).replace(b"UTF-8", encoding.encode()).replace(b'creator="w"', 'creator="ü"'.encode())
    (run,) = decode(data, "run.gpx").recordings
    assert (run.device, run.records.height) == ("ü", 4)


@pytest.mark.parametrize("encoding", ["cp037", "utf-8"])
def test_characters_that_cannot_be_are_an_error_in_words(encoding: str) -> None:
    data = plain_run(3).replace(b"UTF-8", encoding.encode()).replace(b'creator="w"', b'creator="\xfc"')
    with pytest.raises(ReadError, match="export"):
        decode(data, "run.gpx")


def test_utf_7_hides_no_document_type() -> None:
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-!DOCTYPE gpx+AD4-<gpx/>'
    with pytest.raises(ReadError):
        decode(hidden, "run.gpx")


def test_utf_16_without_a_mark_is_read_or_refused_never_taken_for_empty() -> None:
    text = plain_run(3).decode().replace("UTF-8", "UTF-16")
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding), "run.gpx").records_read == 4


def test_points_within_points_are_refused() -> None:
    inner = point(1)
    data = gpx(track(segment([point(0).replace("</trkpt>", f"{inner}</trkpt>"), point(2)])))
    with pytest.raises(ReadError, match="its points lie within each other"):
        decode(data, "run.gpx")


def test_more_activities_than_anyone_recorded_are_refused() -> None:
    data = gpx(*(track(segment([point(i), point(i + 1)])) for i in range(5_001)))
    with pytest.raises(ReadError, match="it holds 5001 activities, more than 5000: export them in parts"):
        decode(data, "run.gpx")


def test_ten_thousand_pauses_take_no_longer_than_one() -> None:
    data = gpx(track(*(segment([point(5 * i), point(5 * i + 1)]) for i in range(10_000))))
    (run,) = decode(data, "run.gpx").recordings
    assert run.pauses.height == 9_999
    assert run.records.height == 20_000


@pytest.mark.parametrize("data", [plain_run(20_000), plain_tcx(20_000)], ids=["gpx", "tcx"])
def test_memory_is_a_small_multiple_of_the_file(data: bytes) -> None:
    assert peak(lambda: decode(data, "run")) < 4 * len(data) / 2**20 + 20
