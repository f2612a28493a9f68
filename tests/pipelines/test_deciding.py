"""Who decides on a change: the athlete's word, or the setting auto_accept; and taking back what was accepted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from models.errors import PlanError, UsageError
from models.tables import ADJUSTMENTS, WORKOUT_COMPLIANCE, WORKOUTS
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.rebuild import rebuild
from pipelines.report.markdown import markdown
from pipelines.telling import Told, log
from pipelines.weekly_review import decide, review_week
from tests.pipelines.test_replay import assert_same
from tests.support.homes import PLAN, TODAY, Bench, bench

WEEK = date(2026, 1, 5)
TUESDAY = TODAY + timedelta(days=1)


def hurt(folder: Path, auto_accept: str) -> Bench:
    """A reviewed week that ended in pain, with the setting."""
    settings = f'auto_accept = "{auto_accept}"\n[athletes.me]\nname = "You"\ntimezone = "Europe/Berlin"\n'
    place = bench(folder / "home", settings=settings)
    log(place.home, place.clock, place.settings, "me", WEEK + timedelta(days=6), Told("pain", value=6))
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    return place


def asked_on(place: Bench, day: date) -> str:
    """What the plan with all accepted changes asks of a day."""
    newest = place.read(WORKOUTS, local_date=day).sort("version")
    return str(newest["text"][-1])


def test_without_the_setting_everything_waits_for_a_word(tmp_path: Path) -> None:
    place = hurt(tmp_path, "none")
    assert set(place.read(ADJUSTMENTS)["status"]) == {"proposed"}
    assert "400m" in asked_on(place, TUESDAY)


@pytest.mark.parametrize("setting", ["safety", "all"])
def test_what_takes_load_away_for_pain_counts_at_once(tmp_path: Path, setting: str) -> None:
    place = hurt(tmp_path, setting)
    changes = place.read(ADJUSTMENTS, rule="R12").drop_nulls("workout_id")
    assert set(changes["status"]) == {"accepted"}
    assert set(changes["decided_by"]) == {"setting"}
    assert asked_on(place, TUESDAY) == "rest"
    page = markdown(review_week(place.home, place.clock, place.settings, "me", WEEK).review, "metric")
    assert "accepted, as auto_accept in trackwork.toml says; review --decline with its id takes it back" in page
    before = place.tables()
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    assert_same(before, place.tables())
    rebuild(place.home, place.clock, place.settings)
    assert_same(before, place.tables())


def test_other_rules_wait_where_only_safety_is_accepted(tmp_path: Path) -> None:
    settings = 'auto_accept = "safety"\n[athletes.me]\nname = "You"\ntimezone = "Europe/Berlin"\n'
    place = bench(tmp_path / "home", settings=settings)
    for day in range(7):
        log(place.home, place.clock, place.settings, "me", WEEK + timedelta(days=day), Told("run", "40min easy"))
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    assert set(place.read(ADJUSTMENTS, rule="R5")["status"]) == {"proposed"}


def test_what_was_accepted_can_be_declined_until_its_day_is_over(tmp_path: Path) -> None:
    place = hurt(tmp_path, "safety")
    changes = (
        place.read(ADJUSTMENTS, rule="R12")
        .drop_nulls("workout_id")
        .join(place.read(WORKOUTS).filter(version=0).select("workout_id", "local_date"), on="workout_id")
    )
    tuesdays, thursdays = (
        changes.filter(local_date=TODAY + timedelta(days=days))["adjustment_id"].to_list() for days in (1, 3)
    )
    decide(place.home, place.clock, place.settings, "me", "declined", tuesdays)
    assert "400m" in asked_on(place, TUESDAY)
    assert asked_on(place, TODAY + timedelta(days=3)) == "rest"
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    assert "400m" in asked_on(place, TUESDAY)  # the setting does not overrule the athlete
    friday = Clock.at(TODAY + timedelta(days=4))
    with pytest.raises(UsageError, match="accepted already; it can be declined until the day of its session"):
        decide(place.home, friday, place.settings, "me", "declined", thursdays)


def test_a_workout_is_coloured_by_the_bands_of_the_setting(tmp_path: Path) -> None:
    colours = {}
    for preset in ("trainingpeaks", "todaysplan"):
        settings = f'compliance_colours = "{preset}"\n[athletes.me]\nname = "You"\ntimezone = "Europe/Berlin"\n'
        place = bench(tmp_path / preset, settings=settings)
        thursday = WEEK + timedelta(days=3)
        log(place.home, place.clock, place.settings, "me", thursday, Told("run", "33min easy"))
        (asked,) = place.read(WORKOUTS, local_date=thursday)["workout_id"]
        (row,) = place.read(WORKOUT_COMPLIANCE, workout_id=asked).iter_rows(named=True)
        assert row["preset"] == preset
        colours[preset] = row["colour"]
    assert colours == {"trainingpeaks": "green", "todaysplan": "yellow"}  # 33 of 40 minutes are 82 %


def test_another_preset_colours_the_past_anew(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    log(place.home, place.clock, place.settings, "me", WEEK + timedelta(days=3), Told("run", "33min easy"))
    other = place.settings.model_copy(update={"compliance_colours": "todaysplan"})
    review_week(place.home, place.clock, other, "me", WEEK)
    assert set(place.read(WORKOUT_COMPLIANCE)["preset"]) == {"todaysplan"}


def test_two_plans_of_one_athlete_are_not_chosen_between(tmp_path: Path) -> None:
    place = bench(tmp_path / "home")
    (place.home.root / "plans").mkdir(exist_ok=True)
    (place.home.root / "plans" / "me.yaml").write_text((place.home.root / "plan.yaml").read_text())
    with pytest.raises(PlanError, match=r"plan\.yaml is a plan of me too: which one counts\?"):
        review_week(place.home, place.clock, place.settings, "me", WEEK)
    (place.home.root / "plan.yaml").unlink()
    review_week(place.home, place.clock, place.settings, "me", WEEK)


def test_the_plan_that_a_new_home_begins_with_does_not_stand_in_the_way(tmp_path: Path) -> None:
    clock = Clock.at(TODAY)
    place = Bench(*open_home(tmp_path / "home", clock), clock)
    assert (place.home.root / "plan.yaml").exists()
    (place.home.root / "plans").mkdir(exist_ok=True)
    (place.home.root / "plans" / "me.yaml").write_text(PLAN)
    review_week(place.home, place.clock, place.settings, "me", WEEK)
    assert "400m" in asked_on(place, TUESDAY)
