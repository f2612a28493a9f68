-- The tables of schema version 1, as the first home had them: what migrations are tested from. Never changed.
CREATE TABLE meta (
    schema_version BIGINT NOT NULL,
    structure VARCHAR NOT NULL,
    description VARCHAR NOT NULL
);
INSERT INTO meta VALUES (1, 'f5da2d7e2d329e99', '');
CREATE TABLE "journal" (
    "seq" BIGINT NOT NULL CHECK ("seq" >= 1),
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "entry" VARCHAR NOT NULL,
    PRIMARY KEY ("seq")
);
CREATE TABLE "athletes" (
    "athlete_id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "timezone" VARCHAR NOT NULL,
    "week_start_day" BIGINT NOT NULL CHECK ("week_start_day" >= 1),
    "height_m" DOUBLE CHECK (isfinite("height_m") AND "height_m" >= 0.5 AND "height_m" <= 2.6),
    "max_heart_rate_bpm" DOUBLE CHECK (isfinite("max_heart_rate_bpm") AND "max_heart_rate_bpm" >= 60 AND "max_heart_rate_bpm" <= 250),
    PRIMARY KEY ("athlete_id")
);
CREATE TABLE "source_files" (
    "file_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "format" VARCHAR CHECK ("format" IN ('fit', 'gpx', 'tcx')),
    "size_bytes" BIGINT NOT NULL CHECK ("size_bytes" >= 0),
    "received_at" TIMESTAMPTZ NOT NULL,
    "status" VARCHAR NOT NULL CHECK ("status" IN ('imported', 'salvaged', 'rejected', 'no_activity', 'failed')),
    "reason" VARCHAR,
    "records_read" BIGINT NOT NULL CHECK ("records_read" >= 0),
    PRIMARY KEY ("file_id")
);
CREATE TABLE "receipts" (
    "receipt_id" VARCHAR NOT NULL,
    "file_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "received_at" TIMESTAMPTZ NOT NULL,
    "outcome" VARCHAR NOT NULL CHECK ("outcome" IN ('imported', 'duplicate', 'salvaged', 'rejected', 'no_activity', 'failed')),
    PRIMARY KEY ("receipt_id")
);
CREATE TABLE "activities" (
    "activity_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "file_id" VARCHAR NOT NULL,
    "session_index" BIGINT NOT NULL CHECK ("session_index" >= 0),
    "sport" VARCHAR NOT NULL,
    "sub_sport" VARCHAR,
    "start_time" TIMESTAMPTZ NOT NULL,
    "utc_offset_s" BIGINT NOT NULL,
    "local_date" DATE NOT NULL,
    "week_start" DATE NOT NULL,
    "elapsed_s" DOUBLE CHECK (isfinite("elapsed_s") AND "elapsed_s" >= 0),
    "timer_s" DOUBLE CHECK (isfinite("timer_s") AND "timer_s" >= 0),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "avg_heart_rate_bpm" DOUBLE CHECK (isfinite("avg_heart_rate_bpm") AND "avg_heart_rate_bpm" >= 0 AND "avg_heart_rate_bpm" <= 255),
    "avg_cadence_spm" DOUBLE CHECK (isfinite("avg_cadence_spm") AND "avg_cadence_spm" >= 0),
    "avg_stance_time_ms" DOUBLE CHECK (isfinite("avg_stance_time_ms") AND "avg_stance_time_ms" >= 0),
    "device" VARCHAR,
    "dynamics_source" VARCHAR,
    "structure" VARCHAR NOT NULL CHECK ("structure" IN ('workout_step', 'lap', 'stream', 'user', 'none')),
    "structure_reason" VARCHAR NOT NULL,
    "distance_scale" DOUBLE CHECK (isfinite("distance_scale") AND "distance_scale" >= 0),
    "lane" BIGINT CHECK ("lane" >= 1),
    "recorded_s" DOUBLE CHECK (isfinite("recorded_s")),
    "record_count" BIGINT CHECK ("record_count" >= 0),
    "richness" BIGINT CHECK ("richness" >= 0),
    "same_as" VARCHAR,
    "ignored" BOOLEAN NOT NULL,
    "derivation_key" VARCHAR NOT NULL,
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("activity_id")
);
CREATE TABLE "laps" (
    "activity_id" VARCHAR NOT NULL,
    "lap_index" BIGINT NOT NULL CHECK ("lap_index" >= 0),
    "start_s" DOUBLE NOT NULL CHECK (isfinite("start_s")),
    "end_s" DOUBLE NOT NULL CHECK (isfinite("end_s")),
    "timer_s" DOUBLE CHECK (isfinite("timer_s") AND "timer_s" >= 0),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "trigger" VARCHAR,
    "intensity" VARCHAR CHECK ("intensity" IN ('active', 'rest', 'warmup', 'cooldown', 'recovery', 'interval', 'other')),
    "workout_step_index" BIGINT CHECK ("workout_step_index" >= 0),
    "avg_heart_rate_bpm" DOUBLE CHECK (isfinite("avg_heart_rate_bpm") AND "avg_heart_rate_bpm" >= 0 AND "avg_heart_rate_bpm" <= 255),
    "max_heart_rate_bpm" DOUBLE CHECK (isfinite("max_heart_rate_bpm") AND "max_heart_rate_bpm" >= 0 AND "max_heart_rate_bpm" <= 255),
    "avg_cadence_spm" DOUBLE CHECK (isfinite("avg_cadence_spm") AND "avg_cadence_spm" >= 0),
    PRIMARY KEY ("activity_id", "lap_index")
);
CREATE TABLE "splits" (
    "activity_id" VARCHAR NOT NULL,
    "split_index" BIGINT NOT NULL CHECK ("split_index" >= 0),
    "kind" VARCHAR,
    "start_s" DOUBLE NOT NULL CHECK (isfinite("start_s")),
    "end_s" DOUBLE NOT NULL CHECK (isfinite("end_s")),
    "timer_s" DOUBLE CHECK (isfinite("timer_s") AND "timer_s" >= 0),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "avg_heart_rate_bpm" DOUBLE CHECK (isfinite("avg_heart_rate_bpm") AND "avg_heart_rate_bpm" >= 0 AND "avg_heart_rate_bpm" <= 255),
    "max_heart_rate_bpm" DOUBLE CHECK (isfinite("max_heart_rate_bpm") AND "max_heart_rate_bpm" >= 0 AND "max_heart_rate_bpm" <= 255),
    "avg_cadence_spm" DOUBLE CHECK (isfinite("avg_cadence_spm") AND "avg_cadence_spm" >= 0),
    "first_lap_index" BIGINT CHECK ("first_lap_index" >= 0),
    "lap_count" BIGINT CHECK ("lap_count" >= 0),
    PRIMARY KEY ("activity_id", "split_index")
);
CREATE TABLE "records" (
    "activity_id" VARCHAR NOT NULL,
    "record_index" BIGINT NOT NULL CHECK ("record_index" >= 0),
    "timestamp" TIMESTAMPTZ NOT NULL,
    "elapsed_s" DOUBLE NOT NULL CHECK (isfinite("elapsed_s")),
    "latitude_deg" DOUBLE CHECK (isfinite("latitude_deg") AND "latitude_deg" >= -90 AND "latitude_deg" <= 90),
    "longitude_deg" DOUBLE CHECK (isfinite("longitude_deg") AND "longitude_deg" >= -180 AND "longitude_deg" <= 180),
    "altitude_m" DOUBLE CHECK (isfinite("altitude_m")),
    "distance_m" DOUBLE CHECK (isfinite("distance_m")),
    "speed_mps" DOUBLE CHECK (isfinite("speed_mps")),
    "heart_rate_bpm" DOUBLE CHECK (isfinite("heart_rate_bpm") AND "heart_rate_bpm" >= 0 AND "heart_rate_bpm" <= 255),
    "cadence_spm" DOUBLE CHECK (isfinite("cadence_spm") AND "cadence_spm" >= 0),
    "power_w" DOUBLE CHECK (isfinite("power_w") AND "power_w" >= 0),
    "temperature_c" DOUBLE CHECK (isfinite("temperature_c")),
    "stance_time_ms" DOUBLE CHECK (isfinite("stance_time_ms") AND "stance_time_ms" >= 0 AND "stance_time_ms" <= 6553.4),
    "stance_time_percent" DOUBLE CHECK (isfinite("stance_time_percent") AND "stance_time_percent" >= 0 AND "stance_time_percent" <= 100),
    "stance_time_balance_percent" DOUBLE CHECK (isfinite("stance_time_balance_percent") AND "stance_time_balance_percent" >= 0 AND "stance_time_balance_percent" <= 100),
    "vertical_oscillation_mm" DOUBLE CHECK (isfinite("vertical_oscillation_mm") AND "vertical_oscillation_mm" >= 0 AND "vertical_oscillation_mm" <= 6553.4),
    "vertical_ratio_percent" DOUBLE CHECK (isfinite("vertical_ratio_percent") AND "vertical_ratio_percent" >= 0 AND "vertical_ratio_percent" <= 655.34),
    "step_length_mm" DOUBLE CHECK (isfinite("step_length_mm") AND "step_length_mm" >= 0 AND "step_length_mm" <= 6553.4)
);
CREATE TABLE "record_dynamics" (
    "activity_id" VARCHAR NOT NULL,
    "record_index" BIGINT NOT NULL CHECK ("record_index" >= 0),
    "source" VARCHAR NOT NULL,
    "stance_time_ms" DOUBLE CHECK (isfinite("stance_time_ms") AND "stance_time_ms" >= 0 AND "stance_time_ms" <= 6553.4),
    "stance_time_percent" DOUBLE CHECK (isfinite("stance_time_percent") AND "stance_time_percent" >= 0 AND "stance_time_percent" <= 100),
    "stance_time_balance_percent" DOUBLE CHECK (isfinite("stance_time_balance_percent") AND "stance_time_balance_percent" >= 0 AND "stance_time_balance_percent" <= 100),
    "vertical_oscillation_mm" DOUBLE CHECK (isfinite("vertical_oscillation_mm") AND "vertical_oscillation_mm" >= 0 AND "vertical_oscillation_mm" <= 6553.4),
    "vertical_ratio_percent" DOUBLE CHECK (isfinite("vertical_ratio_percent") AND "vertical_ratio_percent" >= 0 AND "vertical_ratio_percent" <= 655.34),
    "step_length_mm" DOUBLE CHECK (isfinite("step_length_mm") AND "step_length_mm" >= 0 AND "step_length_mm" <= 6553.4)
);
CREATE TABLE "pauses" (
    "activity_id" VARCHAR NOT NULL,
    "pause_index" BIGINT NOT NULL CHECK ("pause_index" >= 0),
    "start_s" DOUBLE NOT NULL CHECK (isfinite("start_s")),
    "end_s" DOUBLE NOT NULL CHECK (isfinite("end_s")),
    PRIMARY KEY ("activity_id", "pause_index")
);
CREATE TABLE "device_steps" (
    "activity_id" VARCHAR NOT NULL,
    "workout_step_index" BIGINT NOT NULL CHECK ("workout_step_index" >= 0),
    "name" VARCHAR,
    "notes" VARCHAR,
    "intensity" VARCHAR CHECK ("intensity" IN ('active', 'rest', 'warmup', 'cooldown', 'recovery', 'interval', 'other')),
    "duration_type" VARCHAR,
    "duration_s" DOUBLE CHECK (isfinite("duration_s") AND "duration_s" >= 0),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "repetitions" BIGINT CHECK ("repetitions" >= 0),
    "until_value" DOUBLE CHECK (isfinite("until_value") AND "until_value" >= 0),
    "until_percent" DOUBLE CHECK (isfinite("until_percent") AND "until_percent" >= 0),
    "repeat_from_index" BIGINT CHECK ("repeat_from_index" >= 0),
    "repeat_count" BIGINT CHECK ("repeat_count" >= 0),
    "target_type" VARCHAR,
    "target_zone" BIGINT CHECK ("target_zone" >= 1),
    "target_low" DOUBLE CHECK (isfinite("target_low")),
    "target_high" DOUBLE CHECK (isfinite("target_high")),
    "target_low_percent" DOUBLE CHECK (isfinite("target_low_percent") AND "target_low_percent" >= 0),
    "target_high_percent" DOUBLE CHECK (isfinite("target_high_percent") AND "target_high_percent" >= 0),
    "exercise" VARCHAR,
    "weight_kg" DOUBLE CHECK (isfinite("weight_kg") AND "weight_kg" >= 0),
    PRIMARY KEY ("activity_id", "workout_step_index")
);
CREATE TABLE "strength_sets" (
    "set_id" VARCHAR NOT NULL,
    "activity_id" VARCHAR,
    "athlete_id" VARCHAR NOT NULL,
    "local_date" DATE NOT NULL,
    "set_index" BIGINT NOT NULL CHECK ("set_index" >= 0),
    "exercise" VARCHAR NOT NULL,
    "start_time" TIMESTAMPTZ,
    "duration_s" DOUBLE CHECK (isfinite("duration_s") AND "duration_s" >= 0),
    "repetitions" BIGINT CHECK ("repetitions" >= 0),
    "weight_kg" DOUBLE CHECK (isfinite("weight_kg") AND "weight_kg" >= 0),
    "side" VARCHAR CHECK ("side" IN ('left', 'right', 'each')),
    "rpe" DOUBLE CHECK (isfinite("rpe") AND "rpe" >= 0 AND "rpe" <= 10),
    "source" VARCHAR NOT NULL CHECK ("source" IN ('fit', 'log')),
    PRIMARY KEY ("set_id")
);
CREATE TABLE "overrides" (
    "override_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "activity_id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('confirm', 'no_intervals', 'reps', 'ignore', 'athlete')),
    "value" VARCHAR,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "retracted_at" TIMESTAMPTZ,
    PRIMARY KEY ("override_id")
);
CREATE TABLE "notes" (
    "note_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "local_date" DATE NOT NULL,
    "activity_id" VARCHAR,
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('pain', 'rpe', 'rest', 'skip')),
    "value" DOUBLE CHECK (isfinite("value") AND "value" >= 0 AND "value" <= 10),
    "body_part" VARCHAR,
    "text" VARCHAR,
    "recorded_at" TIMESTAMPTZ NOT NULL,
    "retracted_at" TIMESTAMPTZ,
    PRIMARY KEY ("note_id")
);
CREATE TABLE "workouts" (
    "workout_id" VARCHAR NOT NULL,
    "version" BIGINT NOT NULL CHECK ("version" >= 0),
    "athlete_id" VARCHAR NOT NULL,
    "local_date" DATE NOT NULL,
    "week_start" DATE NOT NULL,
    "day_index" BIGINT NOT NULL CHECK ("day_index" >= 0),
    "session_key" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('intervals', 'easy', 'long', 'tempo', 'strength', 'plyometrics', 'rest', 'other')),
    "title" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "adjustment_id" VARCHAR,
    "valid_from" TIMESTAMPTZ,
    PRIMARY KEY ("workout_id", "version")
);
CREATE TABLE "workout_steps" (
    "workout_id" VARCHAR NOT NULL,
    "version" BIGINT NOT NULL CHECK ("version" >= 0),
    "step_index" BIGINT NOT NULL CHECK ("step_index" >= 0),
    "set_index" BIGINT CHECK ("set_index" >= 1),
    "repetition_index" BIGINT CHECK ("repetition_index" >= 1),
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('warmup', 'work', 'recovery', 'stride', 'cooldown', 'easy', 'exercise', 'rest')),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "duration_s" DOUBLE CHECK (isfinite("duration_s") AND "duration_s" >= 0),
    "target_low" DOUBLE CHECK (isfinite("target_low")),
    "target_high" DOUBLE CHECK (isfinite("target_high")),
    "target_unit" VARCHAR CHECK ("target_unit" IN ('s', 's_per_km', 'rpe')),
    "exercise" VARCHAR,
    "repetitions" BIGINT CHECK ("repetitions" >= 0),
    "load_kg" DOUBLE CHECK (isfinite("load_kg") AND "load_kg" >= 0),
    "side" VARCHAR CHECK ("side" IN ('left', 'right', 'each')),
    PRIMARY KEY ("workout_id", "version", "step_index")
);
CREATE TABLE "intervals" (
    "activity_id" VARCHAR NOT NULL,
    "interval_index" BIGINT NOT NULL CHECK ("interval_index" >= 0),
    "kind" VARCHAR NOT NULL CHECK ("kind" IN ('warmup', 'work', 'recovery', 'cooldown', 'stride', 'other')),
    "set_index" BIGINT CHECK ("set_index" >= 1),
    "repetition_index" BIGINT CHECK ("repetition_index" >= 1),
    "start_s" DOUBLE NOT NULL CHECK (isfinite("start_s")),
    "end_s" DOUBLE NOT NULL CHECK (isfinite("end_s")),
    "duration_s" DOUBLE NOT NULL CHECK (isfinite("duration_s") AND "duration_s" >= 0),
    "distance_m" DOUBLE CHECK (isfinite("distance_m") AND "distance_m" >= 0),
    "nominal_distance_m" DOUBLE CHECK (isfinite("nominal_distance_m") AND "nominal_distance_m" >= 0),
    "pace_s_per_km" DOUBLE CHECK (isfinite("pace_s_per_km") AND "pace_s_per_km" >= 0),
    "avg_heart_rate_bpm" DOUBLE CHECK (isfinite("avg_heart_rate_bpm") AND "avg_heart_rate_bpm" >= 0 AND "avg_heart_rate_bpm" <= 255),
    "max_heart_rate_bpm" DOUBLE CHECK (isfinite("max_heart_rate_bpm") AND "max_heart_rate_bpm" >= 0 AND "max_heart_rate_bpm" <= 255),
    "cadence_spm" DOUBLE CHECK (isfinite("cadence_spm") AND "cadence_spm" >= 0),
    "stance_time_ms" DOUBLE CHECK (isfinite("stance_time_ms") AND "stance_time_ms" >= 0 AND "stance_time_ms" <= 6553.4),
    "stance_time_percent" DOUBLE CHECK (isfinite("stance_time_percent") AND "stance_time_percent" >= 0 AND "stance_time_percent" <= 100),
    "stance_time_balance_percent" DOUBLE CHECK (isfinite("stance_time_balance_percent") AND "stance_time_balance_percent" >= 0 AND "stance_time_balance_percent" <= 100),
    "vertical_oscillation_mm" DOUBLE CHECK (isfinite("vertical_oscillation_mm") AND "vertical_oscillation_mm" >= 0 AND "vertical_oscillation_mm" <= 6553.4),
    "vertical_ratio_percent" DOUBLE CHECK (isfinite("vertical_ratio_percent") AND "vertical_ratio_percent" >= 0 AND "vertical_ratio_percent" <= 655.34),
    "step_length_mm" DOUBLE CHECK (isfinite("step_length_mm") AND "step_length_mm" >= 0 AND "step_length_mm" <= 6553.4),
    "dynamics_samples" BIGINT NOT NULL CHECK ("dynamics_samples" >= 0),
    "dynamics_reason" VARCHAR,
    "source" VARCHAR NOT NULL CHECK ("source" IN ('workout_step', 'lap', 'stream', 'lap+stream', 'user')),
    "confidence" DOUBLE NOT NULL CHECK (isfinite("confidence") AND "confidence" >= 0 AND "confidence" <= 1),
    "flags" VARCHAR[],
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("activity_id", "interval_index")
);
CREATE TABLE "reference_speeds" (
    "athlete_id" VARCHAR NOT NULL,
    "dynamics_source" VARCHAR NOT NULL,
    "valid_from" DATE NOT NULL,
    "speed_mps" DOUBLE NOT NULL CHECK (isfinite("speed_mps") AND "speed_mps" >= 0),
    "exponent" DOUBLE NOT NULL CHECK (isfinite("exponent") AND "exponent" >= -0.8 AND "exponent" <= 0),
    "exponent_low" DOUBLE CHECK (isfinite("exponent_low")),
    "exponent_high" DOUBLE CHECK (isfinite("exponent_high")),
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("athlete_id", "dynamics_source", "valid_from")
);
CREATE TABLE "workout_matches" (
    "athlete_id" VARCHAR NOT NULL,
    "workout_id" VARCHAR,
    "activity_id" VARCHAR,
    "role" VARCHAR NOT NULL CHECK ("role" IN ('matched', 'moved', 'extra', 'missed')),
    "by" VARCHAR NOT NULL CHECK ("by" IN ('auto', 'user')),
    "days_moved" BIGINT,
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0)
);
CREATE TABLE "compliance" (
    "workout_id" VARCHAR NOT NULL,
    "version" BIGINT NOT NULL CHECK ("version" >= 0),
    "step_index" BIGINT NOT NULL CHECK ("step_index" >= 0),
    "metric" VARCHAR NOT NULL,
    "activity_id" VARCHAR,
    "interval_index" BIGINT CHECK ("interval_index" >= 0),
    "prescribed" DOUBLE CHECK (isfinite("prescribed")),
    "achieved" DOUBLE CHECK (isfinite("achieved")),
    "ratio" DOUBLE CHECK (isfinite("ratio")),
    "verdict" VARCHAR NOT NULL CHECK ("verdict" IN ('met', 'fast', 'slow', 'short', 'long', 'missed', 'unknown')),
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("workout_id", "version", "step_index", "metric")
);
CREATE TABLE "workout_compliance" (
    "workout_id" VARCHAR NOT NULL,
    "version" BIGINT NOT NULL CHECK ("version" >= 0),
    "score" DOUBLE CHECK (isfinite("score") AND "score" >= 0 AND "score" <= 1),
    "colour" VARCHAR CHECK ("colour" IN ('green', 'yellow', 'red')),
    "preset" VARCHAR NOT NULL,
    "reason" VARCHAR NOT NULL,
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("workout_id", "version")
);
CREATE TABLE "adjustments" (
    "adjustment_id" VARCHAR NOT NULL,
    "athlete_id" VARCHAR NOT NULL,
    "week_start" DATE NOT NULL,
    "workout_id" VARCHAR,
    "workout_version" BIGINT CHECK ("workout_version" >= 0),
    "step_index" BIGINT CHECK ("step_index" >= 0),
    "rule" VARCHAR NOT NULL,
    "rule_version" BIGINT NOT NULL CHECK ("rule_version" >= 1),
    "parameter" VARCHAR NOT NULL,
    "scope" VARCHAR NOT NULL CHECK ("scope" IN ('week', 'onward')),
    "old_value" VARCHAR,
    "new_value" VARCHAR,
    "unit" VARCHAR,
    "reason" VARCHAR NOT NULL,
    "evidence" VARCHAR NOT NULL,
    "grade" VARCHAR NOT NULL CHECK ("grade" IN ('A', 'B', 'C', 'D')),
    "status" VARCHAR NOT NULL CHECK ("status" IN ('proposed', 'accepted', 'declined', 'superseded', 'expired')),
    "decided_at" TIMESTAMPTZ,
    "decided_by" VARCHAR,
    "derivation_version" BIGINT NOT NULL CHECK ("derivation_version" >= 0),
    PRIMARY KEY ("adjustment_id")
);
