-- Question: How did each repetition go: time, target, heart rate, ground contact?
-- Grain: one row a repetition of an activity that counts: not ignored, no duplicate (activity_id, interval_index)
-- activity_id: the activity
-- interval_index: its row in intervals
-- athlete_id: whose it is
-- local_date: the athlete's local calendar day
-- week_start: first day of the athlete's local week
-- start_time: start of the repetition
-- sport: FIT sport
-- workout_id: the workout that asked for it; null where none did
-- title: short name of that workout
-- set_index: rep set: repetitions between long recoveries
-- repetition_index: number among the repetitions of the activity
-- nominal_distance_m: distance that was meant: 200, 400, ... [m]
-- distance_m: distance as the device measured it [m]
-- duration_s: duration [s]
-- pace_s_per_km: pace, by nominal distance where there is one [s/km]
-- avg_heart_rate_bpm: mean heart rate [bpm]
-- max_heart_rate_bpm: highest heart rate [bpm]
-- cadence_spm: median cadence, both feet [spm]
-- stance_time_ms: ground contact time [ms]
-- stance_time_at_reference_ms: ground contact time at the athlete's reference speed of that sensor, by
--   GCT x (reference speed / speed) ^ exponent, with the newest exponent for all dates alike [ms]
-- stance_time_percent: ground contact time over stride time [%]
-- stance_time_balance_percent: left foot's share of ground contact time [%]
-- vertical_oscillation_mm: bounce of the torso in a step [mm]
-- vertical_ratio_percent: vertical oscillation over step length [%]
-- step_length_mm: length of a step [mm]
-- dynamics_source: which sensor gave ground contact; compare only the same with the same
-- dynamics_reason: why ground contact is null
-- target_low: lower end of the target, in target_unit
-- target_high: upper end of the target, in target_unit
-- target_unit: s = time for the distance, s_per_km = pace, rpe = effort
-- ratio: achieved over prescribed; below 1 is faster where the metric is a time
-- verdict: met, fast, slow, short, long, missed or unknown
-- source: where its ends come from
-- confidence: how sure the interval is, 0..1
-- flags: what is odd about it
WITH verdicts AS (
    -- The time counts before any other metric of the same step.
    SELECT
        activity_id,
        interval_index,
        arg_min({workout_id: workout_id, version: version, step_index: step_index, ratio: ratio, verdict: verdict},
            (metric <> 'duration_s')::INT::VARCHAR || metric || workout_id) AS v
    FROM compliance
    WHERE interval_index IS NOT NULL
    GROUP BY activity_id, interval_index
),
reference AS (
    SELECT
        athlete_id,
        dynamics_source,
        arg_max(speed_mps, valid_from) AS speed_mps,
        arg_max(exponent, valid_from) AS exponent
    FROM reference_speeds
    GROUP BY athlete_id, dynamics_source
)
SELECT
    i.activity_id,
    i.interval_index,
    a.athlete_id,
    a.local_date,
    a.week_start,
    a.start_time + to_microseconds((i.start_s * 1e6)::BIGINT) AS start_time,
    a.sport,
    c.v.workout_id AS workout_id,
    w.title,
    i.set_index,
    i.repetition_index,
    i.nominal_distance_m,
    i.distance_m,
    i.duration_s,
    i.pace_s_per_km,
    i.avg_heart_rate_bpm,
    i.max_heart_rate_bpm,
    i.cadence_spm,
    i.stance_time_ms,
    i.stance_time_ms * pow(r.speed_mps * nullif(i.pace_s_per_km, 0) / 1000, r.exponent) AS stance_time_at_reference_ms,
    i.stance_time_percent,
    i.stance_time_balance_percent,
    i.vertical_oscillation_mm,
    i.vertical_ratio_percent,
    i.step_length_mm,
    a.dynamics_source,
    i.dynamics_reason,
    s.target_low,
    s.target_high,
    s.target_unit,
    c.v.ratio AS ratio,
    c.v.verdict AS verdict,
    i.source,
    i.confidence,
    i.flags
FROM intervals AS i
JOIN activities AS a ON a.activity_id = i.activity_id AND NOT a.ignored AND a.same_as IS NULL
LEFT JOIN verdicts AS c ON c.activity_id = i.activity_id AND c.interval_index = i.interval_index
LEFT JOIN workouts AS w ON w.workout_id = c.v.workout_id AND w.version = c.v.version
LEFT JOIN workout_steps AS s
    ON s.workout_id = c.v.workout_id AND s.version = c.v.version AND s.step_index = c.v.step_index
LEFT JOIN reference AS r ON r.athlete_id = a.athlete_id AND r.dynamics_source = a.dynamics_source
WHERE i.kind = 'work'
