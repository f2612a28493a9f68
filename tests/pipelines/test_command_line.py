"""Printed commands work as they stand: typed into a shell they reach the same program, home and day."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
from datetime import date
from pathlib import Path

import pytest

from pipelines.clock import Clock
from pipelines.command_line import command_line
from pipelines.home import Home, default_root


def test_nothing_is_added_in_the_default_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKWORK_HOME", str(tmp_path))
    assert command_line(Home(default_root().absolute()), Clock(), "UTC").options == ""


def test_another_home_and_a_fixed_day_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKWORK_HOME", str(tmp_path / "default"))
    options = command_line(Home(tmp_path / "my runs"), Clock.at(date(2026, 10, 19)), "UTC").options
    assert shlex.split(options) == ["--home", str(tmp_path / "my runs"), "--today", "2026-10-19"]


def test_a_shell_reads_a_short_path_as_the_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    options = command_line(Home(tmp_path / "a b" / "it's"), Clock(), "UTC").options
    assert options.startswith(" --home ~/")
    told = subprocess.run(["/bin/sh", "-c", f"printf %s {options}"], check=True, capture_output=True, text=True).stdout
    assert told == f"--home{tmp_path}/a b/it's"


def test_the_name_alone_only_where_the_shell_finds_this_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "scripts" / "trackwork"
    script.parent.mkdir()
    script.touch(mode=0o755)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(script.parent))
    monkeypatch.setenv("PATH", str(script.parent))
    assert command_line(Home(tmp_path), Clock(), "UTC").program == "trackwork"
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(script, other / "trackwork")
    for path in (str(tmp_path), f"{other}{os.pathsep}{script.parent}"):
        monkeypatch.setenv("PATH", path)
        assert command_line(Home(tmp_path), Clock(), "UTC").program == str(script)
