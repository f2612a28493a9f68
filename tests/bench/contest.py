"""Ours against another library in one run: it is timed between our rounds, so that both share the same machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

Work = Callable[[], object]

_TIMES = 3
"""How often the other is timed: it takes seconds."""
_ROUNDS = 25
"""Rounds of ours for each of the other: of a millisecond each, so that one that was disturbed counts little."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    ours: str
    other: str = ""
    ratio: str = ""
    wanted: str = ""


def contest(benchmark: BenchmarkFixture, what: str, ours: Work, other: tuple[str, Work], wanted: float) -> None:
    """Time both, and note the ratio of the medians; in the processor's time, which a busy machine spoils least.

    `other` is a name and the same work; `wanted` is the ratio to reach, 0 for none.
    """
    name, theirs = other
    took: list[float] = []
    rounds = iter(range(_TIMES * _ROUNDS))
    ours()

    def between() -> None:
        if next(rounds) % _ROUNDS == 0:
            gc.collect()
            gc.freeze()  # what lies about of other tests is not the other library's to look through
            started = time.process_time()
            theirs()
            took.append(time.process_time() - started)

    mine = measured(benchmark, ours, between, rounds=_TIMES * _ROUNDS)
    their = median(took)
    wish = f"≥ {times(wanted)}" if wanted else ""
    note(benchmark, Row(what, shown(mine), f"{name}: {shown(their)}", times(their / mine), wish))


def measured(benchmark: BenchmarkFixture, work: Work, before: Work = lambda: None, *, rounds: int) -> float:
    """The median time of `work` [s]; `before` is done before each round, and not timed."""
    timed: Callable[..., object] = benchmark.pedantic  # it has no types
    timed(work, setup=before, rounds=rounds)
    assert benchmark.stats
    return float(benchmark.stats.stats.median)


def note(benchmark: BenchmarkFixture, row: Row) -> None:
    """Keep a line for the table."""
    benchmark.extra_info["rows"] = [*benchmark.extra_info.get("rows", []), asdict(row)]


def shown(seconds: float) -> str:
    """A time in the unit that reads best."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def times(ratio: float) -> str:
    """A ratio as people write it."""
    return f"{ratio:.3g}\N{MULTIPLICATION SIGN}"
