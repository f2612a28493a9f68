-- Question: Which changes were proposed, by which rule, and what did I say?
SELECT week_start, rule, old_value, new_value, unit, status, decided_at, reason
FROM adjustments
ORDER BY week_start, rule
