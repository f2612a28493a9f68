"""What a person tells: checked first, then said in the journal, then applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from models.errors import TextError, UsageError
from models.journal import Fixed, Logged, Undone
from models.replay import retractions
from models.tables import ACTIVITIES
from models.workout_text import kind_of, parse, steps
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.owners import words_about
from pipelines.same_workouts import others_of, which_counts
from pipelines.settings import Settings
from pipelines.writer import Writer, writing
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an athlete says about a day."""

    what: str
    text: str | None = None
    value: float | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of an activity after the user's word about it."""

    activity_id: str
    words: str


_FIND = 'trackwork sql "select activity_id, local_date, sport, distance_m from activities order by 2"'
_REPETITIONS = 'write what was run, such as "6x400", "5 x 3min" or "4x400m, 2x200m"'
_GYM = {"strength": "strength", "plyometrics": "plyo"}
"""By kind of session the word under which its sets are kept."""
_SHORTEST_ID = 4
"""Fewer characters hit the wrong activity too easily."""


def log(home: Home, clock: Clock, settings: Settings, athlete_id: str, day: date, told: Told) -> Logged:
    """Keep what was told, as an entry of the journal; sets under strength or jumps as their exercises are.

    Raises:
        TextError: its text cannot be read.
        UsageError: strength that is a run, or the other way round; characters that are none.
    """
    for words in (told.text, told.where):
        if words and words != words.encode(errors="replace").decode():
            raise UsageError("there is a character in it that is none; write it anew, in UTF-8")
    entry = Logged.model_validate(
        {
            "recorded_at": clock.now(),
            "athlete_id": athlete_id,
            "what": _heading(told),
            "local_date": day,
            "text": told.text,
            "value": told.value,
            "where": told.where,
        }
    )
    with writing(home, clock, settings) as writer:
        kept = writer.say(entry)
        writer.apply()
    return entry.model_copy(update={"seq": kept.seq})


def undo(home: Home, clock: Clock, settings: Settings, seq: int) -> str:
    """Take back the log or fix number `seq`; what it said.

    Raises:
        UsageError: there is none, or it was taken back already.
    """
    with writing(home, clock, settings) as writer:
        entries = list(writer.journal.read())
        undone = next((e for e in entries if e.seq == seq and isinstance(e, Logged | Fixed)), None)
        if undone is None:
            raise UsageError(f"nothing was told under {seq}; see `trackwork log list`")
        if seq in retractions(entries):
            raise UsageError(f"{seq} was taken back already")
        writer.say(Undone(recorded_at=clock.now(), athlete_id=undone.athlete_id, entry=seq))
        writer.apply()
    about = f" on {undone.local_date}" if isinstance(undone, Logged) else ""
    return f"{_what(undone)} {_words(undone)}".strip() + about


def entries_of(home: Home, athlete_id: str) -> list[dict[str, object]]:
    """Everything that was told of the athlete, in order, for people to read."""
    entries = list(Journal(home.journal).read())
    gone = retractions(entries)
    rows: list[dict[str, object]] = []
    for entry in entries:
        if entry.athlete_id != athlete_id or not isinstance(entry, Logged | Fixed):
            continue
        rows.append(
            {
                "id": entry.seq,
                "recorded_at": entry.recorded_at,
                "day": entry.local_date if isinstance(entry, Logged) else None,
                "what": _what(entry),
                "words": _words(entry),
                "retracted": entry.seq in gone,
            }
        )
    return rows


def fix(home: Home, clock: Clock, settings: Settings, activity: str, what: str, value: str | None) -> Mended:
    """Put the user's word over the machine's; `activity` is its id, or a beginning that no other has.

    Raises:
        UsageError: no such activity or athlete, or nothing to undo.
        TextError: repetitions that cannot be read.
    """
    if what == "reps":
        _check_repetitions(value or "")
    if what == "athlete":
        settings.athlete(value)
    with writing(home, clock, settings) as writer:
        before = _activity(writer.store, activity)
        identity, owner = str(before["activity_id"]), str(before["athlete_id"])
        others = others_of(writer.store, before)
        if what == "undo":
            done = f"taken back: {_undo_last_fix(writer, identity, owner, others)}. "
        else:
            done = "confirmed. " if what == "confirm" else ""
            said = {"recorded_at": clock.now(), "athlete_id": owner, "activity_id": identity, "what": what}
            writer.say(Fixed.model_validate({**said, "value": value}))
        writer.apply()
        same = {name: before[name] for name in ("file_id", "session_index")}
        row = writer.store.read(ACTIVITIES, **same).row(0, named=True)
        counted = which_counts(writer.store, row, others)
    named = f"{identity}, {row['sport']} of {row['local_date']}"
    if row["activity_id"] != identity:
        return Mended(identity, f"{named}: {done}It belongs to {row['athlete_id']} now, as {row['activity_id']}")
    left_out = " It is left out, as you said." if row["ignored"] else ""
    return Mended(identity, f"{named}: {done}{row['structure_reason']}{left_out}{counted}")


def _activity(store: Store, begins: str) -> dict[str, Any]:
    """The recorded activity whose id is, or begins with, what the user wrote."""
    activities = store.read(ACTIVITIES)
    found = activities.filter(activity_id=begins)
    if found.is_empty() and len(begins) >= _SHORTEST_ID:
        found = activities.filter(pl.col("activity_id").str.starts_with(begins.lower()))
    if found.is_empty():
        raise UsageError(f"there is no activity {begins}; find its id with: {_FIND}")
    if found.height > 1:
        columns = ("activity_id", "sport", "local_date")
        those = "".join(f"\n  {i}  {sport} of {day}" for i, sport, day in found.select(columns).iter_rows())
        raise UsageError(f"{found.height} activities begin with {begins}; write more of the one meant:{those}")
    row = found.row(0, named=True)
    if str(row["file_id"]).startswith("journal:"):
        seq = str(row["file_id"]).removeprefix("journal:")
        raise UsageError(f"{row['activity_id']} was told, not recorded; take it back with `trackwork log undo {seq}`")
    return row


def _undo_last_fix(writer: Writer, activity: str, athlete_id: str, others: Sequence[str]) -> str:
    """Take back the last fix that stands; the option with which it was said.

    One that was said of another recording of the workout is taken back there: `others` are those.
    """
    words = words_about(writer.store)
    standing = words.get(activity)
    if standing is None:
        there = [f"; of the same workout: trackwork fix {other} --undo" for other in others if other in words]
        raise UsageError(f"there is no fix of {activity} to take back{''.join(there)}")
    last = standing.row(-1, named=True)
    writer.say(Undone(recorded_at=writer.clock.now(), athlete_id=athlete_id, entry=int(last["override_id"])))
    return f"--{last['kind'].replace('_', '-')} {last['value'] or ''}".strip()


def _check_repetitions(text: str) -> None:
    try:
        work = steps(parse(text)).filter(kind="work")
    except TextError as error:
        raise TextError(f"no repetitions can be read here; {_REPETITIONS}", text=text, column=error.column) from error
    if work.is_empty():
        raise UsageError(f"{text!r} holds no repetitions; {_REPETITIONS}")


def _heading(told: Told) -> str:
    """What kind of word it is: of sets the exercises decide, not the command that was typed."""
    if told.what not in ("strength", "plyo", "run"):
        return told.what
    kind = kind_of(parse(told.text or ""))
    if told.what == "run":
        if kind in (*_GYM, "rest"):
            raise UsageError(f"{told.text!r} is {kind}, not a run; tell it with `trackwork log strength` or `log plyo`")
        return "run"
    if kind not in _GYM:
        raise UsageError(f"{told.text!r} is a run ({kind}); tell it with `trackwork log run`")
    return _GYM[kind]


def _what(entry: Logged | Fixed) -> str:
    return entry.what if isinstance(entry, Logged) else f"fix --{entry.what.replace('_', '-')}"


def _words(entry: Logged | Fixed) -> str:
    if isinstance(entry, Fixed):
        return f"{entry.activity_id} {entry.value or ''}".strip()
    parts = (entry.text, f"{entry.value:g}" if entry.value is not None else None, entry.where)
    return " ".join(part for part in parts if part)
