"""A home on a disk that is filled up to some kilobytes, again and again; run by test_crash on a disk of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.command_line import COMMAND
from tests.support.gpx_text import plain_run
from tests.support.homes import TODAY, bench
from tests.support.soundness import assert_whole
from warehouse.query import run_query


def main(disk: Path, free_kb: list[int]) -> None:
    """Fill the disk, hand in a file, make room, hand it in again: said, whole, and done then."""
    place = bench(disk / "home", plan=None)
    ballast = disk / "ballast"
    place.bring_in()
    full = 0
    for number, free in enumerate(free_kb):
        (place.home.inbox / f"{number}.gpx").write_bytes(plain_run(900 + number))
        with ballast.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(disk).free - free * 1024)))
        done = nightly(place.home.root)
        if done.returncode:
            full += 1
            assert done.returncode == 3, (free, done)
            assert "make room" in done.stderr, (free, done)
            assert "Traceback" not in done.stderr, (free, done)
        ballast.unlink()
        assert assert_whole(place.home) in (number, number + 1)
        done = nightly(place.home.root)
        assert done.returncode == 0, (free, done)
        assert assert_whole(place.home) == number + 1
        seen = run_query(place.home.published, "SELECT count(DISTINCT file_id), count(*) FROM activities").frame
        assert seen.row(0) == (number + 1, number + 1)
    print(f"{full} times full")  # noqa: T201  # its reader is the test


def nightly(home: Path) -> subprocess.CompletedProcess[str]:
    """The nightly work in a process of its own."""
    command = [*COMMAND, "nightly", "--home", str(home), "--today", str(TODAY)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(text) for text in sys.argv[2:]])
