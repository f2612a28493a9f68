-- Question: What did the workout in the watch ask for in all, repeats counted, and how many laps were run of each step?
-- Grain: one row an activity and step that asks for something (activity_id, workout_step_index)
-- athlete_id: whose it is
-- activity_id: the activity
-- local_date: the athlete's local calendar day
-- workout_step_index: place of the step in the watch's workout
-- name: name of the step, else its notes
-- intensity: FIT intensity
-- duration_type: what ends the step: time, distance, open, reps, ...
-- duration_s: duration of one pass [s]
-- distance_m: distance of one pass [m]
-- repetitions: strength repetitions of one pass
-- exercise: name in the exercise catalogue, or the device's own word
-- times_asked: how often it is asked for in all, blocks in blocks too; null where a block is repeated until something
-- laps: laps that were run of it; a watch that laps by distance too makes more than one of a pass
SELECT
    a.athlete_id,
    a.activity_id,
    a.local_date,
    s.workout_step_index,
    any_value(coalesce(s.name, s.notes)) AS name,
    any_value(s.intensity) AS intensity,
    any_value(s.duration_type) AS duration_type,
    any_value(s.duration_s) AS duration_s,
    any_value(s.distance_m) AS distance_m,
    any_value(s.repetitions) AS repetitions,
    any_value(s.exercise) AS exercise,
    CASE
        WHEN count(r.workout_step_index) = 0 THEN 1
        WHEN count(r.repeat_count) = count(r.workout_step_index) THEN try_cast(product(r.repeat_count) AS BIGINT)
    END AS times_asked,
    any_value(coalesce(l.laps, 0)) AS laps
FROM activities AS a
INNER JOIN device_steps AS s ON s.activity_id = a.activity_id AND s.repeat_from_index IS NULL
LEFT JOIN device_steps AS r
    ON r.activity_id = s.activity_id
    AND s.workout_step_index >= r.repeat_from_index
    AND s.workout_step_index < r.workout_step_index
LEFT JOIN (
    SELECT
        activity_id,
        workout_step_index,
        count(*) AS laps
    FROM laps
    GROUP BY activity_id, workout_step_index
) AS l ON l.activity_id = s.activity_id AND l.workout_step_index = s.workout_step_index
WHERE NOT a.ignored AND a.same_as IS NULL
GROUP BY a.athlete_id, a.activity_id, a.local_date, s.workout_step_index
