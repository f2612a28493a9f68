-- Question: What was in each week: kilometres, repetitions, strength, plan kept, pain?
-- Grain: one row an athlete and week with a plan, an activity, a set or a note (athlete_id, week_start)
-- athlete_id: whose it is
-- week_start: first day of the athlete's local week
-- runs: running activities
-- distance_m: distance of the runs [m]
-- timer_s: duration of the runs, without pauses where the device tells them [s]
-- repetitions: work repetitions run
-- repetitions_distance_m: distance of the repetitions, nominal where there is one [m]
-- strength_sets: sets of strength exercises
-- jump_sets: sets of jumps, hops and bounds
-- planned: workouts that the plan asked for, rest days not counted
-- done: of these, done on their day or another
-- missed: of these, missed
-- rest_days: rest days that the plan asked for
-- rest_broken: of these, with training on them
-- pain_max: worst pain noted, 0..10; null where none was noted
WITH runs AS (
    SELECT
        athlete_id,
        week_start,
        count(*) AS runs,
        sum(distance_m) AS distance_m,
        sum(coalesce(timer_s, elapsed_s)) AS timer_s
    FROM activities
    WHERE sport = 'running' AND NOT ignored AND same_as IS NULL
    GROUP BY ALL
),
work AS (
    SELECT athlete_id, week_start, count(*) AS repetitions, sum(coalesce(nominal_distance_m, distance_m)) AS work_m
    FROM repetitions
    WHERE sport = 'running'
    GROUP BY ALL
),
sets AS (
    SELECT
        athlete_id,
        week_start,
        sum(sets) FILTER (NOT regexp_matches(lower(exercise), 'jump|hop|bound|plyo|pogo|skip')) AS strength_sets,
        sum(sets) FILTER (regexp_matches(lower(exercise), 'jump|hop|bound|plyo|pogo|skip')) AS jump_sets
    FROM strength_progress
    GROUP BY ALL
),
plan AS (
    SELECT
        athlete_id,
        week_start,
        count(*) FILTER (kind <> 'rest') AS planned,
        count(*) FILTER (kind <> 'rest' AND role IN ('matched', 'moved')) AS done,
        count(*) FILTER (kind <> 'rest' AND role = 'missed') AS missed,
        count(*) FILTER (kind = 'rest') AS rest_days,
        count(*) FILTER (kind = 'rest' AND role = 'missed') AS rest_broken
    FROM plan_vs_actual
    GROUP BY ALL
),
pain AS (
    SELECT
        n.athlete_id,
        n.local_date - ((isodow(n.local_date) - coalesce(t.week_start_day, 1) + 7) % 7)::INT AS week_start,
        max(n.value) FILTER (n.kind = 'pain') AS pain_max
    FROM notes AS n
    LEFT JOIN athletes AS t ON t.athlete_id = n.athlete_id
    WHERE n.retracted_at IS NULL
    GROUP BY ALL
),
weeks AS (
    SELECT athlete_id, week_start FROM activities WHERE NOT ignored AND same_as IS NULL
    UNION
    SELECT athlete_id, week_start FROM sets
    UNION
    SELECT athlete_id, week_start FROM plan
    UNION
    SELECT athlete_id, week_start FROM pain
)
SELECT
    athlete_id,
    week_start,
    coalesce(runs, 0) AS runs,
    distance_m,
    timer_s,
    coalesce(repetitions, 0) AS repetitions,
    work_m AS repetitions_distance_m,
    coalesce(strength_sets, 0)::BIGINT AS strength_sets,
    coalesce(jump_sets, 0)::BIGINT AS jump_sets,
    coalesce(planned, 0) AS planned,
    coalesce(done, 0) AS done,
    coalesce(missed, 0) AS missed,
    coalesce(rest_days, 0) AS rest_days,
    coalesce(rest_broken, 0) AS rest_broken,
    pain_max
FROM weeks
LEFT JOIN runs USING (athlete_id, week_start)
LEFT JOIN work USING (athlete_id, week_start)
LEFT JOIN sets USING (athlete_id, week_start)
LEFT JOIN plan USING (athlete_id, week_start)
LEFT JOIN pain USING (athlete_id, week_start)
