"""FIT files of random definitions are read back value by value; cut anywhere, they keep the whole messages before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.fit.chain import chain
from ingest.fit.timestamps import timestamps
from tests.support.fit_bytes import EVENT, RECORD, T0, FitBytes
from tests.support.fit_random import HEADERS, Writer, whole_file, written
from tests.support.fit_rows import number_or_none, rows

Header = tuple[int, bool]


def told(writer: Writer) -> list[tuple[int, tuple[object, ...]]]:
    return [(message.number, message.row) for message in writer.told]


@settings(max_examples=250)
@given(written(), HEADERS)
def test_every_value_comes_back(writer: Writer, header: Header) -> None:
    data = whole_file(writer, header[0], header_crc=header[1])
    (file,) = chain(data)
    assert file.complaint is None
    assert rows(data) == told(writer)


@settings(max_examples=60)
@given(st.lists(st.tuples(written(), HEADERS), min_size=2, max_size=4))
def test_files_one_behind_the_other_know_nothing_of_each_other(parts: list[tuple[Writer, Header]]) -> None:
    data = b"".join(whole_file(writer, header[0], header_crc=header[1]) for writer, header in parts)
    assert [file.complaint for file in chain(data)] == [None] * len(parts)
    assert rows(data) == [message for writer, _ in parts for message in told(writer)]


@settings(max_examples=60)
@given(written(), HEADERS, st.data())
def test_a_file_cut_at_any_byte_keeps_the_whole_messages_before(
    writer: Writer, header: Header, data: st.DataObject
) -> None:
    whole = whole_file(writer, header[0], header_crc=header[1])
    ends = [header[0] + message.ends for message in writer.told]
    near = sorted({at for end in ends for at in (end - 1, end, end + 1)} | {header[0], len(whole) - 1})
    cuts = {min(at, len(whole) - 1) for at in near} | data.draw(st.sets(st.integers(12, len(whole) - 1), max_size=20))
    for cut in sorted(cuts):
        kept = sum(end <= cut for end in ends)
        assert rows(whole[:cut]) == told(writer)[:kept]
        assert all(file.complaint for file in chain(whole[:cut]))


@given(st.lists(st.tuples(st.sampled_from(["<", ">"]), st.integers(0, 31)), min_size=1, max_size=60))
def test_compressed_times_count_on_from_the_last_whole_time(steps: list[tuple[str, int]]) -> None:
    out = FitBytes().define(0, RECORD, [(253, "uint32"), (3, "uint8")]).define(1, RECORD, [(3, "uint8")])
    out.define(2, EVENT, [(253, "uint32")]).define(3, EVENT, [(0, "enum")]).add(0, T0, 1)
    now, wanted = T0, {RECORD: [T0], EVENT: []}
    for i, (kind, seconds) in enumerate(steps):
        now += seconds
        if i % 7 == 3:  # a whole time, in the other kind of message
            out.add(2, now)
            wanted[EVENT].append(now)
        elif kind == "<":
            out.add_compressed(1, now % 32, 1)
            wanted[RECORD].append(now)
        else:
            out.add_compressed(3, now % 32, 0)
            wanted[EVENT].append(now)
    (file,) = chain(out.file())
    for number, times in wanted.items():
        assert [number_or_none(time) for time in timestamps(file, file.numbered(number)).tolist()] == times
