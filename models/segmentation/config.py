"""Every number of the segmentation that is an opinion, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.segmentation.nominal_config import NominalConfig
from models.segmentation.weights import SURE_WEIGHTS


@dataclass(frozen=True, slots=True)
class SegmentationConfig:
    """Thresholds of the segmentation: measured on real recordings where said, our choice elsewhere."""

    # Signal.
    speed_window_s: float = 3.0
    """v = [D(t + 1.5) - D(t - 1.5)] / 3: the odometer differentiated, for the device's speed lags by 4.5 s
    (median of 108 running files of 28 devices)."""
    smooth_window_s: float = 20.0
    """The search is done at this width too: receivers lose speed in the bends of a track for some 10 s; our choice."""
    shortest_run_s: float = 120.0
    """Below it nothing can be told; our choice [s]."""
    trusted_gap_s: float = 12.0
    """A longer gap between two records while moving is interpolated and said so; our choice [s]."""
    running_mps: float = 1.8
    """Slower is walking or standing (ground contact there is 400 ms and more) [m/s]."""

    # Search in the stream.
    thresholds: int = 10
    """Speeds between P10 and P97 that are tried as the limit between work and recovery, beside Otsu's."""
    softness: float = 0.05
    """Width of the step of evidence around a threshold, as a share of it."""
    evidence_floor_nats: float = -3.0
    """No second speaks against a state by more than that: robust against single bad records."""
    switch_nats: float = 6.0
    """Cost of going from work to recovery or back."""
    shortest_segment_s: float = 18.0
    """Shorter fast segments are no repetitions but strides or noise."""
    shortest_stride_s: float = 8.0
    """Shorter fast segments are noise; our choice [s]."""
    stride_at_most_s: float = 28.0
    stride_at_most_m: float = 140.0
    """Fast segments up to this time and distance are strides, unless the prescription asks for them; our choice."""

    worth_asking: float = 0.5
    """Readings with less than this share of the best one's score are not put to the gates; our choice."""

    # Edges.
    look_s: float = 20.0
    """An edge is first put where the speed within this span changes most; our choice [s]."""
    near_s: float = 6.0
    """In the end within this one; our choice [s]."""
    dense_s: float = 1.5
    """Records this near each other show where within seconds speed changes; our choice [s]."""
    fit_from_s: float = 2.5
    fit_to_s: float = 12.0
    """Straight lines are fitted to the odometer so far before and after an edge [s]."""
    longest_shift_s: float = 5.0
    """An edge is moved at most so far [s]."""

    # Likeness of repetitions.
    alike: float = 0.08
    """Repetitions alike differ by at most this share in distance or duration."""
    expected_alike: float = 0.105
    """Against a prescribed distance or duration."""
    expected_share: float = 0.4
    most_added: float = 1.5
    """With a prescription the share may be smaller; so many times the prescribed number is another run; our choice."""
    alike_share: float = 0.6
    """At least so many of the fast segments must be alike."""
    closed_s: float = 25.0
    """A reading in which slow spans shorter than this are noise is tried too; our choice [s]."""
    paired_alike: float = 0.04
    paired_share: float = 0.8
    paired_lengths: int = 3
    paired_speed: float = 0.12
    """Repetitions of so few unknown lengths at most: so many must have a twin this near, and all be run at one speed;
    our choice."""
    slower: float = 0.15
    """Repetitions of several distances are not slower than their median by more than that; our choice."""
    mixed_scatter: float = 0.02
    """Repetitions of several distances must fit nominal ones, by one common scale, this well; our choice."""
    mixed_ratio: float = 5.0
    most_hidden: int = 32
    ladder_speed: float = 0.05
    """The longest of them is no longer than so many of the shortest; so many of one distance are looked for behind
    them; rungs of a ladder, each as fast as its length allows, vary in speed by no more than that; our choice."""

    # A prescription's step list against the stream.
    coarse_s: float = 4.0
    grid_s: float = 2.0
    """Instants of the search for the speed of work, and of the last one; edges are exact afterwards; our choice [s]."""
    speed_ratio: float = 1.055
    """Speeds of work that are tried: from P99 of the speed over 9 s down to P35, each this much slower..."""
    speed_percentiles: tuple[float, float] = (35.0, 99.0)
    target_reach: float = 0.12
    """... and no further from the target than this, where one is prescribed, unless nothing is found there."""
    refits: int = 2
    """So often speed, limit and scale are taken from what was found, and the search is made again."""
    slower_spread: float = 0.055
    faster_spread: float = 0.132
    """Spread of a second's speed below and above that of the work: repetitions start fast and fade."""
    contrast_spread: float = 0.4
    """Below also so much of the way down to the limit of recoveries: beside walking a slow repetition is one still;
    our choice."""
    grid_window_s: float = 3.0
    """Speed at an instant is the mean over this span; our choice [s]."""
    rest_from_s: float = 60.0
    """So much running before and after the repetitions tells how fast easy running is; our choice [s]."""
    noise_weight: float = 1.5
    """Both spreads grow by so many times the speed's own fluctuation, which receivers make; our choice."""
    trend_from: int = 4
    """Of so many repetitions a trend of their speed is told; our choice."""
    rest_softness: float = 0.03
    """Width of the step of evidence around the limit of recoveries, as a share of the work's speed."""
    rest_evidence_nats: float = 0.1
    """A slow second speaks so little for a recovery, or long walks would pay for repetitions; our choice."""
    rest_limits: tuple[float, float] = (0.76, 0.93)
    """The limit of recoveries: midway between work and easy running, and within these shares of the work's speed."""
    stopped_nats: float = -0.25
    """For a second of a repetition in which the timer stood; our choice."""
    counted_s: float = 45.0
    """The evidence of a longer repetition is scaled down to that of one so long; our choice [s]."""
    longest_stop_s: float = 60.0
    """A repetition with a longer pause in it is two; our choice [s]."""
    outside_s: float = 8.0
    """Before the first and after the last repetition so many slow seconds are looked for [s]."""
    begin_nats: float = 4.0
    repetition_nats: float = 8.0
    left_out_nats: float = 10.0
    abandoned_nats: float = 2.0
    abandoned_most_nats: float = 6.0
    added_nats: float = 12.0
    cut_short_nats: float = 12.0
    resumed_nats: float = 15.0
    """Prices of beginning, of each repetition, of one left out in between, of one at the end and of all there at most,
    of one more than prescribed, of one cut short, of a break whatever was done in it; the first two measured, the
    others our choice."""
    added_share: float = 0.5
    """So many more than prescribed are looked for, and one; our choice."""
    distance_spread: float = 0.03
    duration_spread: float = 0.025
    duration_spread_s: float = 3.0
    """Spread of distances around what was prescribed; of durations, and the least, our choice."""
    shortest_rest_s: float = 10.0
    longest_rest_s: float = 300.0
    rest_ratio: float = 2.2
    walking_mps: float = 0.9
    rest_nats: float = 3.0
    """Recoveries last from 10 s to 300 s or so many times what was prescribed, a distance walked this slowly, and cost
    no more than this when they are unlike it; our choice."""
    usual_mps: float = 4.0
    endurance: float = 0.06
    """Speed falls with distance to this power (Riegel 1981, time grows with distance to the power of 1.06)."""

    # Gates.
    fewest: int = 3
    """Fewest repetitions without a prescription or a workout in the watch."""
    contrast: float = 1.12
    """Work over recovery, in speed."""
    over_rest: float = 1.06
    """Work over the rest of the run, in speed."""
    speed_variation: float = 0.10
    """Highest coefficient of variation of the repetitions' speeds; of several distances, within each."""
    scatter: float = 0.04
    """Highest scatter (MAD) of the distances of repetitions of one distance."""
    spaced_ratio: float = 1.5
    """Pauses between repetitions are alike if they differ from their median by no more than this factor..."""
    spaced_share: float = 0.6
    """... and at least so many must be: a set break or a long drink is no reason to doubt; our choice."""
    spaced_from_s: float = 20.0
    spaced_from_m: float = 50.0
    spaced_distance_ratio: float = 1.25
    """Shorter breaks are stops, unless they were prescribed [s]; recoveries on foot of at least so many metres may be
    alike in distance instead, by this factor; our choice."""
    longest_recovery_s: float = 480.0
    """Median of the recoveries; whatever is further apart is not one session's work; our choice [s]."""
    longest_recovery_ratio: float = 8.0
    long_recovery_s: float = 180.0
    """Nor are recoveries so many times as long as the repetitions, if longer than this; our choice."""
    short_rep_s: float = 60.0
    short_contrast: float = 1.2
    """Repetitions shorter than a minute are run much faster than what lies between; less is a fluctuation;
    our choice."""
    sharpness: float = 0.72
    """Lowest edge sharpness: hills reach 0.3 to 0.7, repetitions about 1.0."""
    altitude_window_s: float = 20.0
    """Altitude is smoothed and slopes are taken over this span; our choice [s]."""
    uphill: float = 3.3
    downhill: float = 1.8
    """Speed lost for each share of slope uphill, gained downhill: 12 to 15 s a mile for each per cent up, 8 s down, at
    seven minutes a mile (Daniels, Running Formula)."""
    hilly_m: float = 8.0
    """Slopes matter where altitude changes by more than this, P5 to P95; our choice [m]."""
    level_contrast: float = 1.08
    """Work over recovery, in speed as on the flat; our choice."""
    run_walk_error: float = 0.025
    run_walk_scatter: float = 0.03
    run_walk_scale: float = 0.05
    """Who walks between pieces, and runs nothing slower, runs and walks: if the pieces are of a plain duration but for
    the first share and more alike in time than in distance, if they scatter more than the second around a nominal
    distance, or lie further than the third from it; our choice."""
    bare_scatter: float = 0.02
    bare_long: tuple[float, float] = (0.96, 1.075)
    bare_spaced: float = 0.75
    bare_contrast: float = 1.5
    bare_clock: float = 1.4
    """Without a plan too: if they scatter more, are not as long as tracks measure (1.2), if fewer breaks are alike, if
    walking is nearly as fast, or if pieces of a plain duration are more alike in time but for a factor."""

    prescribed_share: float = 0.3
    prescribed_enough: int = 4
    """At least such a share of the prescribed repetitions must be there, or so many; an abandoned session is one still;
    our choice."""
    explained_share: float = 0.7
    """At least so many of the fast parts must be prescribed ones; our choice."""
    cut_short_share: float = 0.25
    """At most so many may be cut short, or one; our choice."""
    evidence_nats: float = 5.0
    """Lowest evidence for each repetition after all prices; our choice."""

    # Nominal distances.
    scale: tuple[float, float] = (0.91, 1.09)
    """Nominal over measured: GPS read tracks up to 7 % long in two real sessions; beyond, none is taken as nominal."""
    nominal: NominalConfig = field(default_factory=NominalConfig)
    """How the distances and durations that were meant are told."""
    as_fast: float = 0.2
    as_fast_s: float = 12.0
    """As fast as repetitions are, for so long, all seconds but for this share of what easy running is slower: our
    choice."""
    recovery_alike: float = 0.35
    """Recoveries may differ from the prescribed distance by so much."""
    cut_short: float = 0.93
    """A repetition that reached less of its distance or duration was cut short; our choice."""
    begun: float = 0.5
    """One that reached less than this was not run; our choice."""

    # Laps.
    auto_lap_share: float = 0.9
    auto_lap_alike: float = 0.02
    """So many laps this near their median are auto-laps."""
    double_press_s: float = 10.0
    """A shorter lap is a double press (real ones: 2 to 10 s) [s]."""
    tail_s: float = 5.0
    """A lap of the same step so short is its tail (1.1: 2 to 4 s) [s]."""
    lap_contrast: float = 1.08
    """Fast over slow laps that alternate, in speed; our choice: a whole lap blurs its edges."""
    pressed_contrast: float = 1.2
    """Laps that alternate strictly, this much faster and slower, are a session however long they are; our choice."""
    clock_s: float = 2.5
    """Laps' starts are whole seconds: a start this near the sum of the laps before is that sum; our choice [s]."""
    single_slower: float = 1.08
    alone_slower: float = 1.3
    """A step run once is no work if the repeated steps are faster by this factor; where none is repeated, as in a
    pyramid, if the median step is faster by the second; our choice."""

    # Rep sets.
    set_break_ratio: float = 1.5
    set_break_s: float = 60.0
    """A recovery longer than the median by both ends a rep set; our choice."""

    # Laps against stream.
    early_s: float = 5.0
    late_s: float = 3.0
    """A press belongs to an edge of the stream if it lies from 5 s before to 3 s after it."""
    latest_s: float = 25.0
    """No thumb comes later than that [s]."""
    usual_from: int = 4
    press_s: float = 1.0
    press_spread: float = 2.0
    """With so many presses at edges, one that lies further from the usual than this, or so many times their spread, is
    late; our choice [s]."""
    alike_s: float = 3.0
    alike_better_s: float = 0.5
    """Where both differ, presses are right if they make the repetition as long as its like but for the first [s] or a
    quarter of the stream's error, and better: by as much in distance (a press late into a walk hardly changes it), by
    the second in time; our choice."""
    agree_s: float = 5.0
    """Steps and stream agree within this [s]."""
    sure_weights: Mapping[str, float] = field(default_factory=lambda: SURE_WEIGHTS)
    """Weights of the evidence for a repetition (`confidence`), by `python -m tests.accuracy.confidence`."""
    sure_between: tuple[float, float] = (0.05, 0.97)
    """No confidence is lower or higher: the world holds what no simulator does; our choice."""
    sure_workout_step: float = 0.95
    sure_lap_and_stream: float = 0.9
    sure_unchecked: float = 0.85
    sure_prescribed: float = 0.8
    sure_lap: float = 0.75
    sure_blind: float = 0.6
    sure_mixed: float = 0.5
    """Of strides, and of repetitions until their evidence is weighed, by source; our choice."""


CONFIG = SegmentationConfig()
