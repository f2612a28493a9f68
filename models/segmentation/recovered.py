"""What recoveries say about a session: whether they were jogged by distance or rested by the clock."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from models.segmentation.evidence import SCALES, Array, Names, bell, either
from models.segmentation.nominal import Measured
from models.segmentation.segment import Segment
from models.segmentation.signal import Signal

JOGGED_M = {200: 0.5, 100: 0.25, 400: 0.2, 300: 0.05}
"""How often a distance is jogged as recovery [m]: our estimate."""
RESTED_S = {30: 6, 45: 5, 60: 22, 75: 3, 90: 20, 120: 20, 150: 2, 180: 14, 240: 4, 300: 3, 360: 1}
"""How often a recovery lasts so long [s]: our estimate."""
_JOGGED, _RESTED = Names.of(JOGGED_M), Names.of(RESTED_S)
_SHORTEST_S, _SHORTEST_M = 15.0, 20.0
"""Shorter ones tell nothing."""
_STRAY_SHARE, _STRAY = 0.25, 0.35
"""So many are of any length: longer between sets, or a drink; and how far those stray, as a logarithm."""
_EDGES_S, _ODOMETER, _METRES_M, _CLOCK = 0.6, 0.01, 2.0, 0.004
"""Errors of a recovery: its ends are those of two repetitions, and slow running is measured badly."""
_LINK = ((0.6, 0.01), (0.4, 0.06))
"""The sensor's scale at the jog is that of the work but for this; footpods change it with speed."""


def between(spans: Sequence[Segment], signal: Signal) -> list[Measured]:
    """What lies between spans in order, pauses included."""
    gaps = [Segment(a.end_s, b.start_s) for a, b in itertools.pairwise(spans) if b.start_s > a.end_s]
    return [Measured(signal.distance_of(gap), gap.duration_s) for gap in gaps]


def recovered(recoveries: Sequence[Measured]) -> tuple[Array, float]:
    """Evidence for recoveries by distance, at each of SCALES, and by the clock, over that for neither [nats]."""
    told = [m for m in recoveries if m.timer_s >= _SHORTEST_S and m.distance_m > _SHORTEST_M]
    if len(told) < 2:
        return np.zeros(len(SCALES)), 0.0
    metres, seconds = np.array([m.distance_m for m in told]), np.array([m.timer_s for m in told])
    spread = np.sqrt((_EDGES_S / seconds) ** 2 + _ODOMETER**2 + (_METRES_M / metres) ** 2)
    ticks = np.sqrt((_EDGES_S / seconds) ** 2 + _CLOCK**2)
    jogged = _fits(np.log(metres), spread, _JOGGED, SCALES)
    rested = _fits(np.log(seconds), ticks, _RESTED, np.zeros(1))
    neither = float(bell(np.log(metres) - np.log(metres).mean(), _STRAY).sum()) - 1.5
    return _linked(jogged) - neither, float(rested[0]) - neither


def _fits(lengths: Array, spread: Array, names: Names, shift: Array) -> Array:
    """How well all are one of the names, at each shift [nats]."""
    off = lengths[:, None, None] - names.at[None, :, None] - shift
    close, stray = bell(off, spread[:, None, None]), bell(off, _STRAY)
    each = either((1 - _STRAY_SHARE, close), (_STRAY_SHARE, stray)).sum(0)
    return np.asarray(np.logaddexp.reduce(each + names.nats[:, None], axis=0))


def _linked(nats: Array) -> Array:
    """Evidence by the scale of the jog, as evidence by the scale of the work."""
    return np.asarray(np.logaddexp.reduce(_LINKED + nats, axis=1))


def _links() -> Array:
    apart = SCALES[:, None] - SCALES[None, :]
    nats = either(*((share, bell(apart, spread)) for share, spread in _LINK))
    return np.asarray(nats - np.logaddexp.reduce(nats, axis=1, keepdims=True))


_LINKED = _links()


def habit(shares: tuple[float, float, float], jogged: Array | float, rested: float) -> Array:
    """Evidence of recoveries for a reading that goes with them by distance, by the clock, by neither, so often."""
    return either((shares[0], jogged), (shares[1], rested), (shares[2], 0.0))
