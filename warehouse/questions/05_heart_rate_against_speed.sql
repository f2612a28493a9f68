-- Question: What is my heart rate at the end of a repetition, against its speed?
-- The highest of its last ten seconds: the heart lags behind the legs.
SELECT
    p.local_date,
    p.repetition_index,
    1000 / p.pace_s_per_km AS speed_mps,
    max(r.heart_rate_bpm) AS heart_rate_at_end_bpm
FROM repetitions AS p
JOIN intervals AS i USING (activity_id, interval_index)
JOIN records AS r ON r.activity_id = p.activity_id AND r.elapsed_s >= i.end_s - 10 AND r.elapsed_s < i.end_s
GROUP BY ALL
HAVING heart_rate_at_end_bpm IS NOT NULL
ORDER BY p.local_date, p.repetition_index
