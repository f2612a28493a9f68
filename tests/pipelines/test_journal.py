"""The journal: numbered without gaps, read back as it was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import HomeError
from models.journal import ENTRY, Logged, Undone
from pipelines.journal import Journal

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def pain(value: float) -> Logged:
    return Logged(recorded_at=NOW, athlete_id="me", what="pain", local_date=date(2026, 11, 22), value=value)


def test_entries_are_numbered_and_come_back_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    said = [journal.append(pain(1)), journal.append(pain(2)), journal.append(pain(3))]
    assert [entry.seq for entry in said] == [1, 2, 3]
    assert list(journal.read()) == said
    assert list(journal.read(after=2)) == said[2:]
    assert journal.last() == 3


def test_a_half_written_entry_does_not_count(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(pain(1))
    (tmp_path / ".00000002.json.part").write_text('{"kind": "lo')
    assert journal.last() == 1
    assert journal.append(pain(2)).seq == 2


def test_a_missing_entry_is_named(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for value in (1, 2, 3):
        journal.append(pain(value))
    (tmp_path / "00000002.json").unlink()
    with pytest.raises(HomeError, match="00000002"):
        list(journal.read())


def test_a_broken_entry_is_named(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(pain(1))
    (tmp_path / "00000001.json").write_text('{"kind": "log"}')
    with pytest.raises(HomeError, match="00000001"):
        list(journal.read())


@given(
    value=st.none() | st.floats(0, 10),
    text=st.none() | st.text(),
    where=st.none() | st.text(),
    instant=st.datetimes(timezones=st.just(UTC)),
)
def test_what_was_said_is_read_back(
    value: float | None, text: str | None, where: str | None, instant: datetime
) -> None:
    said = pain(0).model_copy(update={"value": value, "text": text, "where": where, "recorded_at": instant})
    assert ENTRY.validate_json(said.model_dump_json(exclude_none=True)) == said


def test_the_kind_tells_what_an_entry_is(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.append(pain(1))
    journal.append(Undone(recorded_at=NOW, athlete_id="me", entry=1))
    assert [type(entry) for entry in journal.read()] == [Logged, Undone]


@pytest.mark.parametrize("damage", [lambda path: path.write_text("{"), Path.unlink], ids=["damaged", "gone"])
def test_nobody_goes_on_from_an_entry_that_is_not_whole(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    journal = Journal(tmp_path)
    for value in (1, 2):
        journal.append(pain(value))
    damage(tmp_path / "00000002.json")
    with pytest.raises(HomeError, match=r"00000002.*; bring it back from a backup"):
        list(journal.read(after=2))
