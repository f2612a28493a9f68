-- Question: How long were the recoveries, and how far did heart rate fall in them?
SELECT
    local_date,
    count(*) AS recoveries,
    round(avg(duration_s), 1) AS mean_s,
    round(avg(distance_m)) AS mean_m,
    round(avg(heart.fall_bpm)) AS mean_fall_bpm
FROM recoveries AS rest
LEFT JOIN LATERAL (
    SELECT arg_min(heart_rate_bpm, elapsed_s) - arg_max(heart_rate_bpm, elapsed_s) AS fall_bpm
    FROM records
    WHERE activity_id = rest.activity_id AND elapsed_s >= rest.start_s AND elapsed_s < rest.end_s
) AS heart ON true
WHERE NOT between_sets
GROUP BY activity_id, local_date
ORDER BY local_date
