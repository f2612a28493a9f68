-- Question: How do load and volume of each exercise develop?
SELECT exercise, week_start, sum(sets) AS sets, sum(repetitions) AS repetitions, max(top_weight_kg) AS top_weight_kg
FROM strength_progress
GROUP BY ALL
ORDER BY exercise, week_start
