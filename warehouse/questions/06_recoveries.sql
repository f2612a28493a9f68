-- Question: How long were the recoveries, and how far did heart rate fall in them?
SELECT
    a.local_date,
    count(DISTINCT i.interval_index) AS recoveries,
    round(avg(i.duration_s), 1) AS mean_s,
    round(avg(i.distance_m)) AS mean_m,
    round(avg(r.fall_bpm)) AS mean_fall_bpm
FROM intervals AS i
JOIN activities AS a ON a.activity_id = i.activity_id AND NOT a.ignored AND a.same_as IS NULL
LEFT JOIN LATERAL (
    SELECT arg_min(heart_rate_bpm, elapsed_s) - arg_max(heart_rate_bpm, elapsed_s) AS fall_bpm
    FROM records
    WHERE activity_id = i.activity_id AND elapsed_s >= i.start_s AND elapsed_s < i.end_s
) AS r ON true
WHERE i.kind = 'recovery'
GROUP BY a.activity_id, a.local_date
ORDER BY a.local_date
