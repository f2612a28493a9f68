"""When each message was written, from its own field or from five bits in its header."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.profile import TIMESTAMP

EPOCH_S = 631_065_600
"""FIT counts seconds from the end of 1989; this is that instant in Unix time [s]."""
ABSOLUTE_FROM = 0x10000000
"""Smaller times count from the start of the device, not from FIT's epoch (FIT profile, date_time)."""
_END = 2.0**32
_COMPRESSED = 0x80
_TURN = 32


def timestamps(file: FitFile, messages: Messages) -> Numbers:
    """FIT time of each message [s]; NaN where it has none."""
    times = messages.raw(TIMESTAMP)
    compressed = np.frombuffer(file.data, np.uint8)[messages.offsets] >= _COMPRESSED
    if compressed.any():
        times[compressed] = _from_headers(file, messages.offsets[compressed])
    return absolute(file, times)


def has_compressed(file: FitFile, messages: Messages) -> bool:
    """Whether any of the messages has its time in its header."""
    return bool((np.frombuffer(file.data, np.uint8)[messages.offsets] >= _COMPRESSED).any())


def absolute(file: FitFile, times: Numbers) -> Numbers:
    """FIT times [s] of times that may count from when the device was switched on; NaN where no date is told.

    A device that has no clock dates its times once, by the local time in the activity message: they become local
    times, for UTC is told nowhere.
    """
    if not len(times):
        return times
    dated = np.where(times >= ABSOLUTE_FROM, times, times + _switched_on(file))
    return np.where(dated < _END, dated, np.nan)


def _switched_on(file: FitFile) -> float:
    """The instant from which a device without a clock counts, by local time [s]; NaN if it is not told."""
    messages = file.messages("activity")
    for counted, local in zip(messages.raw(TIMESTAMP), messages.numbers("local_timestamp"), strict=True):
        if 0 <= counted < ABSOLUTE_FROM <= local:
            return float(local - counted)
    return float("nan")


def _from_headers(file: FitFile, asked: NDArray[np.int64]) -> Numbers:
    """FIT time of the messages that begin at `asked`, which have a compressed header [s].

    The five bits are the low end of the time: a value below the one before means that 32 seconds turned over.
    """
    every = [(messages, messages.raw(TIMESTAMP)) for messages in map(file.numbered, file.numbers)]
    offsets = np.concatenate([messages.offsets for messages, _ in every])
    times = np.concatenate([times for _, times in every])
    headers = np.frombuffer(file.data, np.uint8)[offsets]
    compressed = headers >= _COMPRESSED
    telling = np.flatnonzero(compressed | ~np.isnan(times))
    order = telling[np.argsort(offsets[telling])]
    offsets, times, compressed = offsets[order], times[order], compressed[order]
    low = np.where(compressed, headers[order] & (_TURN - 1), np.nan_to_num(times) % _TURN)
    grown = np.cumsum(np.where(compressed, np.diff(low, prepend=0) % _TURN, 0))
    anchor = np.maximum.accumulate(np.where(compressed, -1, np.arange(len(times))))
    known = np.where(anchor >= 0, np.nan_to_num(times)[anchor] + grown - grown[anchor], np.nan)
    return known[np.searchsorted(offsets, asked)]
