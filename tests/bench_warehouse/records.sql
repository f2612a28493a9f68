-- The records of some runs: an hour each, one a second.
INSERT INTO records BY NAME
WITH sampled AS (
    SELECT
        activity_id,
        seed,
        t,
        local_date,
        easy_mps
        * CASE WHEN on_track AND t >= 900 AND t < 1800 AND (t - 900) % 150 < 100 THEN 1.35 ELSE 1 END
        * (1 + 0.04 * sin(t / 45.0) + 0.01 * noise(seed, t, 1)) AS mps
    FROM (FROM runs ORDER BY local_date, activity_id LIMIT $count OFFSET $first), range(3600) AS hour(t)
)
SELECT
    activity_id,
    t AS record_index,
    (local_date::TIMESTAMP + INTERVAL 17 HOUR + to_seconds(t))::TIMESTAMPTZ AS timestamp,
    t::DOUBLE AS elapsed_s,
    round(52.5 + 0.0001 * (seed % 500) + 0.004 * sin(t / 63.0) + 0.000004 * noise(seed, t, 2), 7) AS latitude_deg,
    round(13.4 + 0.0001 * (seed % 300) + 0.006 * cos(t / 63.0) + 0.000004 * noise(seed, t, 3), 7) AS longitude_deg,
    round((40 + 6 * sin(t / 300.0) + 0.2 * noise(seed, t // 3, 4)) * 5) / 5 AS altitude_m,
    round(t * mps, 2) AS distance_m,
    round(mps, 3) AS speed_mps,
    round(148 + 14 * sin(t / 400.0) + noise(seed, t // 4, 5)) AS heart_rate_bpm,
    round(174 + 3 * noise(seed, t, 6)) AS cadence_spm,
    round(250 * mps / 3 + 12 * noise(seed, t, 7)) AS power_w,
    round(18 + 2 * sin(t / 1500.0)) AS temperature_c,
    round(245 * pow(mps / 3, -0.35) * (1 + 0.02 * noise(seed, t, 8)), 1) AS stance_time_ms,
    round(34 * pow(mps / 3, -0.3) * (1 + 0.02 * noise(seed, t, 9)), 2) AS stance_time_percent,
    round(50 + 0.8 * noise(seed, t, 10), 2) AS stance_time_balance_percent,
    round(88 + 5 * noise(seed, t, 11), 1) AS vertical_oscillation_mm,
    round(8 + 0.5 * noise(seed, t, 12), 2) AS vertical_ratio_percent,
    round(60000 * mps / 174 + 8 * noise(seed, t, 13), 1) AS step_length_mm
FROM sampled
ORDER BY activity_id, t;
