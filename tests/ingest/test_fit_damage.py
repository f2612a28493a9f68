"""FIT files that are cut, damaged, chained or no activity at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.encode import encode
from models.activity import Owner, owned
from models.errors import ReadError
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.session import simulate_run
from tests.support.fit_bytes import (
    RECORD,
    START,
    T0,
    FitBytes,
    activity,
    plain_run,
    session,
)
from tests.support.fit_reading import only
from tests.support.workouts import repetitions

WHOLE = (
    encode(simulate_run(repetitions(1), SimulatedAthlete(), START, 3600, 5, Conditions()).recording),
    plain_run(20, ">").file(),
)


@pytest.mark.parametrize(("header", "header_crc"), [(12, False), (14, True), (14, False)])
def test_every_header(header: int, header_crc: bool) -> None:
    assert only(plain_run().file(header, header_crc=header_crc)).records.height == 10


@pytest.mark.parametrize(("kind", "said"), [(2, "settings"), (5, "workout"), (15, "monitoring_a"), (9, "weight")])
def test_files_of_another_type(kind: int, said: str) -> None:
    decoded = read(FitBytes().one(0, {(0, "enum"): kind}).file())
    assert decoded.recordings == ()
    assert decoded.no_activity is not None
    assert f"(FIT file type {said}), not a recorded activity" in decoded.no_activity


def test_records_without_time_are_left_out_and_counted() -> None:
    out = activity().define(0, RECORD, [(253, "uint32")]).add(0, T0).add(0, 0xFFFFFFFF).add(0, T0 + 2)
    decoded = read(session(out).file())
    assert decoded.salvaged == "1 of 3 records have no time that can be, and were left out; 2 records were kept"
    timeless = activity().one(RECORD, {(3, "uint8"): 100})
    with pytest.raises(ReadError, match="none of its 1 records has a time"):
        read(timeless.file())


def test_a_record_years_away_is_damaged() -> None:
    out = plain_run(5).add(0, T0 + 2 * 10**9, 150, 0)
    decoded = read(out.file())
    assert decoded.records_read == 5
    assert "1 of 6 records have no time that can be" in str(decoded.salvaged)


def test_a_file_cut_anywhere_keeps_what_was_whole() -> None:
    whole = plain_run(12).file()
    kept = 0
    for length in range(len(whole)):
        try:
            decoded = read(whole[:length])
        except ReadError:
            assert not kept
            continue
        assert decoded.salvaged is not None
        assert "cut off" in decoded.salvaged
        assert decoded.salvaged.endswith(f"; {decoded.records_read} records were kept")
        assert decoded.records_read in {kept, kept + 1, 2}  # one record alone is no activity
        kept = decoded.records_read
        heart_rates = decoded.recordings[0].records["heart_rate_bpm"].to_list()
        assert heart_rates == [150.0 + i for i in range(kept)]
    assert kept == 12


def test_damage_in_the_middle_keeps_what_stands_before() -> None:
    out = plain_run(5)
    at = 14 + len(out.body)
    out.body += b"\x07\x07\x07"
    decoded = read(out.file())
    said = f"it is damaged at byte {at}: a message follows there that was never defined; 5 records were kept"
    assert decoded.salvaged == said


def test_a_recorder_that_crashed() -> None:
    decoded = read(plain_run(5).file(size=0)[:-2])
    assert decoded.records_read == 5
    assert "the recorder never finished it" in str(decoded.salvaged)


def test_a_wrong_check_sum_is_told_and_all_is_kept() -> None:
    decoded = read(plain_run(5).file(sum_=1))
    assert decoded.records_read == 5
    assert "its check sum at byte" in str(decoded.salvaged)


def test_a_chain_of_files_is_several_activities() -> None:
    chained = plain_run(3).file() + plain_run(4, ">").file(12)
    decoded = read(chained)
    assert decoded.salvaged is None
    assert [(r.session_index, r.records.height) for r in decoded.recordings] == [(0, 3), (1, 4)]
    assert [file.complaint for file in chain(chained)] == [None, None]


def test_bytes_behind_the_file() -> None:
    assert read(plain_run(3).file() + b"\0\0\0\n").salvaged is None
    assert "last 9 bytes are no FIT file" in str(read(plain_run(3).file() + b"123456789").salvaged)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b"hello, this is text and nothing else", "does not begin as a FIT file does"),
        (FitBytes().file(), "without any message"),
        (plain_run().file()[:20], "without any message"),
        (plain_run().file()[:50], "it is cut off: .*; nothing of an activity could be read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        read(data)


@settings(max_examples=150)
@given(st.data())
def test_whatever_is_changed_only_our_own_error_comes(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        decoded = read(bytes(whole))
    except ReadError:
        return
    for recording in decoded.recordings:
        for table, frame in owned(recording, Owner("me", 1), "file", 0).items():
            table.check(frame)
