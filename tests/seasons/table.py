"""What many seasons come to, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import mean, median

from models.adjustment import RULES
from tests.seasons.season import Season, Way

NEAR = 0.025
"""A target is near what the athlete can do within this share: the 2 % of a hit, and half a second of the detector."""
_WAYS: dict[Way, str] = {"rules": "the rules", "fixed": "a fixed plan", "acwr": "garmin-coach-mcp's ratio"}


def settling(seasons: Sequence[Season]) -> str:
    """How near the target comes, by how wrong it began."""
    rows = []
    for name, mine in _by_start(seasons):
        errors = [_at(season, week) for week in (1, 4, 8, 12) for season in mine]
        by_week = [errors[n * len(mine) : (n + 1) * len(mine)] for n in range(4)]
        near = [100 * mean(abs(error) <= NEAR for error in week) for week in by_week]
        middle = [100 * median(abs(error) for error in week) for week in by_week]
        towards = 100 * mean(abs(_at(season, 12)) <= abs(season.errors[0]) + 0.005 for season in mine)
        turns = 100 * mean(season.turns <= 2 for season in mine)
        told = [f"{share:.0f} % ({off:.1f} %)" for share, off in zip(near, middle, strict=True)]
        rows.append((name, str(len(mine)), *told, f"{towards:.0f} %", f"{turns:.0f} %"))
    head = (
        "start",
        "athletes",
        "week 1",
        "week 4",
        "week 8",
        "week 12",
        "nearer, or as near, at the end",
        "at most two turns",
    )
    return _table(head, rows)


def _by_start(seasons: Sequence[Season]) -> Iterable[tuple[str, list[Season]]]:
    groups = (("within one unit of VDOT", -1, 1), ("three units too fast", 1, 9), ("three units too slow", -9, -1))
    for name, low, high in groups:
        mine = [season for season in seasons if season.errors and low <= season.start_error <= high]
        if mine:
            yield name, mine


def _at(season: Season, week: int) -> float:
    return season.errors[min(week, len(season.errors)) - 1]


def fired(seasons: Sequence[Season]) -> str:
    """In how many weeks each rule spoke."""
    counts: Counter[str] = Counter()
    for season in seasons:
        counts.update(season.fired)
    names = sorted((str(rule.__doc__).split(".")[0] for rule in RULES), key=lambda name: int(name[1:]))
    told = {name: sum(season.fired[name] > 0 for season in seasons) for name in names}
    rows = [(name, str(counts[name]), str(told[name])) for name in names]
    return _table(("rule", "weeks in which it spoke", "athletes"), rows)


def bounds(seasons: Sequence[Season]) -> str:
    """Bounds that were passed, in words; none is the only right answer."""
    broken = [f"- athlete {season.seed}, {words}" for season in seasons for words in season.broken]
    return "\n".join(broken) or f"No bound was passed in {sum(len(season.targets) for season in seasons):,} weeks."


def compared(by_way: dict[Way, list[Season]]) -> str:
    """The same athletes with other rules, or none."""
    rows = []
    for way, seasons in by_way.items():
        off = 100 * median(abs(_at(season, 12)) for season in seasons if season.errors)
        failed = 100 * mean(season.failed_share for season in seasons)
        spikes = 100 * mean(season.longest_step > 1.3 for season in seasons)
        pain = sum(season.fast_in_pain for season in seasons)
        gained = median(season.gained_vdot for season in seasons)
        rows.append((_WAYS[way], f"{off:.1f} %", f"{failed:.1f} %", str(pain), f"{spikes:.0f} %", f"{gained:+.1f}"))
    head = (
        "",
        "target off what can be done, week 12 (median)",
        "repetitions missed or > 3 % slow",
        "fast sessions within two weeks of pain >= 4",
        "athletes with a run > 1.3 x the longest of 30 days",
        "VDOT gained (median)",
    )
    return _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
    return "\n".join(lines)
