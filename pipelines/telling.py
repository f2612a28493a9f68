"""What a person tells: checked first, then said in the journal, then applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors import UsageError
from models.journal import Fixed, Logged, Undone
from models.replay import retractions
from models.tables import ACTIVITIES, OVERRIDES
from models.workout_text import kind_of, parse
from pipelines.clock import Clock
from pipelines.home import Home
from pipelines.journal import Journal
from pipelines.settings import Settings
from pipelines.writer import Writer, writing


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an athlete says about a day."""

    what: str
    text: str | None = None
    value: float | None = None
    where: str | None = None


_FITTING = {"strength": ("strength", "plyometrics"), "plyo": ("plyometrics", "strength")}


def log(home: Home, clock: Clock, settings: Settings, athlete_id: str, day: date, told: Told) -> Logged:
    """Keep what was told, as an entry of the journal.

    Raises:
        TextError: its text cannot be read.
        UsageError: strength that is a run, or the other way round.
    """
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
                "day": entry.local_date if isinstance(entry, Logged) else "",
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
            raise UsageError(
                f"there is no activity {activity}; its id stands in the review and in the table activities"
            )
        owner = str(found["athlete_id"][0])
        if what == "undo":
            _undo_last_fix(writer, activity)
        else:
            said = {"recorded_at": clock.now(), "athlete_id": owner, "activity_id": activity, "what": what}
            writer.say(Fixed.model_validate({**said, "value": value}))
        writer.apply()
        now = writer.store.read(ACTIVITIES, activity_id=activity)
    if now.is_empty():
        return f"{activity} belongs to {value} now"
    row = now.row(0, named=True)
    return f"{activity}: {row['structure']}, {row['structure_reason']}{' (ignored)' if row['ignored'] else ''}"


def _undo_last_fix(writer: Writer, activity: str) -> None:
    mine = writer.store.read(OVERRIDES, activity_id=activity)
    standing = mine.filter(mine["retracted_at"].is_null())
    if standing.is_empty():
        raise UsageError(f"there is no fix of {activity} to take back")
    seq = max(int(identity) for identity in standing["override_id"])
    athlete_id = str(standing["athlete_id"][0])
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
