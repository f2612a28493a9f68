"""Whose a file is: the athlete for whom it was handed in, unless the user's standing word names another."""

from __future__ import annotations

import polars as pl

from models import replay
from models.activity import activity_id
from models.journal import ENTRY, Fixed, Undone
from models.tables import ACTIVITIES, JOURNAL, RECEIPTS
from warehouse.store import Store


def owner_of(store: Store, file_id: str) -> str | None:
    """Whose the file is after all that was said so far; None where it never came in."""
    taken = store.read(RECEIPTS, file_id=file_id, outcome=["imported", "salvaged"])
    if taken.is_empty():
        return None
    first = taken.sort(pl.col("receipt_id").str.split("-").list.first().cast(pl.Int64))
    words = [word for word in _standing(store) if word.what == "athlete" and file_of(store, word) == file_id]
    return words[-1].value if words else str(first["athlete_id"][0])


def file_of(store: Store, word: Fixed) -> str | None:
    """The file whose activity the word means, whoever owns it now: the id was made for the athlete of the time."""
    recorded = store.read(ACTIVITIES).select("file_id", "session_index").rows()
    return next((file for file, i in recorded if activity_id(word.athlete_id, file, i) == word.activity_id), None)


def words_about(store: Store) -> dict[str, pl.DataFrame]:
    """The standing words of all athletes by the id that the activity has now, in order; they go with the file.

    Of several words of one kind the last.
    """
    words = _standing(store)
    if not words:
        return {}
    said = replay.overrides(words)
    by_id = said.partition_by("activity_id", as_dict=True, maintain_order=True)
    about: dict[str, pl.DataFrame] = {}
    for now, ids in _ids(store, {word.athlete_id for word in words}).items():
        mine = [by_id[(identity,)] for identity in ids if (identity,) in by_id]
        if mine:
            in_order = pl.concat(mine).sort(pl.col("override_id").cast(pl.Int64))
            about[now] = in_order.unique("kind", keep="last", maintain_order=True)
    return about


def _standing(store: Store) -> list[Fixed]:
    entries = [ENTRY.validate_json(text) for text in store.read(JOURNAL, kind=["fix", "undo"])["entry"]]
    gone = {entry.entry for entry in entries if isinstance(entry, Undone)}
    return [entry for entry in entries if isinstance(entry, Fixed) and entry.seq not in gone]


def _ids(store: Store, athletes: set[str]) -> dict[str, list[str]]:
    """By the id that an activity has now: those that it had, or has, as each athlete's."""
    recorded = store.read(ACTIVITIES).select("activity_id", "file_id", "session_index").rows()
    return {now: [activity_id(athlete, file, i) for athlete in sorted(athletes)] for now, file, i in recorded}
