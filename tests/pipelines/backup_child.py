"""Imports run after run until it is killed, saying each one that was acknowledged; run by test_backup."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.gpx_text import plain_run
from tests.support.homes import bench


def main(folder: Path) -> None:
    """Hand in a run that grows by a second each time."""
    place = bench(folder / "home")
    for seconds in range(60, 100_000):
        path = folder / f"run-{seconds}.gpx"
        path.write_bytes(plain_run(seconds))
        (outcome,) = place.bring_in(path)
        sys.stdout.write(f"{outcome.outcome} {path.name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
