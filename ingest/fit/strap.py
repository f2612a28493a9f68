"""Heart rate that a strap kept for itself and handed over later, as one does under water: beats with their times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages, Numbers
from ingest.fit.timestamps import timestamps

_EVENT_TIMESTAMP = 9
"""The field as stored: twelve bits of it may stand elsewhere."""
_TICKS_PER_S = 1024
_TURN = 1 << 12
"""Ticks after which a compressed time begins again: 4 s."""
_HEARD_S = 2.0
"""How old the last beat may be that a record takes its heart rate from [s]: any heart above 30 bpm beats in it."""


@dataclass(frozen=True)
class Beats:
    """The beats that a strap counted, in the order of time."""

    times: Numbers
    """FIT time [s]."""
    rates: Numbers
    """Heart rate at that beat, as the strap smoothed it [bpm]."""

    def heard(self, times: Numbers) -> Numbers:
        """The heart rate at these times: that of the last beat; NaN where it was long ago [bpm]."""
        if not len(self.times):
            return np.full(len(times), np.nan)
        last = np.searchsorted(self.times, times, side="right") - 1
        heard = (last >= 0) & (times - self.times[np.maximum(last, 0)] <= _HEARD_S)
        return np.where(heard, self.rates[np.maximum(last, 0)], np.nan)

    def between(self, begins: float, ends: float) -> Beats:
        """The beats in [begins, ends)."""
        inside = (self.times >= begins) & (self.times < ends)
        return Beats(self.times[inside], self.rates[inside])


def beats(files: Iterable[FitFile]) -> Beats:
    """All beats in the `hr` messages of files: a watch writes those of its strap as further files behind its own."""
    found = [_beats(file, file.messages("hr")) for file in files]
    times = np.concatenate([np.empty(0), *(one.times for one in found)])
    rates = np.concatenate([np.empty(0), *(one.rates for one in found)])
    order = np.argsort(times, kind="stable")
    return Beats(times[order], rates[order])


def _beats(file: FitFile, messages: Messages) -> Beats:
    """The beats of one file.

    A message tells a beat's time by the watch's clock and by the strap's own; those behind it tell only the low end
    of the strap's ticks, several beats in a message. A rate of 0 is no signal.
    """
    if not len(messages):
        return Beats(np.empty(0), np.empty(0))
    anchors, at = _anchors(file, messages), np.arange(len(messages))
    behind = np.maximum.accumulate(np.where(np.isnan(anchors), -1, at))
    whole = messages.raw(_EVENT_TIMESTAMP)
    owner, ticks, rates = [], [], []
    columns = zip(whole.tolist(), messages.arrays("event_timestamp_12"), messages.arrays("filtered_bpm"), strict=True)
    for i, (clock, packed, told) in enumerate(columns):
        low = _unpacked(packed) if clock != clock else [int(clock) % _TURN]  # noqa: PLR0124  # NaN
        beats_of_it = min(len(low), len(told))
        owner += [i] * beats_of_it
        ticks += low[:beats_of_it]
        rates += [rate or np.nan for rate in told[:beats_of_it]]
    return _timed(np.asarray(owner, np.int64), np.asarray(ticks, np.int64), np.asarray(rates, float), behind, anchors)


def _timed(
    owner: NDArray[np.int64], ticks: NDArray[np.int64], rates: Numbers, behind: NDArray[np.int64], anchors: Numbers
) -> Beats:
    """Beats with the times that their ticks make, counted from the anchor before them."""
    grown = np.cumsum(np.diff(ticks, prepend=ticks[:1]) % _TURN)
    anchor = behind[owner]
    first = np.searchsorted(owner, anchor)  # the beat that the anchor itself tells
    known = (anchor >= 0) & ~np.isnan(rates)
    times = anchors[anchor] + (grown - grown[np.minimum(first, len(grown) - 1)]) / _TICKS_PER_S
    return Beats(times[known], rates[known])


def _anchors(file: FitFile, messages: Messages) -> Numbers:
    """FIT time of the messages that tell both the watch's time and the strap's [s]; NaN of the others."""
    seconds = timestamps(file, messages) + np.nan_to_num(messages.numbers("fractional_timestamp"))
    return np.where(np.isnan(messages.raw(_EVENT_TIMESTAMP)), np.nan, seconds)


def _unpacked(packed: tuple[int | None, ...]) -> list[int]:
    """The numbers of twelve bits in these bytes, the low ones first: two in each three bytes."""
    out = []
    stored = [byte or 0 for byte in packed]
    for low, middle, high in zip(stored[0::3], stored[1::3], stored[2::3], strict=False):
        out += [low | (middle & 0x0F) << 8, middle >> 4 | high << 4]
    return out
