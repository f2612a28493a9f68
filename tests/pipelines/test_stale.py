"""After the calculations changed, the night's work derives again what is stale, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from models.derivation import DERIVATION_VERSION
from models.schema import Table
from models.segmentation import Segmentation, segment
from models.tables import ACTIVITIES, WORKOUT_MATCHES
from pipelines.nightly import nightly
from pipelines.rebuild import rebuild
from tests.pipelines.test_chain import TWO_PEOPLE, a_run
from tests.pipelines.test_replay import assert_same
from tests.support.homes import PLAN, Bench, bench
from warehouse.query import run_query
from warehouse.store import Store

NEXT = DERIVATION_VERSION + 1
Segment = Callable[..., Segmentation]


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    """Two athletes with a run each; Ben has a plan as well."""
    made = bench(tmp_path / "home", settings=TWO_PEOPLE, plan=None)
    plans = tmp_path / "home" / "plans"
    plans.mkdir()
    (plans / "ben.yaml").write_text(PLAN, encoding="utf-8")
    made.bring_in(a_run(tmp_path, "a.gpx", seconds=100), athlete="anna")
    made.bring_in(a_run(tmp_path, "b.gpx", seconds=200), athlete="ben")
    return made


@pytest.fixture
def segmented(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each segmentation had, as they come."""
    seen: list[int] = []

    def counting(recording: object, *rest: object) -> Segmentation:
        seen.append(recording.records.height)  # type: ignore[attr-defined]  # whatever segment takes
        return segment(recording, *rest)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr("pipelines.deriving.segment", counting)
    return seen


def versions(place: Bench) -> dict[str, set[int]]:
    """The versions that the rows of each derived table have."""
    found: dict[Table, pl.DataFrame] = place.tables()
    derived = {table.name: frame for table, frame in found.items() if "derivation_version" in table.schema}
    return {name: set(frame["derivation_version"]) for name, frame in derived.items() if frame.height}


def night(place: Bench) -> tuple[str, ...]:
    return nightly(place.home, place.clock, place.settings).derived_again


def upgrade(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("models.derivation", "pipelines.deriving", "pipelines.loading", "pipelines.nightly"):
        monkeypatch.setattr(f"{module}.DERIVATION_VERSION", NEXT, raising=False)


def test_a_new_version_derives_everything_again_once_and_as_a_rebuild_would(
    place: Bench, monkeypatch: pytest.MonkeyPatch, segmented: list[int]
) -> None:
    assert night(place) == ()
    assert segmented == []
    upgrade(monkeypatch)
    assert night(place) == ("anna", "ben")
    assert sorted(segmented) == [101, 201]
    assert set.union(*versions(place).values()) == {NEXT}
    published = run_query(place.home.published, "SELECT DISTINCT derivation_version FROM activities").frame
    assert published["derivation_version"].to_list() == [NEXT]
    assert night(place) == ()
    assert len(segmented) == 2
    before = place.tables()
    rebuild(place.home, place.clock, place.settings)
    assert_same(before, place.tables())


def test_only_the_athlete_whose_rows_are_stale_is_derived_again(place: Bench, segmented: list[int]) -> None:
    before = place.tables()
    with Store.open(place.home.database) as store:
        old = store.read(ACTIVITIES, athlete_id="ben").with_columns(
            derivation_version=pl.lit(0, pl.Int64), derivation_key=pl.lit("old")
        )
        store.replace(ACTIVITIES, old, athlete_id="ben")
    assert night(place) == ("ben",)
    assert segmented == [201]
    assert_same(before, place.tables())


def test_an_athlete_with_a_plan_and_no_activity_is_stale_too(place: Bench, segmented: list[int]) -> None:
    before = place.tables()
    with Store.open(place.home.database) as store:
        old = store.read(WORKOUT_MATCHES, athlete_id="ben").with_columns(derivation_version=pl.lit(0, pl.Int64))
        store.replace(WORKOUT_MATCHES, old, athlete_id="ben")
    assert night(place) == ("ben",)
    assert segmented == []
    assert_same(before, place.tables())
