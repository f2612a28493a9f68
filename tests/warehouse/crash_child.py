"""Writes activities until it is killed, saying each one that was committed; run by test_crash."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from models.tables import ACTIVITIES, JOURNAL, RECORDS
from warehouse.publish import publish
from warehouse.store import Store

RECORDS_EACH = 500


def main(database: Path, published: Path) -> None:
    """Replace activity after activity, with its records and the number of the journal entry, and publish."""
    with Store.open(database) as store:
        start = store.journal_seq
    for seq in range(start + 1, start + 100_000):
        with Store.open(database) as store, store.transaction():
            name = f"activity-{seq % 7}"
            store.replace(ACTIVITIES, ACTIVITIES.rows([activity(name, seq)]), activity_id=name)
            store.replace(RECORDS, records(name, seq), activity_id=name)
            store.insert(JOURNAL, entry(seq))
        publish(database, published)
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


def entry(seq: int) -> pl.DataFrame:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return JOURNAL.rows([{"seq": seq, "recorded_at": at, "athlete_id": "ann", "kind": "receive", "entry": "{}"}])


def activity(name: str, seq: int) -> dict[str, object]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    texts = dict.fromkeys(("activity_id", "athlete_id", "file_id", "sport", "structure_reason", "derivation_key"), name)
    days = {"local_date": at.date(), "week_start": at.date(), "start_time": at}
    numbers = {"session_index": 0, "utc_offset_s": 0, "derivation_version": seq}
    return {**texts, **days, **numbers, "structure": "none", "ignored": False}


def records(name: str, seq: int) -> pl.DataFrame:
    index = pl.int_range(RECORDS_EACH, eager=True)
    return RECORDS.conform(
        pl.DataFrame({"record_index": index, "elapsed_s": index.cast(pl.Float64)}).with_columns(
            activity_id=pl.lit(name),
            timestamp=pl.lit(datetime(2026, 1, 1, tzinfo=UTC)),
            power_w=pl.lit(float(seq)),
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
