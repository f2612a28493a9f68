"""The demo: weeks through the real inbox; what changes in the input changes the review as one would expect."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from models.errors import HomeError
from models.simulation.weeks import SIX_WEEKS, Scenario
from models.tables import ADJUSTMENTS, COMPLIANCE, INTERVALS, SOURCE_FILES
from pipelines.clock import Clock
from pipelines.demo import MONDAY, Story, run_demo
from pipelines.first_use import open_home
from pipelines.report.markdown import markdown
from pipelines.weekly_review import review_week
from tests.support.homes import Bench
from tests.support.readme import part, printed, rules
from warehouse.query import run_query

WEEKS = SIX_WEEKS[-2:]
LAST = MONDAY + timedelta(weeks=len(WEEKS) - 1)
"""The first day of the last week."""
INTERVAL_DAY = LAST + timedelta(days=1)
REST_DAY = LAST + timedelta(days=4)


class Lived:
    """A home after some weeks, and the words of the last review."""

    def __init__(self, root: Path, story: Story) -> None:
        made = run_demo(root, story)
        clock = Clock.at(LAST + timedelta(weeks=1))
        self.bench = Bench(*open_home(root, clock), clock)
        self.words = markdown(made.review, "metric")
        self.report = made.report
        proposals = self.bench.read(ADJUSTMENTS, week_start=LAST + timedelta(weeks=1))
        self.proposed = proposals.filter(pl.col("status") == "proposed")

    def rules(self) -> set[str]:
        return set(self.proposed["rule"])


def story(told: tuple[tuple[date, object], ...] = (), **changes: object) -> Story:
    return Story(Scenario(monday=MONDAY, weeks=WEEKS, **changes), told)  # type: ignore[arg-type]  # fields by name


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return Lived(tmp_path_factory.mktemp("plain") / "home", story())


def test_every_file_came_in_and_every_repetition_was_found(plain: Lived) -> None:
    files = plain.bench.read(SOURCE_FILES)
    assert set(files["status"]) == {"imported"}
    assert files.height == 2 * 5  # three runs and two strength sessions a week; jumps are told
    query = "select local_date, count(*) as n from repetitions where nominal_distance_m = 400 group by 1 order by 1"
    counted = run_query(plain.bench.home.published, query, timeout_s=10, max_rows=10).frame
    assert counted["n"].to_list() == [6, 6]


def test_two_controlled_sessions_propose_a_faster_target(plain: Lived) -> None:
    (row,) = plain.proposed.filter(pl.col("rule") == "R6").iter_rows(named=True)
    assert (row["parameter"], row["old_value"], row["new_value"]) == ("target", "96", "95")
    assert "next target 95 s" in plain.words
    assert "6 of 6" in plain.words
    assert plain.report.read_text(encoding="utf-8") == plain.words


def test_repetitions_are_measured_against_their_target_and_for_ground_contact(plain: Lived) -> None:
    work = plain.bench.read(INTERVALS, kind="work")
    assert work["stance_time_ms"].null_count() == 0
    assert work["stance_time_ms"].is_between(180, 280).all()
    judged = plain.bench.read(COMPLIANCE, metric="duration_s")
    assert judged.filter(pl.col("interval_index").is_not_null())["prescribed"].is_in([96.0, 900.0, 600.0]).any()


def test_a_second_review_changes_nothing(plain: Lived) -> None:
    before = plain.bench.tables()
    again = review_week(plain.bench.home, plain.bench.clock, plain.bench.settings, "sam", LAST)
    assert markdown(again.review, "metric") == plain.words
    for table, frame in plain.bench.tables().items():
        assert frame.equals(before[table]), table.name


def test_one_slow_repetition_takes_the_faster_target_away(tmp_path: Path, plain: Lived) -> None:
    slower = Lived(tmp_path / "home", story(slower_by_s={(INTERVAL_DAY, 4): 5.0}))
    assert "R6" in plain.rules()
    assert "R6" not in slower.rules()
    assert "5 of 6" in slower.words
    assert slower.words.count("| slow |") == 1


def test_pain_stops_running_and_jumps(tmp_path: Path) -> None:
    from pipelines.telling import Told

    hurt = Lived(tmp_path / "home", story(((LAST + timedelta(days=5), Told("pain", value=5, where="shin")),)))
    changed = hurt.proposed.filter(pl.col("rule") == "R12")
    assert "R6" not in hurt.rules()
    assert changed.height >= 3
    assert set(changed["new_value"].drop_nulls()) == {"rest"}
    assert "shin" in hurt.words
    assert "professional" in hurt.words


def test_a_run_on_a_rest_day_is_seen_and_answered(tmp_path: Path, plain: Lived) -> None:
    restless = Lived(tmp_path / "home", story(extra_runs={REST_DAY: 2400.0}))
    assert plain.words.count("| rest kept |") == 2
    assert restless.words.count("| rest kept |") == 1
    assert restless.words.count("| Rest | - | no rest |") == 1
    assert "R5" not in plain.rules()
    assert "R5" in restless.rules()


def test_the_readme_lists_the_rules() -> None:
    assert part("rules") == rules(), "run: make readme"


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    assert part("review") == printed(run_demo(tmp_path / "home").review), "run: make readme"


def test_the_demo_leaves_other_folders_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all I have")
    with pytest.raises(HomeError, match="--home"):
        run_demo(tmp_path, story())
    assert (tmp_path / "thesis.txt").read_text() == "all I have"
