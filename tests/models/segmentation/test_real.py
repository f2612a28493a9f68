"""Real sessions with known repetitions, as they are and with their laps hidden; and real easy runs."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from ingest.readers import decode
from models.recording import Recording
from models.segmentation import Segmentation, segment
from models.tables import OVERRIDES

pytestmark = pytest.mark.real

LABELLED = {
    "x3cl__202263985.fit": "workout_step",
    "x3cl__203966566.fit": "workout_step",
    "x3cl__204685264.fit": "workout_step",
    "x3cl__204748690.fit": "workout_step",
    "x3cl__207046507.fit": "workout_step",
    "x3cl__123864261.fit": "workout_step",
    "jimmykane-fit-parser__running-with-developer-data.fit": "workout_step",
    "jimmykane-fit-parser__garmin-stamina.fit": "lap",
    "maksvasilev-fit2gpx__1316823498.fit": "lap",
}
HIDDEN_EXACT = (
    "x3cl__204748690.fit",
    "x3cl__202263985.fit",
    "x3cl__203966566.fit",
    "x3cl__204685264.fit",
    "x3cl__207046507.fit",
    "jimmykane-fit-parser__garmin-stamina.fit",
    "maksvasilev-fit2gpx__1316823498.fit",
)
EASY = (
    "healthfit__2023-08-31-072628.fit",
    "healthfit__2023-10-26-171953.fit",
    "healthfit__2025-03-02-112656.fit",
    "fgebhart-workoutizer__example.fit",
    "fitparse__activity-small-fenix2-run.fit",
    "x3cl__474777831.fit",
    "thomascamminady-fit-viewer__TRACKR_Fenix7Pro_Race.fit",
    "thomaschampagne-elevate__portland.fit",
)


@cache
def recording(folder: Path, name: str) -> Recording:
    return decode((folder / "fit" / name).read_bytes(), name).recordings[0]


def segmented(one: Recording) -> Segmentation:
    return segment(one, None, OVERRIDES.empty())


def work(one: Recording) -> pl.DataFrame:
    return segmented(one).intervals.filter(pl.col("kind") == "work")


def labelled(folder: Path, name: str) -> list[int]:
    """Places of the laps that are repetitions."""
    with (folder / "laps.csv").open() as file:
        return [
            i for i, row in enumerate(r for r in csv.DictReader(file) if r["file"] == name) if row["label"] == "rep"
        ]


@pytest.mark.parametrize("name", LABELLED)
def test_the_labelled_laps_are_the_repetitions(real_data: Path, name: str) -> None:
    one = recording(real_data, name)
    laps = one.laps.rows(named=True)
    truth = [laps[i] for i in labelled(real_data, name)]
    result = segmented(one)
    found = result.intervals.filter(pl.col("kind") == "work")
    assert result.structure == LABELLED[name]
    assert found.height == len(truth)
    for lap, row in zip(truth, found.iter_rows(named=True), strict=True):
        if row["source"] != "stream":
            assert row["duration_s"] == pytest.approx(lap["timer_s"], abs=0.01)
            assert row["start_s"] == pytest.approx(lap["start_s"], abs=3)


@pytest.mark.parametrize("name", HIDDEN_EXACT)
def test_the_stream_alone_finds_the_same_repetitions(real_data: Path, name: str) -> None:
    one = recording(real_data, name)
    laps = one.laps.rows(named=True)
    truth = [laps[i] for i in labelled(real_data, name)]
    hidden = replace(one, laps=one.laps.clear(), device_steps=one.device_steps.clear())
    found = work(hidden).rows(named=True)
    assert len(found) == len(truth)
    for lap, row in zip(truth, found, strict=True):
        assert min(row["end_s"], lap["end_s"]) - max(row["start_s"], lap["start_s"]) > 0.8 * row["duration_s"]


def test_a_repetition_whose_start_was_not_pressed(real_data: Path) -> None:
    # 4 x 60 s, then 200 m three times; the lap before the second 200 m also holds the first: 40 s at 5.4 m/s
    one = recording(real_data, "fgebhart-workoutizer__with_nones.fit")
    result = segmented(one)
    found = result.intervals.filter(pl.col("kind") == "work")
    assert result.structure == "lap"
    assert found["nominal_distance_m"].to_list() == [None] * 4 + [200.0] * 3
    assert [source != "stream" for source in found["source"]] == [True] * 4 + [False] + [True] * 2
    assert found["duration_s"][4] == pytest.approx(38, abs=1)


def test_a_track_session_behind_auto_laps_is_the_same_on_two_watches(real_data: Path) -> None:
    # 4 x 400 m / 400 m easy, then 2 x 800 m / 800 m: what the author of the files writes about them. One of the
    # receivers takes the first 20 s of each repetition for jogging.
    fenix, coros = (
        work(recording(real_data, f"msimms__20210604_track_run_{watch}.fit"))
        for watch in ("garmin_fenix_6", "coros_pace_2")
    )
    assert fenix["nominal_distance_m"].to_list() == coros["nominal_distance_m"].to_list() == [400] * 4 + [800] * 2
    apart = (fenix["duration_s"] - coros["duration_s"]).abs()
    assert apart[0] < 8  # it began with the recording, before a receiver knows where it is
    assert max(apart[1:]) < 4


@pytest.mark.parametrize("name", EASY)
def test_real_runs_without_repetitions_are_none(real_data: Path, name: str) -> None:
    result = segmented(recording(real_data, name))
    assert result.structure == "none"
    assert result.structure_reason.endswith(".")
