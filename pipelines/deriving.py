"""Brings the derived rows of one athlete up to date in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from ingest.plan import read_plan, workouts
from models import replay
from models.activity import recording_of
from models.adjustment.versions import in_force, versions
from models.athlete import AthleteData
from models.derivation import DERIVATION_VERSION, Proposals, Words, derive, derive_due
from models.dynamics import measure, own_exponent
from models.errors import PlanError
from models.ids import stable_id
from models.journal import ENTRY, AthleteFacts, Entry, PlanSaid
from models.plans import DatedPlan
from models.plans import in_force as plan_in_force
from models.recording import SETS_SCHEMA, Recording
from models.same_workout import about_what_counts
from models.schema import Table
from models.segmentation import Segmentation, segment
from models.tables import (
    ACTIVITIES,
    ATHLETES,
    COMPLIANCE,
    DEVICE_STEPS,
    INTERVALS,
    JOURNAL,
    LAPS,
    NOTES,
    OVERRIDES,
    PAUSES,
    RECORD_DYNAMICS,
    RECORDS,
    SPLITS,
    STRENGTH_SETS,
    WORKOUT_COMPLIANCE,
    WORKOUT_STEPS,
    WORKOUTS,
)
from models.told_run import told_run
from pipelines.owners import words_about
from pipelines.same_workouts import say_which_count
from warehouse.store import Store
from warehouse.together import Reads, Together


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of an athlete before anything is derived."""

    facts: AthleteFacts
    entries: Sequence[Entry]
    words: Words

    @property
    def as_of(self) -> date:
        """The athlete's day at the newest entry: a replay sees the same day again."""
        return self.entries[-1].recorded_at.astimezone(ZoneInfo(self.facts.timezone)).date()


def known(rows: Reads, athlete_id: str) -> Known | None:
    """What the journal tells of the athlete, or None where it tells nothing."""
    entries = [ENTRY.validate_json(text) for text in rows.read(JOURNAL, athlete_id=athlete_id)["entry"]]
    facts = replay.facts(entries)
    if facts is None:
        return None
    words = Words(plan_in_force(_plans(entries, facts)), replay.decisions(entries), replay.reviewed(entries))
    return Known(facts, entries, words)


def athlete_data(rows: Reads, known: Known) -> AthleteData:
    """The athlete's frames as they lie in the warehouse."""
    activities = rows.read(ACTIVITIES, athlete_id=known.facts.athlete_id)
    notes = rows.read(NOTES, athlete_id=known.facts.athlete_id)
    return AthleteData(
        athlete_id=known.facts.athlete_id,
        as_of=known.as_of,
        week_start_day=known.facts.week_start_day,
        activities=activities,
        intervals=rows.read(INTERVALS, activity_id=activities["activity_id"].to_list()),
        strength_sets=rows.read(STRENGTH_SETS, athlete_id=known.facts.athlete_id),
        notes=about_what_counts(notes.filter(pl.col("retracted_at").is_null()), activities),
        workouts=WORKOUTS.empty(),
        workout_steps=WORKOUT_STEPS.empty(),
        accepted=known.words.decided.clear(),
        compliance_colours=known.facts.compliance_colours,
    )


def refresh(store: Store, athlete_id: str, fresh: Mapping[str, Recording]) -> None:
    """Work out anew what is derived for the athlete; `fresh` recordings need not be read back."""
    told = known(store, athlete_id)
    if told is None:
        return
    _said_rows(store, told)
    _segment_stale(store, told, fresh, say_which_count(store, athlete_id, words_about(store)))
    _told_runs(store, told)
    derived = derive(athlete_data(store, told), told.words)
    old = store.read(WORKOUTS, athlete_id=athlete_id)["workout_id"].to_list()
    _store(store, [athlete_id], derived, sorted({*old, *derived[WORKOUTS]["workout_id"].to_list()}))


def refresh_due(store: Store, proposed: Mapping[str, Proposals | None]) -> None:
    """The same for athletes of whom a week was reviewed and nothing else was said, with what the reviews propose.

    Recordings, plan and words are as they were.
    """
    together = Together(store, list(proposed))
    derived: list[dict[Table, pl.DataFrame]] = []
    workout_ids: list[str] = []
    for athlete_id, of_week in proposed.items():
        rows = together.of(athlete_id)
        told = known(rows, athlete_id)
        if told is not None:
            workout_ids += rows.read(WORKOUTS, athlete_id=athlete_id)["workout_id"].unique().to_list()
            derived.append(derive_due(athlete_data(rows, told), told.words, of_week))
    if derived:
        all_of_them = {table: pl.concat([one[table] for one in derived]) for table in derived[0]}
        _store(store, list(proposed), all_of_them, workout_ids)


def _store(store: Store, athlete_ids: list[str], derived: Mapping[Table, pl.DataFrame], workout_ids: list[str]) -> None:
    """Replace the athletes' rows of these tables; `workout_ids` are all that they have or had."""
    by_workout = (WORKOUT_STEPS, COMPLIANCE, WORKOUT_COMPLIANCE)
    for table, frame in derived.items():
        where = {"workout_id": workout_ids} if table in by_workout else {"athlete_id": athlete_ids}
        store.replace(table, frame, **where)


def _plans(entries: Sequence[Entry], facts: AthleteFacts) -> list[DatedPlan]:
    plans: list[DatedPlan] = []
    for entry in entries:
        if isinstance(entry, PlanSaid):
            try:
                asked = _workouts(entry.text, facts.athlete_id, facts.week_start_day)
            except PlanError:
                continue  # it was readable when it was said; what cannot be read any more asks for nothing
            made_known = entry.recorded_at.astimezone(ZoneInfo(facts.timezone)).date()
            plans.append((made_known, *asked))
    return plans


@lru_cache(maxsize=256)
def _workouts(text: str, athlete_id: str, week_start_day: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reading a plan costs as much as decoding a run, and every batch asks for the same ones again."""
    return workouts(read_plan(text), athlete_id, week_start_day)


def _said_rows(store: Store, told: Known) -> None:
    athlete_id = told.facts.athlete_id
    store.replace(ATHLETES, replay.athlete_row(told.facts), athlete_id=athlete_id)
    store.replace(NOTES, replay.notes(told.entries), athlete_id=athlete_id)
    store.replace(OVERRIDES, replay.overrides(told.entries), athlete_id=athlete_id)
    store.replace(STRENGTH_SETS, replay.told_sets(told.entries), athlete_id=athlete_id, source="log")


def _told_runs(store: Store, told: Known) -> None:
    mine = store.read(ACTIVITIES, athlete_id=told.facts.athlete_id)
    old = mine.filter(pl.col("file_id").str.starts_with("journal:"))["activity_id"].to_list()
    new = [told_run(said, told.facts, DERIVATION_VERSION) for said in replay.told_runs(told.entries)]
    for table, frames in ((ACTIVITIES, [a for a, _ in new]), (INTERVALS, [i for _, i in new])):
        rows = pl.concat(frames) if frames else table.empty()
        store.replace(table, rows, activity_id=sorted({*old, *rows["activity_id"].to_list()}))


def _segment_stale(
    store: Store, told: Known, fresh: Mapping[str, Recording], words: Mapping[str, pl.DataFrame]
) -> None:
    """Segment each activity whose recording, prescription or overrides changed, or whose version is older."""
    asked = _runs_asked(*versions(*told.words.plan, told.words.decided.filter(pl.col("status") == "accepted")))
    rows: list[dict[str, object]] = []
    intervals: list[pl.DataFrame] = []
    for activity in store.read(ACTIVITIES, athlete_id=told.facts.athlete_id).iter_rows(named=True):
        mine = words.get(activity["activity_id"], OVERRIDES.empty())
        workout, steps = _prescribed(asked, activity)
        key = stable_id(DERIVATION_VERSION, workout["text"] if workout else "", mine.select("kind", "value").rows())
        if activity["derivation_key"] in (key, "told"):
            continue
        recording = fresh.get(activity["activity_id"]) or _recording(store, activity)
        result, measured = _segmented(recording, steps, mine)
        intervals.append(_owned(result.intervals, activity["activity_id"]))
        rows.append(
            activity
            | measured
            | {
                "structure": result.structure,
                "structure_reason": result.structure_reason,
                "distance_scale": result.distance_scale,
                "lane": result.lane,
                "ignored": (mine["kind"] == "ignore").any(),
                "derivation_key": key,
                "derivation_version": DERIVATION_VERSION,
            }
        )
    if rows:
        ids = [str(row["activity_id"]) for row in rows]
        store.replace(ACTIVITIES, ACTIVITIES.rows(rows), activity_id=ids)
        store.replace(INTERVALS, pl.concat(intervals), activity_id=ids)


def _segmented(
    recording: Recording, asked: pl.DataFrame | None, words: pl.DataFrame
) -> tuple[Segmentation, dict[str, float | None]]:
    """The intervals with all that is measured in them, and what is measured over the whole.

    A fault of ours costs this activity's, and nothing else.
    """
    try:
        found = segment(recording, asked, words)
        measured = replace(found, intervals=measure(recording.records, found.intervals))
        return measured, _exponent(recording)
    except Exception as error:  # noqa: BLE001  # its receipt stands in the journal: it would stop every later command
        reason = f"A fault of trackwork, please report it: {type(error).__name__}: {error}"
        nothing: dict[str, float | None] = {"stance_time_exponent": None, "stance_time_exponent_error": None}
        return Segmentation("none", reason, None, None, INTERVALS.unowned(INTERVALS.empty())), nothing


def _exponent(recording: Recording) -> dict[str, float | None]:
    own = own_exponent(recording.records) if recording.dynamics_source else None
    value, error = (own.value, own.error) if own else (None, None)
    return {"stance_time_exponent": value, "stance_time_exponent_error": error}


def _owned(intervals: pl.DataFrame, activity_id: str) -> pl.DataFrame:
    owner = pl.lit(activity_id).alias("activity_id")
    return INTERVALS.conform(intervals.with_columns(owner, pl.lit(DERIVATION_VERSION).alias("derivation_version")))


_SAYING_MOST = ("intervals", "tempo", "long", "easy")
"""Kinds of run by how much they say about repetitions."""

_Asked = dict[date, tuple[pl.DataFrame, pl.DataFrame]]
"""The runs that were asked of a day, in all versions, and their steps."""


def _runs_asked(workouts: pl.DataFrame, steps: pl.DataFrame) -> _Asked:
    runs = workouts.filter(pl.col("kind").is_in(_SAYING_MOST))
    return {
        day: (rows, steps.join(rows, on=("workout_id", "version"), how="semi"))
        for (day,), rows in runs.partition_by("local_date", as_dict=True).items()
    }


def _prescribed(asked: _Asked, activity: dict[str, Any]) -> tuple[dict[str, Any] | None, pl.DataFrame | None]:
    """The run that was asked of the activity's day, in the version that counted when it began, and its steps."""
    if activity["sport"] != "running" or activity["local_date"] not in asked:
        return None, None
    runs, steps = asked[activity["local_date"]]
    counted = in_force(runs, activity["start_time"]).iter_rows(named=True)
    workout = min(counted, key=lambda run: (_SAYING_MOST.index(run["kind"]), run["day_index"]), default=None)
    if workout is None:
        return None, None
    same = (pl.col("workout_id") == workout["workout_id"]) & (pl.col("version") == workout["version"])
    return workout, steps.filter(same).sort("step_index")


def _recording(store: Store, activity: dict[str, object]) -> Recording:
    tables: tuple[Table, ...] = (RECORDS, LAPS, SPLITS, PAUSES, DEVICE_STEPS, RECORD_DYNAMICS)
    frames = {table: store.read(table, activity_id=activity["activity_id"]) for table in tables}
    return recording_of(activity, frames, pl.DataFrame(schema=SETS_SCHEMA))
