"""The tables of one run of the simulated cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from tests.accuracy.running import Result
from tests.accuracy.table import COLUMNS, calibration, cells, false_sessions, markdown, share

Key = Callable[[Result], str]
OURS = ("no plan", "plan")
FLAGSHIP = "6x400/200"


def simulated(results: Sequence[Result]) -> list[str]:
    """Paragraphs and tables: structures, conditions, runs without, presses, confidence."""
    streams = [r for r in results if r.session and r.laps == "stream"]
    pressed = [r for r in results if r.session and r.laps != "stream"]
    others = [r for r in results if not r.session]
    parts: list[str] = []
    if streams:
        parts += ["Laps unpressed, by structure:", _by_family(streams), "By condition, ours:", _by_tag(streams)]
    if pressed:
        parts += ["With laps, by who pressed them:", _by_laps(pressed)]
    if others:
        parts += ["Runs without repetitions that were called sessions:", _false(others)]
    rows = calibration(results)
    if rows:
        head = ("stated confidence", "mean", "right", "n")
        parts += ["Confidence of repetitions, and how many of them are right:", markdown(head, rows)]
    return parts


def worst(results: Sequence[Result]) -> str:
    """Failing seeds of ours, a line each: what is true, what was found, under which conditions, and why."""
    failed = (r for r in results if r.detector in OURS and (not r.score.exact if r.session else r.score.found > 0))
    return "\n".join(_line(r) for r in sorted(failed, key=lambda r: (r.detector, not r.session, r.family, r.seed)))


def speed(results: Sequence[Result]) -> str:
    """Median time of each detector over all cases [ms]."""
    rows = [[name, f"{median(r.score.ms for r in _of(results, name)):.0f}"] for name in _detectors(results)]
    return markdown(("detector", "median ms"), rows)


def _line(r: Result) -> str:
    s, tags = r.score, " ".join(r.tags.values())
    return (
        f"{r.detector:8} {r.family:20} {r.seed} true {s.true} found {s.found} matched {s.matched} "
        f"within 5 s {s.right} [{tags}] {s.reason}"
    )


def _by_family(results: Sequence[Result]) -> str:
    """All and the flagship by every detector, the other structures by ours."""
    rows: list[list[str]] = []
    for family in ("all", *dict.fromkeys(r.family for r in sorted(results, key=lambda r: r.family != FLAGSHIP))):
        of = results if family == "all" else [r for r in results if r.family == family]
        names = _detectors(results) if family in {"all", FLAGSHIP} else [n for n in _detectors(results) if n in OURS]
        rows += [[family, name, *cells(_of(of, name))] for name in names]
    return markdown(("structure", "detector", *COLUMNS), rows)


def _by_tag(results: Sequence[Result]) -> str:
    rows: list[list[str]] = []
    for tag in dict.fromkeys(name for r in results for name in r.tags):
        for value in sorted({r.tags[tag] for r in results if tag in r.tags}):
            of = [r for r in results if r.tags.get(tag) == value]
            rows.append([tag, value, str(len({r.seed for r in of})), *_exact_and_recall(of)])
    head = ("condition", "", "n", *(f"{what}, {name}" for name in OURS for what in ("exact", "recall")))
    return markdown(head, rows)


def _exact_and_recall(results: Sequence[Result]) -> list[str]:
    columns: list[str] = []
    for name in OURS:
        scores = [r.score for r in _of(results, name)]
        columns.append(share(sum(s.exact for s in scores), len(scores)))
        columns.append(share(sum(s.matched for s in scores), sum(s.true for s in scores)))
    return columns


def _by_laps(results: Sequence[Result]) -> str:
    names = {"manual": "a thumb, late at times", "steps": "the watch's workout"}
    rows = [
        [names[laps], name, *cells(_of([r for r in results if r.laps == laps], name))]
        for laps in names
        for name in _detectors(results)
        if name in OURS and any(r.laps == laps for r in results)
    ]
    return markdown(("laps pressed by", "detector", *COLUMNS), rows)


def _false(results: Sequence[Result]) -> str:
    names = _detectors(results)
    rows = []
    for family in ("all", *sorted({r.family for r in results})):
        of = results if family == "all" else [r for r in results if r.family == family]
        rows.append([family, *(false_sessions(_of(of, name)) for name in names)])
    return markdown(("run", *names), rows)


def _detectors(results: Sequence[Result]) -> list[str]:
    return list(dict.fromkeys(r.detector for r in results))


def _of(results: Sequence[Result], detector: str) -> list[Result]:
    return [r for r in results if r.detector == detector]
