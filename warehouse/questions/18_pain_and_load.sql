-- Question: What did I run in the seven days before each pain that I noted?
SELECT n.local_date, n.value AS pain, n.body_part, count(a.activity_id) AS runs, round(sum(a.distance_m) / 1000, 1) AS km
FROM notes AS n
LEFT JOIN activities AS a
    ON a.athlete_id = n.athlete_id
    AND a.sport = 'running'
    AND a.local_date BETWEEN n.local_date - 7 AND n.local_date
    AND NOT a.ignored
    AND a.same_as IS NULL
WHERE n.kind = 'pain' AND n.retracted_at IS NULL
GROUP BY ALL
ORDER BY n.local_date
