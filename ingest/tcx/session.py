"""One activity of a TCX file with its points, as a recording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

from ingest.tcx.laps import LapSpan, Span, laps_frame, number, pause_spans
from ingest.tcx.outline import Activity
from ingest.xml.recording import (
    NO_DEVICE_STEPS,
    NO_RECORD_DYNAMICS,
    NO_SETS,
    NO_SPLITS,
    counts_up,
    pauses_of,
    records_since,
    storable_records,
    strides_to_steps,
    with_motion,
)
from ingest.xml.words import sport_of
from models.recording import Recording

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Session:
    """An activity, its points in order of time, when its laps were, and when each lap's tracks were."""

    activity: Activity
    points: pl.DataFrame
    laps: list[LapSpan]
    tracks: list[list[Span]]

    @property
    def took_time(self) -> bool:
        """Whether it is an activity at all."""
        return self.points.height > 1 or any(lap.timer_s for lap in self.laps)

    @property
    def start(self) -> int:
        """Its first moment, in microseconds since 1970."""
        return min([lap.begin for lap in self.laps] + [first for own in self.tracks for first, _ in own])

    def recording(self, index: int) -> Recording:
        """The activity as a recording, the `index`th of its file."""
        start = _EPOCH + timedelta(microseconds=self.start)
        sport = sport_of(self.activity.sport) or "generic"
        pauses = pause_spans(self.laps, self.tracks, self.start)
        records = with_motion(records_since(self.points, start), pauses)
        factor = strides_to_steps(self._cadence(), sport)
        end = max([lap.end for lap in self.laps] + [last for own in self.tracks for _, last in own])
        elapsed_s = (end - self.start) / _SECOND
        return Recording(
            session_index=index,
            sport=sport,
            sub_sport=None,
            start_time=start,
            utc_offset_s=next(iter(self.points["utc_offset_s"]), None),
            elapsed_s=elapsed_s,
            timer_s=self._timer_s(elapsed_s, pauses),
            distance_m=self._distance_m(records),
            device=self.activity.device,
            dynamics_source=None,
            records=storable_records(records, factor),
            laps=laps_frame(self.laps, self.start, factor),
            pauses=pauses_of(pauses),
            device_steps=NO_DEVICE_STEPS,
            record_dynamics=NO_RECORD_DYNAMICS,
            sets=NO_SETS,
            splits=NO_SPLITS,
        )

    def _cadence(self) -> pl.Series:
        """That of the points, or of the laps where no point has one."""
        told = self.points["cadence_spm"].drop_nulls()
        laps = [lap.lap.told for lap in self.laps]
        means = [number(lap.get("run_cadence")) or number(lap.get("cadence")) for lap in laps]
        return told if len(told) else pl.Series(means, dtype=pl.Float64)

    def _timer_s(self, elapsed_s: float, pauses: list[tuple[float, float]]) -> float:
        """The sum over the laps; where one of them does not tell, what the pauses leave."""
        told = [lap.timer_s for lap in self.laps if lap.timer_s is not None]
        return (
            sum(told) if told and len(told) == len(self.laps) else elapsed_s - sum(end - begin for begin, end in pauses)
        )

    def _distance_m(self, records: pl.DataFrame) -> float | None:
        """The longer of what the laps and what the points tell: either may miss a part, neither invents one."""
        laps = sum(number(lap.lap.told.get("distance_m")) or 0.0 for lap in self.laps)
        travelled = records["distance_m"].max()
        points = float(travelled) if isinstance(travelled, float) else 0.0
        if laps and not counts_up(self.points["distance_m"]):
            return laps
        return max(laps, points) or (None if travelled is None else points)
