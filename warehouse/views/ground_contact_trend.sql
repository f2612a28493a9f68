-- Question: Does ground contact at the same speed change from week to week?
-- Grain: one row an athlete, week and sensor; sensors are never mixed (athlete_id, week_start, dynamics_source)
-- athlete_id: whose it is
-- week_start: first day of the athlete's local week
-- dynamics_source: which sensor
-- stance_time_at_reference_ms: median ground contact time of the repetitions, at reference speed [ms]
-- stance_time_ms: median ground contact time as it was run [ms]
-- pace_s_per_km: median pace of the same repetitions [s/km]
-- repetitions: repetitions that it stands on
-- sessions: activities that it stands on
SELECT
    athlete_id,
    week_start,
    dynamics_source,
    median(stance_time_at_reference_ms) AS stance_time_at_reference_ms,
    median(stance_time_ms) AS stance_time_ms,
    median(pace_s_per_km) AS pace_s_per_km,
    count(*) AS repetitions,
    count(DISTINCT activity_id) AS sessions
FROM repetitions
WHERE stance_time_at_reference_ms IS NOT NULL
GROUP BY athlete_id, week_start, dynamics_source
