"""The numbers of the rules, with their sources (science: literature or coaching custom, graded there)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleConfig:
    """Triggers and bounds."""

    # R6, coaching custom; its bound is VDOT coaching advice (news.vdoto2.com, July 2025): a change of at most one
    # unit, only after a race or four to six weeks.
    good_fade_percent: float = 3.0
    good_variation_percent: float = 2.0
    good_rpe: float = 8.0
    step_s_per_400m: float = 1.0
    big_step_s_per_400m: float = 2.0
    big_step_above_s: float = 100.0
    """Targets slower than this per 400 m go down by the big step: about the same share of a VDOT unit."""
    most_repetitions: int = 8
    vdot_units: float = 1.0
    vdot_weeks: int = 4
    # R8, coaching custom.
    missed_share: float = 0.20
    slow_percent: float = 3.0
    fade_percent: float = 5.0
    ease_percent: float = 2.0
    fewest_repetitions: int = 2
    fewer_repetitions: int = 2
    more_recovery_s: float = 30.0
    more_recovery_m: float = 100.0
    """About 30 s of jogging, for recoveries by distance."""
    floor_from_week: int = 5
    # R9, coaching custom.
    start_fast_percent: float = 3.0
    start_fade_percent: float = 3.0
    start_mean_percent: float = 1.0
    """With a mean as near to the target as this, the start was the fault, not the target."""
    # R12 and R13, pain scales of physiotherapy practice.
    stop_pain: float = 4.0
    stop_days: int = 7
    painful_from: float = 1.0
    pain_days: int = 14
    """How far back pain is looked at, but for an open stop, which has no end."""
    painfree_runs: int = 2
    pain_volume: float = 0.70
    test_run_min: float = 20.0
    # R18, coaching custom; VO2max falls about 6 % in two weeks, up to 10 % in four.
    short_gap_days: int = 7
    long_gap_days: int = 14
    restart_gap_days: int = 28
    short_gap_volume: float = 0.75
    long_gap_volume: float = 0.50
    long_gap_ease_percent: float = 3.0
    restart_ease_percent: float = 5.0
    # R20, our own.
    sure_from: float = 0.6
    scale_low: float = 0.91
    scale_high: float = 1.09
    # Time of what is asked by distance and without target, to keep the volume of a session.
    easy_pace_s_per_km: float = 390.0


DEFAULT = RuleConfig()
