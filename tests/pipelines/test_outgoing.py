"""The plan for watch, calendar and eye: the outbox, and `plan export`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import fitparse
import pytest
from icalendar import Calendar

from pipelines.clock import Clock
from pipelines.demo import run_demo
from pipelines.home import Home
from pipelines.settings import load
from pipelines.weekly_review import decide, review_week
from tests.support.command_line import Trackwork

MONDAY_AFTER = date(2026, 10, 19)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("outgoing") / "demo"
    run_demo(root)
    return root


def events(file: Path) -> dict[str, dict[str, str]]:
    data = file.read_bytes()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or len(line) > 75 for line in lines)
    found = Calendar.from_ical(data, multiple=False)
    rows = {}
    for event in found.walk("VEVENT"):
        assert not event.errors
        rows[str(event["UID"])] = {
            "summary": str(event["SUMMARY"]),
            "day": str(event.decoded("DTSTART")),
            "sequence": str(event["SEQUENCE"]),
            "until": str(event.decoded("DTEND")),
            "about": str(event["DESCRIPTION"]),
        }
    return rows


def test_a_review_leaves_two_weeks_in_the_outbox(demo: Path) -> None:
    names = sorted(path.name for path in (demo / "outbox" / "sam").iterdir())
    assert {"plan.ics", "sessions.md", "2026-10-20-6-x-400-m.fit"} <= set(names)
    days = [date.fromisoformat(name[:10]) for name in names if name.endswith(".fit")]
    assert MONDAY_AFTER <= min(days) <= max(days) < MONDAY_AFTER + timedelta(days=14)
    for name in (name for name in names if name.endswith(".fit")):
        kinds = {message.name for message in fitparse.FitFile(str(demo / "outbox" / "sam" / name)).get_messages()}
        assert {"file_id", "workout", "workout_step"} <= kinds


def test_an_accepted_change_moves_the_event_and_raises_its_sequence(demo: Path) -> None:
    calendar = demo / "outbox" / "sam" / "plan.ics"
    before = events(calendar)
    home = Home.open(demo)
    settings = load(home)
    clock = Clock.at(MONDAY_AFTER)
    accepted = decide(home, clock, settings, "sam", "accepted", None)
    after = events(calendar)
    assert accepted
    assert before.keys() == after.keys()
    changed = {uid for uid in after if after[uid] != before[uid]}
    assert changed
    assert all(int(after[uid]["sequence"]) == int(before[uid]["sequence"]) + 1 for uid in changed)
    assert all("Changed: Two controlled sessions" in after[uid]["about"] for uid in changed)
    assert all(one["until"] == str(date.fromisoformat(one["day"]) + timedelta(days=1)) for one in after.values())
    bytes_before = calendar.read_bytes()
    review_week(home, clock, settings, "sam")
    assert calendar.read_bytes() == bytes_before


def test_files_of_days_that_are_over_go_and_foreign_files_stay(demo: Path) -> None:
    outbox = demo / "outbox" / "sam"
    (outbox / "2026-10-20-mine.fit").write_bytes(b"mine")
    home = Home.open(demo)
    review_week(home, Clock.at(date(2026, 10, 26)), load(home), "sam")
    left = sorted(path.name for path in outbox.glob("2026-10-2*.fit"))
    assert "2026-10-20-mine.fit" in left
    assert "2026-10-20-6-x-400-m.fit" not in left


@pytest.mark.parametrize(("to", "suffix"), [("fit", ".fit"), ("ics", ".ics"), ("markdown", ".md")])
def test_export_says_what_it_wrote(trackwork: Trackwork, to: str, suffix: str) -> None:
    told = trackwork("plan", "export", "--to", to, "--json").document
    assert told["files"]
    assert all(Path(name).is_file() and name.endswith(suffix) for name in told["files"])


def test_export_to_a_place_of_ones_own(trackwork: Trackwork, tmp_path: Path) -> None:
    told = trackwork("plan", "export", "--to", "markdown", "--output", str(tmp_path / "week.md"), "--week", "2026-W03")
    page = (tmp_path / "week.md").read_text(encoding="utf-8")
    assert str(tmp_path / "week.md") in told.out
    assert "**6 x 400 m**" in page
    assert "each 400 m in 1:36.0, 4:00/km" in page
    assert "**Rest**" in page


def test_a_week_without_a_plan_is_said(trackwork: Trackwork) -> None:
    told = trackwork("plan", "export", "--to", "fit", "--week", "2027-W10")
    assert told.code == 2
    assert "nothing is planned from 2027-03-08 to 2027-03-14; the plan goes from 2026-01-05 to" in told.err
