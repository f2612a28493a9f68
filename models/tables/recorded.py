"""Tables of what the bytes of a file tell."""

from __future__ import annotations

from models.schema import Table
from models.tables.columns import (
    ACTIVITY_ID,
    ATHLETE_ID,
    DERIVATION,
    DYNAMICS,
    FILE_STATUS,
    FORMATS,
    INTENSITIES,
    LOCAL_DATE,
    RECEIPT_OUTCOMES,
    STRUCTURES,
    WEEK_START,
    flag,
    instant,
    real,
    text,
    whole,
)

SOURCE_FILES = Table(
    "source_files",
    "one row for each distinct file that was handed in",
    "recorded",
    ("file_id",),
    (
        text("file_id", "sha256 of the bytes (of the unpacked bytes, where the file came packed)", required=True),
        text("athlete_id", "whose file it is", required=True),
        text("name", "name at first receipt", required=True),
        text("title", "what the export that it came in calls the activity; null where none told"),
        text("format", "what the content is; null where it was not recognised", one_of=FORMATS),
        whole("size_bytes", "size of the unpacked bytes [byte]", required=True),
        instant("received_at", "when it was first handed in", required=True),
        text("status", "what became of it", required=True, one_of=FILE_STATUS),
        text("reason", "why it was not imported whole: a sentence"),
        whole("records_read", "records read", required=True),
    ),
)

RECEIPTS = Table(
    "receipts",
    "one row for each time a file was handed in",
    "recorded",
    ("receipt_id",),
    (
        text("receipt_id", "journal entry and place in it", required=True),
        text("file_id", "sha256 of the bytes", required=True),
        ATHLETE_ID,
        text("name", "the file's name then", required=True),
        instant("received_at", "when it was handed in", required=True),
        text("outcome", "what became of it", required=True, one_of=RECEIPT_OUTCOMES),
    ),
)

ACTIVITIES = Table(
    "activities",
    "one row an activity: a FIT session, a track of a GPX file or an activity of a TCX file",
    "recorded",
    ("activity_id",),
    (
        ACTIVITY_ID,
        ATHLETE_ID,
        text("file_id", "file that it was read from", required=True),
        whole("session_index", "place among the activities of its file", required=True),
        text("sport", "FIT sport", required=True),
        text("sub_sport", "FIT sub-sport"),
        instant("start_time", "start of the activity", required=True),
        whole("utc_offset_s", "local time minus UTC [s]", None, required=True),
        LOCAL_DATE,
        WEEK_START,
        real("elapsed_s", "duration with pauses [s]", 0),
        real("timer_s", "duration without pauses [s]", 0),
        real("distance_m", "distance as the device measured it [m]", 0),
        real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        real("avg_cadence_spm", "mean cadence, both feet [spm]", 0),
        real("avg_stance_time_ms", "mean ground contact time over the records [ms]", 0),
        real(
            "stance_time_exponent",
            "d ln(stance time) / d ln(speed) within the activity, on the level; null where speed hardly varied",
        ),
        real("stance_time_exponent_error", "its standard error", 0),
        text("device", "manufacturer and product"),
        text("dynamics_source", "which sensor gave the running dynamics; never mixed within an activity"),
        text("structure", "where its intervals come from", required=True, one_of=STRUCTURES),
        text("structure_reason", "why this structure, or why none: a sentence", required=True),
        real("distance_scale", "nominal over measured distance, from the session's own repetitions", 0),
        whole("lane", "track lane", 1),
        real("recorded_s", "from the start to the last record [s]"),
        whole("record_count", "how many records it has"),
        whole("richness", "how much it tells: what it has, in order of weight, as the digits of a binary number"),
        text("same_as", "richest activity of the same workout, which counts for it; null for those that count"),
        flag("ignored", "left out of views and reviews by the user's word"),
        text("derivation_key", "hash of all that the segmentation was made from", required=True),
        DERIVATION,
    ),
)

LAPS = Table(
    "laps",
    "one row a lap of the recording",
    "recorded",
    ("activity_id", "lap_index"),
    (
        ACTIVITY_ID,
        whole("lap_index", "place in the activity", required=True),
        real("start_s", "start [s]", required=True),
        real("end_s", "end [s]", required=True),
        real("timer_s", "duration without pauses [s]", 0),
        real("distance_m", "distance as the device measured it [m]", 0),
        text("trigger", "what ended the lap: FIT lap_trigger"),
        text("intensity", "FIT intensity", one_of=INTENSITIES),
        whole("workout_step_index", "step of the workout in the watch that the lap belongs to"),
        real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        real("max_heart_rate_bpm", "highest heart rate [bpm]", 0, 255),
        real("avg_cadence_spm", "mean cadence, both feet [spm]", 0),
    ),
)

SPLITS = Table(
    "splits",
    "one row a split: what the watch itself made of the run; they may overlap, and no interval is found by them alone",
    "recorded",
    ("activity_id", "split_index"),
    (
        ACTIVITY_ID,
        whole("split_index", "place in the activity", required=True),
        text(
            "kind", "FIT split_type: run, walk, stand (rwd_...), interval_active, ...; its number where it has no word"
        ),
        real("start_s", "start [s]", required=True),
        real("end_s", "end [s]", required=True),
        real("timer_s", "duration without pauses [s]", 0),
        real("distance_m", "distance as the device measured it [m]", 0),
        real("avg_heart_rate_bpm", "mean heart rate [bpm]", 0, 255),
        real("max_heart_rate_bpm", "highest heart rate [bpm]", 0, 255),
        real("avg_cadence_spm", "mean cadence, both feet [spm]", 0),
        whole("first_lap_index", "its first lap, counted over the whole file"),
        whole("lap_count", "how many laps it has"),
    ),
)

RECORDS = Table(
    "records",
    "one row a record (sample) of the recording",
    "recorded",
    ("activity_id", "record_index"),
    (
        ACTIVITY_ID,
        whole("record_index", "place in the activity", required=True),
        instant("timestamp", "when", required=True),
        real("elapsed_s", "since the activity's start [s]", required=True),
        real("latitude_deg", "latitude, WGS 84 [deg]", -90, 90),
        real("longitude_deg", "longitude, WGS 84 [deg]", -180, 180),
        real("altitude_m", "altitude [m]"),
        real("distance_m", "distance since the start, as the device measured it [m]"),
        real("speed_mps", "the device's speed, smoothed and late: not for boundaries [m/s]"),
        real("heart_rate_bpm", "heart rate [bpm]", 0, 255),
        real("cadence_spm", "cadence, both feet [spm]", 0),
        real("power_w", "power [W]", 0),
        real("temperature_c", "temperature at the device [C]"),
        *DYNAMICS,
    ),
    keyed=False,
)

RECORD_DYNAMICS = Table(
    "record_dynamics",
    "one row a record and second source of running dynamics in the same file",
    "recorded",
    ("activity_id", "record_index", "source"),
    (
        ACTIVITY_ID,
        whole("record_index", "the record", required=True),
        text("source", "which sensor or app", required=True),
        *DYNAMICS,
    ),
    keyed=False,
)

PAUSES = Table(
    "pauses",
    "one row a span in which the watch's timer stood",
    "recorded",
    ("activity_id", "pause_index"),
    (
        ACTIVITY_ID,
        whole("pause_index", "place in the activity", required=True),
        real("start_s", "start [s]", required=True),
        real("end_s", "end [s]", required=True),
    ),
)

DEVICE_STEPS = Table(
    "device_steps",
    "one row a step of the workout that the watch was running (what it asked, not what was run)",
    "recorded",
    ("activity_id", "workout_step_index"),
    (
        ACTIVITY_ID,
        whole("workout_step_index", "FIT message index of the step", required=True),
        text("name", "name of the step"),
        text("notes", "what the step says to the runner"),
        text("intensity", "FIT intensity", one_of=INTENSITIES),
        text("duration_type", "FIT wkt_step_duration: time, distance, open, repeat_until_steps_cmplt, ..."),
        real("duration_s", "duration, for a step (or a repeating) by time [s]", 0),
        real("distance_m", "distance, for a step (or a repeating) by distance [m]", 0),
        whole("repetitions", "repetitions, for a step of strength by repetitions"),
        real("until_value", "for a step (or a repeating) by anything else: bpm, W, kcal or load at which it ends", 0),
        real("until_percent", "the same as share of maximum heart rate or of threshold power [%]", 0),
        whole("repeat_from_index", "first step of the block that a repeat step repeats"),
        whole("repeat_count", "how often the block is run in all"),
        text("target_type", "FIT wkt_step_target"),
        whole("target_zone", "number of the athlete's zone of heart rate, power, speed or cadence", 1),
        real("target_low", "lower end of the target: m/s, bpm, W, or strides a minute of one leg"),
        real("target_high", "upper end of the target, alike"),
        real("target_low_percent", "lower end as share of maximum heart rate or of threshold power [%]", 0),
        real("target_high_percent", "upper end, alike [%]", 0),
        text("exercise", "strength exercise: name in the exercise catalogue, or the device's own word"),
        real("weight_kg", "load that is asked for [kg]", 0),
    ),
)
