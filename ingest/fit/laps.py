"""Lap messages as rows of the table `laps`."""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.fit.chain import FitFile
from ingest.fit.columns import Numbers
from ingest.fit.records import ON_FOOT
from ingest.fit.sessions import Session
from ingest.fit.storable import series
from ingest.fit.timestamps import ABSOLUTE_FROM, absolute, timestamps
from models.tables import INTENSITIES, LAPS

_SECOND = 1.0
"""FIT's start_time is a whole second, its total_elapsed_time a whole millisecond."""
_DECIMALS = 3


def laps_of(file: FitFile, session: Session) -> pl.DataFrame:
    """Rows of `laps` (but for the owner) of one session; an end is start + total_elapsed_time.

    Where a lap's start is within a second of the end of the lap before, it is that end: so laps neither overlap nor
    leave gaps that only come from whole seconds.
    """
    messages = file.messages("lap")
    elapsed = messages.numbers("total_elapsed_time")
    written = timestamps(file, messages)
    starts = _starts(absolute(file, messages.numbers("start_time")), written, elapsed)
    elapsed = np.where(np.isnan(elapsed), written - starts, elapsed)
    rows = session.owns(np.where(np.isnan(elapsed), np.nan, starts))
    rows = rows[elapsed[rows] >= 0]
    start_s = np.round(_chained(starts[rows] - session.start, elapsed[rows]), _DECIMALS)
    strides = messages.numbers("avg_cadence") + np.nan_to_num(messages.numbers("avg_fractional_cadence"))
    columns = {
        "start_s": start_s,
        "end_s": np.round(start_s + elapsed[rows], _DECIMALS),
        "timer_s": messages.numbers("total_timer_time")[rows],
        "distance_m": messages.numbers("total_distance")[rows],
        "avg_heart_rate_bpm": messages.numbers("avg_heart_rate")[rows],
        "max_heart_rate_bpm": messages.numbers("max_heart_rate")[rows],
        "avg_cadence_spm": strides[rows] * (2 if session.sport in ON_FOOT else 1),
        "workout_step_index": messages.numbers("wkt_step_index")[rows],
    }
    trigger, intensity = messages.words("lap_trigger"), messages.words("intensity")
    words = {
        "trigger": [trigger[row] for row in rows],
        "intensity": [_intensity(intensity[row]) for row in rows],
    }
    frame = pl.DataFrame(
        {"lap_index": np.arange(len(rows))}
        | series(LAPS, columns)
        | {name: pl.Series(values, dtype=pl.String) for name, values in words.items()}
    )
    return LAPS.unowned(frame)


def _starts(told: Numbers, written: Numbers, elapsed: Numbers) -> Numbers:
    """Where a lap began; of a lap that does not tell, its length before it was written."""
    return np.where(told >= ABSOLUTE_FROM, told, written - elapsed)


def _chained(starts: Numbers, elapsed: Numbers) -> Numbers:
    out = starts.copy()
    for i in range(1, len(out)):
        end = out[i - 1] + elapsed[i - 1]
        if abs(starts[i] - end) <= _SECOND:
            out[i] = end
    return out


def _intensity(word: str | None) -> str | None:
    return word if word in INTENSITIES else None
