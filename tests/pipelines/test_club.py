"""A club's reviews made together: the same as one after the other, and nobody holds up the rest."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.errors import NothingToReviewError, PlanError, UsageError
from models.tables import ACTIVITIES, ADJUSTMENTS, ATHLETES, TABLES, WORKOUT_STEPS, WORKOUTS
from pipelines.clock import Clock
from pipelines.first_use import open_home
from pipelines.telling import Told, log
from pipelines.weekly_review import Reviewing, review_week, review_weeks
from tests.pipelines.test_replay import assert_same
from tests.support.command_line import Trackwork
from tests.support.gpx_text import plain_run
from tests.support.homes import PLAN, TODAY, Bench
from warehouse.store import Store
from warehouse.together import Together
from warehouse.view import views

WEEK = date(2026, 1, 5)
RUNNERS = ("anna", "ben", "cleo")
BROKEN, NEW = "dora", "emil"
"""One whose plan file cannot be read, and one of whom nothing is known."""
SETTINGS = "\n".join(f'[athletes.{one}]\nname = "{one}"\ntimezone = "UTC"' for one in (*RUNNERS, BROKEN, NEW))


def _at(folder: Path) -> Bench:
    clock = Clock.at(TODAY)
    return Bench(*open_home(folder, clock), clock)


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("club")
    plans = folder / "home" / "plans"
    plans.mkdir(parents=True)
    (folder / "home" / "trackwork.toml").write_text(SETTINGS, encoding="utf-8")
    for one in RUNNERS:
        (plans / f"{one}.yaml").write_text(PLAN, encoding="utf-8")
    (plans / f"{BROKEN}.yaml").write_text("name: [", encoding="utf-8")
    place = _at(folder / "home")
    for minutes, one in enumerate(RUNNERS, 10):
        (folder / f"{one}.gpx").write_bytes(plain_run(60 * minutes))
        place.bring_in(folder / f"{one}.gpx", athlete=one)
    log(place.home, place.clock, place.settings, "ben", WEEK + timedelta(days=6), Told("pain", value=6))
    return folder / "home"


@pytest.fixture
def place(club: Path, tmp_path: Path) -> Bench:
    return _at(Path(shutil.copytree(club, tmp_path / "home")))


@pytest.fixture(scope="module")
def store(club: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database after all reviews."""
    place = _at(Path(shutil.copytree(club, tmp_path_factory.mktemp("reviewed") / "home")))
    list(review_weeks(place.home, place.clock, place.settings, RUNNERS))
    return place.home.database


def page(made: Reviewing, place: Bench) -> str:
    """The written page, wherever the home lies."""
    return made.report.read_text(encoding="utf-8").replace(str(place.home.root), "HOME")


def test_together_changes_nothing(place: Bench, club: Path, tmp_path: Path) -> None:
    other = _at(Path(shutil.copytree(club, tmp_path / "other")))
    alone = [review_week(other.home, other.clock, other.settings, one) for one in RUNNERS]
    made = dict(review_weeks(place.home, place.clock, place.settings, RUNNERS))
    assert tuple(made) == RUNNERS
    assert {change.rule for change in made["ben"].review.changes} >= {"R12"}  # type: ignore[union-attr]  # one that was refused fails here
    for one, as_before in zip(RUNNERS, alone, strict=True):
        reviewing = made[one]
        assert isinstance(reviewing, Reviewing)
        assert reviewing.review.model_dump(exclude={"command"}) == as_before.review.model_dump(exclude={"command"})
        assert page(reviewing, place) == page(as_before, other)
        sent = {path.name for path in (place.home.outbox / one).iterdir()}
        assert sent == {path.name for path in (other.home.outbox / one).iterdir()} != set()
    assert_same(place.tables(), other.tables())
    before = place.tables()
    assert dict(review_weeks(place.home, place.clock, place.settings, RUNNERS)) == made
    assert_same(before, place.tables())


def test_whose_week_cannot_be_reviewed_does_not_hold_up_the_others(place: Bench) -> None:
    made = dict(review_weeks(place.home, place.clock, place.settings, [BROKEN, NEW, *RUNNERS]))
    assert isinstance(made[BROKEN], PlanError)
    assert isinstance(made[NEW], NothingToReviewError)
    assert all(isinstance(made[one], Reviewing) for one in RUNNERS)
    assert set(place.read(ADJUSTMENTS)["athlete_id"]) <= set(RUNNERS)
    with pytest.raises(UsageError):
        review_week(place.home, place.clock, place.settings, NEW)


def test_an_athletes_part_is_what_the_store_gives(store: Path) -> None:
    with Store.open(store) as rows:
        together = Together(rows, RUNNERS)
        ids = {
            key: rows.read(table, athlete_id="ben")[key].to_list()
            for key, table in (("activity_id", ACTIVITIES), ("workout_id", WORKOUTS))
        }
        for table in TABLES:
            own = {"athlete_id": "ben"} if "athlete_id" in table.schema else {}
            for key, values in ids.items():
                if key in table.schema:
                    where = {**own, key: values}
                    assert together.of("ben").read(table, **where).equals(rows.read(table, **where)), table.name
        for view in views():
            mine, told = together.of("ben").view(view.name, athlete_id="ben"), rows.view(view.name, athlete_id="ben")
            assert mine.sort(mine.columns).equals(told.sort(told.columns)), view.name


def test_conditions_are_those_of_the_store(store: Path) -> None:
    with Store.open(store) as rows:
        mine = Together(rows, RUNNERS).of("ben")
        known = rows.read(WORKOUTS, athlete_id="ben")
        some = known["workout_id"].unique().sort().to_list()
        chosen = some[1::3]
        for where in ({"version": 0}, {"version": [0, 1]}, {"adjustment_id": None}, {"workout_id": chosen}):
            assert mine.read(WORKOUTS, athlete_id="ben", **where).equals(rows.read(WORKOUTS, athlete_id="ben", **where))
        assert mine.read(WORKOUT_STEPS, workout_id=chosen).equals(rows.read(WORKOUT_STEPS, workout_id=chosen))
        assert mine.read(WORKOUT_STEPS, workout_id=[]).equals(WORKOUT_STEPS.empty())
        assert mine.read(ATHLETES).height == rows.read(ATHLETES).height > 1
        assert Together(rows, []).of("ben").read(WORKOUTS, athlete_id="ben").is_empty()


def test_a_coach_sees_everyone_in_a_table(
    place: Bench, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    trackwork = Trackwork(place.home.root, capsys, monkeypatch)
    said = trackwork("review", "--everyone")
    assert said.code == 1  # a plan that cannot be read
    (row,) = (line for line in said.out.splitlines() if line.startswith("ben"))
    assert "You noted pain 6 of 10" in said.out
    assert "Week 2026-W02" in row
    assert "dora.yaml" in said.out
    together = trackwork("review", "--everyone", "--json").document
    alone = trackwork("review", "--athlete", "ben", "--json").document
    assert together["ben"] == alone
    assert set(together) == {*RUNNERS, BROKEN, NEW}
    assert "no complete week" in together[NEW]["problem"]
    assert trackwork("review", "--everyone", "--accept-all").code == 2
