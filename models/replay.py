"""What the journal's entries mean: pure functions from entries to rows, so that a replay gives the same tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import polars as pl

from models.journal import AthleteFacts, Decided, Entry, Fixed, Logged, Reviewed, Undone
from models.tables import ADJUSTMENTS, ATHLETES, NOTE_KINDS, NOTES, OVERRIDES, STRENGTH_SETS
from models.workout_text import parse, steps


def facts(entries: Iterable[Entry]) -> AthleteFacts | None:
    """The latest facts about the athlete."""
    return next((e for e in reversed(list(entries)) if isinstance(e, AthleteFacts)), None)


def athlete_row(said: AthleteFacts) -> pl.DataFrame:
    """The athlete's row of `athletes`."""
    return ATHLETES.rows([said.model_dump(include=set(ATHLETES.schema))])


def notes(entries: Sequence[Entry]) -> pl.DataFrame:
    """Rows of `notes`, the retracted ones too."""
    undone = retractions(entries)
    return NOTES.rows(
        [
            {
                "note_id": str(entry.seq),
                "athlete_id": entry.athlete_id,
                "local_date": entry.local_date,
                "activity_id": entry.activity_id,
                "kind": entry.what,
                "value": entry.value,
                "body_part": entry.where,
                "text": entry.text,
                "recorded_at": entry.recorded_at,
                "retracted_at": undone.get(entry.seq),
            }
            for entry in entries
            if isinstance(entry, Logged) and entry.what in NOTE_KINDS
        ]
    )


def told_sets(entries: Sequence[Entry]) -> pl.DataFrame:
    """Rows of `strength_sets` for sets of strength and jumps that were told, not recorded."""
    undone = retractions(entries)
    rows: list[dict[str, object]] = []
    for entry in entries:
        if not (isinstance(entry, Logged) and entry.what in ("strength", "plyo")) or entry.seq in undone:
            continue
        sets = steps(parse(entry.text or "")).filter(pl.col("kind") == "exercise")
        rows += [
            {
                "set_id": f"{entry.seq}-{index}",
                "athlete_id": entry.athlete_id,
                "local_date": entry.local_date,
                "set_index": index,
                "exercise": row["exercise"],
                "duration_s": row["duration_s"],
                "repetitions": row["repetitions"],
                "weight_kg": row["load_kg"],
                "side": row["side"],
                "source": "log",
            }
            for index, row in enumerate(sets.iter_rows(named=True))
        ]
    return STRENGTH_SETS.rows(rows)


def told_runs(entries: Sequence[Entry]) -> list[Logged]:
    """The runs that were told, not recorded, and not taken back."""
    undone = retractions(entries)
    return [e for e in entries if isinstance(e, Logged) and e.what == "run" and e.seq not in undone]


def overrides(entries: Sequence[Entry]) -> pl.DataFrame:
    """Rows of `overrides`, the retracted ones too."""
    undone = retractions(entries)
    return OVERRIDES.rows(
        [
            {
                "override_id": str(entry.seq),
                "athlete_id": entry.athlete_id,
                "activity_id": entry.activity_id,
                "kind": entry.what,
                "value": entry.value,
                "recorded_at": entry.recorded_at,
                "retracted_at": undone.get(entry.seq),
            }
            for entry in entries
            if isinstance(entry, Fixed)
        ]
    )


def decisions(entries: Iterable[Entry]) -> pl.DataFrame:
    """Rows of `adjustments` as they were decided; the last word on each counts."""
    last: dict[str, dict[str, object]] = {}
    for entry in entries:
        if not isinstance(entry, Decided):
            continue
        for row in entry.adjustments:
            decided = {"status": entry.decision, "decided_at": entry.recorded_at, "decided_by": entry.by}
            last[str(row["adjustment_id"])] = _dated(row) | decided
    return ADJUSTMENTS.rows(list(last.values()))


def reviewed(entries: Iterable[Entry]) -> dict[date, pl.DataFrame]:
    """For each reviewed week (its first day) the changes that were shown, each as it was shown last.

    What the last review of the week shows is `proposed`, in its order; what only an earlier one showed is
    `superseded`.
    """
    shown: dict[date, dict[str, dict[str, object]]] = {}
    for entry in entries:
        if isinstance(entry, Reviewed):
            last = {str(row["adjustment_id"]): _dated(row) for row in entry.proposals}
            earlier = shown.get(entry.week_start, {})
            gone = {key: row | {"status": "superseded"} for key, row in earlier.items() if key not in last}
            shown[entry.week_start] = gone | last
    return {week: ADJUSTMENTS.rows(list(rows.values())) for week, rows in sorted(shown.items())}


def retractions(entries: Iterable[Entry]) -> dict[int, datetime]:
    """The numbers of entries that were taken back, with the instant."""
    return {entry.entry: entry.recorded_at for entry in entries if isinstance(entry, Undone)}


def as_journal_rows(adjustments: pl.DataFrame) -> tuple[dict[str, str | int | None], ...]:
    """Rows of `adjustments` as the journal keeps them: dates as text, what is decided later left out."""
    kept = adjustments.drop("status", "decided_at", "decided_by").with_columns(pl.col("week_start").cast(pl.String))
    return tuple(kept.iter_rows(named=True))


def _dated(row: dict[str, str | int | None]) -> dict[str, object]:
    return {**row, "status": "proposed", "week_start": date.fromisoformat(str(row["week_start"]))}
