"""Small FIT files made to take long or to fill the memory: bounded, and told."""

from __future__ import annotations

from ingest.fit import read
from ingest.fit.chain import chain
from ingest.fit.developer import developer_columns
from ingest.fit.scan import MOST_LAYOUTS
from ingest.fit.sessions import MOST_SESSIONS
from tests.support.fit_bytes import DESCRIPTION, DEVELOPER, RECORD, SESSION, T0, FitBytes, activity, session

TIME = (253, "uint32")


def described(records_each: int, fields: int) -> FitBytes:
    """Each developer's field is described anew and is in a definition of its own."""
    out = activity().one(DEVELOPER, {(3, "uint8"): 0})
    for i in range(fields):
        out.define(1, DESCRIPTION, [(0, "uint8"), (1, "uint8"), (2, "uint8"), (3, "string12")])
        out.add(1, 0, 7, 2, b"Ground Time").define(0, RECORD, [TIME], [(7, "uint8")])
        for j in range(records_each):
            out.add(0, T0 + i * records_each + j, 200)
    return out


def test_sessions_beyond_the_bound_leave_their_records_to_the_last_one() -> None:
    out = activity().define(0, RECORD, [TIME])
    for i in range(3 * MOST_SESSIONS):
        out.add(0, T0 + i)
    out.define(1, SESSION, [TIME, (2, "uint32"), (5, "enum"), (7, "uint32")])
    for i in range(3 * MOST_SESSIONS):
        out.add(1, T0 + i + 1, T0 + i, 1, 1000)
    decoded = read(out.file())
    heights = [recording.records.height for recording in decoded.recordings]
    assert heights == [1] * (MOST_SESSIONS - 1) + [2 * MOST_SESSIONS + 1]
    assert f"{2 * MOST_SESSIONS} sessions more" in str(decoded.salvaged)


def test_layouts_beyond_the_bound_are_damage_and_what_is_before_is_kept() -> None:
    decoded = read(session(described(1, MOST_LAYOUTS), elapsed_s=9000).file())
    assert f"more than {MOST_LAYOUTS} layouts" in str(decoded.salvaged)
    assert MOST_LAYOUTS - 10 < decoded.records_read < MOST_LAYOUTS


def test_developers_columns_do_not_fill_the_memory() -> None:
    (file,) = chain(described(20, 2000).file())
    columns = developer_columns(file, file.messages("record"))
    # Each would be as long as all records together: 2,000 times 40,000 values are 640 MB.
    assert 0 < sum(values.nbytes for _, values in columns) <= 80_000_000


def test_laps_take_no_longer_each_the_more_there_are() -> None:
    out = activity().define(0, 19, [TIME, (2, "uint32"), (7, "uint32"), (23, "enum"), (24, "enum")])
    for i in range(20_000):
        out.add(0, T0 + i + 1, T0 + i, 1000, 0, 0)
    (recording,) = read(session(out, elapsed_s=20_000).file()).recordings
    assert recording.laps.height == 20_000
    assert recording.laps["trigger"].unique().to_list() == ["manual"]
