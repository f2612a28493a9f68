-- Question: Does ground contact change, week by week, at the same speed?
-- Sensors are never mixed: compare the rows of one dynamics_source only.
SELECT week_start, dynamics_source, stance_time_at_reference_ms, stance_time_ms, repetitions
FROM ground_contact_trend
ORDER BY dynamics_source, week_start
