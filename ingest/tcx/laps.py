"""The laps of a TCX activity as rows of the table `laps`, and the pauses in and between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

import polars as pl

from ingest.tcx.outline import Lap
from ingest.xml.times import instants
from models.tables import LAPS

TRIGGERS: Mapping[str, str] = MappingProxyType(
    {
        "manual": "manual",
        "distance": "distance",
        "location": "position_lap",
        "time": "time",
        "heartrate": "heart_rate",  # FIT has no word for it
    }
)
"""TriggerMethod in lower case -> FIT lap_trigger."""

INTENSITIES: Mapping[str, str] = MappingProxyType({"active": "active", "resting": "rest"})
"""Intensity in lower case -> FIT intensity."""


@dataclass(frozen=True, slots=True)
class TcxLapConfig:
    """What is assumed where a TCX file does not tell."""

    one_moment_s: float = 2.0
    """A lap that begins so soon after the one before begins at its end: some write whole seconds only [s]."""
    least_share: float = 0.1
    """A lap's time below this share of what its points cover is none in seconds: an app writes minutes; our choice."""
    longest_wait_s: float = 86_400.0
    """A lap that claims to have begun longer before its first point has a clock that was wrong then [s]; our choice."""


CONFIG = TcxLapConfig()
_DECIMALS = 6
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class LapSpan:
    """A lap in microseconds since 1970, half-open, with the time in which its timer ran [s]."""

    lap: Lap
    begin: int
    end: int
    timer_s: float | None


Span = tuple[int, int]
"""First and last time of a track's points, in microseconds since 1970."""


def lap_spans(laps: list[Lap], tracks: list[list[Span]], config: TcxLapConfig = CONFIG) -> list[LapSpan]:
    """When each lap began and ended: laps without any time are left out.

    A lap ends where its time is over or its last point lies, whichever is later, but never after the next began.
    """
    begins = _begins(laps, tracks, config)
    found: list[LapSpan] = []
    following: int | None = None
    for begin, lap, own in reversed(list(zip(begins, laps, tracks, strict=True))):
        if begin is None:
            continue
        covered_s = sum(last - first for first, last in own) / _SECOND
        timer_s = number(lap.told.get("timer_s"), above=config.least_share * covered_s)
        end = max([begin + round((timer_s or 0) * _SECOND), *(last for _, last in own)])
        if following is not None and begin <= following <= end + config.one_moment_s * _SECOND:
            end = following
        found.append(LapSpan(lap, begin, end, timer_s))
        following = begin
    return found[::-1]


def laps_frame(spans: list[LapSpan], start: int, factor: int) -> pl.DataFrame:
    """Rows of `laps` (but for the owner); `start` in microseconds since 1970, `factor` makes cadence both feet's."""
    rows: list[dict[str, object]] = []
    for index, span in enumerate(spans):
        told = span.lap.told
        strides = number(told.get("run_cadence")) or number(told.get("cadence"))
        rows.append(
            {
                "lap_index": index,
                "start_s": round((span.begin - start) / _SECOND, _DECIMALS),
                "end_s": round((span.end - start) / _SECOND, _DECIMALS),
                "timer_s": span.timer_s,
                "distance_m": number(told.get("distance_m")),
                "trigger": TRIGGERS.get(told.get("trigger", "").lower()),
                "intensity": INTENSITIES.get(told.get("intensity", "").lower()),
                "avg_heart_rate_bpm": number(told.get("avg_heart_rate_bpm"), above=0, at_most=255),
                "max_heart_rate_bpm": number(told.get("max_heart_rate_bpm"), above=0, at_most=255),
                "avg_cadence_spm": None if strides is None else strides * factor,
            }
        )
    return LAPS.unowned(LAPS.rows(rows))


def pause_spans(spans: list[LapSpan], tracks: list[list[Span]], start: int) -> list[tuple[float, float]]:
    """The spans [s] in which the timer stood: between the tracks of a lap, and between two laps."""
    within = [(a[1], b[0]) for own in tracks for a, b in pairwise(own)]
    between = [(a.end, b.begin) for a, b in pairwise(spans)]
    return [
        (round((begin - start) / _SECOND, _DECIMALS), round((end - start) / _SECOND, _DECIMALS))
        for begin, end in sorted([*within, *between])
        if end > begin
    ]


def number(text: str | None, *, above: float | None = None, at_most: float | None = None) -> float | None:
    """The number that `text` is, 0 or more and finite; None where it is none, or out of bounds."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    if not 0 <= value < float("inf") or (above is not None and value <= above):
        return None
    return None if at_most is not None and value > at_most else value


def _begins(laps: list[Lap], tracks: list[list[Span]], config: TcxLapConfig) -> list[int | None]:
    """When each lap began: as it tells, or at its first point where it cannot have."""
    told = instants(pl.Series([lap.start for lap in laps], dtype=pl.String))[0].to_physical().to_list()
    firsts = [min((first for first, _ in own), default=None) for own in tracks]
    return [
        first if begin is None or (first is not None and first - begin > config.longest_wait_s * _SECOND) else begin
        for begin, first in zip(told, firsts, strict=True)
    ]
