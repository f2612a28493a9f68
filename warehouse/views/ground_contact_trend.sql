-- Question: Does ground contact at the same speed change from week to week?
-- Grain: one row an athlete, week and sensor; sensors are never mixed, and a workout that several of them recorded is
--   in the row of each, once (athlete_id, week_start, dynamics_source)
-- athlete_id: whose it is
-- week_start: first day of the athlete's local week
-- dynamics_source: which sensor
-- stance_time_at_reference_ms: median ground contact time of the repetitions, at reference speed: as in repetitions [ms]
-- stance_time_ms: median ground contact time as it was run [ms]
-- pace_s_per_km: median pace of the same repetitions [s/km]
-- repetitions: repetitions that it stands on
-- sessions: activities that it stands on
-- change_ms: change at reference speed over the sessions of the twelve weeks up to then, on the same surface: first day
--   to last, on a straight line [ms]
-- change_low_ms: lower end of its 90 % interval [ms]
-- change_high_ms: upper end of its 90 % interval [ms]
-- verdict: (very) likely shorter or longer by what matters, or unclear
-- reason: the verdict as a sentence, with its numbers
WITH heard AS (
    -- One recording a workout and sensor: that which counts, or the richest of another sensor.
    SELECT activity_id, athlete_id, week_start, dynamics_source
    FROM activities
    WHERE NOT ignored AND dynamics_source IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY athlete_id, coalesce(same_as, activity_id), dynamics_source
        ORDER BY same_as IS NOT NULL, coalesce(richness, 0) DESC, activity_id
    ) = 1
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
work AS (
    SELECT
        h.*,
        i.stance_time_ms,
        i.pace_s_per_km,
        i.stance_time_ms * pow(r.speed_mps * nullif(i.pace_s_per_km, 0) / 1000, r.exponent)
            AS stance_time_at_reference_ms
    FROM heard AS h
    JOIN intervals AS i ON i.activity_id = h.activity_id AND i.kind = 'work'
        AND (i.grade_percent IS NULL OR abs(i.grade_percent) <= 2)
    JOIN reference AS r ON r.athlete_id = h.athlete_id AND r.dynamics_source = h.dynamics_source
),
weekly AS (
    SELECT
        athlete_id,
        week_start,
        dynamics_source,
        median(stance_time_at_reference_ms) AS stance_time_at_reference_ms,
        median(stance_time_ms) AS stance_time_ms,
        median(pace_s_per_km) AS pace_s_per_km,
        count(*) AS repetitions,
        count(DISTINCT activity_id) AS sessions
    FROM work
    WHERE stance_time_at_reference_ms IS NOT NULL
    GROUP BY athlete_id, week_start, dynamics_source
)
SELECT weekly.*, c.change_ms, c.change_low_ms, c.change_high_ms, c.verdict, c.reason
FROM weekly
LEFT JOIN ground_contact_changes AS c
    ON c.athlete_id = weekly.athlete_id
    AND c.week_start = weekly.week_start
    AND c.dynamics_source = weekly.dynamics_source
