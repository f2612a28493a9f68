"""The activities of one FIT file: from when to when each reaches, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ingest.fit.chain import FitFile
from ingest.fit.columns import Numbers
from ingest.fit.timestamps import ABSOLUTE_FROM, absolute

MOST_SESSIONS = 100
"""A file with more is broken, and would take long: a swimrun of 50 legs has the most that anybody runs; our choice."""
_BOUNDARY_S = 0.5
"""FIT times are whole seconds: what begins with a session has its very second, or a later one."""
_DAY_S = 86_400.0
_EARLY_S = 60.0
"""Records that are earlier than this before the first session's start show that the start is wrong [s]."""


@dataclass(frozen=True)
class Session:
    """One activity of a file; times are FIT's [s]."""

    start: float
    sport: str
    sub_sport: str | None
    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    begins: float = -np.inf
    ends: float = np.inf
    """What lies in [begins, ends) belongs to it: up to where the next one starts."""

    @property
    def over(self) -> float:
        """When it was over, as far as it tells: before the next one starts."""
        return min(self.ends, self.start + (np.inf if self.elapsed_s is None else self.elapsed_s))

    def owns(self, times: Numbers) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The rows whose time lies in the session."""
        return np.flatnonzero((times >= self.begins) & (times < self.ends))


def sessions(file: FitFile, record_times: Numbers) -> list[Session]:
    """The sessions of the file in order of time; one made from two or more records where no message tells of any.

    `record_times` are the known times of records [s].
    """
    told = _told(file, record_times)
    if not told and len(record_times) > 1:
        told = [_made_up(file, record_times)]
    told.sort(key=lambda session: session.start)
    if told and len(record_times) and record_times.min() < told[0].start - _EARLY_S:
        told[0] = replace(told[0], start=float(record_times.min()))
    # A recorder that wrote its session again means the last one.
    last = {session.start: session for session in told}
    distinct = list(last.values())
    inner = [session.start - _BOUNDARY_S for session in distinct[1:]]
    edges = zip(distinct, [-np.inf, *inner], [*inner, np.inf], strict=False)
    return [replace(session, begins=low, ends=high) for session, low, high in edges]


def bounded(found: list[Session]) -> list[Session]:
    """The first of too many sessions; what lies behind them belongs to the last of these."""
    if len(found) <= MOST_SESSIONS:
        return found
    return [*found[: MOST_SESSIONS - 1], replace(found[MOST_SESSIONS - 1], ends=np.inf)]


def _told(file: FitFile, record_times: Numbers) -> list[Session]:
    messages = file.messages("session")
    columns = zip(
        absolute(file, messages.numbers("start_time")).tolist(),
        messages.words("sport"),
        messages.words("sub_sport"),
        *(messages.numbers(f"total_{what}").tolist() for what in ("elapsed_time", "timer_time", "distance")),
        strict=True,
    )
    out = []
    for start, sport, sub_sport, elapsed, timer, distance in columns:
        begin = _sane_start(start, record_times, alone=len(messages) == 1)
        if begin is not None:
            totals = (_known(elapsed), _known(timer), _known(distance))
            out.append(Session(begin, sport or "generic", sub_sport, *totals))
    return out


def _sane_start(start: float, record_times: Numbers, *, alone: bool) -> float | None:
    """The session's start, or the first record if it is missing or cannot be: later than all, or a day before."""
    if not len(record_times):
        return start if start >= ABSOLUTE_FROM else None
    first, last = record_times.min(), record_times.max()
    if start >= ABSOLUTE_FROM and (not alone or first - _DAY_S <= start <= last):
        return start
    return float(first) if alone else None


def _made_up(file: FitFile, record_times: Numbers) -> Session:
    sport, sub_sport = None, None
    for name in ("lap", "sport"):
        messages = file.messages(name)
        if len(messages):
            sport, sub_sport = messages.words("sport")[0] or sport, messages.words("sub_sport")[0] or sub_sport
    return Session(float(record_times.min()), sport or "generic", sub_sport)


def _known(value: float) -> float | None:
    return value if 0 <= value < np.inf else None
