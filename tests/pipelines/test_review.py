"""The review as data: rows in the warehouse in, the numbers of the tables out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.tables import (
    ACTIVITIES,
    COMPLIANCE,
    INTERVALS,
    STRENGTH_SETS,
    WORKOUT_MATCHES,
    WORKOUT_STEPS,
    WORKOUTS,
)
from models.workout_text import parse
from pipelines.report.model import WeeklyReview
from pipelines.report.review import weekly_review
from tests.support.review_rows import (
    CONTACT_MS,
    NEXT_MONDAY,
    TIMES_S,
    WEEK,
    Rows,
    day,
    file,
    note,
    ordinary_week,
    proposal,
    squats,
)
from warehouse.store import Store


def review_of(rows: Rows, folder: Path, as_of: date = NEXT_MONDAY) -> WeeklyReview:
    with Store.open(folder / "warehouse.duckdb") as store:
        rows.store(store)
        return weekly_review(store, "me", WEEK, as_of)


def test_the_ordinary_week(tmp_path: Path) -> None:
    review = review_of(ordinary_week(), tmp_path)
    assert review.headline == (
        "Week 2026-W47, 16 to 22 Nov 2026: 2 of 3 planned sessions done. "
        "Tuesday's 6 x 400 m took 1:35.4 on average, 5 of 6 on target."
    )
    assert (review.sessions_done, review.sessions_planned) == (2, 3)
    assert [(e.local_date, e.state) for d in review.days for e in d.planned] == [
        (day(1), "done"),
        (day(3), "done"),
        (day(4), "kept"),
        (day(6), "missed"),
    ]
    assert json.loads(review.model_dump_json())["week"] == "2026-W47"
    assert WeeklyReview.model_validate_json(review.model_dump_json()) == review


def test_repetitions_are_the_numbers_of_the_tables(tmp_path: Path) -> None:
    (session,) = review_of(ordinary_week(), tmp_path).sessions
    assert tuple(rep.duration_s for rep in session.repetitions) == TIMES_S
    assert [rep.difference_s for rep in session.repetitions] == pytest.approx([time - 95 for time in TIMES_S])
    assert [rep.verdict for rep in session.repetitions] == ["met"] * 5 + ["slow"]
    assert [rep.avg_heart_rate_bpm for rep in session.repetitions] == [165, 166, 167, 168, 169, 170]
    (summary,) = session.summaries
    assert summary.mean_s == pytest.approx(sum(TIMES_S) / 6)
    assert summary.fade_percent == pytest.approx(((96.0 + 97.2) / (94.0 + 94.6) - 1) * 100)
    assert summary.variation_percent == pytest.approx(1.171, abs=0.001)


def test_ground_contact_names_the_sensor_and_compares_at_one_speed(tmp_path: Path) -> None:
    contact = review_of(ordinary_week(), tmp_path).sessions[0].ground_contact
    assert contact is not None
    assert (contact.first_ms, contact.last_ms, contact.sensor) == (CONTACT_MS[0], CONTACT_MS[-1], "HRM-Pro")
    assert contact.first_at_reference_ms == pytest.approx(210 * (4.2 / (400 / 94.0)) ** -0.33)
    assert contact.last_at_reference_ms == pytest.approx(219 * (4.2 / (400 / 97.2)) ** -0.33)


def test_without_ground_contact_the_reason_is_told(tmp_path: Path) -> None:
    rows = ordinary_week()
    rows.change(INTERVALS, {}, stance_time_ms=None, dynamics_reason="no sensor measured it")
    session = review_of(rows, tmp_path).sessions[0]
    assert (session.ground_contact, session.ground_contact_reason) == (None, "no sensor measured it")


def test_recoveries_within_a_rep_set_only(tmp_path: Path) -> None:
    rows = ordinary_week()
    rows.change(INTERVALS, {"interval_index": 5}, duration_s=300.0)
    for index in (6, 8, 10):
        rows.change(INTERVALS, {"interval_index": index}, set_index=2)
    rests = review_of(rows, tmp_path).sessions[0].recoveries
    assert rests is not None
    assert (rests.count, rests.mean_s) == (4, (70 + 72 + 76 + 78) / 4)
    assert (rests.first_s, rests.last_s, rests.asked_distance_m) == (70, 78, 200)
    assert [(rest.after_repetition, rest.duration_s) for rest in rests.longer] == [(3, 300.0)]


def test_a_doubtful_session_asks_with_the_commands(tmp_path: Path) -> None:
    rows = ordinary_week()
    rows.change(INTERVALS, {"interval_index": 4}, confidence=0.4, source="stream")
    review = review_of(rows, tmp_path)
    assert review.sessions[0].confidence == 0.4
    assert review.sessions[0].confirm_commands == (
        "fix a-tue --confirm",
        'fix a-tue --reps "6x400m"',
        "fix a-tue --no-intervals",
    )
    assert "Please look at Tuesday: it is not sure which repetitions you ran." in review.headline


def test_the_suggested_repetitions_are_those_that_were_found(tmp_path: Path) -> None:
    rows = ordinary_week().change(INTERVALS, {"kind": "work"}, confidence=0.4)
    rows.change(INTERVALS, {"interval_index": 8}, nominal_distance_m=800.0)
    rows.change(INTERVALS, {"interval_index": 10}, nominal_distance_m=None, duration_s=61.2)
    words = review_of(rows, tmp_path).sessions[0].confirm_commands[1]
    assert words == 'fix a-tue --reps "4x400m, 1x800m, 1x60s"'
    parse(words.split('"')[1])


def test_a_sure_session_asks_nothing(tmp_path: Path) -> None:
    assert review_of(ordinary_week(), tmp_path).sessions[0].confirm_commands == ()


def test_repetitions_asked_and_none_found(tmp_path: Path) -> None:
    rows = ordinary_week().remove(INTERVALS)
    rows.change(COMPLIANCE, {"workout_id": "tue"}, verdict="missed", achieved=None, ratio=None)
    rows.change(COMPLIANCE, {"workout_id": "tue"}, interval_index=None, activity_id=None)
    rows.change(ACTIVITIES, {"activity_id": "a-tue"}, structure_reason="the pace was even")
    session = review_of(rows, tmp_path).sessions[0]
    assert [rep.verdict for rep in session.repetitions] == ["missed"] * 6
    assert [rep.target_low_s for rep in session.repetitions] == [95] * 6
    assert (session.structure_reason, session.source) == ("the pace was even", None)
    assert session.confirm_commands


def test_a_session_in_two_parts_misses_a_repetition_once(tmp_path: Path) -> None:
    rows = ordinary_week().activity("a-tue-2", 1, start_time=datetime(2026, 11, 17, 18, tzinfo=UTC))
    rows.matched("tue", "a-tue-2")
    rows.change(INTERVALS, {"interval_index": 8}, activity_id="a-tue-2")
    rows.change(COMPLIANCE, {"workout_id": "tue", "interval_index": 8}, activity_id="a-tue-2")
    gone = {"verdict": "missed", "achieved": None, "interval_index": None, "activity_id": None}
    rows.remove(INTERVALS, interval_index=10).change(COMPLIANCE, {"interval_index": 10}, **gone)
    first, second = review_of(rows, tmp_path).sessions
    assert [rep.verdict for rep in (*first.repetitions, *second.repetitions)].count("missed") == 1
    assert [rep.repetition_index for rep in second.repetitions] == [5]


@pytest.mark.parametrize(
    ("low", "high", "unit", "seconds"),
    [(92.0, 96.0, "s", (92, 96)), (235.0, 240.0, "s_per_km", (94, 96)), (7.0, 8.0, "rpe", (95, 95))],
)
def test_targets_are_shown_as_times(
    tmp_path: Path, low: float, high: float, unit: str, seconds: tuple[float, float]
) -> None:
    rows = ordinary_week()
    rows.change(WORKOUT_STEPS, {"kind": "work"}, target_low=low, target_high=high, target_unit=unit)
    rep = review_of(rows, tmp_path).sessions[0].repetitions[0]
    assert (rep.target_low_s, rep.target_high_s) == seconds


def test_repetitions_without_a_plan_are_shown_too(tmp_path: Path) -> None:
    rows = ordinary_week().remove(WORKOUT_MATCHES, workout_id="tue").remove(COMPLIANCE, workout_id="tue")
    rows.remove(WORKOUT_STEPS, workout_id="tue").remove(WORKOUTS, workout_id="tue")
    session = review_of(rows, tmp_path).sessions[0]
    assert (session.workout_id, session.title) == (None, "Repetitions that no plan asked for")
    assert [rep.verdict for rep in session.repetitions] == ["unknown"] * 6
    assert [rep.target_low_s for rep in session.repetitions] == [None] * 6


def test_strength_is_compared_set_by_set(tmp_path: Path) -> None:
    (squat,) = review_of(ordinary_week(), tmp_path).strength
    assert [line.repetitions for line in squat.asked] == [12, 12, 12]
    assert [line.repetitions for line in squat.done] == [12, 12, 10]
    assert squat.verdict == "short"


def test_strength_done_and_not_asked_is_extra(tmp_path: Path) -> None:
    rows = ordinary_week()
    told = {"set_id": "x-0", "local_date": day(5), "set_index": 0, "source": "log"}
    rows.add(STRENGTH_SETS, **told, exercise="calf_raise", repetitions=15)
    review = review_of(rows, tmp_path)
    assert [(e.exercise, e.asked) for e in review.strength if e.local_date == day(5)] == [("calf_raise", ())]
    assert review.days[5].extra_sets == 1


def test_a_run_on_the_rest_day_breaks_it(tmp_path: Path) -> None:
    rows = ordinary_week().activity("a-fri", 4).matched(None, "a-fri", "extra")
    review = review_of(rows.change(WORKOUT_MATCHES, {"workout_id": "fri"}, role="missed"), tmp_path)
    assert review.days[4].planned[0].state == "broken"
    assert [extra.activity_id for extra in review.days[4].extra] == ["a-fri"]


def test_ignored_and_second_recordings_count_nothing_but_are_named(tmp_path: Path) -> None:
    rows = ordinary_week().activity("a-fri", 4, ignored=True).activity("a-tue-b", 1, same_as="a-tue")
    review = review_of(rows, tmp_path)
    assert review.days[4].planned[0].state == "kept"
    assert all(day.extra == () for day in review.days)
    assert [note.status for note in review.data_notes] == ["duplicate", "ignored"]


def test_a_day_tells_which_devices_recorded_its_run_too(tmp_path: Path) -> None:
    rows = ordinary_week().change(ACTIVITIES, {"activity_id": "a-tue"}, device="garmin fenix6")
    for name, device in (("b", "Apple Watch"), ("c", "garmin fenix6"), ("d", None), ("e", "Apple Watch")):
        rows.activity(f"a-tue-{name}", 1, same_as="a-tue", device=device)
    review = review_of(rows, tmp_path)
    assert [done.also_by for done in review.days[1].planned[0].done] == [("Apple Watch", "a second file")]
    reasons = {note.reason for note in review.data_notes}
    assert any(reason.endswith("by garmin fenix6, which tells more and counts") for reason in reasons)


def test_sets_of_a_second_recording_are_not_done_twice(tmp_path: Path) -> None:
    before = review_of(ordinary_week(), tmp_path).strength
    again = tmp_path / "again"
    again.mkdir()
    rows = ordinary_week()
    rows.activity("gym", 3, sport="training", same_as="a-tue")
    rows.add(
        STRENGTH_SETS,
        set_id="gym-0",
        activity_id="gym",
        local_date=day(3),
        set_index=0,
        exercise="squat",
        repetitions=9,
        source="fit",
    )
    assert review_of(rows, again).strength == before


def test_pain_comes_first(tmp_path: Path) -> None:
    rows = ordinary_week()
    note(note(rows, "pain", 2, value=5.0, body_part="shin"), "pain", 3, value=9.0, retracted_at=datetime.now(UTC))
    review = review_of(rows, tmp_path)
    assert review.headline.endswith("You noted pain 5 of 10 (shin) on Wednesday; that comes first.")
    assert [n.value for n in review.notes] == [5]


def test_changes_questions_and_advice_are_told_apart(tmp_path: Path) -> None:
    rows = proposal(ordinary_week())
    proposal(rows, adjustment_id="q", parameter="ask", workout_id=None, rule="R20", grade="D")
    proposal(rows, adjustment_id="d", parameter="advice", workout_id=None, rule="R9")
    proposal(rows, adjustment_id="x", week_start=WEEK)
    review = review_of(rows, tmp_path)
    (change,) = review.changes
    assert (change.adjustment_id, change.status) == ("3f9a0c41d2b7", "proposed")
    assert [c.adjustment_id for c in (*review.questions, *review.advice)] == ["q", "d"]
    assert review.unchanged_reason is None
    assert [session.proposals for session in review.next_week] == [("3f9a0c41d2b7",), ()]


def test_what_was_decided_stands_in_the_next_week(tmp_path: Path) -> None:
    rows = proposal(ordinary_week(), status="accepted", decided_at=datetime(2026, 11, 23, tzinfo=UTC))
    rows.workout("next-tue", 8, "intervals", "6 x 400m", "6 x 400m @ 94s / 200m jog", version=1)
    review = review_of(rows, tmp_path)
    assert review.changes[0].status == "accepted"
    assert (review.next_week[0].text, review.next_week[0].changed) == ("6 x 400m @ 94s / 200m jog", True)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (Rows(), "There is no plan for next week, so there is nothing to change."),
        (
            Rows().workout("next-fri", 11, "rest", "Rest", "rest"),
            "Nothing was recorded or said this week, and no rule acts on that: the plan goes on as it stands.",
        ),
        (
            ordinary_week(),
            (
                "No rule sees a reason to change the plan: 5 of 6 repetitions on target, 2 of 3 sessions done, "
                "no pain noted. It goes on as it stands."
            ),
        ),
    ],
    ids=["no plan", "nothing recorded", "ordinary"],
)
def test_when_nothing_changes_the_reason_is_told(rows: Rows, reason: str, tmp_path: Path) -> None:
    assert review_of(rows, tmp_path).unchanged_reason == reason


def test_the_empty_week(tmp_path: Path) -> None:
    review = review_of(Rows(), tmp_path)
    assert review.headline == ("Week 2026-W47, 16 to 22 Nov 2026. Nothing was planned or recorded in that week.")
    assert review.empty
    assert (review.sessions, review.strength, review.notes, review.changes, review.next_week) == ((),) * 5
    assert len(review.days) == 7


def test_an_unknown_athlete_has_an_empty_week(tmp_path: Path) -> None:
    with Store.open(tmp_path / "w.duckdb") as store:
        assert weekly_review(store, "nobody", WEEK, NEXT_MONDAY).name == "nobody"


def test_data_without_a_plan(tmp_path: Path) -> None:
    rows = Rows().activity("a", 2).activity("b", 5)
    review = review_of(rows, tmp_path)
    assert review.headline.endswith("nothing was planned for it. 2 activities recorded.")
    assert [day.local_date for day in review.days if day.extra] == [day(2), day(5)]


def test_bad_files_of_the_week_and_of_the_day_of_the_review(tmp_path: Path) -> None:
    rows = ordinary_week()
    for name, offset in (("before", -1), ("within", 3), ("today", 7), ("later", 8)):
        received = datetime(2026, 11, 16 + offset, 12, tzinfo=UTC)
        file(rows, name, "rejected", "it is empty", received)
    file(rows, "file-a-tue", "salvaged", "the last 3 of 600 records are cut off", datetime(2026, 12, 24, tzinfo=UTC))
    file(rows, "fine", "imported", "", datetime(2026, 11, 17, tzinfo=UTC))
    names = [note.name for note in review_of(rows, tmp_path).data_notes]
    assert names == ["within.fit", "today.fit", "file-a-tue.fit"]


def test_another_squat_changes_only_the_squats(tmp_path: Path) -> None:
    rows = ordinary_week().remove(STRENGTH_SETS).remove(COMPLIANCE, workout_id="thu")
    rows.remove(WORKOUT_STEPS, workout_id="thu")
    (tmp_path / "a").mkdir()
    all_done = review_of(squats(rows, "thu", 3, (12, 12, 12)), tmp_path)
    before = review_of(ordinary_week(), tmp_path / "a")
    assert all_done.strength[0].verdict == "met"
    assert all_done.model_copy(update={"strength": before.strength}) == before


def test_one_repetition_five_seconds_slower_is_seen(tmp_path: Path) -> None:
    rows = ordinary_week().change(INTERVALS, {"interval_index": 2}, duration_s=100.1, pace_s_per_km=250.25)
    changed = {"achieved": 100.1, "ratio": 100.1 / 95, "verdict": "slow"}
    rows.change(COMPLIANCE, {"interval_index": 2}, **changed)
    review = review_of(rows, tmp_path)
    assert review.sessions[0].repetitions[1].difference_s == pytest.approx(5.1)
    assert review.headline.endswith("took 1:36.3 on average, 4 of 6 on target.")
