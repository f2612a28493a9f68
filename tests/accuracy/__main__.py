"""`python -m tests.accuracy`: the table of how right the segmentation is."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rich.console import Console
from rich.progress import track

from tests.accuracy.drawing import REPORT_FROM, TUNE_FROM, family_of
from tests.accuracy.report import report, worst
from tests.accuracy.running import DETECTORS, Task, run

CONSOLE = Console(width=170, highlight=False)


def main() -> None:
    options = _options()
    tasks = _tasks(options)
    results = [
        r for rs in track(run(tasks, options.detectors), "cases", len(tasks), console=Console(stderr=True)) for r in rs
    ]
    CONSOLE.print(report(results), markup=False, soft_wrap=True)
    if options.worst:
        CONSOLE.print(worst(results), markup=False, soft_wrap=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.accuracy", description=__doc__)
    parser.add_argument("--sessions", type=int, default=200, help="so many sessions and as many runs without")
    parser.add_argument("--seeds", help=f"A:B; else from {TUNE_FROM} on, with --report from {REPORT_FROM} on")
    parser.add_argument("--report", action="store_true", help="the seeds that nobody tunes on")
    parser.add_argument("--family", action="append", help="only this family, of sessions or of runs without")
    parser.add_argument("--laps", action="append", choices=["stream", "manual", "steps"], help="default: stream")
    parser.add_argument("--worst", action="store_true", help="list failing seeds with the sentence of refusal")
    parser.add_argument("--detectors", nargs="+", choices=list(DETECTORS), default=list(DETECTORS))
    return parser.parse_args()


def _tasks(options: argparse.Namespace) -> list[Task]:
    first = REPORT_FROM if options.report else TUNE_FROM
    last = first + 10**6
    if options.seeds:
        first, last = (int(part) for part in options.seeds.split(":"))
    most = last - first if options.seeds else options.sessions
    tasks: list[Task] = []
    for session in (True, False):
        laps = (options.laps or ["stream"]) if session else ["stream"]
        for laps_of in laps:
            tasks += _some(range(first, last), session, options.family, laps_of, most)
    return tasks


def _some(seeds: range, session: bool, families: Sequence[str] | None, laps: str, most: int) -> list[Task]:
    chosen: list[Task] = []
    for seed in seeds[: 100 * most]:
        if families is None or family_of(seed, session) in families:
            chosen.append((seed, session, laps))
        if len(chosen) == most:
            break
    return chosen


if __name__ == "__main__":
    main()
