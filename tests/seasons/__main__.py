"""`python -m tests.seasons`: seasons of simulated athletes under the rules, in tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import get_args

from rich.console import Console
from rich.progress import track

from tests.seasons.season import Season, Way, season
from tests.seasons.table import NEAR, bounds, compared, fired, settling
from tests.support.readme import README, replaced

_OUT = Console(highlight=False)
_ERR = Console(stderr=True)


def main() -> int:
    """Measure, print, and with --write put the tables into the README; 1 where a bound was passed."""
    parser = argparse.ArgumentParser("python -m tests.seasons", description=__doc__)
    parser.add_argument("--athletes", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="write the tables into the README")
    given = parser.parse_args()
    ways: tuple[Way, ...] = get_args(Way)
    done = track(_seasons(given, ways), "seasons", given.athletes * len(ways), console=_ERR)
    by_way: dict[Way, list[Season]] = {way: [] for way in ways}
    for way, lived in done:
        by_way[way].append(lived)
    ruled = by_way["rules"]
    told = (
        f"{given.athletes} athletes, {given.weeks} weeks. Share of athletes whose target is within "
        f"{100 * NEAR:.1f} % of what they can do at an effort of 8, and the median distance from it:"
    )
    text = "\n\n".join(
        (
            told,
            settling(ruled),
            bounds(ruled),
            fired(ruled),
            "The same athletes, with the same luck:",
            compared(by_way),
        )
    )
    _OUT.print(text, markup=False, soft_wrap=True)
    if given.write:
        README.write_text(replaced(README.read_text(encoding="utf-8"), "seasons", text), encoding="utf-8")
    return int(any(lived.broken for lived in ruled))


def _seasons(given: argparse.Namespace, ways: tuple[Way, ...]) -> Iterator[tuple[Way, Season]]:
    tasks = [(seed, way) for way in ways for seed in range(given.athletes)]
    with ProcessPoolExecutor(given.processes, mp_context=get_context("spawn")) as pool:
        lived = pool.map(partial(season, weeks=given.weeks), *zip(*tasks, strict=True), chunksize=2)
        yield from zip((way for _, way in tasks), lived, strict=True)


if __name__ == "__main__":
    sys.exit(main())
