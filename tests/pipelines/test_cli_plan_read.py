"""`plan read`: sessions of other tools at the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.fit.encode_workout import encode_workout
from models.device_workout import device_steps_of
from models.workout_text import parse
from tests.support.command_line import Trackwork

TEXT = "15min warmup, 6 x 400m @ 3:55-4:05/km / 200m jog, 10min cooldown"


def test_a_fit_workout_is_read_without_being_named(trackwork: Trackwork, tmp_path: Path) -> None:
    file = tmp_path / "tuesday.fit"
    steps = device_steps_of(parse(TEXT))
    file.write_bytes(encode_workout("Quarters", "running", None, steps, datetime(2026, 11, 24, tzinfo=UTC)))
    assert trackwork("plan", "read", file).out == f"{TEXT}\n"
    assert trackwork("plan", "read", file, "--json").document == {"name": "Quarters", "text": TEXT, "left_out": []}


def test_the_text_of_intervals_icu_must_be_named(trackwork: Trackwork, tmp_path: Path) -> None:
    file = tmp_path / "tuesday.txt"
    file.write_text("6x\n- 400mtr 120% Pace\n- 200mtr jog\n")
    said = trackwork("plan", "read", file, "--from", "intervals.icu")
    assert said.out == "6 x 400m / 200m jog\n"
    assert said.err == "line 2: 120% Pace is left out: it depends on a threshold that is not known here\n"
    unnamed = trackwork("plan", "read", file)
    assert unnamed.code == 2
    assert str(file) in unnamed.err


def test_our_own_text_comes_back_in_its_plain_form(trackwork: Trackwork, tmp_path: Path) -> None:
    file = tmp_path / "tuesday.txt"
    file.write_text("6x(400m @ 95s + 200m jog)\n")
    assert trackwork("plan", "read", file).out == "6 x 400m @ 95s / 200m jog\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "neither FIT nor UTF-8 text"),
        (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", "it is no FIT file with a workout"),
        (b"6 x hop", "hop"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(
    trackwork: Trackwork, tmp_path: Path, data: bytes, words: str
) -> None:
    file = tmp_path / "odd"
    file.write_bytes(data)
    said = trackwork("plan", "read", file)
    assert said.code == 2
    assert said.err.startswith("trackwork: ") or str(file) in said.err
    assert words in said.err
    assert str(file) in said.err


def test_a_file_that_is_not_there_is_named(trackwork: Trackwork, tmp_path: Path) -> None:
    said = trackwork("plan", "read", tmp_path / "none.fit")
    assert said.code == 2
    assert f"{tmp_path / 'none.fit'} cannot be read: No such file or directory" in said.err
