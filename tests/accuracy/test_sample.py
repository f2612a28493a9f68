"""The measure itself, on truth by construction; and a small sample of what `make accuracy` measures in full."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from models.simulation.session import TRUTH_SCHEMA
from tests.accuracy.baselines import naive
from tests.accuracy.drawing import REPORT_FROM, draw, family_of
from tests.accuracy.families import CYCLE, FAMILIES
from tests.accuracy.negatives import NEGATIVES
from tests.accuracy.running import evaluate
from tests.accuracy.scoring import score
from tests.accuracy.table import calibration, cells, false_sessions

SPANS = ((100.0, 190.0), (270.0, 360.0), (440.0, 530.0))


def truth() -> pl.DataFrame:
    rows: list[dict[str, object]] = []
    for number, (start, end) in enumerate(SPANS, 1):
        rows.append(
            {"kind": "work", "repetition_index": number, "start_s": start, "end_s": end, "nominal_distance_m": 400.0}
        )
        rows.append({"kind": "recovery", "start_s": end, "end_s": end + 80})
    return pl.DataFrame(rows, schema=TRUTH_SCHEMA)


def found(shift_s: float = 0.0, nominal: float | None = 400.0) -> list[dict[str, Any]]:
    return [
        {
            "start_s": start + shift_s,
            "end_s": end,
            "duration_s": end - start - shift_s,
            "nominal_distance_m": nominal,
            "confidence": 0.9,
        }
        for start, end in SPANS
    ]


def test_the_truth_itself_is_exact() -> None:
    recoveries: list[dict[str, Any]] = [{"start_s": end, "end_s": end + 80} for _, end in SPANS[:2]]
    scored = score(truth(), found(), recoveries, frozenset())
    assert scored.exact
    assert (scored.true, scored.found, scored.matched, scored.near, scored.nominal_right) == (3, 3, 3, 3, 3)
    assert (scored.recoveries_true, scored.recoveries_matched) == (2, 2)
    assert scored.duration_errors_s == [0, 0, 0]


@pytest.mark.parametrize(("shift", "near", "exact"), [(2.9, 3, True), (4.0, 0, True), (5.1, 0, False)])
def test_ends_count_by_seconds(shift: float, near: int, exact: bool) -> None:
    scored = score(truth(), found(shift), [], frozenset())
    assert (scored.matched, scored.near, scored.exact) == (3, near, exact)
    assert scored.duration_errors_s == pytest.approx([shift] * 3)
    assert [right for _, right in scored.sure] == [exact] * 3


def test_one_missing_or_one_too_much_is_not_exact() -> None:
    assert not score(truth(), found()[:2], [], frozenset()).exact
    more = [*found(), found()[0] | {"start_s": 600.0, "end_s": 690.0}]
    scored = score(truth(), more, [], frozenset())
    assert (scored.exact, scored.found, scored.matched) == (False, 4, 3)


def test_of_a_repetition_cut_short_no_nominal_is_asked() -> None:
    scored = score(truth(), found(nominal=300.0), [], frozenset({3}))
    assert (scored.nominal_right, scored.nominal_asked) == (0, 2)


@pytest.mark.parametrize("session", [True, False])
def test_a_seed_is_always_the_same_case(session: bool) -> None:
    one, again = draw(7, session), draw(7, session)
    assert one.simulated.recording.records.equals(again.simulated.recording.records)
    assert one.prescription.equals(again.prescription)
    assert (one.simulated.truth["kind"] == "work").any() == session


def test_every_family_has_seeds_for_tuning_and_for_reporting() -> None:
    assert {family_of(seed, session=True) for seed in range(len(CYCLE))} == set(FAMILIES)
    assert {family_of(seed, session=False) for seed in range(REPORT_FROM, REPORT_FROM + 40)} == set(NEGATIVES)


@pytest.mark.parametrize("name", FAMILIES)
def test_each_structure_is_run_as_written(name: str) -> None:
    case = draw(CYCLE.index(name), session=True)
    work = case.simulated.truth.filter(pl.col("kind") == "work")
    asked = case.prescription.filter(pl.col("kind") == "work")
    assert abs(work.height - asked.height) <= 2
    speeds = (work["distance_m"] / (work["end_s"] - work["start_s"])).to_list()
    assert min(speeds) > 1000 / 480
    assert max(speeds) < 1000 / 150


def test_a_sample_of_sessions_with_the_plan() -> None:
    tasks = [(seed, True, laps) for seed in range(6) for laps in ("stream", "steps")]
    results = [result for task in tasks for result in evaluate(task, ["plan"])]
    assert sum(r.score.exact for r in results) >= 10
    assert len(cells(results)) == 11
    assert sum(int(row[-1]) for row in calibration(results)) == sum(r.score.found for r in results)


def test_a_sample_of_runs_without_repetitions() -> None:
    even = [i for i in range(20) if family_of(i, session=False) in {"easy", "tempo", "race", "progression"}]
    results = [result for seed in even for result in evaluate((seed, False, "stream"), ["no plan"])]
    assert false_sessions(results).startswith("0 of")


def test_the_naive_baseline_finds_an_easy_case() -> None:
    case = next(c for c in (draw(seed, True) for seed in range(5)) if c.tags["recording"] == "1 Hz")
    assert len(naive(case.simulated.recording, case.prescription)) >= 3
