-- Question: What comes next week, and what was changed in it, and why?
-- Grain: one row a workout of the week after the athlete's newest week: the last one that was reviewed or in which
--   there was an activity; without either, the first week of the plan (workout_id)
-- workout_id: the workout
-- version: its newest version
-- athlete_id: whose it is
-- week_start: first day of that week
-- local_date: the day it is planned for
-- day_index: place in the day
-- kind: kind of session
-- title: short name
-- text: what is asked, as workout text
-- planned_text: what the plan itself asked
-- reasons: why it was changed: the reasons of the accepted adjustments, one a line; null where nothing was
-- proposals: adjustments to it that wait for a decision
WITH newest_week AS (
    SELECT athlete_id, max(week_start) AS week_start
    FROM (
        SELECT athlete_id, week_start FROM activities WHERE NOT ignored AND same_as IS NULL
        UNION ALL
        SELECT athlete_id, (entry ->> '$.week_start')::DATE FROM journal WHERE kind = 'review'
    )
    GROUP BY athlete_id
),
first_week AS (
    SELECT athlete_id, min(week_start) AS week_start
    FROM workouts
    GROUP BY athlete_id
),
coming AS (
    SELECT f.athlete_id, coalesce(n.week_start + 7, f.week_start) AS week_start
    FROM first_week AS f
    LEFT JOIN newest_week AS n ON n.athlete_id = f.athlete_id
),
changes AS (
    SELECT
        workout_id,
        week_start,
        string_agg(reason, chr(10) ORDER BY decided_at, adjustment_id) FILTER (status = 'accepted') AS reasons,
        count(*) FILTER (status = 'proposed') AS proposals
    FROM adjustments
    WHERE workout_id IS NOT NULL
    GROUP BY workout_id, week_start
)
SELECT
    w.workout_id,
    w.version,
    w.athlete_id,
    w.week_start,
    w.local_date,
    w.day_index,
    w.kind,
    w.title,
    w.text,
    p.text AS planned_text,
    changes.reasons,
    coalesce(changes.proposals, 0) AS proposals
FROM workouts AS w
JOIN coming ON coming.athlete_id = w.athlete_id AND coming.week_start = w.week_start
LEFT JOIN workouts AS p ON p.workout_id = w.workout_id AND p.version = 0
LEFT JOIN changes ON changes.workout_id = w.workout_id AND changes.week_start = w.week_start
WHERE w.version = (SELECT max(v.version) FROM workouts AS v WHERE v.workout_id = w.workout_id)
