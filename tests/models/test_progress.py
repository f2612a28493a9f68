"""Times and fading over the weeks: like with like, in numbers and in a sentence."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from models.progress import progress
from models.tables import COMPLIANCE, INTERVALS, PROGRESS
from tests.models.dynamics.contact_rows import activities
from tests.support.rows import rows

MONDAY = date(2026, 3, 2)


def session(index: int, times_s: list[float], **more: object) -> list[dict[str, object]]:
    """400s of one session, one after the other."""
    start = 0.0
    found: list[dict[str, object]] = []
    for place, time_s in enumerate(times_s):
        row: dict[str, object] = {
            "activity_id": f"run{index}",
            "interval_index": place,
            "kind": "work",
            "start_s": start,
            "end_s": start + time_s,
            "duration_s": time_s,
            "nominal_distance_m": 400.0,
            "source": "lap",
            "confidence": 0.9,
            "flags": [],
            "derivation_version": 1,
        }
        found.append(row | more)
        start += time_s + 80
    return found


def told(runs: pl.DataFrame, work: list[dict[str, object]], *asked: dict[str, object]) -> pl.DataFrame:
    found = progress(runs, rows(INTERVALS, *work), rows(COMPLIANCE, *asked))
    PROGRESS.check(found.with_columns(derivation_version=pl.lit(1, pl.Int64)))
    return found


def faster(count: int, by_percent: float) -> list[dict[str, object]]:
    """Sessions of six even 400s in 95 s, each a little faster, with a scatter of 0.3 %."""
    steps = [1 - by_percent / 100 * i / (count - 1) + 0.003 * (-1) ** i for i in range(count)]
    return [row for i, step in enumerate(steps) for row in session(i, [95.0 * step] * 6)]


def last_of(found: pl.DataFrame, metric: str) -> dict[str, object]:
    return found.filter(pl.col("metric") == metric).row(-1, named=True)


def test_times_that_fall_are_better_with_per_cent_and_seconds() -> None:
    found = told(activities(9, every_days=7), faster(9, 5.0))
    last = last_of(found, "repetition_time")
    assert last["change"] == pytest.approx(-5.0, abs=0.4)
    assert (last["verdict"], last["sessions"], last["subject"]) == ("very likely better", 9, "400 m, other")
    assert (last["first_date"], last["last_date"]) == (MONDAY, MONDAY + timedelta(weeks=8))
    assert str(last["reason"]).startswith(f"Very likely better: {last['change']:.1f} %, -4.")
    assert " s over 8 weeks, 9 sessions (90 % interval " in str(last["reason"])
    assert last_of(found, "fade")["change"] == pytest.approx(0.0, abs=1e-9)


def asked(targets_s: list[float]) -> list[dict[str, object]]:
    """What the plan asked of each repetition of each session."""
    return [
        {"workout_id": f"w{i}", "activity_id": f"run{i}", "step_index": place, "interval_index": place}
        | {"metric": "duration_s", "prescribed": target_s}
        for i, target_s in enumerate(targets_s)
        for place in range(6)
    ]


def test_slower_times_to_a_slower_target_are_no_loss() -> None:
    slower, runs = faster(9, -5.0), activities(9, every_days=7)
    assert last_of(told(runs, slower), "repetition_time")["verdict"] == "very likely worse"
    assert last_of(told(runs, slower, *asked([95.0] * 9)), "repetition_time")["verdict"] == "very likely worse"
    last = last_of(told(runs, slower, *asked([95.0] * 4 + [99.0] * 5)), "repetition_time")
    assert last["verdict"] == "unclear"
    assert str(last["reason"]).startswith("Unclear: +")
    assert str(last["reason"]).endswith("; the target went from 95 to 99 s meanwhile, so slower times tell nothing.")


def test_faster_times_to_a_faster_target_are_a_gain_and_the_target_is_told() -> None:
    last = last_of(
        told(activities(9, every_days=7), faster(9, 5.0), *asked([95.0] * 4 + [92.0] * 5)), "repetition_time"
    )
    assert last["verdict"] == "very likely better"
    assert str(last["reason"]).endswith("; 1 % would matter; the target went from 95 to 92 s meanwhile.")


def test_fading_that_grows_is_worse() -> None:
    fading = [row for i in range(9) for row in session(i, [95.0] * 3 + [95.0 * (1 + 0.012 * i)] * 3)]
    last = last_of(told(activities(9, every_days=7), fading), "fade")
    assert last["change"] == pytest.approx(9.6, abs=0.01)  # from 0 % to 8 x 1.2 %
    assert (last["verdict"], last["unit"]) == ("very likely worse", "points")


def test_each_week_knows_only_what_was_before_it() -> None:
    whole = told(activities(9, every_days=7), faster(9, 5.0))
    early = told(activities(4, every_days=7), faster(9, 5.0)[: 4 * 6])
    assert whole.filter(pl.col("week_start") <= early["week_start"].max()).equals(early)


def test_twelve_weeks_and_no_more() -> None:
    last = last_of(told(activities(20, every_days=7), faster(20, 5.0)), "repetition_time")
    assert (last["sessions"], last["first_date"]) == (12, MONDAY + timedelta(weeks=8))


def test_other_distances_are_another_subject() -> None:
    mixed = [
        row
        for i in range(8)
        for row in session(i, [95.0 if i % 2 else 200.0] * 4, nominal_distance_m=400.0 if i % 2 else 800.0)
    ]
    found = told(activities(8, every_days=7), mixed)
    assert set(found["subject"]) == {"400 m, other", "800 m, other"}
    assert found["sessions"].max() == 4
    assert set(found["verdict"]) == {"unclear"}


@pytest.mark.parametrize("odd", [{"confidence": 0.59}, {"nominal_distance_m": None}, {"kind": "stride"}])
def test_what_is_not_sure_or_no_repetition_over_a_distance_says_nothing(odd: dict[str, object]) -> None:
    assert told(activities(1, every_days=7), session(0, [95.0] * 6, **odd)).is_empty()


def test_two_repetitions_are_no_session() -> None:
    assert told(activities(1, every_days=7), session(0, [95.0, 95.0])).is_empty()


def test_a_second_recording_and_an_ignored_one_do_not_count() -> None:
    runs = activities(3, every_days=7).with_columns(
        ignored=pl.Series([False, True, False]), same_as=pl.Series([None, None, "run0"], dtype=pl.String())
    )
    found = told(runs, faster(3, 5.0))
    assert found["sessions"].to_list() == [1, 1]
    assert found["reason"][0] == "Unclear: 1 session to compare in twelve weeks; 6 sessions over 4 weeks are needed."


def test_nothing_run_is_nothing_told() -> None:
    assert told(activities(0, every_days=7), []).is_empty()
