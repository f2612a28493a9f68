"""Timer events as rows of the table `pauses`."""

from __future__ import annotations

from math import isnan
from operator import itemgetter

import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.sessions import Session
from ingest.fit.timestamps import timestamps
from models.tables import PAUSES

_STOPS = frozenset({"stop", "stop_all", "stop_disable", "stop_disable_all"})


def pauses_of(file: FitFile, session: Session) -> pl.DataFrame:
    """Rows of `pauses` (but for the owner): from each stop of the timer to its next start.

    The last stop ends the recording and is no pause. Where the next start is that of the following session, the pause
    ends with its own.
    """
    messages = file.messages("event")
    times = timestamps(file, messages)
    told = zip(times.tolist(), messages.words("event"), messages.words("event_type"), strict=True)
    switches = [(time, kind) for time, event, kind in told if event == "timer" and not isnan(time)]
    rows: list[dict[str, object]] = []
    stopped: float | None = None
    for time, kind in sorted(switches, key=itemgetter(0)):
        if kind in _STOPS and stopped is None:
            stopped = time
        elif kind == "start" and stopped is not None:
            end = time if time < session.ends else session.over
            if session.begins <= stopped < min(end, session.ends):
                span = {"start_s": stopped - session.start, "end_s": end - session.start}
                rows.append({"pause_index": len(rows), **span})
            stopped = None
    return PAUSES.unowned(PAUSES.rows(rows))
