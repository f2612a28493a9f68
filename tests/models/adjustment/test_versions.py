from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from models.adjustment.versions import in_force, versions
from models.tables import ADJUSTMENTS, WORKOUT_STEPS, WORKOUTS
from models.workout_text import kind_of, parse, steps, text_of, title_of

MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
REPS = "6 x 400m @ 95s / 200m jog"


def plan(*texts: str, paces: dict[str, float] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One session a week, on Tuesdays; `paces` are for letters."""
    rows, expanded = [], []
    for week, text in enumerate(texts):
        tree = parse(text)
        day = MONDAY + timedelta(days=7 * week + 1)
        rows.append(
            {
                "workout_id": f"w{week}",
                "version": 0,
                "athlete_id": "anna",
                "local_date": day,
                "week_start": day - timedelta(days=1),
                "day_index": 0,
                "session_key": "tuesday-1",
                "kind": kind_of(tree),
                "title": title_of(tree),
                "text": text_of(tree),
            }
        )
        expanded.append(
            steps(tree, paces).with_columns(
                pl.lit(f"w{week}").alias("workout_id"), pl.lit(0, dtype=pl.Int64).alias("version")
            )
        )
    return WORKOUTS.rows(rows), WORKOUT_STEPS.conform(pl.concat(expanded))


def change(
    parameter: str, old: str, new: str, unit: str | None = None, scope: str = "week", workout: str = "w0", at: int = 0
) -> dict[str, object]:
    return {
        "adjustment_id": f"{workout}-{parameter}-{at}",
        "athlete_id": "anna",
        "week_start": MONDAY,
        "workout_id": workout,
        "rule": "R6",
        "rule_version": 1,
        "parameter": parameter,
        "scope": scope,
        "old_value": old,
        "new_value": new,
        "unit": unit,
        "reason": "because",
        "evidence": "{}",
        "grade": "C",
        "status": "accepted",
        "decided_at": NOON + timedelta(hours=at),
        "derivation_version": 1,
    }


def changed(base: tuple[pl.DataFrame, pl.DataFrame], *changes: dict[str, object]) -> dict[tuple[str, int], str]:
    workouts, expanded = versions(*base, ADJUSTMENTS.rows(list(changes)))
    WORKOUTS.check(workouts)
    WORKOUT_STEPS.check(expanded)
    assert set(expanded.select("workout_id", "version").rows()) == set(workouts.select("workout_id", "version").rows())
    texts = {(row["workout_id"], row["version"]): row["text"] for row in workouts.iter_rows(named=True)}
    return {key: text for key, text in texts.items() if key[1] > 0}


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (change("target", "95", "94", "s"), "6 x 400m @ 94s / 200m jog"),
        (change("repetitions", "6", "7", "repetitions"), "7 x 400m @ 95s / 200m jog"),
        (change("recovery", "200", "300", "m"), "6 x 400m @ 95s / 300m jog"),
        (change("session", REPS, "rest"), "rest"),
    ],
)
def test_each_parameter_writes_the_next_version(made: dict[str, object], text: str) -> None:
    assert changed(plan(REPS), made) == {("w0", 1): text}


def test_version_zero_stays_as_it_is() -> None:
    base = plan(REPS)
    workouts, expanded = versions(*base, ADJUSTMENTS.rows([change("target", "95", "94", "s")]))
    assert workouts.filter(pl.col("version") == 0).equals(base[0])
    assert expanded.filter(pl.col("version") == 0).equals(base[1])


def test_a_new_version_names_its_change_and_its_instant() -> None:
    workouts, expanded = versions(*plan(REPS), ADJUSTMENTS.rows([change("session", REPS, "rest")]))
    newest = workouts.filter(pl.col("version") == 1).row(0, named=True)
    assert (newest["adjustment_id"], newest["valid_from"]) == ("w0-session-0", NOON)
    assert (newest["kind"], newest["title"]) == ("rest", "Rest")
    assert expanded.filter(pl.col("version") == 1)["kind"].to_list() == ["rest"]


def test_onward_holds_for_later_weeks_and_week_does_not() -> None:
    week = change("target", "95", "94", "s", workout="w1")
    assert changed(plan(REPS, REPS, REPS), week) == {("w1", 1): "6 x 400m @ 94s / 200m jog"}
    assert set(changed(plan(REPS, REPS, REPS), {**week, "scope": "onward"})) == {("w1", 1), ("w2", 1)}


def test_later_weeks_keep_what_the_plan_makes_of_them() -> None:
    easier, harder = "4 x 400m @ 95s / 200m jog", "7 x 400m @ 90s / 200m jog"
    more = change("repetitions", "6", "7", "repetitions", "onward")
    faster = change("target", "95", "93.1", "s", "onward")
    assert changed(plan(REPS, easier, harder), more) == {
        ("w0", 1): "7 x 400m @ 95s / 200m jog",
        ("w2", 1): "8 x 400m @ 90s / 200m jog",
    }
    assert changed(plan(REPS, easier, harder), faster)["w2", 1] == "7 x 400m @ 88.2s / 200m jog"


def test_more_never_passes_eight_repetitions_in_a_later_week() -> None:
    more = change("repetitions", "6", "7", "repetitions", "onward")
    assert ("w1", 1) not in changed(plan(REPS, "8 x 400m @ 95s / 200m jog"), more)


def test_two_changes_make_two_versions_in_the_order_of_decision() -> None:
    first = change("repetitions", "6", "4", "repetitions", at=0)
    second = change("recovery", "200", "300", "m", at=1)
    expected = {("w0", 1): "4 x 400m @ 95s / 200m jog", ("w0", 2): "4 x 400m @ 95s / 300m jog"}
    assert changed(plan(REPS), first, second) == expected
    assert changed(plan(REPS), second, first) == expected


def test_a_change_of_another_plan_is_passed_over() -> None:
    assert changed(plan("6 x 400m @ 90s / 200m jog"), change("target", "95", "94", "s")) == {}
    assert changed(plan(REPS), change("target", "95", "94", "s", workout="gone")) == {}
    assert changed(plan(REPS), {**change("target", "95", "94", "s"), "status": "declined"}) == {}


def test_a_letter_keeps_its_pace_when_repetitions_change() -> None:
    base = plan("6 x 400m @ R / 200m jog", paces={"R": 240.0})
    workouts, expanded = versions(*base, ADJUSTMENTS.rows([change("repetitions", "6", "7", "repetitions")]))
    newest = expanded.filter(pl.col("version") == 1, pl.col("kind") == "work")
    assert newest["target_low"].to_list() == [96.0] * 7
    assert workouts["text"].to_list()[-1] == "7 x 400m @ R / 200m jog"


def test_a_letter_becomes_a_number_when_the_target_changes() -> None:
    base = plan("6 x 400m @ R / 200m jog", paces={"R": 240.0})
    assert changed(base, change("target", "96", "95", "s")) == {("w0", 1): "6 x 400m @ 95s / 200m jog"}


def test_a_pace_stays_a_pace() -> None:
    base = plan("6 x 400m @ 3:55/km / 200m jog")
    assert changed(base, change("target", "235", "232.5", "s/km")) == {("w0", 1): "6 x 400m @ 3:52.5/km / 200m jog"}


def test_in_force_is_the_newest_version_that_was_valid() -> None:
    workouts, _ = versions(*plan(REPS, REPS), ADJUSTMENTS.rows([change("target", "95", "94", "s")]))
    before = in_force(workouts, NOON - timedelta(seconds=1)).select("workout_id", "version").rows()
    after = in_force(workouts, NOON).select("workout_id", "version").rows()
    assert (before, after) == ([("w0", 0), ("w1", 0)], [("w0", 1), ("w1", 0)])


def test_nothing_planned_is_nothing_changed() -> None:
    workouts, expanded = versions(WORKOUTS.empty(), WORKOUT_STEPS.empty(), ADJUSTMENTS.empty())
    assert (workouts.height, expanded.height, in_force(workouts, NOON).height) == (0, 0, 0)
