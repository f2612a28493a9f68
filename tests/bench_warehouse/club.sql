-- A club's recordings, straight into the real tables: every athlete runs three times a week, on Tuesdays 6 x 400 m.
-- Values are rounded as watches round them, since that is what their size in the file depends on.
-- The parameters `athletes`, `each` (activities an athlete) and `monday` (of the last week) are set before.
CREATE TEMP MACRO noise(a, b, c) AS ((hash(a, b, c) % 20001)::DOUBLE / 10000 - 1);

CREATE TEMP TABLE runs AS
SELECT
    format('a{:02d}', a) AS athlete_id,
    md5(format('{}/{}', a, n)) AS activity_id,
    a * 100000 + n AS seed,
    getvariable('monday') - 7 * ((getvariable('each') - 1 - n) // 3)::INT + [1, 3, 5][1 + n % 3] AS local_date,
    n % 3 = 0 AS on_track,
    2.9 + 0.02 * (a % 25) AS easy_mps
FROM range(getvariable('athletes')) AS athletes(a), range(getvariable('each')) AS activities(n);

CREATE TEMP TABLE repetitions_run AS
SELECT
    *,
    CASE WHEN on_track THEN 900.0 + r * 150 END AS work_start_s,
    round(400 / (easy_mps * 1.35 * (1 + 0.02 * noise(seed, r, 7))), 1) AS work_s
FROM runs, range(6) AS six(r)
WHERE on_track;

INSERT INTO source_files BY NAME
SELECT
    sha256(activity_id) AS file_id,
    athlete_id,
    activity_id || '.fit' AS name,
    'fit' AS format,
    180000 AS size_bytes,
    (local_date::TIMESTAMP + INTERVAL 19 HOUR)::TIMESTAMPTZ AS received_at,
    'imported' AS status,
    3600 AS records_read
FROM runs;

INSERT INTO activities BY NAME
SELECT
    activity_id,
    athlete_id,
    sha256(activity_id) AS file_id,
    0 AS session_index,
    'running' AS sport,
    (local_date::TIMESTAMP + INTERVAL 17 HOUR)::TIMESTAMPTZ AS start_time,
    7200 AS utc_offset_s,
    local_date,
    local_date - (isodow(local_date) - 1)::INT AS week_start,
    3600.0 AS elapsed_s,
    3600.0 AS timer_s,
    round(easy_mps * 3600) AS distance_m,
    150.0 AS avg_heart_rate_bpm,
    174.0 AS avg_cadence_spm,
    242.0 AS avg_stance_time_ms,
    'garmin fenix7' AS device,
    'garmin' AS dynamics_source,
    CASE WHEN on_track THEN 'lap' ELSE 'none' END AS structure,
    'generated' AS structure_reason,
    3599.0 AS recorded_s,
    3600 AS record_count,
    false AS ignored,
    -- What is told is not segmented again.
    'told' AS derivation_key,
    getvariable('derivation_version') AS derivation_version
FROM runs;

INSERT INTO intervals BY NAME
WITH spans AS (
    SELECT activity_id, seed, easy_mps, 0 AS place, 'warmup' AS kind, 0.0 AS start_s, 900.0 AS end_s, NULL AS r
    FROM runs WHERE on_track
    UNION ALL
    SELECT activity_id, seed, easy_mps, 2 * r + 1, 'work', work_start_s, work_start_s + work_s, r FROM repetitions_run
    UNION ALL
    SELECT activity_id, seed, easy_mps, 2 * r + 2, 'recovery', work_start_s + work_s, work_start_s + 150, r
    FROM repetitions_run WHERE r < 5
    UNION ALL
    SELECT activity_id, seed, easy_mps, 12, 'cooldown', 1800.0, 3600.0, NULL FROM runs WHERE on_track
),
paced AS (
    SELECT
        *,
        CASE kind WHEN 'work' THEN 400.0 WHEN 'recovery' THEN 100.0 END AS nominal_m,
        CASE kind WHEN 'work' THEN 400 / (end_s - start_s) ELSE easy_mps END AS mps
    FROM spans
)
SELECT
    activity_id,
    place AS interval_index,
    kind,
    CASE WHEN kind = 'work' THEN 1 END AS set_index,
    CASE WHEN kind = 'work' THEN r + 1 END AS repetition_index,
    start_s,
    end_s,
    end_s - start_s AS duration_s,
    round(mps * (end_s - start_s) * 1.01, 1) AS distance_m,
    nominal_m AS nominal_distance_m,
    round(1000 / mps, 2) AS pace_s_per_km,
    round(160 + 10 * noise(seed, place, 1)) AS avg_heart_rate_bpm,
    round(168 + 10 * noise(seed, place, 1)) AS max_heart_rate_bpm,
    round(180 + 4 * noise(seed, place, 2)) AS cadence_spm,
    round(245 * pow(mps / 3, -0.35) * (1 + 0.02 * noise(seed, place, 3)), 1) AS stance_time_ms,
    50 + noise(seed, place, 4) AS stance_time_balance_percent,
    round(88 + 5 * noise(seed, place, 5), 1) AS vertical_oscillation_mm,
    round(8 + 0.5 * noise(seed, place, 6), 2) AS vertical_ratio_percent,
    round(60000 * mps / 180, 1) AS step_length_mm,
    (end_s - start_s)::BIGINT AS dynamics_samples,
    'lap' AS source,
    0.95 AS confidence,
    []::VARCHAR[] AS flags,
    getvariable('derivation_version') AS derivation_version
FROM paced;

INSERT INTO strength_sets BY NAME
SELECT
    format('{}-{}', activity_id, s) AS set_id,
    athlete_id,
    local_date - 1 AS local_date,
    s AS set_index,
    'squat' AS exercise,
    8 AS repetitions,
    50.0 + seed % 20 AS weight_kg,
    activity_id,
    'fit' AS source
FROM runs, range(3) AS sets(s)
WHERE on_track;
