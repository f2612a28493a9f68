"""The command killed at any moment, and a disk that is full at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command_line import COMMAND
from tests.support.gpx_text import plain_run
from tests.support.homes import TODAY, bench
from tests.support.soundness import assert_whole
from warehouse.query import run_query

SOAK = bool(os.environ.get("TRACKWORK_SOAK"))
KILLS = 100 if SOAK else 5
FREE_KB = range(0, 8_800, 110) if SOAK else (0, 300, 5_200)
"""Room that is left on the full disk: none, some for the journal, none for the copy."""
ROOT = Path(__file__).parents[2]
FILES_EACH = 3


def nightly(home: Path) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "nightly", "--home", str(home), "--today", str(TODAY)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.timeout(3600)
def test_killed_at_any_moment_it_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    place = bench(tmp_path / "home", plan=None)
    chance = random.Random(6)  # noqa: S311  # moments, no secrets

    def drop(round_: int) -> None:
        for number in range(FILES_EACH):
            (place.home.inbox / f"{round_}-{number}.gpx").write_bytes(plain_run(60 + FILES_EACH * round_ + number))

    drop(0)
    started = time.monotonic()
    assert nightly(place.home.root).wait() == 0
    usual_s = time.monotonic() - started
    for round_ in range(1, KILLS + 1):
        drop(round_)
        with nightly(place.home.root) as process:
            time.sleep(chance.uniform(0.3, 1.0) * usual_s)
            process.kill()
        known = assert_whole(place.home)
        waiting = sum(1 for path in place.home.inbox.iterdir() if path.suffix == ".gpx")
        assert known + waiting >= FILES_EACH * (round_ + 1)
    with nightly(place.home.root) as process:
        assert process.wait() == 0
    wanted = FILES_EACH * (KILLS + 1)
    assert assert_whole(place.home) == wanted
    assert not [path for path in place.home.inbox.iterdir() if path.suffix == ".gpx"]
    found = run_query(place.home.published, "SELECT count(*), count(DISTINCT file_id) FROM activities")
    assert found.frame.row(0) == (wanted, wanted)


@pytest.mark.timeout(3600)
def test_a_full_disk_is_said_and_loses_nothing_and_it_goes_on_when_there_is_room(tmp_path: Path) -> None:
    """In a small file system of its own, which only this child sees."""
    own = [
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        'mount -t tmpfs -o size=64m none "$0" || exit 77; exec "$@"',
    ]
    child = [str(tmp_path), sys.executable, "-m", "tests.pipelines.full_disk_child", str(tmp_path), *map(str, FREE_KB)]
    try:
        done = subprocess.run([*own, *child], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("this system has no unshare")
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip(f"a file system of one's own is not allowed here: {done.stderr}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == f"{len(FREE_KB)} times full"
