"""The splits of a FIT activity, as the watch tells them."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from ingest.fit.records import ON_FOOT
from ingest.fit.write import Messages, Value
from models.recording import Recording


def split_messages(recording: Recording, at: float) -> Messages:
    """Splits, each with its first and its last whole second and its length."""
    splits = recording.splits.rows(named=True)
    rows = [_split(recording, split) for split in splits]
    fields = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    return Messages("split", [at] * len(rows), fields)


def _split(recording: Recording, split: dict[str, float | None]) -> dict[str, Value]:
    start, end = split["start_s"] or 0.0, split["end_s"] or 0.0
    last = ceil(end) - 1 if end > start else end
    cadence = split["avg_cadence_spm"]
    return {
        "message_index": split["split_index"],
        "split_type": split["kind"],
        "start_time": recording.start_time + timedelta(seconds=int(start)),
        "end_time": recording.start_time + timedelta(seconds=last),
        "total_elapsed_time": end - start,
        "total_timer_time": split["timer_s"],
        "total_distance": split["distance_m"],
        "avg_heart_rate": split["avg_heart_rate_bpm"],
        "max_heart_rate": split["max_heart_rate_bpm"],
        "avg_cadence": None if cadence is None else cadence / (2 if recording.sport in ON_FOOT else 1),
        "first_lap_index": split["first_lap_index"],
        "num_laps": split["lap_count"],
    }
