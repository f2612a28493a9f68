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
-- runs_percent: of the runs that were due, what was done as it was asked: mean score, missed ones 0 [%]; null without
-- strength_percent: the same of strength and jumps [%]
-- rest_percent: rest days kept, of those that were due [%]
-- pain_max: worst pain noted, 0..10; null where none was noted
WITH runs AS (
    SELECT
        athlete_id,
        week_start,
        count(*) FILTER (sport = 'running') AS runs,
        sum(distance_m) FILTER (sport = 'running') AS distance_m,
        sum(coalesce(timer_s, elapsed_s)) FILTER (sport = 'running') AS timer_s
    FROM activities
    WHERE NOT ignored AND same_as IS NULL
    GROUP BY ALL
),
work AS (
    -- Those of the view repetitions, without what else it joins: planning that takes longer than counting.
    SELECT
        a.athlete_id,
        a.week_start,
        count(*) AS repetitions,
        sum(coalesce(i.nominal_distance_m, i.distance_m)) AS work_m
    FROM intervals AS i
    JOIN activities AS a ON a.activity_id = i.activity_id
    WHERE i.kind = 'work' AND a.sport = 'running' AND NOT a.ignored AND a.same_as IS NULL
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
        count(*) FILTER (kind = 'rest' AND role = 'missed') AS rest_broken,
        100 * avg(CASE WHEN role = 'missed' THEN 0 ELSE score END)
            FILTER (kind NOT IN ('rest', 'strength', 'plyometrics') AND role IS NOT NULL) AS runs_percent,
        100 * avg(CASE WHEN role = 'missed' THEN 0 ELSE score END)
            FILTER (kind IN ('strength', 'plyometrics') AND role IS NOT NULL) AS strength_percent,
        100 * avg((role <> 'missed')::INT) FILTER (kind = 'rest') AS rest_percent
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
parts AS (
    -- One row of each that has something: grouped, not joined, which is planned in half the time.
    FROM runs
    UNION ALL BY NAME FROM work
    UNION ALL BY NAME FROM sets
    UNION ALL BY NAME FROM plan
    UNION ALL BY NAME FROM pain
)
SELECT
    athlete_id,
    week_start,
    coalesce(max(runs), 0) AS runs,
    max(distance_m) AS distance_m,
    max(timer_s) AS timer_s,
    coalesce(max(repetitions), 0) AS repetitions,
    max(work_m) AS repetitions_distance_m,
    coalesce(max(strength_sets), 0)::BIGINT AS strength_sets,
    coalesce(max(jump_sets), 0)::BIGINT AS jump_sets,
    coalesce(max(planned), 0) AS planned,
    coalesce(max(done), 0) AS done,
    coalesce(max(missed), 0) AS missed,
    coalesce(max(rest_days), 0) AS rest_days,
    coalesce(max(rest_broken), 0) AS rest_broken,
    max(runs_percent) AS runs_percent,
    max(strength_percent) AS strength_percent,
    max(rest_percent) AS rest_percent,
    max(pain_max) AS pain_max
FROM parts
GROUP BY athlete_id, week_start
