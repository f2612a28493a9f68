"""The tables of real sessions and of speed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.accuracy.real_files import Real, evaluate, pair
from tests.accuracy.table import markdown
from tests.accuracy.timing import timing

NOTE = (
    "`x3cl__115218638`: the labels of its second set stand on the easy laps beside the strides. Two files hold one "
    "repetition, which nobody can tell from the stream alone."
)


def real(folder: Path) -> list[str]:
    """Labelled real sessions, as they are and with laps hidden, and the run on two watches."""
    shares = ("labelled", "found", "right", "within 5 s", "error s", "worst s")
    head = ("file", "what was run", "laps", *shares, "structure")
    rows = [_row(one) for one in evaluate(folder)]
    two = ("the same run on two watches", "nominal m", "s", "as its author tells")
    return [
        "Real sessions with labelled laps, against those laps (a watch's lap ends before the runner does):",
        markdown(head, rows),
        NOTE,
        markdown(two, pair(folder)),
    ]


def fast() -> list[str]:
    """How long segmentation takes, by length of the run."""
    head = ("minutes at 1 Hz", "no plan", "plan", "PELT, compiled", "PELT, Python")
    return ["Median time of one run [ms], PELT from ruptures on the same signal:", markdown(head, timing())]


def _row(one: Real) -> list[str]:
    s = one.score
    errors: Sequence[float] = s.duration_errors_s
    return [
        one.file,
        one.what.split(" [")[0].split("; ")[0],
        one.laps,
        str(s.true),
        str(s.found),
        str(s.matched),
        str(s.right),
        f"{median(errors):.1f}" if errors else "-",
        f"{max(errors):.1f}" if errors else "-",
        one.structure,
    ]
