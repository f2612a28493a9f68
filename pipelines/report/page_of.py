"""A review in words: which sections, in which order."""

from __future__ import annotations

from pipelines.report.calendar_words import counted, day_words
from pipelines.report.model import Change, Day, DoneActivity, Exercise, Note, PlannedEntry, SetLine, WeeklyReview
from pipelines.report.page import Block, Bullets, Commands, Grid, Page, Paragraph, Section, Tone
from pipelines.report.session_page import session_section
from pipelines.report.units import Units, clock, distance, pace
from pipelines.report.words import FILES, GRADES, STATES, STATUS, VERDICTS, change_words, sport

_COLOURS: dict[str | None, Tone] = {"green": "good", "yellow": "warn", "red": "bad"}
_STATES: dict[str, Tone] = {"kept": "good", "broken": "warn", "missed": "bad", "ahead": "quiet"}


def page_of(review: WeeklyReview, units: Units) -> Page:
    """The page: planned and done, repetitions, strength, notes, changes, next week, data."""
    sections = [Section("Planned and done", (_days(review, units),))]
    if review.sessions:
        sections.append(Section("Each repetition against its target", ()))
        sections += [session_section(session, units) for session in review.sessions]
    if review.strength:
        sections.append(Section("Strength: asked and done", (_strength(review.strength),)))
    if review.notes:
        sections.append(Section("What you noted", (Bullets(tuple(_note(note) for note in review.notes)),)))
    sections += _changes(review, units)
    if review.next_week:
        sections.append(Section("Next week", (_next_week(review),)))
    if review.data_notes:
        lines = tuple(
            f"{note.name}: {FILES.get(note.status, note.status)}: {note.reason}" for note in review.data_notes
        )
        sections.append(Section("About the data", (Bullets(lines),)))
    return Page(f"Weekly review for {review.name}", review.headline, tuple(sections))


def _days(review: WeeklyReview, units: Units) -> Block:
    rows: list[tuple[str, ...]] = []
    tones: list[Tone] = []
    for day in review.days:
        for entry in day.planned:
            rows.append((day_words(day.local_date), entry.title, _done(entry, units), _verdict(entry)))
            tones.append(_STATES.get(entry.state) or _COLOURS.get(entry.colour, "plain"))
        for what in _extras(day, units):
            rows.append((day_words(day.local_date), "-", what, "extra"))
            tones.append("warn" if review.sessions_planned else "plain")
    if not rows:
        return Paragraph("Nothing was planned and nothing was recorded.")
    days = [row[0] for row in rows]
    shown = [("" if i and days[i - 1] == row[0] else row[0], *row[1:]) for i, row in enumerate(rows)]
    return Grid(("Day", "Planned", "Done", "Verdict"), tuple(shown), tuple(tones))


def _done(entry: PlannedEntry, units: Units) -> str:
    parts = [_activity(activity, units) for activity in entry.done]
    if entry.sets_done:
        parts.append(counted(entry.sets_done, "set"))
    if entry.state == "moved" and parts:
        when = "later" if entry.days_moved > 0 else "earlier"
        parts[0] = f"{counted(abs(entry.days_moved), 'day')} {when}: {parts[0]}"
    return ", ".join(parts) or "-"


def _activity(activity: DoneActivity, units: Units) -> str:
    told = "told: " if activity.told else ""
    parts = [distance(activity.distance_m, units)] if activity.distance_m else []
    if activity.timer_s:
        parts.append(clock(activity.timer_s, tenths=False))
    if activity.distance_m and activity.timer_s and activity.sport == "running" and not activity.repetitions:
        parts.append(pace(activity.timer_s / activity.distance_m * 1000, units))
    if activity.repetitions:
        parts.append(counted(activity.repetitions, "repetition"))
    return f"{told}{sport(activity.sport)} {', '.join(parts)}".strip()


def _verdict(entry: PlannedEntry) -> str:
    words = STATES[entry.state]
    reason = f"you skipped it ({entry.skip_reason})" if entry.skip_reason else entry.reason
    if entry.state == "done" and reason:
        return reason
    return f"{words}: {reason}" if reason and entry.state in ("moved", "missed") else words


def _extras(day: Day, units: Units) -> list[str]:
    extras = [_activity(activity, units) for activity in day.extra]
    return [*extras, counted(day.extra_sets, "strength set")] if day.extra_sets else extras


def _strength(exercises: tuple[Exercise, ...]) -> Grid:
    rows = tuple(
        (
            day_words(each.local_date),
            each.exercise.replace("_", " "),
            _sets(each.asked),
            _sets(each.done),
            VERDICTS[each.verdict] if each.asked else "extra",
        )
        for each in exercises
    )
    tones: dict[str, Tone] = {"met": "good", "missed": "bad", "unknown": "plain"}
    return Grid(
        ("Day", "Exercise", "Asked", "Done", "Verdict"), rows, tuple(tones.get(e.verdict, "warn") for e in exercises)
    )


def _sets(sets: tuple[SetLine, ...]) -> str:
    """Sets as a gym book has them: `3 x 12 @40 kg` where all are alike, `12, 12, 10 @40 kg` where not."""
    if not sets:
        return "-"
    amounts = [clock(s.duration_s, tenths=False) if s.repetitions is None else str(s.repetitions) for s in sets]
    alike = len(set(amounts)) == 1
    counts = f"{len(sets)} x {amounts[0]}" if alike else ", ".join(amounts)
    weights = [s.weight_kg for s in sets]
    if not any(weights):
        load = ""
    elif len(set(weights)) == 1:
        load = f" @{weights[0]:g} kg"
    else:
        load = " @" + ", ".join(f"{weight or 0:g}" for weight in weights) + " kg"
    side = " each side" if any(s.side == "each" for s in sets) else ""
    return f"{counts}{side}{load}"


def _note(note: Note) -> str:
    what = {"pain": "pain", "rpe": "effort"}.get(note.kind, note.kind)
    value = f" {note.value:g} of 10" if note.value is not None else ""
    where = f", {note.body_part}" if note.body_part else ""
    return f"{day_words(note.local_date)}: {what}{value}{where}{f': {note.text}' if note.text else ''}"


def _changes(review: WeeklyReview, units: Units) -> list[Section]:
    sections = [Section("What changes next week, and why", _intro(review))]
    sections += [_change(change, units) for change in review.changes]
    waiting = [change for change in review.changes if change.accept_command]
    if waiting:
        sections.append(Section("Your word on it", (_decide(waiting),), depth=2))
    if review.questions:
        sections.append(Section("Questions", (Bullets(tuple(map(_said, review.questions))),)))
    if review.advice:
        sections.append(Section("Advice", (Bullets(tuple(map(_said, review.advice))),)))
    return sections


def _said(change: Change) -> str:
    where = f"{day_words(change.local_date)}, {change.title}: " if change.local_date and change.title else ""
    return f"{where}{change.reason} (Rule {change.rule}, {GRADES.get(change.grade, change.grade)}.)"


def _intro(review: WeeklyReview) -> tuple[Block, ...]:
    if review.unchanged_reason:
        return (Paragraph(f"Nothing changes. {review.unchanged_reason}"),)
    waiting = sum(change.status == "proposed" for change in review.changes)
    intro: list[Block] = []
    if waiting:
        wait = "waits" if waiting == 1 else "wait"
        intro.append(
            Paragraph(f"{counted(waiting, 'change')} {wait} for your word; without it the plan stays as it is.")
        )
    stands = any(change.status == "accepted" for change in review.changes)
    if stands and any(change.status == "superseded" for change in review.changes):
        intro.append(Paragraph("Data that came in later changed the proposals; what you accepted stands."))
    return tuple(intro)


def _change(change: Change, units: Units) -> Section:
    where = f"{day_words(change.local_date)}, {change.title}: " if change.local_date and change.title else ""
    onward = ", and in the weeks after" if change.scope == "onward" else ""
    grade = GRADES.get(change.grade, change.grade)
    rule = Paragraph(f"Rule {change.rule} ({grade}); {STATUS[change.status]}. Id {change.adjustment_id}.", "quiet")
    return Section(f"{where}{change_words(change, units)}{onward}", (Paragraph(change.reason), rule), depth=2)


def _decide(waiting: list[Change]) -> Commands:
    """Every command whole: nobody should have to put one together."""
    accept = [change.accept_command for change in waiting if change.accept_command]
    decline = [change.decline_command for change in waiting if change.decline_command]
    if len(waiting) == 1:
        return Commands("To accept or to decline it:", (*accept, *decline))
    every = accept[0].replace(f"--accept {waiting[0].adjustment_id}", "--accept-all")
    return Commands("To accept all, or to accept or decline one:", (every, *accept, *decline))


def _next_week(review: WeeklyReview) -> Grid:
    rows, tones = [], []
    for session in review.next_week:
        marks = ["changed"] if session.changed else []
        marks += [f"open: {identity}" for identity in session.proposals]
        rows.append((day_words(session.local_date), session.title, session.text, ", ".join(marks) or "as planned"))
        tone: Tone = "warn" if session.proposals else "good" if session.changed else "plain"
        tones.append(tone)
    return Grid(("Day", "Session", "In detail", "Plan"), tuple(rows), tuple(tones))
