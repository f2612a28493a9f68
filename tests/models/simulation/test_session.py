"""A simulated session is consistent: truth, sensors and laps tell the same physics."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.simulation.asks import asked
from models.simulation.athlete import SimulatedAthlete
from models.simulation.conditions import Conditions
from models.simulation.pacing import PacingConfig, legs_of
from models.simulation.session import Simulated, simulate_run
from models.tables import DEVICE_STEPS, LAPS, PAUSES, RECORDS
from tests.support.workouts import repetitions

START = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
ATHLETE = SimulatedAthlete()


def run(steps: pl.DataFrame | None = None, seed: int = 1, conditions: Conditions | None = None) -> Simulated:
    workout = repetitions() if steps is None else steps
    return simulate_run(workout, ATHLETE, START, 3600, seed, conditions or Conditions())


CONDITIONS = st.builds(
    Conditions,
    place=st.sampled_from(["track", "road", "treadmill"]),
    lane=st.integers(1, 8),
    recovery=st.sampled_from(["jog", "walk", "stand", "mixed"]),
    laps=st.sampled_from(["steps", "manual", "auto", "none"]),
    smart_recording=st.booleans(),
    auto_pause=st.booleans(),
    odometer=st.booleans(),
    odometer_scale=st.floats(0.95, 1.06),
    strides=st.integers(0, 3),
    pauses=st.sampled_from([(), ((1, 40.0),), ((2, 15.0), (3, 60.0))]),
    dropouts=st.sampled_from([(), ((650.0, 680.0),)]),
    dynamics_source=st.sampled_from(["garmin hrm_pro", None]),
)


@given(CONDITIONS, st.integers(0, 1000), st.booleans())
@settings(max_examples=25)
def test_every_session_keeps_the_tables_contracts(conditions: Conditions, seed: int, by_time: bool) -> None:
    steps = repetitions(4, rest_s=60.0, jog_m=None) if by_time else repetitions(4)
    simulated = run(steps, seed, conditions)
    recording = simulated.recording
    for table, frame in (
        (RECORDS, recording.records),
        (LAPS, recording.laps),
        (PAUSES, recording.pauses),
        (DEVICE_STEPS, recording.device_steps),
    ):
        table.check(table.conform(frame.with_columns(pl.lit("a").alias("activity_id"))))
    elapsed = recording.records["elapsed_s"]
    assert (elapsed.diff().drop_nulls() > 0).all()
    assert recording.elapsed_s is not None
    assert elapsed[-1] <= recording.elapsed_s
    distance = recording.records["distance_m"].drop_nulls()
    assert (distance.diff().drop_nulls() >= 0).all()
    assert recording.laps["start_s"].to_list() == [0.0, *recording.laps["end_s"].to_list()[:-1]]
    truth = simulated.truth
    assert truth["start_s"].to_list() == [0.0, *truth["end_s"].to_list()[:-1]]
    assert truth.filter(pl.col("kind") == "work")["repetition_index"].to_list() == [1, 2, 3, 4]


def test_truth_adds_up() -> None:
    simulated = run()
    truth, motion = simulated.truth, simulated.motion
    assert truth["distance_m"].sum() == pytest.approx(motion.distance_m[-1])
    assert truth["end_s"][-1] == pytest.approx(simulated.recording.elapsed_s, abs=1e-3)
    work = truth.filter(pl.col("kind") == "work")
    assert work["nominal_distance_m"].to_list() == [400.0] * 6
    np.testing.assert_allclose(work["distance_m"], 400, rtol=0.01)
    np.testing.assert_allclose(work["end_s"] - work["start_s"], 96, rtol=0.02)


def test_speed_is_step_length_times_cadence() -> None:
    simulated = run()
    records = simulated.recording.records.drop_nulls("step_length_mm")
    steady = records.filter(pl.col("elapsed_s").is_between(620, 690))
    stepped = steady["step_length_mm"] * steady["cadence_spm"] / 60_000
    true = simulated.motion.speed_at(steady["elapsed_s"].to_numpy())
    np.testing.assert_allclose(stepped, true, rtol=0.06)
    assert float(np.mean(stepped.to_numpy() / true)) == pytest.approx(1.0, abs=0.01)
    ratio = steady["vertical_oscillation_mm"] / steady["step_length_mm"] * 100
    np.testing.assert_allclose(ratio, steady["vertical_ratio_percent"], atol=0.02)
    duty = steady["stance_time_ms"] / (120_000 / steady["cadence_spm"]) * 100
    np.testing.assert_allclose(duty, steady["stance_time_percent"], rtol=0.01)


def test_ground_contact_follows_the_athletes_law() -> None:
    truth = run().truth.filter(pl.col("kind").is_in(["warmup", "work"]))
    warmup, work = truth.row(0, named=True), truth.row(1, named=True)
    speeds = [row["distance_m"] / (row["end_s"] - row["start_s"]) for row in (warmup, work)]
    exponent = np.log(work["stance_time_ms"] / warmup["stance_time_ms"]) / np.log(speeds[1] / speeds[0])
    assert exponent == pytest.approx(ATHLETE.stance_exponent, abs=0.03)
    assert work["stance_time_ms"] == pytest.approx(250 * (400 / 96 / 3) ** -0.33, rel=0.01)


def test_sensor_agrees_with_the_truth_within_its_noise() -> None:
    simulated = run()
    for row in simulated.truth.filter(pl.col("kind") == "work").rows(named=True):
        inside = simulated.recording.records.filter(
            pl.col("elapsed_s").is_between(row["start_s"] + 5, row["end_s"] - 2)
        )
        assert inside["stance_time_ms"].median() == pytest.approx(row["stance_time_ms"], abs=3)


def test_ground_contact_grows_at_equal_speed_in_an_athlete_who_tires() -> None:
    tiring = replace(ATHLETE, stance_drift=0.08)
    conditions = Conditions(rep_times_s=(96.0,) * 6)
    truth = simulate_run(repetitions(), tiring, START, 0, 1, conditions).truth
    stance = truth.filter(pl.col("kind") == "work")["stance_time_ms"].to_list()
    assert stance[-1] > 1.025 * stance[0]


def test_nobody_who_walks_has_running_dynamics() -> None:
    records = run(conditions=Conditions(recovery="walk")).recording.records
    walking = records.filter(pl.col("cadence_spm") < 130)
    assert walking.height > 200
    assert walking["stance_time_ms"].is_null().all()


def test_programmed_laps_are_exactly_as_long_as_asked() -> None:
    recording = run(conditions=Conditions(odometer_scale=1.04)).recording
    assert recording.device_steps["repeat_count"].to_list() == [None, None, None, 6, None]
    work = recording.laps.filter(pl.col("workout_step_index") == 1)
    assert work["distance_m"].to_list() == [400.0] * 6
    assert work["trigger"].unique().to_list() == ["distance"]
    # The watch's 400 m are 4 % short, and so is what is truly run.
    true = run(conditions=Conditions(odometer_scale=1.04)).truth.filter(pl.col("kind") == "work")["distance_m"]
    np.testing.assert_allclose(true, 400 / 1.04, rtol=0.01)


def test_recoveries_by_time_make_laps_of_that_time() -> None:
    steps = repetitions(4, jog_m=None, rest_s=90.0)
    laps = run(steps).recording.laps
    rests = laps.filter(pl.col("trigger") == "time")
    assert rests.height == 4
    np.testing.assert_allclose(rests["end_s"] - rests["start_s"], 90, atol=2e-3)


def test_told_repetition_times_are_run() -> None:
    times = (95.0, 96.5, 97.0, 101.0, 96.0, 94.0)
    truth = run(conditions=Conditions(rep_times_s=times)).truth.filter(pl.col("kind") == "work")
    np.testing.assert_allclose(truth["end_s"] - truth["start_s"], times)


def test_device_speed_is_late_by_its_lag() -> None:
    simulated = run(conditions=Conditions(speed_lag_s=4.5, odometer_noise=0.0))
    shown = simulated.recording.records["speed_mps"].to_numpy()
    true = simulated.motion.speed_at(np.arange(len(shown), dtype=float))
    errors = [float(np.square(shown[lag:] - true[: len(true) - lag]).mean()) for lag in range(10)]
    assert int(np.argmin(errors)) in {4, 5}


def test_lanes_are_run_in_full_and_manual_laps_are_pressed_late() -> None:
    conditions = Conditions(laps="manual", lane=3, late_press_share=0.0, missed_press_share=0.0)
    simulated = run(conditions=conditions)
    work = simulated.truth.filter(pl.col("kind") == "work")
    np.testing.assert_allclose(work["distance_m"], 414.7, rtol=1e-3)
    laps = simulated.recording.laps
    assert laps.height == simulated.truth.height
    assert laps["trigger"].to_list() == ["manual"] * (laps.height - 1) + ["session_end"]
    late = laps["end_s"].to_numpy()[:-1] - simulated.truth["end_s"].to_numpy()[:-1]
    assert -0.31 <= late.min() <= late.max() < 4
    assert laps["workout_step_index"].is_null().all()


def test_auto_laps_are_kilometres() -> None:
    laps = run(conditions=Conditions(laps="auto", place="road")).recording.laps
    assert laps["distance_m"].to_list()[:-1] == [1000.0] * (laps.height - 1)
    assert laps.height >= 6


def test_in_a_pause_there_is_no_record_and_the_timer_stands() -> None:
    recording = run(conditions=Conditions(pauses=((2, 60.0),))).recording
    (start, end) = recording.pauses.select("start_s", "end_s").row(0)
    assert 50 < end - start <= 60
    inside = recording.records.filter((pl.col("elapsed_s") > start) & (pl.col("elapsed_s") < end))
    assert inside.is_empty()
    assert recording.elapsed_s is not None
    assert recording.timer_s == pytest.approx(recording.elapsed_s - (end - start))
    assert recording.laps["timer_s"].sum() == pytest.approx(recording.timer_s, abs=0.01)


def test_smart_recording_waits_three_to_four_seconds() -> None:
    times = run(conditions=Conditions(smart_recording=True)).recording.records["elapsed_s"].to_numpy()
    assert np.median(np.diff(times)) in {3.0, 4.0}
    assert np.diff(times).max() <= 7.0


def test_positions_lie_on_the_track_within_the_receivers_error() -> None:
    records = run(conditions=Conditions(gps_error_m=0.0)).recording.records
    north = (records["latitude_deg"] - 52.5147) * 111_195
    assert north.abs().max() == pytest.approx(36.8, abs=1.5)
    assert run(conditions=Conditions(place="treadmill")).recording.records["latitude_deg"].is_null().all()


def test_an_unfit_athlete_cannot_hold_the_target() -> None:
    unfit = replace(ATHLETE, threshold_mps=3.3, best_400m_s=92.0)
    truth = simulate_run(repetitions(), unfit, START, 0, 3).truth.filter(pl.col("kind") == "work")
    times = (truth["end_s"] - truth["start_s"]).to_list()
    assert times[0] < 98
    assert times[-1] > 1.04 * times[0]


def test_heart_rate_rises_within_a_repetition_and_falls_after_it() -> None:
    simulated = run()
    (start, end) = simulated.truth.filter(pl.col("repetition_index") == 2).select("start_s", "end_s").row(0)
    beat = dict(simulated.recording.records.select("elapsed_s", "heart_rate_bpm").rows())
    assert beat[int(end)] > beat[int(start)] + 12
    assert beat[int(end) + 60] < beat[int(end)] - 8


def test_same_seed_same_session_and_another_seed_another() -> None:
    one, again, other = run(seed=7).recording, run(seed=7).recording, run(seed=8).recording
    assert one.records.equals(again.records)
    assert one.laps.equals(again.laps)
    assert not one.records.equals(other.records)
    # What one idea draws does not shift another's: under a worse sky the same body runs the same.
    astray = run(seed=7, conditions=Conditions(gps_error_m=9.0)).recording
    assert astray.records.drop("latitude_deg", "longitude_deg").equals(
        one.records.drop("latitude_deg", "longitude_deg")
    )
    assert not astray.records.equals(one.records)


def test_without_a_workout_it_is_an_easy_run() -> None:
    simulated = simulate_run(None, ATHLETE, START, 0, 1, Conditions(place="road", laps="none", easy_s=900.0))
    assert simulated.truth["kind"].to_list() == ["other"]
    assert simulated.recording.elapsed_s == 900.0
    assert simulated.recording.device_steps.is_empty()


def test_an_odometer_that_lags_shows_a_change_of_speed_later() -> None:
    prompt, late = (run(conditions=Conditions(odometer_lag_s=lag, odometer_noise=0.0)) for lag in (0.0, 4.0))
    start = prompt.truth.filter(pl.col("kind") == "work")["start_s"][2]

    def early(simulated: Simulated) -> float:
        records = simulated.recording.records.filter(pl.col("elapsed_s").is_between(start, start + 5))
        return float(records["distance_m"][-1] - records["distance_m"][0])

    assert early(late) < early(prompt) - 2


def test_a_filter_that_cuts_bends_counts_less_of_a_track_than_of_a_road() -> None:
    whole, cut = (
        run(conditions=Conditions(laps="none", bend_loss=loss, odometer_noise=0.0)).recording.distance_m
        for loss in (0.0, 0.1)
    )
    assert whole is not None
    assert cut is not None
    assert cut / whole == pytest.approx(1 - 0.1 * 0.58, abs=0.01)
    assert run(conditions=Conditions(place="road", laps="none", bend_loss=0.1)).recording.distance_m == (
        run(conditions=Conditions(place="road", laps="none")).recording.distance_m
    )


def test_a_jump_of_the_receiver_is_counted_once() -> None:
    plain, jumped = (
        run(conditions=Conditions(laps="none", jumps_m=jumps)).recording.records["distance_m"].to_numpy()
        for jumps in ((), ((500.0, 20.0),))
    )
    np.testing.assert_allclose(jumped[:500], plain[:500])
    np.testing.assert_allclose(jumped[503:] - plain[503:], 20, atol=0.02)


def test_smart_recording_on_change_writes_down_where_the_speed_changes() -> None:
    plain, changed = (
        run(conditions=Conditions(smart_recording=True, smart_on_change=on)).recording.records["elapsed_s"]
        for on in (False, True)
    )
    assert changed.len() > plain.len()
    assert set(plain) <= set(changed)


def test_artefacts_stand_out_of_the_ground_contact() -> None:
    records = run(conditions=Conditions(artefact_share=0.05)).recording.records
    contact = records["stance_time_ms"].drop_nulls()
    odd = ((contact < 140) | (contact > 400)).mean()
    assert odd == pytest.approx(0.05, abs=0.02)


def test_a_watch_that_also_presses_by_itself_has_no_lap_longer_than_a_kilometre() -> None:
    by_hand = Conditions(laps="manual", late_press_share=0.0, missed_press_share=0.0)
    plain, more = (
        run(conditions=by_hand).recording.laps,
        run(conditions=replace(by_hand, auto_lap_too=True)).recording.laps,
    )
    assert max(plain["distance_m"].to_list()) > 1100
    assert max(more["distance_m"].to_list()) <= 1001
    assert set(plain["end_s"]) <= set(more["end_s"])


def test_double_presses_make_laps_of_seconds() -> None:
    conditions = Conditions(laps="manual", late_press_share=0.0, missed_press_share=0.0, double_press_share=1.0)
    laps = run(conditions=conditions).recording.laps
    seconds = (laps["end_s"] - laps["start_s"]).to_list()
    assert sum(1.4 < s < 8.1 for s in seconds) >= 6


def test_first_repetitions_are_fast_and_later_ones_slow_where_pacing_says_so() -> None:
    config = PacingConfig(first_fast=0.05, session_fade=0.1, repetition_error=0.0)
    asks = asked(repetitions(target_s=105.0), Conditions())
    legs = legs_of(asks, ATHLETE, Conditions(), np.random.default_rng(1), config)
    times = [leg.duration_s for leg in legs if leg.kind == "work"]
    np.testing.assert_allclose(times, [105 * 0.95, *(105 * (1 + n / 100) for n in range(1, 6))])
