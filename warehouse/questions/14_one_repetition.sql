-- Question: What happened in the fastest repetition, record by record?
WITH fastest AS (
    SELECT i.activity_id, i.start_s, i.end_s
    FROM repetitions AS p
    JOIN intervals AS i USING (activity_id, interval_index)
    ORDER BY p.pace_s_per_km
    LIMIT 1
)
SELECT r.elapsed_s - f.start_s AS into_it_s, r.speed_mps, r.heart_rate_bpm, r.cadence_spm, r.stance_time_ms
FROM fastest AS f
JOIN records AS r ON r.activity_id = f.activity_id AND r.elapsed_s >= f.start_s AND r.elapsed_s < f.end_s
ORDER BY r.record_index
