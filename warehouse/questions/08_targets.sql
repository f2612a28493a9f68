-- Question: How far off its target was each repetition?
SELECT local_date, title, repetition_index, target_low, target_high, duration_s, round(100 * ratio, 1) AS percent, verdict
FROM repetitions
WHERE target_unit = 's'
ORDER BY start_time
