-- Question: How did my last ten 400s go?
SELECT local_date, repetition_index, duration_s, pace_s_per_km, avg_heart_rate_bpm, stance_time_ms, verdict
FROM repetitions
WHERE nominal_distance_m = 400
ORDER BY start_time DESC
LIMIT 10
