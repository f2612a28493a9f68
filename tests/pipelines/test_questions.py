"""What a person with SQL sees is what the weekly review says; every worked query gives rows where there are data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl
import pytest

from ingest.fit.encode import encode
from ingest.readers import decode
from models.running_dynamics import METRICS
from models.simulation.weeks import SIX_WEEKS, Scenario
from models.tables import ACTIVITIES, INTERVALS
from pipelines.clock import Clock
from pipelines.demo import MONDAY, Story, run_demo
from pipelines.first_use import open_home
from pipelines.originals import Originals
from pipelines.report.model import IntervalSession, WeeklyReview
from pipelines.telling import Told
from pipelines.weekly_review import review_week
from tests.support.homes import Bench
from warehouse.query import run_query
from warehouse.question import Question, questions

WEEKS = 2
LAST = MONDAY + timedelta(weeks=WEEKS - 1)


@dataclass(frozen=True)
class Lived:
    """A home after two weeks: a rest day broken, a pain, a strap's second recording, a file that is none."""

    bench: Bench
    review: WeeklyReview

    def ask(self, sql: str) -> pl.DataFrame:
        return run_query(self.bench.home.published, sql).frame

    def rows_of(self, view: str, order: str) -> list[dict[str, object]]:
        return self.ask(f"FROM {view} WHERE week_start = DATE '{LAST}' ORDER BY {order}").rows(named=True)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    folder = tmp_path_factory.mktemp("questions")
    scenario = Scenario(monday=MONDAY, weeks=SIX_WEEKS[-WEEKS:], extra_runs={LAST + timedelta(days=4): 1800.0})
    run_demo(folder / "home", Story(scenario, ((LAST + timedelta(days=2), Told("pain", value=2, where="shin")),)))
    clock = Clock.at(LAST + timedelta(weeks=1))
    bench = Bench(*open_home(folder / "home", clock), clock)
    (folder / "words.fit").write_bytes(b"no recording")
    (folder / "second.fit").write_bytes(_by_another_device(bench))
    bench.bring_in(folder / "words.fit", folder / "second.fit")
    return Lived(bench, review_week(bench.home, clock, bench.settings, "sam", LAST).review)


def _by_another_device(bench: Bench) -> bytes:
    """The last repetitions as a watch without running dynamics recorded them."""
    (file_id, *_) = bench.read(ACTIVITIES, structure="workout_step").sort("start_time")["file_id"].reverse()
    original = Originals(bench.home).read(file_id)
    assert original
    (recording,) = decode(original, "run.fit").recordings
    plain = recording.records.with_columns(pl.lit(None, pl.Float64).alias(metric.column) for metric in METRICS)
    return encode(replace(recording, records=plain, dynamics_source=None, device="suunto race"))


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_worked_query_gives_rows(lived: Lived, question: Question) -> None:
    frame = lived.ask(question.sql)
    assert frame.height > 0
    assert {name for name in frame.columns if frame[name].null_count() == frame.height} <= _MAY_BE_EMPTY


_MAY_BE_EMPTY = {"top_weight_kg", "instead_of", "reasons", "unit", "confidence", "change", "change_low", "change_high"}
"""Training with body weight, in a fortnight in which no number was changed and no run was doubtful; two sessions make
no line."""


def test_the_weeks_numbers_are_those_of_weekly_summary(lived: Lived) -> None:
    (week,) = lived.rows_of("weekly_summary", "week_start")
    review = lived.review
    entries = [entry for day in review.days for entry in day.planned]
    assert (week["planned"], week["done"]) == (review.sessions_planned, review.sessions_done)
    for figure in ("runs_percent", "strength_percent", "rest_percent"):
        assert week[figure] == pytest.approx(getattr(review, figure))
    assert week["missed"] == sum(entry.state == "missed" for entry in entries)
    assert week["rest_days"] == sum(entry.kind == "rest" for entry in entries)
    assert week["rest_broken"] == sum(entry.state == "broken" for entry in entries) == 1
    assert week["repetitions"] == sum(len(session.repetitions) for session in review.sessions)
    assert week["pain_max"] == max(note.value or 0 for note in review.notes if note.kind == "pain") == 2
    recorded = [done for day in review.days for done in (*(d for e in day.planned for d in e.done), *day.extra)]
    runs = [done for done in recorded if done.sport == "running"]
    assert week["runs"] == len(runs) == 4
    assert week["distance_m"] == pytest.approx(sum(run.distance_m or 0 for run in runs))
    assert week["timer_s"] == pytest.approx(sum(run.timer_s or 0 for run in runs))
    done_sets = sum(len(exercise.done) for exercise in review.strength)
    assert (week["strength_sets"], week["jump_sets"]) == (18, done_sets - 18)


def test_each_planned_session_is_that_of_plan_vs_actual(lived: Lived) -> None:
    rows = lived.rows_of("plan_vs_actual", "local_date, day_index")
    entries = [entry for day in lived.review.days for entry in day.planned]
    told = [(e.workout_id, e.local_date, e.kind, e.title, e.text, e.days_moved, e.score, e.colour) for e in entries]
    columns = ("workout_id", "local_date", "kind", "title", "text", "days_moved", "score", "colour")
    assert told == [tuple(row[name] or (0 if name == "days_moved" else row[name]) for name in columns) for row in rows]
    for entry, row in zip(entries, rows, strict=True):
        if row["activity_id"]:
            assert (row["distance_m"], row["timer_s"]) == (entry.done[0].distance_m, entry.done[0].timer_s)


def test_each_repetition_is_that_of_repetitions(lived: Lived) -> None:
    (session,) = lived.review.sessions
    rows = lived.rows_of("repetitions", "start_time")
    assert len(rows) == len(session.repetitions) == 6
    same = ("repetition_index", "set_index", "nominal_distance_m", "duration_s", "pace_s_per_km", "stance_time_ms",
            "stance_time_at_reference_ms", "avg_heart_rate_bpm", "verdict", "confidence")  # fmt: skip
    for repetition, row in zip(session.repetitions, rows, strict=True):
        assert {name: getattr(repetition, name) for name in same} == {name: row[name] for name in same}
        assert (repetition.target_low_s, repetition.target_high_s) == (row["target_low"], row["target_high"])


def test_the_sessions_figures_follow_from_its_repetitions(lived: Lived) -> None:
    (session,) = lived.review.sessions
    sql = f"""
        SELECT nominal_distance_m, count(*), avg(duration_s), 100 * stddev_samp(duration_s) / avg(duration_s),
            arg_min(stance_time_ms, start_time), arg_max(stance_time_ms, start_time),
            arg_min(stance_time_at_reference_ms, start_time), arg_max(stance_time_at_reference_ms, start_time),
            min(confidence)
        FROM repetitions WHERE activity_id = '{session.activity_id}' GROUP BY 1
    """  # noqa: S608  an id of our own
    (figures,) = lived.ask(sql).rows()
    (summary,), contact = session.summaries, session.ground_contact
    assert contact
    times = (summary.nominal_distance_m, summary.count, summary.mean_s, summary.variation_percent)
    stances = (contact.first_ms, contact.last_ms, contact.first_at_reference_ms, contact.last_at_reference_ms)
    assert figures == pytest.approx((*times, *stances, session.confidence))


def test_the_rests_are_those_of_recoveries(lived: Lived) -> None:
    (session,) = lived.review.sessions
    assert session.recoveries
    assert _rests(lived, session) == pytest.approx(
        (session.recoveries.count, session.recoveries.mean_s, session.recoveries.first_s, session.recoveries.last_s)
    )


def _rests(lived: Lived, session: IntervalSession) -> tuple[float, ...]:
    sql = f"""
        SELECT count(*), avg(duration_s), arg_min(duration_s, after_repetition), arg_max(duration_s, after_repetition)
        FROM recoveries WHERE NOT between_sets AND activity_id = '{session.activity_id}'
    """  # noqa: S608  an id of our own
    (figures,) = lived.ask(sql).rows()
    return figures


def test_the_sets_done_are_those_of_strength_progress(lived: Lived) -> None:
    rows = lived.rows_of("strength_progress", "local_date, exercise")
    told = {
        (each.local_date, each.exercise): (
            len(each.done),
            sum((one.repetitions or 0) * (2 if one.side == "each" else 1) for one in each.done),
        )
        for each in lived.review.strength
    }
    assert told == {(row["local_date"], row["exercise"]): (row["sets"], row["repetitions"]) for row in rows}


def test_next_weeks_sessions_are_those_of_next_week(lived: Lived) -> None:
    rows = lived.ask("FROM next_week ORDER BY local_date, day_index").rows(named=True)
    said = [(each.local_date, each.title, each.text, len(each.proposals)) for each in lived.review.next_week]
    assert said == [(row["local_date"], row["title"], row["text"], row["proposals"]) for row in rows]


def test_the_files_that_were_not_read_are_those_of_data_quality(lived: Lived) -> None:
    (rejected,) = lived.ask("FROM data_quality WHERE status = 'rejected'").rows(named=True)
    (note,) = [note for note in lived.review.data_notes if note.status == "rejected"]
    assert (rejected["files"], rejected["examples"], rejected["reason"]) == (1, [note.name], note.reason)
    doubles = lived.ask("SELECT sum(doubles) FROM data_quality").item()
    assert doubles == len([note for note in lived.review.data_notes if note.status == "duplicate"]) == 1


def test_the_second_recording_counts_nowhere(lived: Lived) -> None:
    found = lived.bench.read(INTERVALS, kind="work")
    assert found["activity_id"].n_unique() == WEEKS + 1
    assert lived.ask("SELECT count(DISTINCT activity_id) FROM repetitions").item() == WEEKS
