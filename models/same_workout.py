"""Which recordings are of the same workout, and which of them counts.

Two recordings of one athlete are of the same workout where the sport is the same, or one of them has none; they start
within two minutes of each other; they overlap for at least half of the longer; and they last as long, within 5 %.
What was saved from a damaged file is the beginning of a longer recording with which it starts so, if half of it or
more lies within that, and it goes no farther.

The richest counts, and takes all that match it; of what is left the richest again. So each that does not count points
to one that does, with which it was compared itself: no chains, and no run that is joined to another only because
both are like a third. File names, order of import and ids decide nothing, but for ids between equals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from models.richness import UNSPECIFIED_SPORT


@dataclass(frozen=True, slots=True)
class SameWorkoutConfig:
    """How near to each other two recordings of the same workout are."""

    start_s: float = 120.0
    """Two watches are started one after the other, one of them waits for satellites. The contract's number."""
    duration: float = 0.05
    """Of the longer; the two are stopped one after the other, one pauses by itself. The contract's number."""
    overlap: float = 0.5
    """Of the longer, or of what is a part. One athlete cannot run twice at a time; strides that are recorded one by
    one do not overlap, but for a second or two of clocks and rounding. Our choice."""
    farther: float = 0.05
    """How much more distance a part may show than the whole: what two devices measure differs by a few percent."""


CONFIG = SameWorkoutConfig()

_DURATIONS = ("elapsed_s", "timer_s", "recorded_s")
_USED = ("activity_id", "file_id", "sport", "start_time", *_DURATIONS, "distance_m", "richness", "record_count")
_FORMATS = ("fit", "tcx", "gpx")
"""What watches write themselves first, then the exports by how much of it they keep."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One recording, as far as it matters here."""

    activity_id: str
    sport: str
    start_time: datetime
    durations_s: tuple[float | None, ...]
    """With pauses, without them, and from the start to the last record; as far as known."""
    richness: int
    records: int
    salvaged: bool
    """Whether only a part of its file could be read."""
    format: str | None = None
    distance_m: float | None = None

    @property
    def span_s(self) -> float:
        """How long it lasted, by whichever says most: totals may be early, and records few."""
        return max((known for known in self.durations_s if known), default=0.0)

    @property
    def order(self) -> tuple[int, bool, int, int, int, str]:
        """Sorts the richest first: what it tells, whole before salvaged, original before export, records, then id.

        More records are better up to one a second; more than that stand in the file twice, and fewer are better.
        """
        written = _FORMATS.index(self.format) if self.format in _FORMATS else len(_FORMATS)
        dense = min(self.records, int(self.span_s))
        return (-self.richness, self.salvaged, written, -dense, self.records, self.activity_id)


def candidates(activities: pl.DataFrame, files: pl.DataFrame, left_out: Iterable[str]) -> list[Candidate]:
    """The recordings among ACTIVITIES' rows: not what was told, and none of the ids in `left_out`.

    `files` are their rows of SOURCE_FILES.
    """
    without = set(left_out)
    read = files.select("file_id", "status", "format")
    rows = activities.select(_USED).join(read, on="file_id", how="left", maintain_order="left")
    return [
        Candidate(
            activity_id=row["activity_id"],
            sport=row["sport"],
            start_time=row["start_time"],
            durations_s=(row["elapsed_s"], row["timer_s"], row["recorded_s"]),
            richness=row["richness"] or 0,
            records=row["record_count"] or 0,
            salvaged=row["status"] == "salvaged",
            format=row["format"],
            distance_m=row["distance_m"],
        )
        for row in rows.iter_rows(named=True)
        if row["activity_id"] not in without and not _told(row)
    ]


def same_as(recordings: Sequence[Candidate], config: SameWorkoutConfig = CONFIG) -> dict[str, str]:
    """By the id of each recording that does not count itself the id of the one that counts for it."""
    alike: dict[str, list[Candidate]] = defaultdict(list)
    wholes: dict[str, list[Candidate]] = defaultdict(list)
    for one, other in _near(recordings, config):
        if _last_alike(one, other, config):
            alike[one.activity_id].append(other)
            alike[other.activity_id].append(one)
        part, whole = sorted((one, other), key=lambda each: each.span_s)
        if _is_part(part, whole, config):
            wholes[part.activity_id].append(whole)
    counts_for: dict[str, str] = {}
    for recording in sorted(recordings, key=lambda each: each.order):
        identity = recording.activity_id
        if identity in wholes or identity in counts_for:
            continue
        free = (o.activity_id for o in alike[identity] if o.activity_id not in wholes)
        counts_for |= {identity: identity} | {other: identity for other in free if other not in counts_for}
    for part in sorted((r for r in recordings if r.activity_id in wholes), key=lambda each: (-each.span_s, each.order)):
        # A longer part was given its place before: it leads on to the one that counts.
        whole = min(wholes[part.activity_id], key=lambda each: each.order)
        counts_for[part.activity_id] = counts_for[whole.activity_id]
    return {identity: counted for identity, counted in counts_for.items() if identity != counted}


def once_a_sensor(activities: pl.DataFrame) -> pl.DataFrame:
    """The activities whose running dynamics count: one a workout and sensor, none that is ignored.

    The recording that counts, and for each other sensor the richest of its own: two sensors on one run are data for
    both, each for its own reference and trend, and one sensor heard by two watches is data once.
    """
    workout = pl.coalesce("same_as", "activity_id")
    return (
        activities.filter(~pl.col("ignored"), pl.col("dynamics_source").is_not_null())
        .sort(pl.col("same_as").is_not_null(), -pl.col("richness").fill_null(0), "activity_id")
        .unique(["athlete_id", workout, "dynamics_source"], keep="first", maintain_order=True)
    )


def about_what_counts(notes: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """NOTES' rows, those about a second recording as ones about the recording that counts for it."""
    doubles = dict(activities.filter(pl.col("same_as").is_not_null()).select("activity_id", "same_as").iter_rows())
    return notes.with_columns(pl.col("activity_id").replace(doubles)) if doubles else notes


def together(counts_for: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By the id of each recording of a workout that was recorded more than once all of them, in order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for identity, counted in counts_for.items():
        groups[counted].append(identity)
    found = (tuple(sorted((counted, *doubles))) for counted, doubles in groups.items())
    return {identity: group for group in found for identity in group}


def _told(row: dict[str, Any]) -> bool:
    """What was told has no time of day: it is put at noon, and must not meet a run at noon."""
    return str(row["file_id"]).startswith("journal:")


def _near(recordings: Sequence[Candidate], config: SameWorkoutConfig) -> Iterable[tuple[Candidate, Candidate]]:
    """The pairs of one sport that start together: a sweep in order of time."""
    ordered = sorted(recordings, key=lambda each: (each.start_time, each.activity_id))
    for place, first in enumerate(ordered):
        for later in range(place + 1, len(ordered)):
            second = ordered[later]
            if (second.start_time - first.start_time).total_seconds() > config.start_s:
                break
            if first.sport == second.sport or UNSPECIFIED_SPORT in (first.sport, second.sport):
                yield first, second


def _last_alike(one: Candidate, other: Candidate, config: SameWorkoutConfig) -> bool:
    """Whether they overlap, and one of the durations that both know is the same: exports tell pauses differently."""
    known = [(a, b) for a, b in zip(one.durations_s, other.durations_s, strict=True) if a and b]
    alike = any(min(pair) >= (1 - config.duration) * max(pair) for pair in known)
    return alike and _shared_s(one, other) >= config.overlap * max(one.span_s, other.span_s)


def _is_part(part: Candidate, whole: Candidate, config: SameWorkoutConfig) -> bool:
    """Whether it is what was saved of a recording that lasted longer, or of another one of the same."""
    if not part.salvaged or _last_alike(part, whole, config) or not 0 < part.span_s < whole.span_s:
        return False
    if part.distance_m and whole.distance_m is not None and part.distance_m > (1 + config.farther) * whole.distance_m:
        return False
    return _shared_s(part, whole) >= config.overlap * part.span_s


def _shared_s(one: Candidate, other: Candidate) -> float:
    """How long both lasted at a time."""
    later_s = (other.start_time - one.start_time).total_seconds()
    return min(one.span_s, later_s + other.span_s) - max(0.0, later_s)
