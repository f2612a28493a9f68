"""A small sample of what `make seasons` measures in full."""

from __future__ import annotations

import os

import pytest

from tests.seasons.season import Season, season
from tests.seasons.table import bounds, compared, fired, settling

SEEDS = range(40) if os.environ.get("TRACKWORK_SOAK") else (2, 8, 16, 17)
WEEKS = 12 if os.environ.get("TRACKWORK_SOAK") else 8


@pytest.fixture(scope="module")
def seasons() -> list[Season]:
    return [season(seed, weeks=WEEKS) for seed in SEEDS]


@pytest.mark.timeout(1800)
def test_no_bound_is_passed(seasons: list[Season]) -> None:
    assert [words for lived in seasons for words in lived.broken] == []


def test_targets_do_not_swing(seasons: list[Season]) -> None:
    assert max(lived.turns for lived in seasons) <= 2


def test_a_target_three_units_off_moves_towards_the_truth(seasons: list[Season]) -> None:
    far = [lived for lived in seasons if abs(lived.start_error) > 1]
    assert far
    assert all(abs(lived.errors[-1]) < abs(lived.errors[0]) for lived in far)


def test_the_same_athlete_has_the_same_season() -> None:
    assert season(1, weeks=3) == season(1, weeks=3)


def test_the_tables_say_it(seasons: list[Season]) -> None:
    fixed = [season(seed, "fixed", weeks=WEEKS) for seed in SEEDS]
    assert "three units too slow" in settling(seasons)
    assert bounds(seasons).startswith("No bound was passed in")
    assert "| R6 |" in fired(seasons)
    assert "a fixed plan" in compared({"rules": seasons, "fixed": fixed})
    assert all(not lived.fired for lived in fixed)
