"""Splits: what the watch itself made of a run."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ingest.fit import read
from ingest.fit.chain import chain
from models.tables import SPLITS
from tests.support.fit_bytes import START, T0, plain_run, session
from tests.support.fit_reading import only

SPLIT = 312
NONE = 0xFFFFFFFF


def test_splits_have_their_words_and_may_overlap() -> None:
    out = plain_run(200).define(
        1,
        SPLIT,
        [
            (254, "uint16"),
            (0, "enum"),
            (9, "uint32"),
            (27, "uint32"),
            (1, "uint32"),
            (2, "uint32"),
            (3, "uint32"),
            (15, "uint8"),
            (29, "uint16"),
            (67, "uint16"),
            (68, "uint16"),
        ],
    )
    out.add(1, 0, 4, T0, T0 + 95, 96_250, 96_250, 40_000, 170, 90 * 128, 0, 1)  # interval_rest, and a part of a second
    out.add(1, 1, 18, T0 + 10, T0 + 19, 70_000, 10_000, 3_000, 0xFF, 0xFFFF, 0xFFFF, 0xFFFF)  # a pause runs on behind
    out.add(1, 2, 99, T0 + 20, NONE, 5_500, NONE, NONE, 0xFF, 0xFFFF, 0xFFFF, 0xFFFF)  # no end, no word
    out.add(1, 3, 17, T0 + 30, T0 + 60, 0, 30_000, NONE, 0xFF, 0xFFFF, 0xFFFF, 0xFFFF)  # no length
    out.add(1, 4, 22, NONE, T0 + 60, 0, NONE, NONE, 0xFF, 0xFFFF, 0xFFFF, 0xFFFF)  # no start: nowhere in the run
    splits = only(out.file()).splits
    assert splits.select("split_index", "kind", "start_s", "end_s", "timer_s", "distance_m").rows() == [
        (0, "interval_rest", 0.0, 96.0, 96.25, 400.0),
        (1, "rwd_walk", 10.0, 20.0, 10.0, 30.0),
        (2, "99", 20.0, 25.5, None, None),
        (3, "rwd_run", 30.0, 60.0, 30.0, None),
    ]
    assert splits.select("avg_heart_rate_bpm", "avg_cadence_spm", "first_lap_index", "lap_count").row(0) == (
        170.0,
        180.0,
        0,
        1,
    )


def test_splits_belong_to_the_session_that_they_start_in() -> None:
    out = plain_run(20).define(1, SPLIT, [(0, "enum"), (9, "uint32"), (27, "uint32"), (1, "uint32")])
    out.add(1, 4, T0, T0 + 9, 10_000).add(1, 4, T0 + 20, T0 + 29, 10_000)
    first, second = read(session(out, T0 + 20, 10).file()).recordings
    assert first.start_time == START
    for recording in (first, second):
        assert recording.splits.select("split_index", "start_s", "end_s").rows() == [(0, 0.0, 10.0)]


@pytest.mark.real
def test_splits_of_real_files_keep_the_contract_and_add_up_to_their_summaries(real_data: Path) -> None:
    files = kinds = 0
    for path in sorted((real_data / "fit").rglob("*.fit")):
        data = path.read_bytes()
        told = [file for file in chain(data) if len(file.messages("split"))]
        if not told:
            continue
        files += 1
        found = [recording.splits.clone() for recording in read(data).recordings]
        for splits in found:
            SPLITS.check(splits.insert_column(0, pl.lit("a").alias("activity_id")))
            assert (splits["end_s"] >= splits["start_s"]).all()
        assert sum(splits.height for splits in found) == sum(len(file.messages("split")) for file in told), path.name
        summary = told[0].messages("split_summary")
        columns = zip(
            summary.words("split_type"),
            summary.numbers("num_splits"),
            summary.numbers("total_timer_time"),
            strict=True,
        )
        for kind, count, timer in columns:
            if timer != timer or timer == 0:  # noqa: PLR0124  # NaN
                continue
            rows = [row for splits in found for row in splits.rows(named=True) if row["kind"] == kind]
            assert (len(rows), sum(row["timer_s"] for row in rows)) == (count, pytest.approx(timer, abs=0.01)), (
                path.name
            )
            kinds += 1
    assert files >= 20
    assert kinds >= 40
