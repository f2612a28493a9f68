-- Question: What was in each week?
SELECT
    week_start,
    runs,
    round(distance_m / 1000, 1) AS km,
    repetitions,
    strength_sets,
    jump_sets,
    done || ' of ' || planned AS sessions,
    pain_max
FROM weekly_summary
ORDER BY week_start
