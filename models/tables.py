"""Every table of the warehouse, declared once: DDL, comments, checks and the data dictionary come from here.

Grain first. Units are in the column's name; null is never 0; instants are UTC; `local_date` is the athlete's
calendar day; spans are half-open `[start, end)` in seconds from the activity's start.
"""

from __future__ import annotations

import polars as pl

from models.running_dynamics import METRICS
from models.schema import INSTANT, Column, Table

# ---------------------------------------------------------------------------------------------- column makers


def _text(name: str, meaning: str, *, required: bool = False, one_of: tuple[str, ...] = ()) -> Column:
    return Column(name, pl.String(), meaning, required, one_of=one_of)


def _real(
    name: str, meaning: str, at_least: float | None = None, at_most: float | None = None, *, required: bool = False
) -> Column:
    return Column(name, pl.Float64(), meaning, required, at_least, at_most)


def _whole(name: str, meaning: str, at_least: float | None = 0, *, required: bool = False) -> Column:
    return Column(name, pl.Int64(), meaning, required, at_least)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, pl.Boolean(), meaning, required=True)


def _day(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, pl.Date(), meaning, required)


def _instant(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, INSTANT, meaning, required)


_ATHLETE = _text("athlete_id", "whose it is", required=True)
_ACTIVITY = _text("activity_id", "the activity, stable for the same bytes and athlete", required=True)
_DERIVATION = _whole("derivation_version", "version of the calculation that made this row", required=True)
_LOCAL_DATE = _day("local_date", "the athlete's local calendar day", required=True)
_WEEK_START = _day("week_start", "first day of the athlete's local week", required=True)
_DYNAMICS = tuple(_real(m.column, m.meaning, *m.storable) for m in METRICS)

# ------------------------------------------------------------------------------------------------ vocabularies

FORMATS = ("fit", "gpx", "tcx")
FILE_STATUS = ("imported", "salvaged", "rejected", "no_activity", "failed")
RECEIPT_OUTCOMES = ("imported", "duplicate", "salvaged", "rejected", "no_activity", "failed")
STRUCTURES = ("workout_step", "lap", "stream", "user", "none")
INTERVAL_KINDS = ("warmup", "work", "recovery", "cooldown", "stride", "other")
INTERVAL_SOURCES = ("workout_step", "lap", "stream", "lap+stream", "user")
INTENSITIES = ("active", "rest", "warmup", "cooldown", "recovery", "interval", "other")
WORKOUT_KINDS = ("intervals", "easy", "long", "tempo", "strength", "plyometrics", "rest", "other")
STEP_KINDS = ("warmup", "work", "recovery", "cooldown", "easy", "exercise", "rest")
NOTE_KINDS = ("pain", "rpe", "rest", "skip")
OVERRIDE_KINDS = ("confirm", "no_intervals", "reps", "ignore", "athlete")
MATCH_ROLES = ("matched", "moved", "extra", "missed")
VERDICTS = ("met", "fast", "slow", "short", "long", "missed", "unknown")
ADJUSTMENT_STATUS = ("proposed", "accepted", "declined", "superseded", "expired")
SIDES = ("left", "right", "each")
GRADES = ("A", "B", "C", "D")

# ---------------------------------------------------------------------------------- recorded: bytes of a file

ATHLETES = Table(
    "athletes",
    "one row an athlete",
    "said",
    ("athlete_id",),
    (
        _ATHLETE,
        _text("name", "how reports address the athlete", required=True),
        _text("timezone", "IANA zone used where a recording does not tell its own", required=True),
        _whole("week_start_day", "first day of the training week, 1 = Monday .. 7 = Sunday", 1, required=True),
        _real("height_m", "body height [m]", 0.5, 2.6),
        _real("max_heart_rate_bpm", "highest heart rate [bpm]", 60, 250),
    ),
)

SOURCE_FILES = Table(
    "source_files",
    "one row for each distinct file that was handed in",
    "recorded",
    ("file_id",),
    (
        _text("file_id", "sha256 of the bytes (of the unpacked bytes, where the file came packed)", required=True),
        _text("athlete_id", "whose file it is", required=True),
        _text("name", "name at first receipt", required=True),
        _text("format", "what the content is; null where it was not recognised", one_of=FORMATS),
        _whole("size_bytes", "size of the unpacked bytes [byte]", required=True),
        _instant("received_at", "when it was first handed in", required=True),
        _text("status", "what became of it", required=True, one_of=FILE_STATUS),
        _text("reason", "why it was not imported whole: a sentence"),
        _whole("records_read", "records read", required=True),
    ),
)

RECEIPTS = Table(
    "receipts",
    "one row for each time a file was handed in",
    "recorded",
    ("receipt_id",),
    (
        _text("receipt_id", "journal entry and place in it", required=True),
        _text("file_id", "sha256 of the bytes", required=True),
        _ATHLETE,
        _text("name", "the file's name then", required=True),
        _instant("received_at", "when it was handed in", required=True),
        _text("outcome", "what became of it", required=True, one_of=RECEIPT_OUTCOMES),
    ),
)

ACTIVITIES = Table(
    "activities",
    "one row an activity: a FIT session, or the track of a GPX file",
    "recorded",
    ("activity_id",),
    (
        _ACTIVITY,
        _ATHLETE,
        _text("file_id", "file that it was read from", required=True),
        _whole("session_index", "place among the activities of its file", required=True),
        _text("sport", "FIT sport", required=True),
        _text("sub_sport", "FIT sub-sport"),
        _instant("start_time", "start of the activity", required=True),
        _whole("utc_offset_s", "local time minus UTC [s]", None, required=True),
        _LOCAL_DATE,
        _WEEK_START,
        _real("elapsed_s", "duration with pauses [s]", 0),
        _real("timer_s", "duration without pauses [s]", 0),
        _real("distance_m", "distance as the device measured it [m]", 0),
        _real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        _real("avg_cadence_spm", "mean cadence, both feet [spm]", 0),
        _real("avg_stance_time_ms", "mean ground contact time over the records [ms]", 0),
        _text("device", "manufacturer and product"),
        _text("dynamics_source", "which sensor gave the running dynamics; never mixed within an activity"),
        _text("structure", "where its intervals come from", required=True, one_of=STRUCTURES),
        _text("structure_reason", "why this structure, or why none: a sentence", required=True),
        _real("distance_scale", "nominal over measured distance, from the session's own repetitions", 0),
        _whole("lane", "track lane", 1),
        _text("same_as", "richest activity of the same workout, or null"),
        _flag("ignored", "left out of views and reviews by the user's word"),
        _text("derivation_key", "hash of all that the segmentation was made from", required=True),
        _DERIVATION,
    ),
)

LAPS = Table(
    "laps",
    "one row a lap of the recording",
    "recorded",
    ("activity_id", "lap_index"),
    (
        _ACTIVITY,
        _whole("lap_index", "place in the activity", required=True),
        _real("start_s", "start [s]", required=True),
        _real("end_s", "end [s]", required=True),
        _real("timer_s", "duration without pauses [s]", 0),
        _real("distance_m", "distance as the device measured it [m]", 0),
        _text("trigger", "what ended the lap: FIT lap_trigger"),
        _text("intensity", "FIT intensity", one_of=INTENSITIES),
        _whole("workout_step_index", "step of the workout in the watch that the lap belongs to"),
        _real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        _real("max_heart_rate_bpm", "highest heart rate [bpm]", 0, 255),
        _real("avg_cadence_spm", "mean cadence, both feet [spm]", 0),
    ),
)

RECORDS = Table(
    "records",
    "one row a record (sample) of the recording",
    "recorded",
    ("activity_id", "record_index"),
    (
        _ACTIVITY,
        _whole("record_index", "place in the activity", required=True),
        _instant("timestamp", "when", required=True),
        _real("elapsed_s", "since the activity's start [s]", required=True),
        _real("latitude_deg", "latitude, WGS 84 [deg]", -90, 90),
        _real("longitude_deg", "longitude, WGS 84 [deg]", -180, 180),
        _real("altitude_m", "altitude [m]"),
        _real("distance_m", "distance since the start, as the device measured it [m]"),
        _real("speed_mps", "the device's speed, smoothed and late: not for boundaries [m/s]"),
        _real("heart_rate_bpm", "heart rate [bpm]", 0, 255),
        _real("cadence_spm", "cadence, both feet [spm]", 0),
        _real("power_w", "power [W]", 0),
        _real("temperature_c", "temperature at the device [C]"),
        *_DYNAMICS,
    ),
    keyed=False,
)

RECORD_DYNAMICS = Table(
    "record_dynamics",
    "one row a record and second source of running dynamics in the same file",
    "recorded",
    ("activity_id", "record_index", "source"),
    (
        _ACTIVITY,
        _whole("record_index", "the record", required=True),
        _text("source", "which sensor or app", required=True),
        *_DYNAMICS,
    ),
    keyed=False,
)

PAUSES = Table(
    "pauses",
    "one row a span in which the watch's timer stood",
    "recorded",
    ("activity_id", "pause_index"),
    (
        _ACTIVITY,
        _whole("pause_index", "place in the activity", required=True),
        _real("start_s", "start [s]", required=True),
        _real("end_s", "end [s]", required=True),
    ),
)

DEVICE_STEPS = Table(
    "device_steps",
    "one row a step of the workout that the watch was running (what it asked, not what was run)",
    "recorded",
    ("activity_id", "workout_step_index"),
    (
        _ACTIVITY,
        _whole("workout_step_index", "FIT message index of the step", required=True),
        _text("name", "name of the step"),
        _text("intensity", "FIT intensity", one_of=INTENSITIES),
        _text("duration_type", "FIT wkt_step_duration: time, distance, open, repeat_until_steps_cmplt, ..."),
        _real("duration_s", "duration, for a step by time [s]", 0),
        _real("distance_m", "distance, for a step by distance [m]", 0),
        _whole("repeat_from_index", "first step of the block that a repeat step repeats"),
        _whole("repeat_count", "how often the block is run in all"),
        _text("target_type", "FIT wkt_step_target"),
        _real("target_low", "lower end of the target, m/s for speed"),
        _real("target_high", "upper end of the target, m/s for speed"),
    ),
)

# ------------------------------------------------------------------------------- said: what the journal holds

JOURNAL = Table(
    "journal",
    "one row an entry of the journal: a copy of what lies in archive/journal, applied up to here",
    "said",
    ("seq",),
    (
        _whole("seq", "order of replay, from 1 without gaps", 1, required=True),
        _instant("recorded_at", "when it was said", required=True),
        _text("athlete_id", "whom it concerns", required=True),
        _text("kind", "athlete, plan, receive, log, fix, undo, review or decide", required=True),
        _text("entry", "the whole entry as JSON", required=True),
    ),
)

STRENGTH_SETS = Table(
    "strength_sets",
    "one row a set of a strength exercise or of jumps, from a file or told",
    "recorded",
    ("set_id",),
    (
        _text("set_id", "activity or journal entry, and place in it", required=True),
        _text("activity_id", "activity that holds it; null where it was told"),
        _ATHLETE,
        _LOCAL_DATE,
        _whole("set_index", "place in the session", required=True),
        _text("exercise", "name in the exercise catalogue, or the device's own word", required=True),
        _instant("start_time", "start of the set; null where it was told"),
        _real("duration_s", "duration [s]", 0),
        _whole("repetitions", "repetitions; of each side, where the exercise is one-sided"),
        _real("weight_kg", "load [kg]", 0),
        _text("side", "side trained", one_of=SIDES),
        _real("rpe", "rating of perceived exertion, 0..10", 0, 10),
        _text("source", "device file or log", required=True, one_of=("fit", "log")),
    ),
)

OVERRIDES = Table(
    "overrides",
    "one row for each time the user overruled the machine about an activity",
    "said",
    ("override_id",),
    (
        _text("override_id", "journal entry", required=True),
        _ATHLETE,
        _ACTIVITY,
        _text("kind", "what was said", required=True, one_of=OVERRIDE_KINDS),
        _text("value", "its value: a workout text, an athlete"),
        _instant("recorded_at", "when it was said", required=True),
        _instant("retracted_at", "when it was taken back"),
    ),
)

NOTES = Table(
    "notes",
    "one row for each thing that the athlete said about a day",
    "said",
    ("note_id",),
    (
        _text("note_id", "journal entry", required=True),
        _ATHLETE,
        _LOCAL_DATE,
        _text("activity_id", "activity that it is about, or null"),
        _text("kind", "what it is about", required=True, one_of=NOTE_KINDS),
        _real("value", "pain or rpe, 0..10", 0, 10),
        _text("body_part", "where it hurts"),
        _text("text", "in the athlete's words; the reason of a skip"),
        _instant("recorded_at", "when it was said", required=True),
        _instant("retracted_at", "when it was taken back"),
    ),
)

WORKOUTS = Table(
    "workouts",
    "one row a version of a dated workout: 0 is the plan, each accepted change writes the next",
    "said",
    ("workout_id", "version"),
    (
        _text("workout_id", "hash of athlete, date and place in the day", required=True),
        _whole("version", "0 is the plan", required=True),
        _ATHLETE,
        _LOCAL_DATE,
        _WEEK_START,
        _whole("day_index", "place in the day", required=True),
        _text("session_key", "which weekly session of the plan it is; the same in every week", required=True),
        _text("kind", "kind of session", required=True, one_of=WORKOUT_KINDS),
        _text("title", "short name", required=True),
        _text("text", "canonical workout text", required=True),
        _text("adjustment_id", "accepted adjustment that wrote this version"),
        _instant("valid_from", "when this version came into force; null for the plan itself"),
    ),
)

WORKOUT_STEPS = Table(
    "workout_steps",
    "one row a step of a workout version, repetitions and sets each their own row",
    "said",
    ("workout_id", "version", "step_index"),
    (
        _text("workout_id", "the workout", required=True),
        _whole("version", "its version", required=True),
        _whole("step_index", "place in the workout", required=True),
        _whole("set_index", "rep set, or number of the set of a strength exercise", 1),
        _whole("repetition_index", "number among the work steps", 1),
        _text("kind", "kind of step", required=True, one_of=STEP_KINDS),
        _real("distance_m", "distance [m]", 0),
        _real("duration_s", "duration [s]", 0),
        _real("target_low", "lower end of the target, in target_unit"),
        _real("target_high", "upper end of the target, in target_unit"),
        _text(
            "target_unit", "s = time for the distance, s_per_km = pace, rpe = effort", one_of=("s", "s_per_km", "rpe")
        ),
        _text("exercise", "name in the exercise catalogue"),
        _whole("repetitions", "repetitions of the set"),
        _real("load_kg", "load [kg]", 0),
        _text("side", "side trained", one_of=SIDES),
    ),
)

# ------------------------------------------------------------------------- derived: calculations over both

INTERVALS = Table(
    "intervals",
    "one row an interval of an activity: warm-up, repetition, recovery, ...",
    "derived",
    ("activity_id", "interval_index"),
    (
        _ACTIVITY,
        _whole("interval_index", "place in the activity", required=True),
        _text("kind", "work is what prose calls a repetition", required=True, one_of=INTERVAL_KINDS),
        _whole("set_index", "rep set: repetitions between long recoveries", 1),
        _whole("repetition_index", "number among the repetitions", 1),
        _real("start_s", "start [s]", required=True),
        _real("end_s", "end [s]", required=True),
        _real("duration_s", "duration [s]", 0, required=True),
        _real("distance_m", "distance as the device measured it [m]", 0),
        _real("nominal_distance_m", "distance that was meant: 200, 400, ... [m]", 0),
        _real("pace_s_per_km", "pace, by nominal distance where there is one [s/km]", 0),
        _real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        _real("max_heart_rate_bpm", "highest heart rate [bpm]", 0, 255),
        _real("cadence_spm", "median cadence, both feet [spm]", 0),
        *_DYNAMICS,
        _whole("dynamics_samples", "samples that ground contact stands on", required=True),
        _text("dynamics_reason", "why ground contact is null: a sentence"),
        _text("source", "where its ends come from", required=True, one_of=INTERVAL_SOURCES),
        _real("confidence", "how sure the interval is", 0, 1, required=True),
        Column("flags", pl.List(pl.String()), "what is odd about it: late_press, merged, gps_only, ..."),
        _DERIVATION,
    ),
)

REFERENCE_SPEEDS = Table(
    "reference_speeds",
    "one row an athlete, sensor and first day of use",
    "derived",
    ("athlete_id", "dynamics_source", "valid_from"),
    (
        _ATHLETE,
        _text("dynamics_source", "sensor", required=True),
        _day("valid_from", "first day of use", required=True),
        _real("speed_mps", "speed at which ground contact is compared [m/s]", 0, required=True),
        _real("exponent", "d ln(stance time) / d ln(speed)", -0.8, 0, required=True),
        _real("exponent_low", "lower end of its 90 % interval"),
        _real("exponent_high", "upper end of its 90 % interval"),
        _DERIVATION,
    ),
)

WORKOUT_MATCHES = Table(
    "workout_matches",
    "one row a pair of workout and activity, or either alone",
    "derived",
    ("athlete_id", "workout_id", "activity_id"),
    (
        _ATHLETE,
        _text("workout_id", "the workout; null for an extra activity"),
        _text("activity_id", "the activity; null for what was missed or told without one"),
        _text("role", "how they go together", required=True, one_of=MATCH_ROLES),
        _text("by", "who matched them", required=True, one_of=("auto", "user")),
        _whole("days_moved", "activity's day minus workout's day", None),
        _DERIVATION,
    ),
    keyed=False,
)

COMPLIANCE = Table(
    "compliance",
    "one row a step of a workout version and metric",
    "derived",
    ("workout_id", "version", "step_index", "metric"),
    (
        _text("workout_id", "the workout", required=True),
        _whole("version", "its version in force when the session began", required=True),
        _whole("step_index", "the step", required=True),
        _text("metric", "duration_s, distance_m, repetitions, load_kg", required=True),
        _text("activity_id", "activity in which it was done"),
        _whole("interval_index", "interval in which it was done"),
        _real("prescribed", "what was asked, in the metric's unit; middle of a range"),
        _real("achieved", "what was done, in the metric's unit"),
        _real("ratio", "achieved over prescribed"),
        _text("verdict", "fast and slow for times, short and long for amounts", required=True, one_of=VERDICTS),
        _DERIVATION,
    ),
)

WORKOUT_COMPLIANCE = Table(
    "workout_compliance",
    "one row a workout version that was due",
    "derived",
    ("workout_id", "version"),
    (
        _text("workout_id", "the workout", required=True),
        _whole("version", "its version in force when the session began", required=True),
        _real("score", "share of the prescribed that was done as prescribed", 0, 1),
        _text("colour", "band of the preset", one_of=("green", "yellow", "red")),
        _text("preset", "which bands", required=True),
        _text("reason", "the score in words", required=True),
        _DERIVATION,
    ),
)

ADJUSTMENTS = Table(
    "adjustments",
    "one row a change to next week, with its rule, its numbers and its reason",
    "derived",
    ("adjustment_id",),
    (
        _text("adjustment_id", "hash of athlete, week, rule, workout and parameter", required=True),
        _ATHLETE,
        _day("week_start", "first day of the week that it changes", required=True),
        _text("workout_id", "workout that it changes; null for advice and questions"),
        _whole("workout_version", "version that it changes"),
        _whole("step_index", "step that it changes; null for the whole workout"),
        _text("rule", "R1 .. R20", required=True),
        _whole("rule_version", "version of the rule", 1, required=True),
        _text("parameter", "what changes: target, repetitions, recovery, session, ask, advice", required=True),
        _text(
            "scope",
            "this week only, or onward in every later week of the plan",
            required=True,
            one_of=("week", "onward"),
        ),
        _text("old_value", "value before, as text"),
        _text("new_value", "value after, as text"),
        _text("unit", "unit of both values"),
        _text("reason", "the sentence shown", required=True),
        _text("evidence", "JSON: the numbers that it stands on", required=True),
        _text("grade", "strength of the evidence for the rule", required=True, one_of=GRADES),
        _text("status", "what became of it", required=True, one_of=ADJUSTMENT_STATUS),
        _instant("decided_at", "when it was accepted or declined"),
        _text("decided_by", "user or setting"),
        _DERIVATION,
    ),
)

TABLES: tuple[Table, ...] = (
    JOURNAL,
    ATHLETES,
    SOURCE_FILES,
    RECEIPTS,
    ACTIVITIES,
    LAPS,
    RECORDS,
    RECORD_DYNAMICS,
    PAUSES,
    DEVICE_STEPS,
    STRENGTH_SETS,
    OVERRIDES,
    NOTES,
    WORKOUTS,
    WORKOUT_STEPS,
    INTERVALS,
    REFERENCE_SPEEDS,
    WORKOUT_MATCHES,
    COMPLIANCE,
    WORKOUT_COMPLIANCE,
    ADJUSTMENTS,
)
