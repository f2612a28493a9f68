-- Question: How long did I rest between the repetitions?
-- Grain: one row a rest between two repetitions of an activity that counts (activity_id, after_repetition)
-- athlete_id: whose it is
-- activity_id: the activity
-- local_date: the athlete's local calendar day
-- week_start: first day of the athlete's local week
-- after_repetition: number of the repetition before it
-- between_sets: whether it lies between two rep sets; such a break belongs into no mean of the others
-- start_s: from the start of the activity to where it begins [s]
-- end_s: from the start of the activity to where it ends [s]
-- duration_s: duration of all recoveries in it [s]
-- distance_m: distance as the device measured it [m]
WITH work AS (
    SELECT
        activity_id,
        interval_index,
        coalesce(set_index, 1) AS set_index,
        row_number() OVER in_order AS repetition,
        lead(interval_index) OVER in_order AS next_index,
        lead(coalesce(set_index, 1)) OVER in_order AS next_set
    FROM intervals
    WHERE kind = 'work'
    WINDOW in_order AS (PARTITION BY activity_id ORDER BY interval_index)
)
SELECT
    a.athlete_id,
    a.activity_id,
    a.local_date,
    a.week_start,
    w.repetition AS after_repetition,
    w.set_index <> w.next_set AS between_sets,
    min(i.start_s) AS start_s,
    max(i.end_s) AS end_s,
    sum(i.duration_s) AS duration_s,
    sum(i.distance_m) AS distance_m
FROM work AS w
JOIN activities AS a ON a.activity_id = w.activity_id AND NOT a.ignored AND a.same_as IS NULL
JOIN intervals AS i
    ON i.activity_id = w.activity_id
    AND i.kind = 'recovery'
    AND i.interval_index > w.interval_index
    AND i.interval_index < w.next_index
GROUP BY ALL
