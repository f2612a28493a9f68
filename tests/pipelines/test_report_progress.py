"""What the weekly review says of the weeks so far: from the fourth week on, and nothing that was not measured."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from models.tables import ACTIVITIES, PROGRESS, STRENGTH_SETS, WORKOUT_MATCHES
from pipelines.report.markdown import markdown
from pipelines.report.model import WeeklyReview
from pipelines.report.review import weekly_review
from tests.support.review_rows import NEXT_MONDAY, WEEK, Rows, contact, day, ordinary_week
from warehouse.store import Store


def review_of(rows: Rows, folder: Path) -> WeeklyReview:
    with Store.open(folder / "warehouse.duckdb") as store:
        rows.store(store)
        return weekly_review(store, "me", WEEK, NEXT_MONDAY)


def weeks_before(rows: Rows, count: int) -> Rows:
    """So many weeks earlier a run was recorded, planned for that day."""
    offset = -7 * count
    monday = WEEK - timedelta(weeks=count)
    rows.workout("early", offset, "easy", "Easy", "40min easy", week_start=monday)
    return rows.activity("early", offset, week_start=monday).matched("early", "early")


def judged(rows: Rows, metric: str, week_start: date = WEEK, verdict: str = "likely better") -> Rows:
    reason = f"{verdict.capitalize()}: {metric} of {week_start}."
    span = {"sessions": 6, "first_date": day(-35), "last_date": day(1), "unit": "%"}
    what = {"metric": metric, "subject": "400 m, other", "verdict": verdict, "reason": reason}
    return rows.add(PROGRESS, week_start=week_start, **what, **span)


def lifted(rows: Rows, offset: int, weight_kg: float) -> Rows:
    told = {"set_id": f"early-{offset}", "local_date": day(offset), "set_index": 0, "source": "log"}
    return rows.add(STRENGTH_SETS, **told, exercise="squat", repetitions=12, weight_kg=weight_kg)


def test_nothing_is_said_before_the_fourth_week(tmp_path: Path) -> None:
    rows = judged(weeks_before(ordinary_week(), 2), "repetition_time")
    assert review_of(rows, tmp_path).progress == ()


def test_the_fourth_week_tells_times_fade_contact_loads_and_the_plan(tmp_path: Path) -> None:
    rows = lifted(weeks_before(ordinary_week(), 3), -21, 32.5)
    judged(judged(contact(rows, "a-tue"), "fade"), "repetition_time")
    review = review_of(rows, tmp_path)
    assert [each.subject for each in review.progress] == [
        "Time of 400 m",
        "Fade over 400 m",
        "Ground contact at the same speed, HRM-Pro",
        "Loads",
        "Of the plan done",
    ]
    assert review.progress[0].verdict == "likely better"
    assert [each.reason for each in review.progress[3:]] == [
        "squat 32.5 -> 40 kg.",
        "3 of 4 sessions in 2 weeks (75 %).",
    ]
    assert review.progress[2].reason.startswith("Likely shorter: -5.1 ms over 6 weeks, 8 sessions (90 % interval ")
    page = markdown(review, "metric")
    assert "- Time of 400 m: likely better: repetition_time of 2026-11-16.\n" in page
    assert "one runner alone cannot show what caused it" in page


def test_only_what_this_week_knew_is_told(tmp_path: Path) -> None:
    rows = weeks_before(ordinary_week(), 3)
    judged(judged(rows, "fade", NEXT_MONDAY), "fade", WEEK - timedelta(weeks=1))
    assert [each.subject for each in review_of(rows, tmp_path).progress] == ["Of the plan done"]


def test_a_load_that_stayed_is_no_news(tmp_path: Path) -> None:
    rows = lifted(weeks_before(ordinary_week(), 3), -21, 40.0)
    assert "Loads" not in [each.subject for each in review_of(rows, tmp_path).progress]


def test_without_a_plan_nothing_is_said_of_it(tmp_path: Path) -> None:
    rows = Rows().activity("early", -28, week_start=WEEK - timedelta(weeks=4)).activity("now", 1)
    assert ACTIVITIES in rows.by_table
    assert WORKOUT_MATCHES not in rows.by_table
    assert review_of(rows, tmp_path).progress == ()
