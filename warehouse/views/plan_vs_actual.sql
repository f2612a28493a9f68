-- Question: What was planned, and what was made of it?
-- Grain: one row a dated workout, in the version that counts (workout_id)
-- workout_id: the workout
-- version: the version in force when the session began, or the newest while it is to come
-- athlete_id: whose it is
-- local_date: the day it is planned for
-- week_start: first day of that week
-- day_index: place in the day
-- kind: kind of session
-- title: short name
-- text: what was asked, as workout text
-- role: matched, moved or missed; null while it is to come
-- days_moved: days that it was done later than planned (earlier, where negative)
-- activity_id: the activity that counts as it; null where it was missed, told or is to come
-- done_on: the day it was done
-- distance_m: distance of that activity [m]
-- timer_s: its duration without pauses [s]
-- score: share of the prescribed that was done as prescribed, 0..1
-- colour: green, yellow or red
-- reason: the score in words
WITH counted AS (
    SELECT workout_id, arg_max({version: version, score: score, colour: colour, reason: reason}, version) AS c
    FROM workout_compliance
    GROUP BY workout_id
),
newest AS (
    SELECT workout_id, max(version) AS version
    FROM workouts
    GROUP BY workout_id
),
matches AS (
    -- A workout that was done in parts counts once, by its first activity.
    SELECT workout_id, arg_min({role: role, days_moved: days_moved, activity_id: activity_id},
        (role = 'missed')::INT::VARCHAR || coalesce(activity_id, '')) AS m
    FROM workout_matches
    WHERE workout_id IS NOT NULL
    GROUP BY workout_id
)
SELECT
    w.workout_id,
    w.version,
    w.athlete_id,
    w.local_date,
    w.week_start,
    w.day_index,
    w.kind,
    w.title,
    w.text,
    matches.m.role AS role,
    matches.m.days_moved AS days_moved,
    matches.m.activity_id AS activity_id,
    a.local_date AS done_on,
    a.distance_m,
    a.timer_s,
    counted.c.score AS score,
    counted.c.colour AS colour,
    counted.c.reason AS reason
FROM workouts AS w
JOIN newest ON newest.workout_id = w.workout_id
LEFT JOIN counted ON counted.workout_id = w.workout_id
LEFT JOIN matches ON matches.workout_id = w.workout_id
LEFT JOIN activities AS a ON a.activity_id = matches.m.activity_id
WHERE w.version = coalesce(counted.c.version, newest.version)
