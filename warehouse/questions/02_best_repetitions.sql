-- Question: What was my fastest repetition over each distance, month by month?
SELECT nominal_distance_m, date_trunc('month', local_date)::DATE AS month, min(duration_s) AS best_s, count(*) AS run
FROM repetitions
WHERE nominal_distance_m IS NOT NULL
GROUP BY ALL
ORDER BY ALL
