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
-- grade_percent: mean slope, climbing positive; null where altitude or length do not tell it [%]
-- stance_time_ms: ground contact time, median of the good samples [ms]
-- stance_time_at_reference_ms: ground contact time at the athlete's reference speed of that sensor, by
--   GCT x (reference speed / speed) ^ exponent, with the newest exponent for all dates alike; null on a slope of more
--   than 2 % [ms]
-- reference_speed_mps: that reference speed [m/s]
-- stance_time_percent: ground contact time over stride time [%]
-- stance_time_balance_percent: left foot's share of ground contact time [%]
-- vertical_oscillation_mm: bounce of the torso in a step [mm]
-- vertical_ratio_percent: vertical oscillation over step length [%]
-- step_length_mm: length of a step [mm]
-- duty_factor_percent: ground contact time over stride time of two steps, from contact and cadence: GCT / (2 x 60 /
--   cadence); below 50 in running [%]
-- flight_time_ms: time in the air of a step: 60 / cadence - GCT; null where there is none [ms]
-- peak_force_bw: highest vertical force, modelled as half a sine wave: pi / 2 x (flight / contact + 1) (Morin 2005, J
--   Appl Biomech 21:167-180) [body weights]
-- vertical_stiffness_kn_per_m: that force over the downward way of the body, F GCT^2 / (m pi^2) - g GCT^2 / 8 (Morin
--   2005); needs body mass; null on a slope of more than 2 % [kN/m]
-- leg_stiffness_kn_per_m: that force over the leg's shortening, L - sqrt(L^2 - (v GCT / 2)^2) + downward way, where
--   the leg L is 0.53 x height (Morin 2005); a millisecond of contact changes it by 1.2 %: compare one athlete and one
--   sensor only; needs body mass and height; null on a slope of more than 2 % [kN/m]
-- leg_stiffness_reason: why leg stiffness is null: a sentence
-- dynamics_samples: samples that ground contact stands on
-- dynamics_source: which sensor gave ground contact; compare only the same with the same
-- dynamics_reason: why ground contact is null: a sentence
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
),
gait AS (
    -- Contact and step in seconds; where there is no cadence, the sensor's own contact over stride time tells the step.
    SELECT
        i.activity_id,
        i.interval_index,
        i.stance_time_ms / 1000 AS contact_s,
        coalesce(60 / nullif(i.cadence_spm, 0), i.stance_time_ms / nullif(i.stance_time_percent, 0) / 20) AS step_s,
        1000 / nullif(i.pace_s_per_km, 0) AS speed_mps,
        i.grade_percent IS NULL OR abs(i.grade_percent) <= 2 AS level,
        t.body_mass_kg AS mass_kg,
        0.53 * t.height_m AS leg_m
    FROM intervals AS i
    JOIN activities AS a ON a.activity_id = i.activity_id
    LEFT JOIN athletes AS t ON t.athlete_id = a.athlete_id
    WHERE i.kind = 'work' AND i.stance_time_ms IS NOT NULL
),
bounce AS (
    -- Morin's half sine wave, for each kilogram of the body: force [N/kg] and downward way [m].
    SELECT
        *,
        9.81 * pi() / 2 * step_s / contact_s AS force_per_kg,
        9.81 * pi() / 2 * step_s / contact_s * pow(contact_s / pi(), 2) - 9.81 * pow(contact_s, 2) / 8 AS down_m,
        CASE WHEN speed_mps * contact_s / 2 < leg_m THEN leg_m - sqrt(pow(leg_m, 2) - pow(speed_mps * contact_s / 2, 2))
        END AS sweep_m
    FROM gait
    WHERE step_s > contact_s
),
spring AS (
    SELECT
        activity_id,
        interval_index,
        100 * contact_s / (2 * step_s) AS duty_factor_percent,
        1000 * (step_s - contact_s) AS flight_time_ms,
        force_per_kg / 9.81 AS peak_force_bw,
        CASE WHEN level THEN mass_kg * force_per_kg / down_m / 1000 END AS vertical_stiffness_kn_per_m,
        CASE WHEN level THEN mass_kg * force_per_kg / (sweep_m + down_m) / 1000 END AS leg_stiffness_kn_per_m
    FROM bounce
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
    i.grade_percent,
    i.stance_time_ms,
    CASE
        WHEN i.grade_percent IS NULL OR abs(i.grade_percent) <= 2
            THEN i.stance_time_ms * pow(r.speed_mps * nullif(i.pace_s_per_km, 0) / 1000, r.exponent)
    END AS stance_time_at_reference_ms,
    r.speed_mps AS reference_speed_mps,
    i.stance_time_percent,
    i.stance_time_balance_percent,
    i.vertical_oscillation_mm,
    i.vertical_ratio_percent,
    i.step_length_mm,
    p.duty_factor_percent,
    p.flight_time_ms,
    p.peak_force_bw,
    p.vertical_stiffness_kn_per_m,
    p.leg_stiffness_kn_per_m,
    CASE
        WHEN p.leg_stiffness_kn_per_m IS NOT NULL THEN NULL
        WHEN i.stance_time_ms IS NULL THEN i.dynamics_reason
        WHEN t.body_mass_kg IS NULL OR t.height_m IS NULL
            THEN 'Needs body mass and height: write body_mass_kg and height_m into trackwork.toml.'
        WHEN abs(i.grade_percent) > 2 THEN printf('On a slope of %.1f %%: the model is for level ground.', i.grade_percent)
        WHEN coalesce(i.cadence_spm, i.stance_time_percent) IS NULL THEN 'The recording has no cadence.'
        WHEN p.flight_time_ms IS NULL THEN 'No time in the air: contact lasts as long as the step.'
        ELSE 'Contact is too long for this speed and leg length.'
    END AS leg_stiffness_reason,
    i.dynamics_samples,
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
LEFT JOIN athletes AS t ON t.athlete_id = a.athlete_id
LEFT JOIN spring AS p ON p.activity_id = i.activity_id AND p.interval_index = i.interval_index
LEFT JOIN reference AS r ON r.athlete_id = a.athlete_id AND r.dynamics_source = a.dynamics_source
WHERE i.kind = 'work'
