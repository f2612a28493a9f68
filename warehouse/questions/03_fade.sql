-- Question: Do I slow down within a session, and does ground contact get longer?
SELECT
    local_date,
    count(*) AS repetitions,
    arg_min(duration_s, repetition_index) AS first_s,
    arg_max(duration_s, repetition_index) AS last_s,
    arg_min(stance_time_ms, repetition_index) AS first_contact_ms,
    arg_max(stance_time_ms, repetition_index) AS last_contact_ms
FROM repetitions
GROUP BY activity_id, local_date, nominal_distance_m
HAVING count(*) > 1
ORDER BY local_date
