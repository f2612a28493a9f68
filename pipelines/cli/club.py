"""`review --everyone`: a line for each athlete of a club, and where their pages lie."""

from __future__ import annotations

from datetime import date

from rich.table import Table

from models.errors import NothingToReviewError, UsageError
from pipelines.cli.session import Session
from pipelines.report.units import whole
from pipelines.weekly_review import Reviewing, review_weeks

_NUMBERS = ("runs %", "strength %", "rest %", "changes", "questions")


def review_everyone(session: Session, week: date | None) -> int:
    """Review every athlete's week; 1 where a plan cannot be read, which holds up nobody else."""
    home, settings = session.open()
    table = Table("athlete", box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in _NUMBERS:
        table.add_column(name, justify="right")
    table.add_column("the week", overflow="fold")
    document: dict[str, object] = {}
    problems: list[UsageError] = []
    with session.progress("reviewing", len(settings.athletes)) as tell:
        for athlete_id, made in review_weeks(home, session.clock, settings, [*settings.athletes], week):
            if isinstance(made, Reviewing):
                document[athlete_id] = made.review.model_dump(mode="json")
                table.add_row(*_line(made))
            else:
                document[athlete_id] = {"problem": str(made)}
                problems.append(made)
                table.add_row(athlete_id, *("" for _ in _NUMBERS), str(made))
            tell(len(document))
    session.document(document)
    session.out.print(table)
    session.out.print("\nRuns, strength and rest: of what was asked, how much was done as asked.")
    session.out.print(f"Their pages: {home.reports}\nOne of them here: trackwork review --athlete NAME", soft_wrap=True)
    return int(not all(isinstance(problem, NothingToReviewError) for problem in problems))


def _line(made: Reviewing) -> tuple[str, ...]:
    review = made.review
    scores = (review.runs_percent, review.strength_percent, review.rest_percent)
    open_ones = sum(change.status == "proposed" for change in review.changes)
    return (review.athlete_id, *map(whole, scores), f"{open_ones}", f"{len(review.questions)}", review.headline)
