"""Tables of what is calculated from recordings and words."""

from __future__ import annotations

import polars as pl

from models.schema import Column, Table
from models.tables.columns import (
    ACTIVITY_ID,
    ADJUSTMENT_STATUS,
    ATHLETE_ID,
    BALANCE_BANDS,
    CHANGE_VERDICTS,
    DERIVATION,
    DYNAMICS,
    GRADES,
    INTERVAL_KINDS,
    INTERVAL_SOURCES,
    LOCAL_DATE,
    MATCH_ROLES,
    SURFACES,
    VERDICTS,
    WEEK_START,
    day,
    instant,
    real,
    text,
    whole,
)

INTERVALS = Table(
    "intervals",
    "one row an interval of an activity: warm-up, repetition, recovery, ...",
    "derived",
    ("activity_id", "interval_index"),
    (
        ACTIVITY_ID,
        whole("interval_index", "place in the activity", required=True),
        text("kind", "work is what prose calls a repetition", required=True, one_of=INTERVAL_KINDS),
        whole("set_index", "rep set: repetitions between long recoveries", 1),
        whole("repetition_index", "number among the repetitions", 1),
        real("start_s", "start [s]", required=True),
        real("end_s", "end [s]", required=True),
        real("duration_s", "duration [s]", 0, required=True),
        real("distance_m", "distance as the device measured it [m]", 0),
        real("nominal_distance_m", "distance that was meant: 200, 400, ... [m]", 0),
        real("pace_s_per_km", "pace, by nominal distance where there is one [s/km]", 0),
        real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        real("max_heart_rate_bpm", "highest heart rate [bpm]", 0, 255),
        real("cadence_spm", "median cadence, both feet [spm]", 0),
        real("grade_percent", "mean slope, climbing positive; null where altitude or length do not tell it [%]"),
        *DYNAMICS,
        whole("dynamics_samples", "samples that ground contact stands on", required=True),
        text("dynamics_reason", "why ground contact is null: a sentence"),
        text("source", "where its ends come from", required=True, one_of=INTERVAL_SOURCES),
        real("confidence", "how sure the interval is", 0, 1, required=True),
        Column("flags", pl.List(pl.String()), "what is odd about it: late_press, merged, gps_only, ..."),
        DERIVATION,
    ),
)

REFERENCE_SPEEDS = Table(
    "reference_speeds",
    "one row an athlete, sensor and first day of use",
    "derived",
    ("athlete_id", "dynamics_source", "valid_from"),
    (
        ATHLETE_ID,
        text("dynamics_source", "sensor", required=True),
        day("valid_from", "first day of use", required=True),
        real("speed_mps", "speed at which ground contact is compared [m/s]", 0, required=True),
        real("exponent", "d ln(stance time) / d ln(speed)", -0.8, 0, required=True),
        real("exponent_low", "lower end of its 90 % interval"),
        real("exponent_high", "upper end of its 90 % interval"),
        DERIVATION,
    ),
)

GROUND_CONTACT_SESSIONS = Table(
    "ground_contact_sessions",
    "one row an activity with ground contact in its repetitions: what it did within the session",
    "derived",
    ("activity_id",),
    (
        ACTIVITY_ID,
        ATHLETE_ID,
        LOCAL_DATE,
        text("dynamics_source", "sensor; compare only the same with the same", required=True),
        text("surface", "track, treadmill or other: compare balance on the same only", required=True, one_of=SURFACES),
        whole("repetitions", "level repetitions with ground contact, on which all this stands", required=True),
        real("drift_percent", "ground contact at equal speed, last repetition against first, on a straight line [%]"),
        real("drift_low_percent", "lower end of its 90 % interval [%]"),
        real("drift_high_percent", "upper end of its 90 % interval [%]"),
        Column("rising", pl.Boolean(), "whether it surely grew, by 3 % or more; null without a drift"),
        text("drift_reason", "why there is no drift: a sentence"),
        real("balance_percent", "left foot's share of ground contact, median of the repetitions [%]", 0, 100),
        text("balance_band", "how far from 50 %: a description, no judgement", one_of=BALANCE_BANDS),
        real("balance_usual_percent", "the athlete's own on that surface before: median of five or more sessions [%]"),
        Column(
            "balance_changed",
            pl.Boolean(),
            "1.5 points or more from the usual, in this session and the one before; null without a usual one",
        ),
        DERIVATION,
    ),
)

GROUND_CONTACT_CHANGES = Table(
    "ground_contact_changes",
    "one row an athlete, week with repetitions and sensor: the change up to that week, on that week's surface",
    "derived",
    ("athlete_id", "week_start", "dynamics_source"),
    (
        ATHLETE_ID,
        WEEK_START,
        text("dynamics_source", "sensor; never mixed with another", required=True),
        text("surface", "surface of the sessions that are compared", required=True, one_of=SURFACES),
        whole("sessions", "sessions of the twelve weeks up to then", 1, required=True),
        day("first_date", "day of the first of them", required=True),
        day("last_date", "day of the last of them", required=True),
        real("change_ms", "change of ground contact at reference speed from the first day to the last [ms]"),
        real("change_low_ms", "lower end of its 90 % interval [ms]"),
        real("change_high_ms", "upper end of its 90 % interval [ms]"),
        real("typical_error_ms", "scatter of a session around the athlete's own line [ms]", 0),
        real("shorter", "probability that contact became shorter by more than what matters", 0, 1),
        real("longer", "probability that contact became longer by more than what matters", 0, 1),
        text("verdict", "what can be said", required=True, one_of=CHANGE_VERDICTS),
        text("reason", "the verdict as a sentence, with its numbers", required=True),
        DERIVATION,
    ),
)

WORKOUT_MATCHES = Table(
    "workout_matches",
    "one row a pair of workout and activity, or either alone",
    "derived",
    ("athlete_id", "workout_id", "activity_id"),
    (
        ATHLETE_ID,
        text("workout_id", "the workout; null for an extra activity"),
        text("activity_id", "the activity; null for what was missed or told without one"),
        text("role", "how they go together", required=True, one_of=MATCH_ROLES),
        text("by", "who matched them", required=True, one_of=("auto", "user")),
        whole("days_moved", "activity's day minus workout's day", None),
        DERIVATION,
    ),
    keyed=False,
)

COMPLIANCE = Table(
    "compliance",
    "one row a step of a workout version and metric",
    "derived",
    ("workout_id", "version", "step_index", "metric"),
    (
        text("workout_id", "the workout", required=True),
        whole("version", "its version in force when the session began", required=True),
        whole("step_index", "the step", required=True),
        text("metric", "duration_s, distance_m, repetitions, load_kg", required=True),
        text("activity_id", "activity in which it was done"),
        whole("interval_index", "interval in which it was done"),
        real("prescribed", "what was asked, in the metric's unit; middle of a range"),
        real("achieved", "what was done, in the metric's unit"),
        real("ratio", "achieved over prescribed"),
        text("verdict", "fast and slow for times, short and long for amounts", required=True, one_of=VERDICTS),
        DERIVATION,
    ),
)

WORKOUT_COMPLIANCE = Table(
    "workout_compliance",
    "one row a workout version that was due",
    "derived",
    ("workout_id", "version"),
    (
        text("workout_id", "the workout", required=True),
        whole("version", "its version in force when the session began", required=True),
        real("score", "share of the prescribed that was done as prescribed", 0, 1),
        text("colour", "band of the preset", one_of=("green", "yellow", "red")),
        text("preset", "which bands", required=True),
        text("reason", "the score in words", required=True),
        DERIVATION,
    ),
)

ADJUSTMENTS = Table(
    "adjustments",
    "one row a change to next week, with its rule, its numbers and its reason",
    "derived",
    ("adjustment_id",),
    (
        text("adjustment_id", "hash of athlete, week, rule, workout and parameter", required=True),
        ATHLETE_ID,
        day("week_start", "first day of the week that it changes", required=True),
        text("workout_id", "workout that it changes; null for advice and questions"),
        whole("workout_version", "version that it changes"),
        whole("step_index", "step that it changes; null for the whole workout"),
        text("exercise", "exercise whose sets it changes; null where it is about running"),
        text("rule", "R1 .. R20", required=True),
        whole("rule_version", "version of the rule", 1, required=True),
        text(
            "parameter",
            "what changes: target, repetitions, recovery, session, day, load, sets, set_repetitions, exercise, "
            "extra_set; ask and advice change nothing",
            required=True,
        ),
        text(
            "scope",
            "this week only, or onward in every later week of the plan",
            required=True,
            one_of=("week", "onward"),
        ),
        text("old_value", "value before, as text"),
        text("new_value", "value after, as text"),
        text("unit", "unit of both values"),
        text("reason", "the sentence shown", required=True),
        text("evidence", "JSON: the numbers that it stands on", required=True),
        text("grade", "strength of the evidence for the rule", required=True, one_of=GRADES),
        text("status", "what became of it", required=True, one_of=ADJUSTMENT_STATUS),
        instant("decided_at", "when it was accepted or declined"),
        text("decided_by", "user or setting"),
        DERIVATION,
    ),
)
