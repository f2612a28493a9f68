"""What changes next week, in words."""

from __future__ import annotations

import re
import shlex

from pipelines.report.calendar_words import counted, day_words
from pipelines.report.model import Change, CommandLine, WeeklyReview
from pipelines.report.page import Block, Bullets, Commands, Paragraph, Section
from pipelines.report.units import Units
from pipelines.report.words import BY_SETTING, GRADES, STATUS, change_words


def change_sections(review: WeeklyReview, units: Units) -> list[Section]:
    """The changes with their reasons, how to decide on them, questions and advice."""
    if review.empty and not (review.changes or review.questions or review.advice):
        return []
    sections = [Section("What changes next week, and why", _intro(review))]
    sections += [_change(change, units) for change in review.changes]
    waiting = [change for change in review.changes if change.status == "proposed"]
    if waiting:
        sections.append(Section("Your word on it", (_decide(review, waiting),), depth=2))
    if review.questions:
        sections.append(Section("Questions", (_said(review, review.questions),)))
    if review.advice:
        sections.append(Section("Advice", (_said(review, review.advice),)))
    return sections


def _said(review: WeeklyReview, said: tuple[Change, ...]) -> Bullets:
    lines = []
    for each in said:
        where = f"{day_words(each.local_date)}, {each.title}: " if each.local_date and each.title else ""
        grade = GRADES.get(each.grade, each.grade)
        lines.append(f"{where}{_typed(each.reason, review.command)} (Rule {each.rule}, {grade}.)")
    return Bullets(tuple(lines))


def _typed(reason: str, command: CommandLine) -> str:
    """A rule's sentence, its commands as they are typed here."""
    return re.sub("`trackwork ([^`]*)`", lambda found: f"`{command.line(found[1])}`", reason)


def _intro(review: WeeklyReview) -> tuple[Block, ...]:
    if review.unchanged_reason:
        return (Paragraph(f"Nothing changes. {review.unchanged_reason}" if review.over else review.unchanged_reason),)
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
    status = BY_SETTING if change.decided_by == "setting" else STATUS[change.status]
    rule = Paragraph(f"Rule {change.rule} ({grade}); {status}. Id {change.adjustment_id}.", "quiet")
    return Section(f"{where}{change_words(change, units)}{onward}", (Paragraph(change.reason), rule), depth=2)


def _decide(review: WeeklyReview, waiting: list[Change]) -> Commands:
    """Every command whole but for the id, of which there may be many."""
    among = f" --athlete {shlex.quote(review.athlete_id)}" if review.one_of_several else ""
    identity = waiting[0].adjustment_id if len(waiting) == 1 else "ID"
    words = [f"review --accept {identity}", f"review --decline {identity}"]
    intro = "To accept or to decline it:"
    if len(waiting) > 1:
        words = ["review --accept-all", *words]
        intro = "To accept all, or to accept or decline one (its id stands at the change):"
    return Commands(intro, tuple(review.command.line(each + among) for each in words))
