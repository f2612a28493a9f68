"""A review in words: which sections, in which order."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from pipelines.report.calendar_words import counted, date_words, day_name, day_words
from pipelines.report.changes_page import change_sections
from pipelines.report.days import done_on
from pipelines.report.glossary import words_explained
from pipelines.report.model import Day, DoneActivity, Exercise, Note, PlannedEntry, SetLine, WeeklyReview
from pipelines.report.page import Block, Bullets, Grid, Page, Paragraph, Section, Tone
from pipelines.report.session_page import session_section
from pipelines.report.units import Units, clock, distance, pace
from pipelines.report.words import FILES, STATES, VERDICTS, sport

_COLOURS: dict[str | None, Tone] = {"green": "good", "yellow": "warn", "red": "bad"}
_STATES: dict[str, Tone] = {"kept": "good", "broken": "warn", "missed": "bad", "ahead": "quiet"}


_NO_CAUSE = (
    "Only like is compared with like: the same distance, ground and sensor. What changed coincides with the training; "
    "one runner alone cannot show what caused it. The same session every fourth week tells most."
)


def page_of(review: WeeklyReview, units: Units) -> Page:
    """The page: planned and done, repetitions, strength, notes, changes, next week, data."""
    sections = [] if review.empty else [Section("Planned and done", (_days(review, units), *_in_figures(review)))]
    if review.sessions:
        sections.append(Section("Each repetition against its target", ()))
        sections += [session_section(session, units, review.command) for session in review.sessions]
    if review.strength:
        sections.append(Section("Strength: asked and done", (_strength(review.strength),)))
    if review.notes:
        sections.append(Section("What you noted", (Bullets(tuple(_note(note) for note in review.notes)),)))
    if review.progress:
        lines = tuple(f"{each.subject}: {each.reason[:1].lower()}{each.reason[1:]}" for each in review.progress)
        sections.append(Section("Progress so far", (Bullets(lines), Paragraph(_NO_CAUSE, "quiet"))))
    sections += change_sections(review, units)
    if review.next_week:
        sections.append(Section("Next week", (_next_week(review),)))
    if review.data_notes:
        lines = tuple(
            f"{note.name}: {FILES.get(note.status, note.status)}: {note.reason}" for note in review.data_notes
        )
        sections.append(Section("About the data", (Bullets(lines),)))
    title = "Your weekly review" if review.name == "You" else f"Weekly review for {review.name}"
    page = Page(title, review.headline, tuple(sections))
    explained = words_explained(page)
    return replace(page, sections=(*page.sections, explained)) if explained else page


def _in_figures(review: WeeklyReview) -> list[Block]:
    """One figure each for runs, strength and rest."""
    figures = {"runs": review.runs_percent, "strength": review.strength_percent, "rest": review.rest_percent}
    told = [f"{what} {percent:.0f} %" for what, percent in figures.items() if percent is not None]
    return [Paragraph(f"Done as it was asked: {', '.join(told)}.")] if told else []


def _days(review: WeeklyReview, units: Units) -> Block:
    rows: list[tuple[str, ...]] = []
    tones: list[Tone] = []
    for day in review.days:
        for entry in day.planned:
            rows.append((day_words(day.local_date), entry.title, _done(entry, units), _verdict(entry)))
            tones.append(_STATES.get(entry.state) or _COLOURS.get(entry.colour, "plain"))
        for entry in day.of_other_weeks:
            asked = f"for {day_name(entry.local_date)} {date_words(entry.local_date)}: {entry.title}"
            rows.append((day_words(day.local_date), asked, _done(entry, units), _early_or_late(entry)))
            tones.append(_COLOURS.get(entry.colour, "plain"))
        for what in _extras(day, units):
            rows.append((day_words(day.local_date), "-", what, "extra"))
            tones.append("warn" if review.sessions_planned else "plain")
    if not rows:
        return Paragraph("Nothing was planned and nothing was recorded.")  # but something was said
    days = [row[0] for row in rows]
    shown = [("" if i and days[i - 1] == row[0] else row[0], *row[1:]) for i, row in enumerate(rows)]
    return Grid(("Day", "Planned", "Done", "Verdict"), tuple(shown), tuple(tones))


def _done(entry: PlannedEntry, units: Units) -> str:
    parts = [_activity(activity, units) for activity in entry.done]
    if entry.sets_done:
        parts.append(counted(entry.sets_done, "set"))
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
    also = f" (also recorded by {', '.join(activity.also_by)}: counted once)" if activity.also_by else ""
    return f"{told}{sport(activity.sport)} {', '.join(parts)}".strip() + also


def _early_or_late(entry: PlannedEntry) -> str:
    """The verdict on the day on which a workout of another week was done."""
    when = f"done {counted(abs(entry.days_moved), 'day')} {'late' if entry.days_moved > 0 else 'early'}"
    return f"{when}: {entry.reason}" if entry.reason else when


def _verdict(entry: PlannedEntry) -> str:
    words = f"done on {day_words(done_on(entry))}" if entry.state == "moved" else STATES[entry.state]
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
    side = " each side" if any(s.side == "each" for s in sets) else ""
    return f"{counts}{side}{_load([s.weight_kg for s in sets])}"


def _load(weights: list[float | None]) -> str:
    """Loads in order; where one was not told it is not 0, and is named so."""
    told = [weight for weight in weights if weight is not None]
    if not told:
        return ""
    if len(told) < len(weights):
        runs = [(weight, len(list(same))) for weight, same in groupby(weights)]
        return " " + ", ".join(("no load told" if w is None else f"@{w:g} kg") + f" x{n}" for w, n in runs)
    return " @" + (f"{told[0]:g}" if len(set(told)) == 1 else ", ".join(f"{weight:g}" for weight in told)) + " kg"


def _note(note: Note) -> str:
    what = {"pain": "pain", "rpe": "effort"}.get(note.kind, note.kind)
    unit = " degrees" if note.kind == "heat" else " of 10"
    value = f" {note.value:g}{unit}" if note.value is not None else ""
    where = f", {note.body_part}" if note.body_part else ""
    return f"{day_words(note.local_date)}: {what}{value}{where}{f': {note.text}' if note.text else ''}"


def _next_week(review: WeeklyReview) -> Grid:
    rows, tones = [], []
    for session in review.next_week:
        marks = ["changed before"] if session.changed else []
        marks += [f"open: {', '.join(session.proposals)}"] if session.proposals else []
        rows.append((day_words(session.local_date), session.title, session.text, "; ".join(marks) or "as planned"))
        tone: Tone = "warn" if session.proposals else "good" if session.changed else "plain"
        tones.append(tone)
    return Grid(("Day", "Session", "In detail", "Plan"), tuple(rows), tuple(tones))
