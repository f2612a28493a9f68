-- Question: How do load and volume of each exercise develop?
-- Grain: one row an athlete, exercise and day (athlete_id, exercise, local_date)
-- athlete_id: whose it is
-- exercise: name in the exercise catalogue, or the device's own word
-- local_date: the athlete's local calendar day
-- week_start: first day of the athlete's local week
-- sets: sets done; what was told of a day's exercise replaces what the watch guessed of it
-- repetitions: repetitions in all, both sides of a one-sided exercise; null where none was counted
-- top_weight_kg: heaviest load [kg]
-- volume_kg: load x repetitions over all sets with a load [kg]
-- rpe: highest rating of perceived exertion, 0..10
WITH counted AS (
    -- What was told about an exercise replaces the watch's guess about it on that day.
    SELECT s.*, s.repetitions * CASE WHEN s.side = 'each' THEN 2 ELSE 1 END AS all_repetitions
    FROM strength_sets AS s
    LEFT JOIN activities AS a ON a.activity_id = s.activity_id
    WHERE
        (s.activity_id IS NULL OR (NOT a.ignored AND a.same_as IS NULL))
        AND (s.source = 'log' OR NOT EXISTS (
            SELECT 1
            FROM strength_sets AS told
            WHERE
                told.source = 'log'
                AND told.athlete_id = s.athlete_id
                AND told.local_date = s.local_date
                AND told.exercise = s.exercise
        ))
)
SELECT
    c.athlete_id,
    c.exercise,
    c.local_date,
    any_value(c.local_date - ((isodow(c.local_date) - coalesce(t.week_start_day, 1) + 7) % 7)::INT) AS week_start,
    count(*) AS sets,
    sum(c.all_repetitions)::BIGINT AS repetitions,
    max(c.weight_kg) AS top_weight_kg,
    sum(c.all_repetitions * c.weight_kg) AS volume_kg,
    max(c.rpe) AS rpe
FROM counted AS c
LEFT JOIN athletes AS t ON t.athlete_id = c.athlete_id
GROUP BY c.athlete_id, c.exercise, c.local_date
