"""The tables of one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from tests.accuracy.running import Result
from tests.accuracy.table import COLUMNS, calibration, cells, false_sessions, markdown

Key = Callable[[Result], str]


def report(results: Sequence[Result]) -> str:
    sessions = [r for r in results if r.session]
    others = [r for r in results if not r.session]
    parts = []
    if sessions:
        parts.append(_by("family", sessions, lambda r: r.family))
        for tag in sorted({name for r in sessions for name in r.tags}):
            ours = [r for r in sessions if r.detector in {"plan", "no plan"}]
            parts.append(_by(tag, ours, _tag(tag), whole=False))
    if others:
        parts.append(_false(others))
    rows = calibration(r for r in results)
    if rows:
        parts.append("Confidence\n" + markdown(("said", "mean", "right", "n"), rows))
    parts.append(_speed(results))
    return "\n\n".join(parts)


def worst(results: Sequence[Result]) -> str:
    lines = []
    for r in sorted(results, key=lambda r: (r.detector, r.family, r.seed)):
        failed = not r.score.exact if r.session else r.score.found > 0
        if failed and r.detector in {"plan", "no plan"}:
            tags = " ".join(r.tags.values())
            s = r.score
            lines.append(
                f"{r.detector:8} {r.family:20} {r.seed} true {s.true} found {s.found} matched {s.matched} "
                f"[{tags}] {s.reason}"
            )
    return "\n".join(lines)


def _by(name: str, results: Sequence[Result], key: Key, whole: bool = True) -> str:
    rows = []
    detectors = list(dict.fromkeys(r.detector for r in results))
    groups = ["all"] * whole + sorted({key(r) for r in results})
    for group in groups:
        for detector in detectors:
            chosen = [r for r in results if r.detector == detector and group in {"all", key(r)}]
            if chosen:
                rows.append([group, detector, *cells(chosen)])
    return markdown((name, "detector", *COLUMNS), rows)


def _false(results: Sequence[Result]) -> str:
    detectors = list(dict.fromkeys(r.detector for r in results))
    rows = []
    for family in ["all", *sorted({r.family for r in results})]:
        chosen = [[r for r in results if r.detector == d and family in {"all", r.family}] for d in detectors]
        rows.append([family, *(false_sessions(c) for c in chosen)])
    return "False sessions\n" + markdown(("run", *detectors), rows)


def _speed(results: Sequence[Result]) -> str:
    detectors = list(dict.fromkeys(r.detector for r in results))
    rows = [[d, f"{median(r.score.ms for r in results if r.detector == d):.0f}"] for d in detectors]
    return markdown(("detector", "median ms"), rows)


def _tag(name: str) -> Key:
    return lambda result: result.tags.get(name, "-")
