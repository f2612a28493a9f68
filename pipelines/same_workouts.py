"""Workouts that were recorded more than once: which recording counts, in the tables and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from models.same_workout import candidates, same_as, together
from models.tables import ACTIVITIES, SOURCE_FILES
from pipelines.loading import Outcome
from warehouse.store import Store

_OF_ONE_RECORDING = ("ignore", "athlete")
"""Words about a recording. All others are about the workout, and hold for each recording of it."""


def say_which_count(store: Store, athlete_id: str, words: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Work out `same_as` of the athlete's activities; the words about each, those about its workout with them.

    A run of which the user said what was in it goes on being that when a richer recording of it comes in later.
    `words` are those about each recording itself; an ignored one is of no workout.
    """
    activities = store.read(ACTIVITIES, athlete_id=athlete_id)
    ignored = [identity for identity, said in words.items() if (said["kind"] == "ignore").any()]
    files = store.read(SOURCE_FILES, athlete_id=athlete_id)
    counts_for = same_as(candidates(activities, files, ignored))
    counted = pl.col("activity_id").replace_strict(counts_for, default=None, return_dtype=pl.String())
    changed = activities.filter(counted.ne_missing(pl.col("same_as")))
    if changed.height:
        rows = changed.with_columns(counted.alias("same_as"))
        store.replace(ACTIVITIES, rows, activity_id=rows["activity_id"].to_list())
    return {**words, **_shared(words, together(counts_for))}


def _shared(words: Mapping[str, pl.DataFrame], workouts: Mapping[str, Sequence[str]]) -> dict[str, pl.DataFrame]:
    """The words about each recording of a workout: its own, and those about the others that are about the workout."""
    shared: dict[str, pl.DataFrame] = {}
    for identity, recordings in workouts.items():
        mine = [words[identity]] if identity in words else []
        others = [words[other] for other in recordings if other != identity and other in words]
        about = [said.filter(~pl.col("kind").is_in(_OF_ONE_RECORDING)) for said in others]
        if mine or about:
            in_order = pl.concat([*mine, *about]).sort(pl.col("override_id").cast(pl.Int64))
            shared[identity] = in_order.unique("kind", keep="last", maintain_order=True)
    return shared


def with_notes(store: Store, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes, each of whose workouts another file holds too with a note that says which one counts."""
    found = store.read(ACTIVITIES, activity_id=[i for outcome in outcomes for i in outcome.activity_ids])
    if found.is_empty():
        return list(outcomes)
    doubles = store.read(ACTIVITIES, same_as=found["activity_id"].to_list())
    counted = store.read(ACTIVITIES, activity_id=found["same_as"].drop_nulls().to_list())
    files = [*doubles["file_id"], *counted["file_id"]]
    names = dict(store.read(SOURCE_FILES, file_id=files).select("file_id", "name").iter_rows())
    file_of = {row["activity_id"]: row["file_id"] for row in counted.iter_rows(named=True)}
    rows = {row["activity_id"]: row for row in found.iter_rows(named=True)}
    noted = []
    for outcome in outcomes:
        mine = [rows[identity] for identity in outcome.activity_ids if identity in rows]
        counting = [names[file_of[row["same_as"]]] for row in mine if row["same_as"]]
        poorer = doubles.filter(pl.col("same_as").is_in([row["activity_id"] for row in mine]))["file_id"]
        noted.append(replace(outcome, note=_note(counting, [names[file_id] for file_id in poorer])))
    return noted


def _note(counting: Sequence[str], poorer: Sequence[str]) -> str | None:
    told = []
    if counting:
        told.append(f"the same workout as {_listed(counting)}, which tells more and counts")
    if poorer:
        told.append(f"the same workout as {_listed(poorer)}; this one tells more and counts")
    return "; ".join(told) or None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def others_of(store: Store, activity: Mapping[str, Any]) -> list[str]:
    """The ids of the other recordings of its workout; `activity` is a row of ACTIVITIES."""
    counted = activity["same_as"] or activity["activity_id"]
    doubles = store.read(ACTIVITIES, same_as=counted)["activity_id"].to_list()
    return [identity for identity in (counted, *doubles) if identity != activity["activity_id"]]


def which_counts(store: Store, activity: Mapping[str, Any], others_before: Sequence[str]) -> str:
    """Which recording counts of the workout of an activity that has more than one, as sentences after a blank.

    `others_before` are the other recordings of its workout before the user's word about this one.
    """
    if activity["ignored"]:
        now = store.read(ACTIVITIES, activity_id=list(others_before))
        counting = now.filter(pl.col("same_as").is_null(), ~pl.col("ignored"))
        still = f" The workout counts still, as recorded by {_all_named(counting)}; if it shall not, ignore that too."
        return still if counting.height else ""
    if activity["same_as"]:
        counted = _all_named(store.read(ACTIVITIES, activity_id=activity["same_as"]))
        return f" The same workout as {counted}, which tells more and counts; a word about one holds for both."
    others = store.read(ACTIVITIES, same_as=activity["activity_id"])
    also = f" It was recorded by {_all_named(others)} too and counts once; a word about one holds for all."
    return also if others.height else ""


def _all_named(activities: pl.DataFrame) -> str:
    return ", ".join(_named(row) for row in activities.iter_rows(named=True))


def _named(row: Mapping[str, Any]) -> str:
    return f"{row['device']} ({row['activity_id']})" if row["device"] else str(row["activity_id"])
