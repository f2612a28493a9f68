-- Question: What were the kilometre splits of my longest run?
WITH longest AS (
    SELECT activity_id
    FROM activities
    WHERE sport = 'running' AND NOT ignored AND same_as IS NULL
    ORDER BY distance_m DESC NULLS LAST
    LIMIT 1
),
passed AS (
    SELECT floor(distance_m / 1000)::INT + 1 AS km, min(elapsed_s) AS at_s, avg(heart_rate_bpm) AS heart_rate_bpm
    FROM records
    SEMI JOIN longest USING (activity_id)
    WHERE distance_m IS NOT NULL
    GROUP BY km
)
SELECT km, lead(at_s) OVER (ORDER BY km) - at_s AS split_s, round(heart_rate_bpm) AS heart_rate_bpm
FROM passed
QUALIFY split_s IS NOT NULL
ORDER BY km
