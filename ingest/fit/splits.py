"""Split messages as rows of the table `splits`: what the watch itself made of the run, beside its laps."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Numbers
from ingest.fit.records import ON_FOOT
from ingest.fit.sessions import Session
from ingest.fit.storable import series
from ingest.fit.timestamps import ABSOLUTE_FROM, absolute
from models.tables import SPLITS

_SECOND = 1.0
"""A split's end_time is its last whole second: the next split starts a second later."""

_NONE = SPLITS.unowned(SPLITS.empty())


def splits_of(file: FitFile, session: Session) -> pl.DataFrame:
    """Rows of `splits` (but for the owner) of one session, in the file's order; they may overlap.

    `split_summary` messages are sums over them and are not kept.
    """
    messages = file.messages("split")
    if not len(messages):
        return _NONE
    starts = absolute(file, messages.numbers("start_time"))
    starts = np.where(starts >= ABSOLUTE_FROM, starts, np.nan)
    ends = _ends(starts, messages.numbers("total_elapsed_time"), absolute(file, messages.numbers("end_time")))
    rows = session.owns(np.where(np.isnan(ends), np.nan, starts))
    columns = {
        "start_s": starts - session.start,
        "end_s": ends - session.start,
        "timer_s": messages.numbers("total_timer_time"),
        "distance_m": messages.numbers("total_distance"),
        "avg_heart_rate_bpm": messages.numbers("avg_heart_rate"),
        "max_heart_rate_bpm": messages.numbers("max_heart_rate"),
        "avg_cadence_spm": messages.numbers("avg_cadence") * (2 if session.sport in ON_FOOT else 1),
        "first_lap_index": messages.numbers("first_lap_index"),
        "lap_count": messages.numbers("num_laps"),
    }
    kinds = messages.words("split_type")
    frame = pl.DataFrame(
        {"split_index": np.arange(len(rows)), "kind": pl.Series([kinds[row] for row in rows], dtype=pl.String)}
        | series(SPLITS, {name: values[rows] for name, values in columns.items()})
    )
    return SPLITS.unowned(frame)


def _ends(starts: Numbers, elapsed: Numbers, last: Numbers) -> Numbers:
    """The end of each split; where its last second is told, not after that.

    `total_elapsed_time` runs on through a pause behind the split, over the splits that follow.
    """
    by_length = np.where(elapsed > 0, starts + elapsed, np.nan)
    by_last = np.where((last >= ABSOLUTE_FROM) & (last >= starts), last, np.nan)
    both = np.minimum(by_length, by_last + _SECOND)
    return np.where(np.isnan(both), np.where(np.isnan(by_last), by_length, by_last), both)
