"""`python -m tests.accuracy`: how right the segmentation is, in tables."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tests.accuracy.drawing import REPORT_FROM, TUNE_FROM, family_of
from tests.accuracy.families import FAMILIES
from tests.accuracy.negatives import NEGATIVES
from tests.accuracy.real_report import fast, real
from tests.accuracy.report import simulated, speed, worst
from tests.accuracy.running import DETECTORS, LAPS, Result, Task, run
from tests.support.readme import README, replaced

_OUT = Console(highlight=False)
_ERR = Console(stderr=True)
_PRESSED_SHARE = 4
"""In the report, one session with pressed laps for so many without."""


def main() -> None:
    """Measure, print, and with --write put the tables into the README."""
    options = _options()
    tasks = _tasks(options)
    done = track(run(tasks, options.detectors, options.processes), "cases", len(tasks), console=_ERR)
    results = sorted((result for some in done for result in some), key=_in_order)
    parts = [_definitions(tasks), *simulated(results)]
    data = os.environ.get("TRACKWORK_TEST_DATA")
    if options.report or options.real:
        parts += real(Path(data)) if data else ["TRACKWORK_TEST_DATA is not set: no real sessions."]
    parts += fast() if options.report or options.timing else [speed(results)]
    text = "\n\n".join(parts)
    _OUT.print(text, markup=False, soft_wrap=True)
    if options.worst:
        _OUT.print(worst(results), markup=False, soft_wrap=True)
    if options.write:
        README.write_text(replaced(README.read_text(encoding="utf-8"), "accuracy", text), encoding="utf-8")


def _in_order(result: Result) -> tuple[int, int, int]:
    names = (*FAMILIES, *NEGATIVES)
    return names.index(result.family), result.seed, list(DETECTORS).index(result.detector)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.accuracy", description=__doc__)
    parser.add_argument("--sessions", type=int, default=200, help="so many sessions, and as many runs without")
    parser.add_argument("--seeds", help=f"A:B; else from {TUNE_FROM} on, with --report from {REPORT_FROM} on")
    parser.add_argument("--report", action="store_true", help="seeds that nobody tunes on, all laps, real files, speed")
    parser.add_argument("--write", action="store_true", help="write the tables into the README")
    parser.add_argument("--real", action="store_true", help="real files too, where TRACKWORK_TEST_DATA names them")
    parser.add_argument("--timing", action="store_true", help="speed by length too")
    parser.add_argument("--family", action="append", choices=[*FAMILIES, *NEGATIVES], help="only this one; repeatable")
    parser.add_argument("--laps", action="append", choices=LAPS, help="whose laps; default: stream, which is nobody's")
    parser.add_argument("--worst", action="store_true", help="list failing seeds with the sentence of refusal")
    parser.add_argument("--detectors", nargs="+", choices=list(DETECTORS), default=list(DETECTORS))
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _tasks(options: argparse.Namespace) -> list[Task]:
    first = REPORT_FROM if options.report else TUNE_FROM
    seeds, most = range(first, REPORT_FROM + first), options.sessions
    if options.seeds:
        seeds = range(*(int(part) for part in options.seeds.split(":")))
        most = len(seeds)
    tasks: list[Task] = []
    for laps in options.laps or (LAPS if options.report else ("stream",)):
        few = options.report and laps != "stream"
        tasks += _some(seeds, (True, laps), options.family, most // _PRESSED_SHARE if few else most)
    return tasks + _some(seeds, (False, "stream"), options.family, most)


def _some(seeds: range, of: tuple[bool, str], families: Sequence[str] | None, most: int) -> list[Task]:
    chosen: list[Task] = []
    for seed in seeds[: 100 * most]:
        if len(chosen) == most:
            break
        if families is None or family_of(seed, of[0]) in families:
            chosen.append((seed, *of))
    return chosen


def _definitions(tasks: Sequence[Task]) -> str:
    """What was run, and what the columns mean."""
    counts = [
        f"{len(seeds)} {what} of seeds {min(seeds)} to {max(seeds)}"
        for what, wanted in (("sessions", True), ("runs without repetitions", False))
        if (seeds := [seed for seed, session, laps in tasks if session == wanted and laps in {"stream", LAPS[-1]}])
    ]
    return (
        f"Simulated: {' and '.join(counts)}; thresholds are tuned on seeds below {REPORT_FROM}. "
        "Exact: every repetition found, none too much, both ends of each within 5 s. Count: the same without the 5 s. "
        "Recall and precision: found and true cover each other by more than half. Ends 3 s: both, of those matched. "
        "Error and P95: of a repetition's duration. Nominal: its distance, or none for one by time. Contact: median "
        "error of ground contact per repetition. The naive threshold and PELT (penalty tuned) run on the device's "
        "speed and are told the session's distances."
    )


if __name__ == "__main__":
    main()
