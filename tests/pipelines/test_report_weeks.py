"""Weeks that are not over or long ago, and sessions that were done in another week than planned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.tables import WORKOUT_MATCHES, WORKOUTS
from pipelines.report.markdown import markdown
from pipelines.report.model import WeeklyReview
from pipelines.report.review import weekly_review
from tests.support.review_rows import NEXT_MONDAY, WEEK, Rows, day, ordinary_week, repetitions, squats
from warehouse.store import Store


def review_of(rows: Rows, folder: Path, as_of: date = NEXT_MONDAY) -> WeeklyReview:
    with Store.open(folder / "warehouse.duckdb") as store:
        rows.store(store)
        return weekly_review(store, "me", WEEK, as_of)


def page_of(rows: Rows, folder: Path, week: date, as_of: date) -> str:
    with Store.open(folder / "warehouse.duckdb") as store:
        rows.store(store)
        return markdown(weekly_review(store, "me", week, as_of), "metric")


def test_what_is_still_ahead_is_not_missed(tmp_path: Path) -> None:
    rows = ordinary_week().remove(WORKOUT_MATCHES, workout_id="sun")
    review = review_of(rows, tmp_path, as_of=day(5))
    assert review.days[6].planned[0].state == "ahead"
    assert not review.over
    assert review.headline.startswith(
        "Week 2026-W47, 16 to 22 Nov 2026, is not over: 2 of 3 planned sessions done so far; 1 still ahead. "
    )
    assert review.unchanged_reason == "What changes in the next week is worked out when this one is over."


def test_a_week_is_over_on_the_day_after_its_last(tmp_path: Path) -> None:
    (tmp_path / "sunday").mkdir()
    assert not review_of(ordinary_week(), tmp_path / "sunday", as_of=day(6)).over
    assert review_of(ordinary_week(), tmp_path, as_of=NEXT_MONDAY).over


@pytest.mark.parametrize(
    ("as_of", "later_week", "said"),
    [(day(13), False, False), (day(14), False, True), (day(15), True, False), (day(40), False, True)],
)
def test_the_newest_week_says_so_when_it_is_long_ago(tmp_path: Path, as_of: date, later_week: bool, said: bool) -> None:
    rows = ordinary_week().remove(WORKOUTS, workout_id="next-tue").remove(WORKOUTS, workout_id="next-fri")
    if later_week:
        rows.activity("later", 9, week_start=NEXT_MONDAY)
    headline = review_of(rows, tmp_path, as_of=as_of).headline
    assert ("16 to 22 Nov 2026 (the newest week with a plan or a recording): " in headline) == said


def early_intervals() -> Rows:
    """Next Tuesday's 400s, done on Sunday; nothing else."""
    rows = Rows().workout("next-tue", 8, "intervals", "6 x 400 m", "6 x 400m @ 95s / 200m jog").activity("a-sun", 6)
    rows.matched("next-tue", "a-sun", "moved", -2).scored("next-tue", 0.83, "green", "5 of 6 repetitions on target")
    return repetitions(rows, "next-tue", "a-sun")


def test_a_session_done_early_is_no_extra_in_the_week_in_which_it_was_done(tmp_path: Path) -> None:
    review = review_of(early_intervals(), tmp_path)
    assert review.headline == (
        "Week 2026-W47, 16 to 22 Nov 2026: nothing was planned for it; 1 session of another week done. "
        "Sunday's 6 x 400 m took 1:35.4 on average, 5 of 6 on target."
    )
    assert [(e.workout_id, e.days_moved) for e in review.days[6].of_other_weeks] == [("next-tue", -2)]
    assert all(day.extra == () for day in review.days)
    (session,) = review.sessions
    assert (session.title, session.planned_for) == ("6 x 400 m", day(8))
    assert [rep.target_low_s for rep in session.repetitions] == [95] * 6


def test_told_sets_done_early_are_no_extra_either(tmp_path: Path) -> None:
    rows = Rows().workout("next-mon", 7, "strength", "Squat", "squat 3x12 @40kg").matched("next-mon", None, "moved", -1)
    review = review_of(squats(rows, "next-mon", 6, (12, 12, 12)), tmp_path)
    assert [(e.title, e.sets_done) for e in review.days[6].of_other_weeks] == [("Squat", 3)]
    assert review.days[6].extra_sets == 0
    assert [(e.local_date, e.verdict) for e in review.strength] == [(day(6), "met")]


def test_a_session_done_early_is_told_in_both_weeks(tmp_path: Path) -> None:
    (tmp_path / "next").mkdir()
    page = page_of(early_intervals(), tmp_path, WEEK, day(14))
    run = "run 10.0 km, 50:00, 6 repetitions"
    assert (
        f"| Sun 22 Nov | for Tuesday 24 Nov: 6 x 400 m | {run} | done 2 days early: 5 of 6 repetitions on target |"
        in page
    )
    assert "### Sun 22 Nov, 6 x 400 m, planned for Tue 24 Nov" in page
    page = page_of(early_intervals(), tmp_path / "next", NEXT_MONDAY, day(14))
    assert f"| Tue 24 Nov | 6 x 400 m | {run} | done on Sun 22 Nov: 5 of 6 repetitions on target |" in page
    assert "### Sun 22 Nov, 6 x 400 m, planned for Tue 24 Nov" in page


def test_a_week_that_is_not_over_proposes_nothing_yet(tmp_path: Path) -> None:
    page = page_of(ordinary_week(), tmp_path, WEEK, day(6))
    assert "\nWhat changes in the next week is worked out when this one is over.\n" in page
    assert "Nothing changes" not in page


def test_a_moved_session_stands_on_its_planned_day(tmp_path: Path) -> None:
    rows = ordinary_week().activity("a-late", 3)
    rows.change(WORKOUT_MATCHES, {"workout_id": "sun"}, role="moved", activity_id="a-late", days_moved=-3)
    review = review_of(rows, tmp_path)
    (entry,) = review.days[6].planned
    assert (entry.state, entry.days_moved, entry.done[0].activity_id) == ("moved", -3, "a-late")
    assert review.days[3].extra == ()
