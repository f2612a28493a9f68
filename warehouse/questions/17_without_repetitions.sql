-- Question: Which runs have no repetitions, why not, and of which is it unsure?
SELECT a.local_date, a.structure, min(i.confidence) AS confidence, a.structure_reason, a.activity_id
FROM activities AS a
LEFT JOIN intervals AS i ON i.activity_id = a.activity_id AND i.kind = 'work'
WHERE a.sport = 'running' AND NOT a.ignored AND a.same_as IS NULL
GROUP BY ALL
HAVING a.structure = 'none' OR min(i.confidence) < 0.6
ORDER BY a.local_date DESC
