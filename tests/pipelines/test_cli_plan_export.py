"""`plan export` on paper: what two formats share, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from pipelines.outgoing.calendar import calendar
from pipelines.outgoing.planned import PlannedWorkout
from pipelines.outgoing.watch import watch_files
from tests.support.command_line import Trackwork

PLANNED_ON = date(2026, 11, 2)
SESSION = PlannedWorkout(
    workout_id="b4cb73e6074a",
    version=0,
    local_date=date(2026, 11, 24),
    kind="intervals",
    title="6 x 400 m",
    text="15min easy, 6 x 400m @ 96s / 200m jog, 10min easy",
    changed_at=None,
    reasons=(),
    instead_of=None,
    paces={},
)


def test_two_sessions_of_one_name_and_day_are_two_files_that_a_watch_tells_apart() -> None:
    files = watch_files([SESSION, replace(SESSION, workout_id="other")])
    assert list(files) == ["2026-11-24-6-x-400-m.fit", "2026-11-24-6-x-400-m-2.fit"]
    first, second = files.values()
    assert first != second


def test_a_file_is_the_same_whatever_days_are_written_with_it() -> None:
    earlier = replace(SESSION, local_date=date(2026, 11, 23))
    assert watch_files([earlier, SESSION])["2026-11-24-6-x-400-m.fit"] == next(iter(watch_files([SESSION]).values()))


def test_an_event_is_the_same_whatever_part_of_the_plan_is_written() -> None:
    earlier = replace(SESSION, workout_id="other", local_date=date(2026, 11, 23))
    whole = calendar("trackwork", [earlier, SESSION], PLANNED_ON).split(b"BEGIN:VEVENT")
    assert calendar("trackwork", [SESSION], PLANNED_ON).split(b"BEGIN:VEVENT")[1] == whole[2]


def test_a_session_that_became_rest_keeps_its_event_and_says_why() -> None:
    reason = 'Shin pain 4, twice: "rest"; ' + "a sentence with ümläuts, commas; and more, " * 6 + "\\end"
    called_off = replace(
        SESSION,
        version=2,
        kind="rest",
        title="Rest",
        text="rest",
        instead_of="6 x 400 m",
        reasons=(reason,),
        changed_at=datetime(2026, 11, 22, 18, 30, tzinfo=UTC),
    )
    data = calendar("trackwork", [called_off], PLANNED_ON)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert not event.errors
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("b4cb73e6074a@trackwork", 2, "CONFIRMED")
    assert event["SUMMARY"] == "Rest (instead of 6 x 400 m)"
    assert event["DESCRIPTION"] == f"rest\nChanged: {reason}"
    assert event.decoded("DTSTAMP") == called_off.changed_at


def test_a_rest_day_of_the_plan_is_no_event() -> None:
    assert b"VEVENT" not in calendar("trackwork", [replace(SESSION, kind="rest", text="rest")], PLANNED_ON)


def test_the_calendar_is_the_whole_plan_in_the_outbox_and_elsewhere(trackwork: Trackwork, tmp_path: Path) -> None:
    (kept,) = trackwork("plan", "export", "--to", "ics", "--json").document["files"]
    (own,) = trackwork("plan", "export", "--to", "ics", "--output", tmp_path, "--json").document["files"]
    assert Path(own) == tmp_path / "plan.ics"
    assert Path(own).read_bytes() == Path(kept).read_bytes()


def test_a_week_in_the_outbox_goes_when_the_outbox_is_brought_up_to_date(trackwork: Trackwork) -> None:
    (page,) = trackwork("plan", "export", "--to", "markdown", "--week", "2026-W03", "--json").document["files"]
    assert Path(page).name == "sessions-2026-W03.md"
    trackwork("plan", "export", "--to", "markdown")
    assert not Path(page).exists()
    assert (Path(page).parent / "sessions.md").is_file()


@pytest.mark.parametrize("to", ["ics", "markdown", "fit"])
def test_a_place_that_cannot_be_written_is_said(trackwork: Trackwork, tmp_path: Path, to: str) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    told = trackwork("plan", "export", "--to", to, "--week", "2026-W03", "--output", tmp_path / "file" / "inner")
    assert told.code == 2
    assert "cannot be written" in told.err


def test_workouts_are_a_folder_of_files(trackwork: Trackwork, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    told = trackwork("plan", "export", "--to", "fit", "--week", "2026-W03", "--output", tmp_path / "file")
    assert told.code == 2
    assert "name a folder" in told.err
    assert (tmp_path / "file").read_bytes() == b"mine"
