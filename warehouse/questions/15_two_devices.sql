-- Question: What did two devices say about the same workout?
SELECT
    counts.local_date,
    counts.device,
    other.device AS other_device,
    counts.distance_m,
    other.distance_m AS other_distance_m,
    counts.avg_heart_rate_bpm,
    other.avg_heart_rate_bpm AS other_heart_rate_bpm
FROM activities AS other
JOIN activities AS counts ON counts.activity_id = other.same_as
ORDER BY counts.start_time
