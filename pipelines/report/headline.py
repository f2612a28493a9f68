"""The one sentence of the week, and why nothing changes where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.report.calendar_words import counted, day_name, span_words
from pipelines.report.model import Day, IntervalSession, NextSession, Note, PlannedEntry
from pipelines.report.units import clock, track_distance

STOP_PAIN = 4.0
"""Pain of 10 from which rule R12 stops running: customary in return to running, from no trial."""


@dataclass(frozen=True, slots=True)
class Week:
    """The week under review, and how it lies to the day of the review."""

    name: str
    first: date
    last: date
    over: bool
    newest: bool
    """The newest complete one with a plan or a recording."""
    long_ago: bool
    """It ended more than a week before the day of the review."""
    empty: bool

    @property
    def words(self) -> str:
        """Such as Week 2026-W47, 16 to 22 Nov 2026, and what is odd about it."""
        why = " (the newest week with a plan or a recording)" if self.newest and self.long_ago else ""
        return f"Week {self.name}, {span_words(self.first, self.last)}{why}"


def headline(week: Week, days: Sequence[Day], sessions: Sequence[IntervalSession], notes: Sequence[Note]) -> str:
    """Which week, sessions done of planned, and the one thing that matters."""
    if week.empty:
        return f"{week.words}. Nothing was planned or recorded in that week."
    head = f"{week.words}: " if week.over else f"{week.words}, is not over: "
    return f"{head}{_how_many(week, days)} {_what_matters(days, sessions, notes)}".strip()


def _how_many(week: Week, days: Sequence[Day]) -> str:
    planned = asked(days)
    others = sum(len(day.of_other_weeks) for day in days)
    done = sum(entry.state in ("done", "moved") for entry in planned)
    ahead = sum(entry.state == "ahead" for entry in planned)
    told = f"{done} of {counted(len(planned), 'planned session')} done" if planned else "nothing was planned for it"
    if planned and not week.over:
        told += f" so far; {ahead} still ahead"
    if others:
        told += f"; {counted(others, 'session')} of another week done"
    return f"{told}."


def asked(days: Sequence[Day]) -> list[PlannedEntry]:
    """The sessions that were planned, rest days left out."""
    return [entry for day in days for entry in day.planned if entry.kind != "rest"]


def _what_matters(days: Sequence[Day], sessions: Sequence[IntervalSession], notes: Sequence[Note]) -> str:
    worst = max((note for note in notes if note.kind == "pain"), key=lambda note: note.value or 0, default=None)
    if worst and (worst.value or 0) >= STOP_PAIN:
        where = f" ({worst.body_part})" if worst.body_part else ""
        return f"You noted pain {worst.value:g} of 10{where} on {day_name(worst.local_date)}; that comes first."
    doubtful = next((session for session in sessions if session.confirm_commands), None)
    if doubtful:
        return f"Please look at {day_name(doubtful.local_date)}: it is not sure which repetitions you ran."
    missed = next((e for e in asked(days) if e.state == "missed" and e.kind == "intervals"), None)
    if missed:
        return f"{day_name(missed.local_date)}'s {missed.title} was missed."
    main = max(sessions, key=lambda session: len(session.repetitions), default=None)
    if main:
        return _repetitions(main)
    return _how_much(days)


def _repetitions(session: IntervalSession) -> str:
    done = [rep for rep in session.repetitions if rep.verdict != "missed"]
    main = max(session.summaries, key=lambda summary: summary.count, default=None)
    if main is None:
        return f"{day_name(session.local_date)}: {counted(len(done), 'repetition')}."
    length = f" x {track_distance(main.nominal_distance_m)}" if main.nominal_distance_m else " repetitions"
    told = f"{day_name(session.local_date)}'s {main.count}{length} took {clock(main.mean_s)} on average"
    judged = [rep for rep in session.repetitions if rep.verdict != "unknown"]
    met = sum(rep.verdict == "met" for rep in judged)
    return f"{told}, {met} of {len(judged)} on target." if judged else f"{told}."


def _how_much(days: Sequence[Day]) -> str:
    extra = sum(len(day.extra) + bool(day.extra_sets) for day in days)
    broken = next((e for day in days for e in day.planned if e.state == "broken"), None)
    missed = [entry for entry in asked(days) if entry.state == "missed"]
    if not extra and not _recorded(days):
        return "" if any(entry.state == "ahead" for entry in asked(days)) else "Nothing was recorded."
    if missed:
        return f"Missed: {', '.join(f'{entry.title} ({day_name(entry.local_date)})' for entry in missed)}."
    if broken:
        return f"{day_name(broken.local_date)} was to be a rest day and was not."
    if not extra:
        return "" if any(day.of_other_weeks for day in days) else "As planned."
    beyond = "beyond the plan" if any(day.planned for day in days) else "recorded"
    return f"{counted(extra, 'activity', 'activities')} {beyond}."


def _recorded(days: Sequence[Day]) -> bool:
    done = [*asked(days), *(entry for day in days for entry in day.of_other_weeks)]
    return any(day.extra or day.extra_sets for day in days) or any(e.done or e.sets_done for e in done)


def unchanged(
    week: Week,
    days: Sequence[Day],
    sessions: Sequence[IntervalSession],
    next_week: Sequence[NextSession],
    notes: Sequence[Note],
) -> str:
    """Why nothing changes, from the facts of the week."""
    if not week.over:
        return "What changes in the next week is worked out when this one is over."
    if not next_week:
        return "There is no plan for next week, so there is nothing to change."
    planned = asked(days)
    if not _recorded(days) and not notes:
        return "Nothing was recorded or said this week, and no rule acts on that: the plan goes on as it stands."
    facts = []
    judged = [rep for session in sessions for rep in session.repetitions if rep.verdict != "unknown"]
    if judged:
        met = sum(rep.verdict == "met" for rep in judged)
        facts.append(f"{met} of {counted(len(judged), 'repetition')} on target")
    if planned:
        done = sum(entry.state in ("done", "moved") for entry in planned)
        facts.append(f"{done} of {counted(len(planned), 'session')} done")
    facts.append("pain noted but low" if any(n.kind == "pain" and n.value for n in notes) else "no pain noted")
    return f"No rule sees a reason to change the plan: {', '.join(facts)}. It goes on as it stands."
