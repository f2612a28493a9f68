"""Where positions lose speed for half a bend, the steps tell when a repetition began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from models.recording import Recording
from models.segmentation import segment
from models.segmentation.config import CONFIG
from models.segmentation.nominal import all_of_one_scale, by_the_clock
from models.segmentation.paced import paced
from models.segmentation.signal import Signal, signal_of
from models.tables import OVERRIDES
from tests.support.runs import repeats, run

NOTHING = OVERRIDES.empty()
JOG_MPS, FAST_MPS = 3.4, 4.7
REP_S, JOG_S = 400 / FAST_MPS, 110.0
STARTS_S = [600 + i * (REP_S + JOG_S) for i in range(5)]
LOST_S = 20.0
QUARTERS = repeats(5, (REP_S, FAST_MPS), (JOG_S, JOG_MPS), warmup=(600, 3.4), cooldown=(300, 3.4))


def steps_at(speed_mps: np.ndarray) -> np.ndarray:
    """Cadence that goes with a third power of speed's root, as in a real track session: 178 at 3.4 m/s."""
    return 178 * (speed_mps / JOG_MPS) ** (1 / 3)


def on_a_track(cadence: Callable[[np.ndarray], np.ndarray | None] = steps_at) -> Recording:
    """Five 400s whose first 20 s a receiver takes for jogging; until the end of the lap it has won them back."""
    plain = run(QUARTERS)
    time = plain.records["elapsed_s"].to_numpy()
    fast = np.zeros(len(time), bool)
    lost = np.zeros(len(time))
    for start in STARTS_S:
        within = time - start
        fast |= (within >= 0) & (within < REP_S)
        gap = (FAST_MPS - JOG_MPS) * LOST_S
        back = np.clip((within - LOST_S) / (REP_S - LOST_S), 0, 1)
        lost += np.where((within > 0) & (within < REP_S), gap * np.minimum(within / LOST_S, 1) * (1 - back), 0)
    spm = cadence(np.where(fast, FAST_MPS, JOG_MPS))
    told = pl.Series("cadence_spm", [None] * len(time) if spm is None else spm, dtype=pl.Float64)
    return replace(plain, records=plain.records.with_columns(pl.col("distance_m") - pl.Series(lost), told))


def signal(recording: Recording) -> Signal:
    found = signal_of(recording, CONFIG)
    assert found is not None
    return found


def test_the_steps_bring_back_what_the_bend_took() -> None:
    recording = on_a_track()
    own = signal(recording)
    _, told = paced(recording.records, own, CONFIG)
    early = (own.time_s > STARTS_S[2] + 4) & (own.time_s < STARTS_S[2] + LOST_S - 4)
    assert np.median(own.speed_mps[early]) == pytest.approx(JOG_MPS, abs=0.1)
    assert np.median(told.speed_mps[early]) > (JOG_MPS + FAST_MPS) / 2
    assert told.distance_of(told.whole) == pytest.approx(own.distance_of(own.whole), rel=0.02)


def test_repetitions_that_begin_in_a_bend_are_whole() -> None:
    found = segment(on_a_track(), None, NOTHING)
    work = found.intervals.filter(kind="work")
    assert work["nominal_distance_m"].to_list() == [400.0] * 5
    assert work["start_s"].to_list() == pytest.approx(STARTS_S, abs=4)
    assert work["duration_s"].to_list() == pytest.approx([REP_S] * 5, abs=4)
    assert all("by_cadence" in flags for flags in work["flags"])
    assert (work["confidence"] >= 0.6).all()


@pytest.mark.parametrize(
    "cadence",
    [
        lambda _: None,
        lambda speed: np.full(len(speed), 178.0),
        lambda speed: 178 + 8 * np.sin(np.arange(len(speed)) / 17),
    ],
    ids=["not measured", "always the same", "nothing to do with speed"],
)
def test_steps_that_tell_nothing_of_speed_are_not_asked(
    cadence: Callable[[np.ndarray], np.ndarray | None],
) -> None:
    recording = on_a_track(cadence)
    assert not list(paced(recording.records, signal(recording), CONFIG))
    work = segment(recording, None, NOTHING).intervals.filter(kind="work")
    assert not any("by_cadence" in flags for flags in work["flags"])


def test_an_odometer_that_shows_whole_repetitions_is_believed() -> None:
    plain = run(QUARTERS)
    speed = np.diff(plain.records["distance_m"].to_numpy(), prepend=0.0)
    steps = plain.records.with_columns(pl.Series("cadence_spm", steps_at(np.maximum(speed, 0.5))))
    work = segment(replace(plain, records=steps), None, NOTHING).intervals.filter(kind="work")
    assert work["nominal_distance_m"].to_list() == [400.0] * 5
    assert not any("by_cadence" in flags for flags in work["flags"])


@pytest.mark.parametrize(
    ("times_s", "clocked"),
    [([60, 120, 180, 120, 60.5], True), ([67.8, 65.5, 66.8, 71.2, 74.2], False), ([90, 90, 90, 90, 97], True)],
)
def test_plain_durations_are_run_by_the_clock(times_s: list[float], clocked: bool) -> None:
    assert by_the_clock(times_s, CONFIG) is clocked


@pytest.mark.parametrize(
    ("pairs", "alike"),
    [
        ([(408, 400.0), (396, 400.0), (809, 800.0)], True),
        ([(408, 400.0), (440, 400.0), (809, 800.0)], False),
        ([(408, 400.0), (396, None)], False),
        ([], False),
    ],
)
def test_distances_of_one_receiver_err_by_one_share(pairs: list[tuple[float, float | None]], alike: bool) -> None:
    assert all_of_one_scale(pairs, CONFIG) is alike
