"""What a person tells: checked first, then said in the journal, then applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors import UsageError
from models.journal import Fixed, Logged, Undone
from models.replay import retractions
from models.tables import ACTIVITIES
from models.workout_text import kind_of, parse
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.owners import words_about
from pipelines.settings import Settings
from pipelines.writer import Writer, writing


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an athlete says about a day."""

    what: str
    text: str | None = None
    value: float | None = None
    where: str | None = None


_FIND = 'trackwork sql "select activity_id, local_date, sport, distance_m from activities order by 2"'
_FITTING = {"strength": ("strength", "plyometrics"), "plyo": ("plyometrics", "strength")}


def log(home: Home, clock: Clock, settings: Settings, athlete_id: str, day: date, told: Told) -> Logged:
    """Keep what was told, as an entry of the journal.

    Raises:
        TextError: its text cannot be read.
        UsageError: strength that is a run, or the other way round; characters that are none.
    """
    for words in (told.text, told.where):
        if words and words != words.encode(errors="replace").decode():
            raise UsageError("there is a character in it that is none; write it anew, in UTF-8")
    if told.what in ("strength", "plyo", "run"):
        _check_text(told)
    entry = Logged.model_validate(
        {
            "recorded_at": clock.now(),
            "athlete_id": athlete_id,
            "what": told.what,
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


def undo(home: Home, clock: Clock, settings: Settings, seq: int) -> None:
    """Take back the log or fix number `seq`.

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
                "what": entry.what if isinstance(entry, Logged) else f"fix {entry.what}",
                "words": _words(entry),
                "retracted": entry.seq in gone,
            }
        )
    return rows


def fix(home: Home, clock: Clock, settings: Settings, activity: str, what: str, value: str | None) -> str:
    """Put the user's word over the machine's; what the activity is now, in words.

    Raises:
        UsageError: no such activity or athlete, or nothing to undo.
        TextError: repetitions that cannot be read.
    """
    if what == "reps":
        parse(value or "")
    if what == "athlete":
        settings.athlete(value)
    with writing(home, clock, settings) as writer:
        found = writer.store.read(ACTIVITIES, activity_id=activity)
        if found.is_empty():
            raise UsageError(f"there is no activity {activity}; find its id with: {_FIND}")
        if str(found["file_id"][0]).startswith("journal:"):
            seq = str(found["file_id"][0]).removeprefix("journal:")
            raise UsageError(f"{activity} was told, not recorded; take it back with `trackwork log undo {seq}`")
        owner = str(found["athlete_id"][0])
        if what == "undo":
            _undo_last_fix(writer, activity, owner)
        else:
            said = {"recorded_at": clock.now(), "athlete_id": owner, "activity_id": activity, "what": what}
            writer.say(Fixed.model_validate({**said, "value": value}))
        writer.apply()
        same = {name: found[name][0] for name in ("file_id", "session_index")}
        row = writer.store.read(ACTIVITIES, **same).row(0, named=True)
    if row["activity_id"] != activity:
        return f"{activity} belongs to {row['athlete_id']} now, as {row['activity_id']}"
    return f"{activity}: {row['structure_reason']}{' It is left out, as you said.' if row['ignored'] else ''}"


def _undo_last_fix(writer: Writer, activity: str, athlete_id: str) -> None:
    standing = words_about(writer.store).get(activity)
    if standing is None:
        raise UsageError(f"there is no fix of {activity} to take back")
    seq = int(standing["override_id"][-1])
    writer.say(Undone(recorded_at=writer.clock.now(), athlete_id=athlete_id, entry=seq))


def _check_text(told: Told) -> None:
    kind = kind_of(parse(told.text or ""))
    is_gym = kind in ("strength", "plyometrics")
    if told.what == "run" and (is_gym or kind == "rest"):
        raise UsageError(f"{told.text!r} is {kind}, not a run; tell it with `trackwork log strength` or `log plyo`")
    if told.what in _FITTING and kind not in _FITTING[told.what]:
        raise UsageError(f"{told.text!r} is a run ({kind}); tell it with `trackwork log run`")


def _words(entry: Logged | Fixed) -> str:
    if isinstance(entry, Fixed):
        return f"{entry.activity_id} {entry.value or ''}".strip()
    parts = (entry.text, f"{entry.value:g}" if entry.value is not None else None, entry.where)
    return " ".join(part for part in parts if part)
