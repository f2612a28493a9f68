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
    # R1: Frandsen et al. 2025 (BJSM, 5,205 runners): sessions more than 10 % longer than the longest of 30 days went
    # with 1.5 to 2.3 times the injuries. First weeks: our choice, a kilometre, or the time it takes.
    spike: float = 1.10
    refused_spike: float = 1.30
    spike_days: int = 30
    first_days: int = 28
    more_at_first_m: float = 1000.0
    # R2: coaching custom; a trial of the 10 % rule found no effect (Buist 2008), so this is no claim about injuries.
    volume_ratio: float = 1.30
    volume_held: float = 1.20
    volume_weeks: int = 3
    # R3: shown outside of the band that others act on (0.8 to 1.3); Impellizzeri 2020 advises against acting on it.
    acwr_low: float = 0.8
    acwr_high: float = 1.3
    # R4: Foster 1998, 25 athletes.
    monotony: float = 2.0
    logged_days: int = 5
    # R17: coaching custom.
    deload_every: int = 4
    deload_volume: float = 0.65
    deload_repetitions: float = 0.67
    lighter_already: float = 0.85
    deload_signs: int = 2
    rpe_above_usual: float = 2.0
    usual_sessions: int = 3
    poor_nights: int = 2
    # R8: what weather does to times is known; the limits are coaching custom.
    heat_c: float = 25.0
    # R10: ACSM position stand on progression (2009), 2-for-2 rule of the NSCA. R11: coaching custom.
    spare_repetitions: int = 2
    load_step: float = 0.05
    load_least_kg: float = 2.5
    load_most: float = 0.10
    load_less: float = 0.10
    lift_rpe: float = 9.5
    most_sets: int = 4
    fewest_sets: int = 2
    # R14: table of the NSCA for foot contacts a session, as it is taught; runners begin with 40 to 60.
    first_contacts: int = 60
    beginner_contacts: int = 100
    intermediate_contacts: int = 120
    advanced_contacts: int = 140
    contacts_step: float = 0.10
    contacts_days: int = 28
    jump_days_apart: int = 2
    # R15: after the article; slow lowering is three seconds, and the way up.
    calf_repetitions: int = 15
    calf_step: int = 5
    most_calf_repetitions: int = 25
    calf_repetition_s: float = 3.5
    single_leg_repetitions: int = 12
    # R16: coaching custom, 10 to 15 %.
    side_difference: float = 0.10
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
