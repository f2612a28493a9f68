"""The plan that a new home begins with keeps the rules that its comments state."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from ingest.plan import default_plan, read_plan, workouts
from ingest.plan_default import start_target_s
from models.workout_text import contacts_of, parse

START = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan() -> pl.DataFrame:
    rows, _ = workouts(read_plan(default_plan(START)), "me", 1)
    return rows


def days(plan: pl.DataFrame, *kinds: str) -> list[date]:
    return plan.filter(pl.col("kind").is_in(kinds))["local_date"].to_list()


def gaps(earlier: list[date], later: list[date]) -> list[int]:
    """Days from each of `earlier` to the next of `later`."""
    return [min((day - before).days for day in later if day >= before) for before in earlier if before <= max(later)]


def test_six_weeks_from_the_start(plan: pl.DataFrame) -> None:
    assert read_plan(default_plan(START)).name == "faster legs"
    assert plan["local_date"].min() == START
    assert plan["week_start"].n_unique() == 6


def test_every_week_has_three_runs_two_of_strength_two_of_jumps_and_a_day_off(plan: pl.DataFrame) -> None:
    weeks = plan.group_by("week_start").agg(
        pl.col("kind").is_in(["intervals", "easy", "long", "tempo"]).sum().alias("runs"),
        (pl.col("kind") == "intervals").sum().alias("intervals"),
        (pl.col("kind") == "strength").sum().alias("strength"),
        (pl.col("kind") == "plyometrics").sum().alias("jumps"),
        (pl.col("kind") == "rest").sum().alias("rest"),
    )
    assert weeks.drop("week_start").unique().rows() == [(3, 1, 2, 2, 2)]


def test_jumps_are_two_days_apart(plan: pl.DataFrame) -> None:
    jumps = days(plan, "plyometrics")
    assert min((b - a).days for a, b in pairwise(jumps)) >= 2


def test_no_jumps_and_no_heavy_legs_on_the_day_before_intervals_or_on_the_same(plan: pl.DataFrame) -> None:
    assert min(gaps(days(plan, "plyometrics", "strength"), days(plan, "intervals"))) >= 2


def test_hard_days_are_never_neighbours(plan: pl.DataFrame) -> None:
    hard = sorted(set(days(plan, "plyometrics", "strength", "intervals")))
    assert min((b - a).days for a, b in pairwise(hard)) >= 2


def test_jumps_begin_with_what_runners_take(plan: pl.DataFrame) -> None:
    contacts = {contacts_of(parse(text)) for text in plan.filter(pl.col("kind") == "plyometrics")["text"]}
    assert contacts == {44}
    assert "44 contacts" in default_plan(START)


def test_strength_holds_squat_lunge_and_calf_raise(plan: pl.DataFrame) -> None:
    assert set(plan.filter(pl.col("kind") == "strength")["title"]) == {"Squat, lunge, calf raise"}


def test_table_of_targets_lies_between_interval_and_repetition_pace() -> None:
    text = default_plan(START)
    assert start_target_s(40) == pytest.approx((112.5 + 106.1) / 2, abs=0.1)
    assert "#   5 km in 24:06    109 s\n" in text
    assert "#   5 km in 19:56     90 s\n" in text


def test_changes_in_comments_hold_when_they_are_taken_in() -> None:
    lines = default_plan(START).splitlines()
    begin = lines.index("# changes:")
    lines[begin:] = [line.removeprefix("# ") for line in lines[begin:]]
    rows, _ = workouts(read_plan("\n".join(lines)), "me", 1)
    fourth = rows.filter(pl.col("week_start") == date(2026, 12, 14))
    assert fourth["text"].to_list()[1] == "15min easy, 4 x 400m @ 96s / 200m jog, 10min easy"


def test_settings_in_comments_hold_when_they_are_taken_in() -> None:
    lines = default_plan(START).splitlines()
    begin = next(index for index, line in enumerate(lines) if line.startswith("# lane"))
    lines[begin : begin + 6] = [line.removeprefix("# ") for line in lines[begin : begin + 6]]
    plan = read_plan("\n".join(lines))
    assert (plan.level, plan.lane, plan.paces_s_per_km["R"]) == ("beginner", 1, 240.0)
    assert plan.race is not None
    assert plan.equipment == ("box", "dumbbell")
    assert plan.unavailable[0] == "friday"
